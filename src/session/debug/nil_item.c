#include "session/debug/nil_item.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "session/debug/source_line.h"
#include "session/syntax/lexer.h"

enum { LONGEST_LINE = 400, MOST_DEPTH = 8 };

/* A part of the line. */
typedef struct Span {
  size_t start, end;
} Span;

/* An item such as ys[i+1]; `list` is the part before the last bracket. */
typedef struct Item {
  Span all, list, key;
} Item;

typedef struct Search {
  lua_State *L;
  lua_Debug *at; /* the function that failed, with its index `function` */
  int function;
  const char *line;
  size_t n, pos; /* the length of the line, and the next token */
  int depth;     /* of brackets */
  Item item;     /* the item that is nil; */
  int found;     /* the number of different ones */
} Search;

/* -- tokens --------------------------------------------------------------- */

static Token next_token(Search *s) {
  while (s->pos < s->n) {
    const Token t = lexer_token(s->line, s->n, s->pos);
    if (t.kind != TOKEN_BLANK && t.kind != TOKEN_COMMENT) return t;
    s->pos += t.n;
  }
  return (Token){TOKEN_BLANK, s->n, 0, true};
}

/* Is the next token this sign? Then passes it. */
static bool take(Search *s, char sign) {
  const Token t = next_token(s);
  if (t.kind != TOKEN_SIGN || s->line[t.start] != sign) return false;
  s->pos = t.start + t.n;
  return true;
}

/* -- variables ------------------------------------------------------------ */

static bool is_named(const char *name, const char *word, size_t n) {
  return name && strlen(name) == n && !memcmp(name, word, n);
}

/* Pushes the local variable or upvalue; the last local of a name hides others.
 * Returns false and pushes nothing if there is none. */
static bool push_local(const Search *s, const char *word, size_t n) {
  lua_State *L = s->L;
  const char *name;
  bool found = false;
  for (int i = 1; (name = lua_getlocal(L, s->at, i)); i++) {
    const bool same = is_named(name, word, n);
    if (same && found) lua_replace(L, -2);
    if (!same) lua_pop(L, 1);
    found = found || same;
  }
  for (int i = 1; !found && (name = lua_getupvalue(L, s->function, i)); i++) {
    found = is_named(name, word, n);
    if (!found) lua_pop(L, 1);
  }
  return found;
}

static void push_variable(const Search *s, Token t) {
  static const char ENV[] = "_ENV";
  lua_State *L = s->L;
  const char *word = s->line + t.start;
  if (push_local(s, word, t.n)) return;
  if (!push_local(s, ENV, sizeof ENV - 1)) lua_pushglobaltable(L);
  lua_pushlstring(L, word, t.n);
  if (lua_istable(L, -2))
    lua_rawget(L, -2);
  else
    lua_pushnil(L);
  lua_replace(L, -2);
}

/* -- values --------------------------------------------------------------- */

static bool push_sum(Search *s);

/* Replaces the table and the key at the top by the value; returns false if a
 * metamethod would be called. */
static bool read_item(lua_State *L) {
  if (!lua_istable(L, -2) || lua_isnil(L, -1)) return false;
  lua_rawget(L, -2);
  const bool known = !lua_isnil(L, -1) || !luaL_getmetafield(L, -2, "__index");
  if (known) lua_replace(L, -2);
  return known;
}

static void note(Search *s, Item item) {
  const size_t n = item.all.end - item.all.start;
  const Span *old = &s->item.all;
  const bool again = s->found && n == old->end - old->start &&
                     !memcmp(s->line + item.all.start, s->line + old->start, n);
  if (again) return;
  s->item = item;
  s->found++;
}

/* Where the part that was read last ends, without the blanks behind it. */
static size_t end_of_part(const Search *s) {
  size_t end = s->pos;
  while (end && s->line[end - 1] == ' ') end--;
  return end;
}

/* Pushes the value of a name with its fields and items, such as d.xs[i].y, and
 * notes an item that is nil. Returns false where a value cannot be read. */
static bool push_path(Search *s) {
  const Token name = next_token(s);
  s->pos = name.start + name.n;
  push_variable(s, name);
  for (;;) {
    Item item = {.list = {name.start, end_of_part(s)}};
    const bool bracket = take(s, '[');
    if (!bracket && !take(s, '.')) return true;
    const Token t = next_token(s);
    item.key.start = t.start;
    if (!bracket && t.kind != TOKEN_NAME) return false;
    if (!bracket) s->pos = t.start + t.n;
    if (!bracket)
      lua_pushlstring(s->L, s->line + t.start, t.n);
    else if (!push_sum(s))
      return false;
    item.key.end = end_of_part(s);
    if (bracket && !take(s, ']')) return false;
    item.all = (Span){name.start, s->pos};
    if (!read_item(s->L)) return false;
    if (bracket && lua_isnil(s->L, -1)) note(s, item);
  }
}

/* Pushes a number, the value of a path, its length, or a sum in parentheses. */
static bool push_term(Search *s) {
  const Token t = next_token(s);
  if (t.kind == TOKEN_NAME) return push_path(s);
  if (t.kind == TOKEN_NUMBER) {
    s->pos = t.start + t.n;
    lua_pushlstring(s->L, s->line + t.start, t.n);
    if (!lua_stringtonumber(s->L, lua_tostring(s->L, -1))) return false;
    lua_replace(s->L, -2);
    return true;
  }
  if (take(s, '('))
    return ++s->depth < MOST_DEPTH && push_sum(s) && take(s, ')');
  if (!take(s, '#') || !push_path(s) || !lua_istable(s->L, -1)) return false;
  lua_pushinteger(s->L, (lua_Integer)lua_rawlen(s->L, -1));
  lua_replace(s->L, -2);
  return true;
}

