#define _POSIX_C_SOURCE 200809L
#include "session/assist/complete.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include <lauxlib.h>

#include "lua/base/registry.h"
#include "lua/base/args.h"
#include "session/syntax/lexer.h"

enum { MOST_HOPS = 20 };

static const char *const keywords[] = {
  "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
  "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
  "repeat",   "return", "then", "true", "until",  "while", NULL};

static bool is_name_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

static bool is_mark(char c) { return c == '.' || c == ':'; }

/* In a..b, the word is b. */
size_t complete_start(const char *text, size_t n) {
  for (; n; n--) {
    char c = text[n - 1];
    if (!is_name_char(c) && !is_mark(c)) break;
    if (n > 1 && c == '.' && text[n - 2] == '.') break;
  }
  return n;
}

/* -- matching ------------------------------------------------------------- */

static bool ignores_case = false;

void complete_ignore_case(bool on) { ignores_case = on; }

bool complete_begins(const char *word, const char *start) {
  size_t n = strlen(start);
  return ignores_case ? !strncasecmp(word, start, n) : !strncmp(word, start, n);
}

/* -- collecting ----------------------------------------------------------- */

/* The word to complete. */
typedef struct Request {
  const char *before; /* "plot." of "plot.sca"; n characters */
  size_t n;
  const char *start; /* "sca" */
  char mark;         /* '.', ':', or 0 for a global */
  int list;          /* stack index of the candidates */
} Request;

static void add(lua_State *L, const Request *r, const char *name,
                const char *after) {
  if (!complete_begins(name, r->start)) return;
  if (*name == '_' && *r->start != '_') return;
  lua_pushlstring(L, r->before, r->n);
  lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), name, after);
  lua_rawseti(L, r->list, (lua_Integer)lua_rawlen(L, r->list) + 1);
  lua_pop(L, 1);
}

static bool is_name(const char *text, size_t n) {
  if (!n || isdigit((unsigned char)*text)) return false;
  for (size_t i = 0; i < n; i++)
    if (!is_name_char(text[i])) return false;
  return true;
}

/* Adds the names among the keys of the table at the top. */
static void add_keys(lua_State *L, const Request *r) {
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    size_t n;
    const char *name =
      lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &n) : NULL;
    bool fits = r->mark != ':' || lua_isfunction(L, -1);
    if (name && fits && is_name(name, n)) add(L, r, name, "");
    lua_pop(L, 1);
  }
}

/* Replaces the value at the top by the table in field `key` of its metatable;
 * pops it and returns false if there is none. */
static bool follow(lua_State *L, const char *key) {
  if (!lua_getmetatable(L, -1)) {
    lua_pop(L, 1);
    return false;
  }
  lua_pushstring(L, key);
  lua_rawget(L, -2);
  bool found = lua_istable(L, -1);
  lua_replace(L, -3);
  lua_pop(L, found ? 1 : 2);
  return found;
}

/* Adds the names in field `key` of the metatable of the value at the top. */
static void add_kept(lua_State *L, const Request *r, const char *key) {
  lua_pushvalue(L, -1);
  if (!follow(L, key)) return;
  add_keys(L, r);
  lua_pop(L, 1);
}

/* Field __columns of the metatable maps datasets to their columns. */
bool complete_to_columns(lua_State *L) {
  lua_pushvalue(L, -1);
  if (!follow(L, "__columns")) {
    lua_pop(L, 1);
    return false;
  }
  lua_insert(L, -2);
  bool found = lua_rawget(L, -2) == LUA_TTABLE;
  lua_replace(L, -2);
  if (!found) lua_pop(L, 1);
  return found;
}

static void add_columns(lua_State *L, const Request *r) {
  lua_pushvalue(L, -1);
  if (!complete_to_columns(L)) return;
  add_keys(L, r);
  lua_pop(L, 1);
}

