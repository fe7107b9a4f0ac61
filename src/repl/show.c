#include "show.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "prim.h"
#include "terminal.h"

#include "../interrupt.h"

enum { DEEPEST = 4, MOST_ITEMS = 40, LONGEST_STRING = 2000 };

/* Where a value is being put together. */
typedef struct Show {
  size_t width; /* columns of the terminal */
  int seen;     /* stack place of the set of tables that enclose this one */
} Show;

static void push_value(lua_State *L, Show s, int index, size_t indent,
                       int depth);

/* -- strings -------------------------------------------------------------- */

static void add_escaped(luaL_Buffer *b, unsigned char c) {
  static const char letters[] = "a\ab\bf\fn\nr\rt\tv\v\\\\\"\"";
  char text[8];
  for (const char *p = letters; *p; p += 2)
    if ((unsigned char)p[1] == c) {
      luaL_addchar(b, '\\');
      luaL_addchar(b, *p);
      return;
    }
  if (c < 32 || c == 127) {
    snprintf(text, sizeof text, "\\%03d", c);
    luaL_addstring(b, text);
  } else
    luaL_addchar(b, (char)c);
}

static void push_quoted(lua_State *L, int index) {
  size_t n;
  const char *text = lua_tolstring(L, index, &n);
  size_t shown = n > LONGEST_STRING ? LONGEST_STRING : n;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addchar(&b, '"');
  for (size_t i = 0; i < shown; i++) add_escaped(&b, (unsigned char)text[i]);
  luaL_addchar(&b, '"');
  luaL_pushresult(&b);
  if (shown == n) return;
  lua_pushfstring(L, "%s... (%I bytes)", lua_tostring(L, -1), (LUAI_UACINT)n);
  lua_remove(L, -2);
}

/* -- tables --------------------------------------------------------------- */

static bool is_name(const char *text) {
  if (!isalpha((unsigned char)*text) && *text != '_') return false;
  while (isalnum((unsigned char)*text) || *text == '_') text++;
  return !*text;
}

/* Numbers before strings before the rest; these by what they print. */
static int compare_keys(lua_State *L, int a, int b) {
  int type = lua_type(L, a), other = lua_type(L, b);
  if (type != other) return type == LUA_TNUMBER || other == LUA_TNUMBER
                              ? (type == LUA_TNUMBER ? -1 : 1)
                              : (type == LUA_TSTRING ? -1 : 1);
  if (type == LUA_TNUMBER) return lua_compare(L, a, b, LUA_OPLT) ? -1 : 1;
  if (type == LUA_TSTRING)
    return strcmp(lua_tostring(L, a), lua_tostring(L, b));
  return lua_topointer(L, a) < lua_topointer(L, b) ? -1 : 1;
}

/* Puts the key at the top into the sorted list of the first keys; pops it. */
static void insert_key(lua_State *L, int list) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, list), i = n;
  for (; i > 0; i--) {
    lua_rawgeti(L, list, i);
    bool before = compare_keys(L, -2, -1) < 0;
    if (before && i < MOST_ITEMS)
      lua_rawseti(L, list, i + 1);
    else
      lua_pop(L, 1);
    if (!before) break;
  }
  if (i < MOST_ITEMS)
    lua_rawseti(L, list, i + 1);
  else
    lua_pop(L, 1);
}

/* Pushes the first keys of the table, sorted, without 1..n; gives the count of
 * all there are. */
static size_t push_keys(lua_State *L, int table, lua_Integer n) {
  size_t count = 0;
  lua_newtable(L);
  int list = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    if (interrupted) luaL_error(L, "interrupted");
    lua_Integer i = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
    if (i >= 1 && i <= n) continue;
    count++;
    lua_pushvalue(L, -1);
    insert_key(L, list);
  }
  return count;
}

static void append(lua_State *L, int list) {
  lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
}

static void append_rest(lua_State *L, int list, size_t rest) {
  if (!rest) return;
  lua_pushfstring(L, "... (%I more)", (LUAI_UACINT)rest);
  append(L, list);
}

static void add_items(lua_State *L, Show s, int table, int parts,
                      size_t indent, int depth) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, table);
  for (lua_Integer i = 1; i <= n && i <= MOST_ITEMS; i++) {
    lua_rawgeti(L, table, i);
    push_value(L, s, lua_gettop(L), indent, depth);
    append(L, parts);
    lua_pop(L, 1);
  }
  if (n > MOST_ITEMS) append_rest(L, parts, (size_t)(n - MOST_ITEMS));
}

