#include "complete.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "prim.h"
#include "scan.h"

enum { MOST_HOPS = 20 };

static const char *const keywords[] = {
  "and", "break", "do", "else", "elseif", "end", "false", "for", "function",
  "goto", "if", "in", "local", "nil", "not", "or", "repeat", "return", "then",
  "true", "until", "while", NULL};

static bool is_name_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

static bool is_mark(char c) { return c == '.' || c == ':'; }

/* In a..b the word is b. */
size_t complete_start(const char *text, size_t n) {
  for (; n; n--) {
    char c = text[n - 1];
    if (!is_name_char(c) && !is_mark(c)) break;
    if (n > 1 && c == '.' && text[n - 2] == '.') break;
  }
  return n;
}

/* -- collecting ----------------------------------------------------------- */

/* What is asked for: names that start so, behind `before`. */
typedef struct Wish {
  const char *before; /* "plot." of "plot.sca", n long */
  size_t n;
  const char *start; /* "sca" */
  char mark;         /* '.', ':', or 0: a global */
  int list;          /* stack place of what was found */
} Wish;

static void add(lua_State *L, const Wish *w, const char *name,
                const char *after) {
  if (strncmp(name, w->start, strlen(w->start))) return;
  if (*name == '_' && *w->start != '_') return;
  lua_pushlstring(L, w->before, w->n);
  lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), name, after);
  lua_rawseti(L, w->list, (lua_Integer)lua_rawlen(L, w->list) + 1);
  lua_pop(L, 1);
}

static bool is_name(const char *text, size_t n) {
  if (!n || isdigit((unsigned char)*text)) return false;
  for (size_t i = 0; i < n; i++)
    if (!is_name_char(text[i])) return false;
  return true;
}

/* Adds the names among the keys of the table at the top. */
static void add_keys(lua_State *L, const Wish *w) {
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    size_t n;
    const char *name =
      lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &n) : NULL;
    bool fits = w->mark != ':' || lua_isfunction(L, -1);
    if (name && fits && is_name(name, n)) add(L, w, name, "");
    lua_pop(L, 1);
  }
}

/* Replaces the value at the top by the table that `key` of its metatable
 * holds, or pops it. */
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

/* Adds the names that the metatable of the value at the top keeps under
 * `key`. */
static void add_kept(lua_State *L, const Wish *w, const char *key) {
  lua_pushvalue(L, -1);
  if (!follow(L, key)) return;
  add_keys(L, w);
  lua_pop(L, 1);
}

/* Adds the columns of a dataset: __columns holds them by dataset. */
static void add_columns(lua_State *L, const Wish *w) {
  lua_pushvalue(L, -1);
  if (!follow(L, "__columns")) return;
  lua_pushvalue(L, -2);
  if (lua_rawget(L, -2) == LUA_TTABLE) add_keys(L, w);
  lua_pop(L, 2);
}

/* Adds the names the value at the top has, its metatables' too; pops it. */
static void add_fields(lua_State *L, const Wish *w) {
  lua_Integer before = (lua_Integer)lua_rawlen(L, w->list);
  if (w->mark == '.') {
    add_columns(L, w);
    add_kept(L, w, "__fields");
  }
  bool fields = (lua_Integer)lua_rawlen(L, w->list) > before;
  if (!fields) add_kept(L, w, "__methods"); /* m.w, but m:predict */
  for (int hop = 0; hop < MOST_HOPS; hop++) {
    if (lua_istable(L, -1)) add_keys(L, w);
    if (!follow(L, "__index")) return;
  }
  lua_pop(L, 1);
}

/* Replaces the value at the top by its field; nil when there is none. */
static void get_field(lua_State *L, const char *name, size_t n) {
  for (int hop = 0; hop < MOST_HOPS; hop++) {
    if (lua_istable(L, -1)) {
      lua_pushlstring(L, name, n);
      if (lua_rawget(L, -2) != LUA_TNIL) {
        lua_replace(L, -2);
        return;
      }
      lua_pop(L, 1);
    }
    if (!follow(L, "__index")) break;
    if (hop == MOST_HOPS - 1) lua_pop(L, 1);
  }
  lua_pushnil(L);
}

/* Pushes what a path like "plot.figure" stands for, or nil. */
static void push_path(lua_State *L, const char *path, size_t n) {
  lua_pushglobaltable(L);
  for (size_t i = 0; i < n;) {
    size_t length = 0;
    while (i + length < n && !is_mark(path[i + length])) length++;
    get_field(L, path + i, length);
    i += length + 1;
  }
}

/* -- options -------------------------------------------------------------- */

/* The name that stands before text[at], as a place and a length. */
static const char *name_before(const char *text, size_t at, size_t *n) {
  while (at && isspace((unsigned char)text[at - 1])) at--;
  size_t start = complete_start(text, at);
  *n = at - start;
  return text + start;
}

/* The call whose options the end of the text is in: `train{` or `train(m, {`,
 * at the place where a name is due. */
static const char *enclosing_call(const char *text, size_t start, size_t *n) {
  Scan s = scan(text, start);
  if (!s.depth || s.depth > SCAN_DEPTH || !strchr("{,;", s.last)) return NULL;
  size_t brace = s.open[s.depth - 1];
  if (text[brace] != '{') return NULL;
  const char *name = name_before(text, brace, n);
  if (*n) return name;
  if (s.depth < 2 || text[s.open[s.depth - 2]] != '(') return NULL;
  name = name_before(text, s.open[s.depth - 2], n);
  return *n ? name : NULL;
}

/* Is the entry called so? A method may stand behind any receiver. */
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

static void add_options(lua_State *L, const Wish *w, const char *call,
                        size_t n) {
  prim_push_list(L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, i);
    if (is_called(entry_field(L, "name"), call, n)) {
      push_option_names(L, entry_field(L, "usage"));
      lua_pushnil(L);
      while (lua_next(L, -2)) {
        lua_pop(L, 1);
        add(L, w, lua_tostring(L, -1), "=");
      }
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* -- all ------------------------------------------------------------------ */

static Wish wish_of(const char *text, size_t start, int list) {
  const char *word = text + start, *mark = word + strlen(word);
  while (mark > word && !is_mark(mark[-1])) mark--;
  size_t n = (size_t)(mark - word);
  return (Wish){word, n, mark, n ? mark[-1] : 0, list};
}

int complete_words(lua_State *L) {
  const char *text = luaL_checkstring(L, 1);
  size_t start = (size_t)luaL_checkinteger(L, 2), n;
  lua_settop(L, 2);
  lua_newtable(L);
  Wish w = wish_of(text, start, 3);
  const char *call = w.mark ? NULL : enclosing_call(text, start, &n);
  if (call) add_options(L, &w, call, n);
  if (lua_rawlen(L, 3)) return 1;
  push_path(L, w.before, w.n ? w.n - 1 : 0);
  add_fields(L, &w);
  for (int i = 0; !w.mark && keywords[i]; i++) add(L, &w, keywords[i], "");
  lua_settop(L, 3);
  return 1;
}