/* Adds the names in the value at the top and in its metatables; pops it. */
static void add_fields(lua_State *L, const Request *r) {
  lua_Integer before = (lua_Integer)lua_rawlen(L, r->list);
  if (r->mark == '.') {
    add_columns(L, r);
    add_kept(L, r, "__fields");
  }
  bool fields = (lua_Integer)lua_rawlen(L, r->list) > before;
  if (!fields) add_kept(L, r, "__methods"); /* m.w, but m:predict */
  for (int hop = 0; hop < MOST_HOPS; hop++) {
    if (lua_istable(L, -1)) add_keys(L, r);
    if (!follow(L, "__index")) return;
  }
  lua_pop(L, 1);
}

/* If the value below the key at the top is a dataset with that column, replaces
 * both by the column. */
static bool get_column(lua_State *L) {
  lua_pushvalue(L, -2);
  if (!complete_to_columns(L)) return false;
  lua_pushvalue(L, -2);
  bool found = lua_rawget(L, -2) != LUA_TNIL;
  if (found) lua_replace(L, -4);
  lua_pop(L, 2);
  return found;
}

/* The same for a userdata whose __index is a C function. May raise. */
static bool get_native(lua_State *L) {
  if (!lua_isuserdata(L, -2) || !lua_getmetatable(L, -2)) return false;
  lua_pushliteral(L, "__index");
  lua_rawget(L, -2);
  bool native = lua_iscfunction(L, -1);
  lua_pop(L, 2);
  if (!native) return false;
  lua_gettable(L, -2);
  lua_replace(L, -2);
  return true;
}

/* Replaces the key at the top and the value below it by the field, or nil. */
static void get_field(lua_State *L) {
  if (get_column(L) || get_native(L)) return;
  lua_insert(L, -2);
  for (int hop = 0; hop < MOST_HOPS; hop++) {
    if (lua_istable(L, -1)) {
      lua_pushvalue(L, -2);
      if (lua_rawget(L, -2) != LUA_TNIL) {
        lua_replace(L, -3);
        lua_pop(L, 1);
        return;
      }
      lua_pop(L, 1);
    }
    if (!follow(L, "__index")) break;
    if (hop == MOST_HOPS - 1) lua_pop(L, 1);
  }
  lua_pop(L, 1);
  lua_pushnil(L);
}

/* Replaces the value at the top by the value that a path such as "plot.figure"
 * leads to, or nil. */
static void follow_path(lua_State *L, const char *path, size_t n) {
  for (size_t i = 0; i < n;) {
    size_t length = 0;
    while (i + length < n && !is_mark(path[i + length])) length++;
    lua_pushlstring(L, path + i, length);
    if (length)
      get_field(L);
    else
      lua_pop(L, 1);
    i += length + 1;
  }
}

/* Pushes the key in brackets if it is a number or a quoted string, else nil:
 * expressions are not evaluated. */
static void push_key(lua_State *L, const char *text, size_t n) {
  bool quoted = n >= 2 && strchr("\"'", *text) && text[n - 1] == *text;
  lua_pushlstring(L, text + quoted, n - 2 * (size_t)quoted);
  if (quoted) return;
  if (lua_stringtonumber(L, lua_tostring(L, -1)))
    lua_replace(L, -2);
  else {
    lua_pop(L, 1);
    lua_pushnil(L);
  }
}

/* Pushes the value of an expression that ends in `]`: X[1], d["a"][2]. */
static void push_indexed(lua_State *L, const char *text, size_t end) {
  size_t open = end - 1;
  while (open && text[open] != '[') open--;
  complete_push_path(L, text, complete_start(text, open), open);
  push_key(L, text + open + 1, end - open - 2);
  if (lua_isnil(L, -1))
    lua_replace(L, -2);
  else
    get_field(L);
}

void complete_push_path(lua_State *L, const char *text, size_t start,
                        size_t end) {
  if (start && text[start - 1] == ']')
    push_indexed(L, text, start);
  else if (start == end)
    lua_pushnil(L);
  else
    lua_pushglobaltable(L);
  follow_path(L, text + start, end - start);
}

/* -- options -------------------------------------------------------------- */

const char *complete_name_before(const char *text, size_t at, size_t *n) {
  while (at && isspace((unsigned char)text[at - 1])) at--;
  size_t start = complete_start(text, at);
  *n = at - start;
  return text + start;
}

/* The call whose option table is open at `start`, as in `train{` or
 * `train(m, {`, if an option name is expected there. */