/* Pushes "name = value" or "[key] = value" for the key at the top. */
static void push_pair(lua_State *L, Show s, int table, size_t indent,
                      int depth) {
  int key = lua_gettop(L);
  if (lua_type(L, key) == LUA_TSTRING && is_name(lua_tostring(L, key)))
    lua_pushvalue(L, key);
  else {
    push_value(L, s, key, indent, DEEPEST);
    lua_pushfstring(L, "[%s]", lua_tostring(L, -1));
  }
  const char *name = lua_tostring(L, -1);
  lua_pushvalue(L, key);
  lua_rawget(L, table);
  push_value(L, s, lua_gettop(L), indent, depth);
  lua_pushfstring(L, "%s = %s", name, lua_tostring(L, -1));
  lua_replace(L, key);
  lua_settop(L, key);
}

static void add_pairs(lua_State *L, Show s, int table, int parts,
                      size_t indent, int depth) {
  size_t count = push_keys(L, table, (lua_Integer)lua_rawlen(L, table));
  int keys = lua_gettop(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, keys);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, keys, i);
    push_pair(L, s, table, indent, depth);
    append(L, parts);
  }
  append_rest(L, parts, count - (size_t)n);
  lua_pop(L, 1);
}

/* Columns that the text takes; as wide as any terminal if it has lines. */
static size_t columns(const char *text) {
  size_t n = 0;
  for (; *text; text++) {
    if (*text == '\n') return 10000;
    if (((unsigned char)*text & 0xC0) != 0x80) n++;
  }
  return n;
}

static void break_line(luaL_Buffer *b, size_t indent) {
  luaL_addchar(b, '\n');
  while (indent--) luaL_addchar(b, ' ');
}

/* Pushes the parts in braces: on one line if they fit, else filled into lines
 * where short ones share one, and pairs (behind `items`) have their own. */
static void push_joined(lua_State *L, Show s, int parts, lua_Integer items,
                        size_t indent) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, parts);
  size_t total = indent + 2, at = s.width;
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, parts, i);
    total += columns(lua_tostring(L, -1)) + 2;
    lua_pop(L, 1);
  }
  bool one_line = total <= s.width;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addchar(&b, '{');
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, parts, i);
    size_t wide = columns(lua_tostring(L, -1)) + 2;
    bool breaks = !one_line && (at + wide > s.width || i > items);
    lua_pop(L, 1);
    if (breaks)
      break_line(&b, indent + 2);
    else if (i > 1)
      luaL_addchar(&b, ' ');
    at = (breaks ? indent + 2 : at) + wide;
    lua_rawgeti(L, parts, i);
    luaL_addvalue(&b);
    if (i < n) luaL_addchar(&b, ',');
  }
  if (!one_line) break_line(&b, indent);
  luaL_addchar(&b, '}');
  luaL_pushresult(&b);
}

static void push_contents(lua_State *L, Show s, int table, size_t indent,
                          int depth) {
  lua_newtable(L);
  int parts = lua_gettop(L);
  add_items(L, s, table, parts, indent + 2, depth + 1);
  lua_Integer items = (lua_Integer)lua_rawlen(L, parts);
  add_pairs(L, s, table, parts, indent + 2, depth + 1);
  push_joined(L, s, parts, items, indent);
  lua_replace(L, parts);
}

static void push_table(lua_State *L, Show s, int table, size_t indent,
                       int depth) {
  lua_pushnil(L);
  bool empty = !lua_next(L, table);
  if (!empty) lua_pop(L, 2);
  if (empty) {
    lua_pushliteral(L, "{}");
    return;
  }
  if (lua_rawgetp(L, s.seen, lua_topointer(L, table)) != LUA_TNIL ||
      depth >= DEEPEST) {
    lua_pushstring(L, lua_isnil(L, -1) ? "{...}" : "<cycle>");
    lua_remove(L, -2);
    return;
  }
  lua_pop(L, 1);
  lua_pushboolean(L, 1);
  lua_rawsetp(L, s.seen, lua_topointer(L, table));
  push_contents(L, s, table, indent, depth);
  lua_pushnil(L);
  lua_rawsetp(L, s.seen, lua_topointer(L, table));
}

/* -- values --------------------------------------------------------------- */

static bool has_text(lua_State *L, int index) {
  if (luaL_getmetafield(L, index, "__tostring") == LUA_TNIL) return false;
  lua_pop(L, 1);
  return true;
}

/* Pushes "function: v:sum()" for one of the program's own; the address that Lua
 * shows tells a learner nothing. */