/* Replaces the two numbers at the top. */
static bool calculate(lua_State *L, int operation) {
  if (lua_type(L, -1) != LUA_TNUMBER || lua_type(L, -2) != LUA_TNUMBER)
    return false;
  lua_arith(L, operation);
  return true;
}

static bool push_product(Search *s) {
  if (!push_term(s)) return false;
  while (take(s, '*'))
    if (!push_term(s) || !calculate(s->L, LUA_OPMUL)) return false;
  return true;
}

static bool push_sum(Search *s) {
  if (++s->depth > MOST_DEPTH || !push_product(s)) return false;
  for (;;) {
    const int operation = take(s, '+')   ? LUA_OPADD
                          : take(s, '-') ? LUA_OPSUB
                                         : LUA_OPBNOT;
    if (operation == LUA_OPBNOT) return s->depth--;
    if (!push_product(s) || !calculate(s->L, operation)) return false;
  }
}

/* -- the line ------------------------------------------------------------- */

/* Is the path that ends here assigned to? Then it may be nil. */
static bool is_target(Search *s) {
  const size_t pos = s->pos;
  const bool target = take(s, '=') && !take(s, '=');
  s->pos = pos;
  return target;
}

/* Is the token the dot of a field or the colon of a method, not one of ".."? */
static bool is_dot(const Search *s, Token t) {
  const char *at = s->line + t.start;
  if (t.kind != TOKEN_SIGN) return false;
  return *at == ':' ||
         (*at == '.' && at[1] != '.' && (!t.start || at[-1] != '.'));
}

/* Looks at each path of the line. Returns false if the line may skip a part of
 * itself, so that nobody knows what was read. */
static bool search(Search *s) {
  static const char *const words[] = {"and", "or", "function"};
  const int top = lua_gettop(s->L);
  bool field = false; /* does a field or method follow? */
  while (s->pos < s->n) {
    const Token t = next_token(s);
    for (int i = 0; t.kind == TOKEN_KEYWORD && i < 3; i++)
      if (is_named(words[i], s->line + t.start, t.n)) return false;
    if (t.kind == TOKEN_NAME && !field) {
      const Search before = *s;
      s->depth = 0;
      push_path(s);
      lua_settop(s->L, top);
      if (is_target(s)) s->found = before.found, s->item = before.item;
    }
    s->pos = t.start + t.n;
    field = is_dot(s, t);
  }
  return s->found == 1;
}

/* -- the message ---------------------------------------------------------- */

static void add_span(luaL_Buffer *b, const char *line, Span span) {
  luaL_addlstring(b, line + span.start, span.end - span.start);
}

/* Pushes the value of a part of the line, or nothing and returns false. */
static bool push_value(const Search *found, Span span) {
  Search s = *found;
  const int top = lua_gettop(s.L);
  s.pos = span.start;
  s.n = span.end;
  s.depth = 0;
  if (push_sum(&s) && lua_gettop(s.L) > top) return true;
  lua_settop(s.L, top);
  return false;
}

/* Pushes "; i+1 is 4, but ys has 3 values", or as much of it as is known. */
static void push_reason(const Search *s) {
  lua_State *L = s->L;
  const Span key = s->item.key, list = s->item.list;
  const char *line = s->line;
  if (!push_value(s, key)) lua_pushnil(L);
  if (!push_value(s, list)) lua_pushnil(L);
  const bool number = lua_isinteger(L, -2);
  const bool literal =
    strspn(line + key.start, "0123456789") >= key.end - key.start;
  const lua_Integer k = lua_tointeger(L, -2);
  const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  const bool outside = number && (k < 1 || k > n);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  if (number && !literal) {
    luaL_addstring(&b, "; ");
    add_span(&b, line, key);
    lua_pushfstring(L, " is %I", (LUAI_UACINT)k);
    luaL_addvalue(&b);
  }
  if (outside && n) {
    luaL_addstring(&b, literal ? "; " : ", but ");
    add_span(&b, line, list);
    lua_pushfstring(L, " has %I value%s", (LUAI_UACINT)n, n == 1 ? "" : "s");
    luaL_addvalue(&b);
    if (!k) luaL_addstring(&b, ", and the first one is number 1");
  }
  luaL_pushresult(&b);
}

static const char *const unnamed[] = {"(field '?')", "(field 'integer index')"};

/* The place of such words in the message, and their length; or NULL. */
static const char *find_unnamed(const char *message, size_t *n) {
  for (int i = 0; i < 2; i++) {
    const char *at = strstr(message, unnamed[i]);
    *n = strlen(unnamed[i]);
    if (at && strstr(message, " a nil value ")) return at;
  }
  return NULL;
}

void nil_item_name(lua_State *L, int level) {
  size_t n;
  const int top = lua_gettop(L);
  const char *message = lua_tostring(L, top), *at = find_unnamed(message, &n);
  lua_Debug frame;
  char line[LONGEST_LINE];
  if (!at || !lua_getstack(L, level, &frame)) return;
  lua_getinfo(L, "Slf", &frame);
  Search s = {.L = L, .at = &frame, .function = top + 1, .line = line};
  luaL_checkstack(L, 8 * MOST_DEPTH, "error message");
  if (source_line_read(L, &frame, frame.currentline, line, sizeof line)) {
    s.n = strlen(line);
    if (search(&s)) {
      push_reason(&s);
      const Span all = s.item.all;
      lua_pushlstring(L, message, (size_t)(at - message));
      lua_pushlstring(L, line + all.start, all.end - all.start);
      lua_pushfstring(L, "%s(field '%s')%s%s", lua_tostring(L, -2),
                      lua_tostring(L, -1), at + n, lua_tostring(L, -3));
      lua_replace(L, top);
    }
  }
  lua_settop(L, top);
}