static const char *enclosing_call(const char *text, size_t start, size_t *n,
                                  const char **brace) {
  LexerState s = lexer_state(text, start);
  if (!s.depth || s.depth > LEXER_BRACKETS || !strchr("{,;", s.last))
    return NULL;
  *brace = text + s.open[s.depth - 1];
  if (**brace != '{') return NULL;
  return complete_call(text, &s, n);
}

const char *complete_call(const char *text, const LexerState *in, size_t *n) {
  LexerState s = *in;
  size_t brace = s.open[s.depth - 1];
  const char *name = complete_name_before(text, brace, n);
  if (*n) return name;
  if (s.depth < 2 || text[s.open[s.depth - 2]] != '(') return NULL;
  name = complete_name_before(text, s.open[s.depth - 2], n);
  return *n ? name : NULL;
}

/* Does the entry have that name? A method matches with any receiver. */
static bool is_called(const char *entry, const char *call, size_t n) {
  const char *method = strchr(entry, ':');
  if (method) {
    size_t m = strlen(method);
    return n >= m && !strncmp(call + n - m, method, m);
  }
  return strlen(entry) == n && !strncmp(entry, call, n);
}

static const char *entry_field(lua_State *L, const char *key) {
  lua_getfield(L, -1, key);
  const char *text = lua_tostring(L, -1); /* the entry keeps it */
  lua_pop(L, 1);
  return text ? text : "";
}

/* Is the option already set in the n characters after the brace? */
static bool is_given(const char *brace, size_t n, const char *option) {
  const size_t length = strlen(option);
  for (size_t i = 1; i + length < n; i++) {
    if (is_name_char(brace[i - 1]) || strncmp(brace + i, option, length) != 0)
      continue;
    size_t after = i + length;
    while (after < n && brace[after] == ' ') after++;
    if (after < n && brace[after] == '=') return true;
  }
  return false;
}

/* Adds the unset options of the call, a name of n characters. */
static void add_options(lua_State *L, const Request *r, const char *call,
                        size_t n, const char *brace) {
  registry_push_list(L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, i);
    if (is_called(entry_field(L, "name"), call, n)) {
      push_option_names(L, entry_field(L, "usage"));
      lua_pushnil(L);
      while (lua_next(L, -2)) {
        lua_pop(L, 1);
        const char *option = lua_tostring(L, -1);
        if (!is_given(brace, (size_t)(r->before - brace), option))
          add(L, r, option, "=");
      }
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* -- all ------------------------------------------------------------------ */

/* Adds the names typed before the word, such as locals and parameters. */
static void add_typed(lua_State *L, const Request *r, const char *text,
                      size_t start) {
  for (size_t at = 0; at < start && *r->start;) {
    Token t = lexer_token(text, start, at);
    at += t.n;
    if (t.kind != TOKEN_NAME || at == start) continue;
    if (t.start && is_mark(text[t.start - 1])) continue;
    lua_pushlstring(L, text + t.start, t.n);
    add(L, r, lua_tostring(L, -1), "");
    lua_pop(L, 1);
  }
}

static Request request_of(const char *text, size_t start, int list) {
  const char *word = text + start, *mark = word + strlen(word);
  while (mark > word && !is_mark(mark[-1])) mark--;
  size_t n = (size_t)(mark - word);
  return (Request){word, n, mark, n ? mark[-1] : 0, list};
}

int complete_words(lua_State *L) {
  const char *text = luaL_checkstring(L, 1);
  size_t start = (size_t)luaL_checkinteger(L, 2), n;
  lua_settop(L, 2);
  lua_newtable(L);
  Request r = request_of(text, start, 3);
  const char *brace;
  const char *call = r.mark ? NULL : enclosing_call(text, start, &n, &brace);
  if (call) add_options(L, &r, call, n, brace);
  if (lua_rawlen(L, 3)) return 1;
  if (r.mark)
    complete_push_path(L, text, start, start + r.n - 1);
  else
    lua_pushglobaltable(L);
  add_fields(L, &r);
  for (int i = 0; !r.mark && keywords[i]; i++) add(L, &r, keywords[i], "");
  if (!r.mark) add_typed(L, &r, text, start);
  lua_settop(L, 3);
  return 1;
}