static bool push_own_function(lua_State *L, int index) {
  if (!lua_iscfunction(L, index)) return false;
  int top = lua_gettop(L);
  prim_push_list(L);
  for (lua_Integer i = 1; lua_rawgeti(L, top + 1, i) == LUA_TTABLE; i++) {
    lua_getfield(L, -1, "usage");
    lua_getfield(L, -2, "fn");
    if (lua_rawequal(L, -1, index)) {
      lua_pushfstring(L, "function: %s", lua_tostring(L, -2));
      lua_replace(L, top + 1);
      lua_settop(L, top + 1);
      return true;
    }
    lua_settop(L, top + 1);
  }
  lua_settop(L, top);
  return false;
}

/* Does the entry at the top say "vector.zeros", and is the table at `index` the
 * global `vector`? Then the word is pushed. */
static bool push_owner(lua_State *L, int index) {
  lua_getfield(L, -1, "name");
  const char *name = lua_tostring(L, -1), *dot = strchr(name, '.');
  lua_pop(L, 1); /* the entry keeps it */
  if (!dot) return false;
  lua_pushlstring(L, name, (size_t)(dot - name));
  lua_pushglobaltable(L);
  lua_pushvalue(L, -2);
  lua_rawget(L, -2);
  bool same = lua_rawequal(L, -1, index);
  lua_pop(L, same ? 2 : 3);
  return same;
}

/* Appends the usage of the entry at the top when it is `word` itself or has it
 * before a dot; pops the entry. */
static void add_usage(lua_State *L, luaL_Buffer *b, const char *word) {
  size_t n = strlen(word);
  lua_getfield(L, -1, "name");
  const char *name = lua_tostring(L, -1);
  bool part = !strncmp(name, word, n) && (!name[n] || name[n] == '.');
  lua_pop(L, 1);
  lua_getfield(L, -1, "usage");
  const char *usage = lua_tostring(L, -1);
  lua_pop(L, 2);
  if (!part) return;
  luaL_addstring(b, "\n  ");
  luaL_addstring(b, usage);
}

/* Pushes what the program's own table `word` at the top offers; pops the
 * word. */
static void push_offer(lua_State *L, int list) {
  int word = lua_gettop(L);
  luaL_Buffer b;
  lua_pushfstring(L, "%s: help\"%s\" explains", lua_tostring(L, word),
                  lua_tostring(L, word));
  const char *head = lua_tostring(L, -1);
  luaL_buffinit(L, &b);
  luaL_addstring(&b, head);
  lua_Integer n = (lua_Integer)lua_rawlen(L, list);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, list, i);
    add_usage(L, &b, lua_tostring(L, word));
  }
  luaL_pushresult(&b);
  lua_replace(L, word);
  lua_settop(L, word);
}

/* Pushes the short text of a table such as `vector`, whose functions' addresses
 * would tell nothing. */
static bool push_own_table(lua_State *L, int index, int depth) {
  int top = lua_gettop(L);
  prim_push_list(L);
  for (lua_Integer i = 1; lua_rawgeti(L, top + 1, i) == LUA_TTABLE; i++) {
    if (push_owner(L, index)) {
      if (!depth) push_offer(L, top + 1);
      lua_replace(L, top + 1);
      lua_settop(L, top + 1);
      return true;
    }
    lua_settop(L, top + 1);
  }
  lua_settop(L, top);
  return false;
}

/* Pushes the text of the value, whose first line starts at column `indent`. */
static void push_value(lua_State *L, Show s, int index, size_t indent,
                       int depth) {
  luaL_checkstack(L, 20, "value is nested too deeply");
  if (interrupted) luaL_error(L, "interrupted");
  if (lua_type(L, index) == LUA_TSTRING)
    push_quoted(L, index);
  else if (lua_type(L, index) == LUA_TTABLE && !has_text(L, index)) {
    if (depth > 1 || !push_own_table(L, index, depth))
      push_table(L, s, index, indent, depth);
  }
  else if (depth || !push_own_function(L, index))
    luaL_tolstring(L, index, NULL);
}

int show_values(lua_State *L) {
  int n = lua_gettop(L);
  lua_newtable(L);
  Show s = {terminal_width(), n + 1};
  for (int i = 1; i <= n; i++) {
    push_value(L, s, i, 0, 0);
    lua_replace(L, i);
  }
  bool lines = false;
  for (int i = 1; i <= n; i++)
    lines = lines || strchr(lua_tostring(L, i), '\n');
  for (int i = 1; i <= n; i++) {
    size_t size;
    const char *text = lua_tolstring(L, i, &size);
    fwrite(text, 1, size, stdout);
    putchar(i == n || lines ? '\n' : '\t');
  }
  fflush(stdout);
  return 0;
}
