/* workspace_table.c - the contents of tables as bytes, for save_workspace; a
 * workspace may have millions. The native module mlrepl.workspace_table:
 *   encode(t, nodes)  the list and the pairs of the table, in the format that
 *                     lib/mlrepl/workspace/encode.lua describes. nodes is a
 *                     table from values to their nodes; values that are not
 *                     kept are left out
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/values.h"

enum { TABLE = 1, NODES, BLOCK }; /* stack indices */

/* A growing text in the userdata at BLOCK. */
typedef struct Text {
  lua_State *L;
  unsigned char *bytes;
  size_t n, room;
} Text;

static unsigned char *reserve(Text *t, size_t more) {
  if (t->room - t->n < more) {
    t->room = 2 * (t->room + more);
    unsigned char *bytes = push_scratch(t->L, t->room, 1);
    if (t->n) memcpy(bytes, t->bytes, t->n);
    t->bytes = bytes;
    lua_replace(t->L, BLOCK);
  }
  t->n += more;
  return t->bytes + t->n - more;
}

static void add_tag(Text *t, char tag) { *reserve(t, 1) = (unsigned char)tag; }

static void add_word(Text *t, uint64_t word) {
  unsigned char *out = reserve(t, 8);
  for (int i = 0; i < 8; i++) out[i] = (unsigned char)(word >> (8 * i));
}

/* Adds the number at the top. */
static void add_number(Text *t, bool whole) {
  const double x = lua_tonumber(t->L, -1);
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  add_word(t, whole ? (uint64_t)lua_tointeger(t->L, -1) : bits);
}

/* -- values ---------------------------------------------------------------- */

/* Pushes the node of the value at `index`; returns false and pushes nothing if
 * it has none. */
static bool push_node(lua_State *L, int index) {
  lua_pushvalue(L, index);
  if (lua_rawget(L, NODES) == LUA_TTABLE) return true;
  lua_pop(L, 1);
  return false;
}

static bool is_kept(lua_State *L, int index) {
  const int type = lua_type(L, index);
  if (type == LUA_TNUMBER || type == LUA_TBOOLEAN || !push_node(L, index))
    return true;
  const bool kept = lua_getfield(L, -1, "why") == LUA_TNIL;
  lua_pop(L, 2);
  return kept;
}

/* Strings without a node have at most 255 bytes. */
static void add_string(Text *t) {
  size_t n;
  const char *text = lua_tolstring(t->L, -1, &n);
  if (n > UINT8_MAX) luaL_error(t->L, "a long string has no node");
  add_tag(t, 's');
  add_tag(t, (char)n);
  memcpy(reserve(t, n), text, n);
}

static void add_reference(Text *t) {
  lua_State *L = t->L;
  lua_getfield(L, -1, "id");
  add_tag(t, 'r');
  add_word(t, (uint64_t)lua_tointeger(L, -1));
  lua_pop(L, 2);
}

/* Adds the value at the top. */
static void add_value(Text *t) {
  lua_State *L = t->L;
  switch (lua_type(L, -1)) {
  case LUA_TNIL: add_tag(t, 'n'); return;
  case LUA_TBOOLEAN: add_tag(t, lua_toboolean(L, -1) ? 't' : 'f'); return;
  case LUA_TNUMBER:
    add_tag(t, lua_isinteger(L, -1) ? 'i' : 'd');
    add_number(t, lua_isinteger(L, -1));
    return;
  default:
    if (push_node(L, -1))
      add_reference(t);
    else
      add_string(t);
  }
}

/* -- the table ------------------------------------------------------------- */

/* The key of the last number of the run that begins with the number at the top,
 * whose key is `first`. */
static lua_Integer end_of_run(lua_State *L, lua_Integer first, bool whole) {
  lua_Integer last = first;
  for (;; last++) {
    check_interrupt_at(L, (size_t)last);
    const bool goes_on = lua_rawgeti(L, TABLE, last + 1) == LUA_TNUMBER &&
                         lua_isinteger(L, -1) == whole;
    lua_pop(L, 1);
    if (!goes_on) return last;
  }
}

/* Adds the numbers with these keys. */
static void add_run(Text *t, lua_Integer first, lua_Integer last, bool whole) {
  add_tag(t, whole ? 'I' : 'D');
  add_word(t, (uint64_t)(last - first + 1));
  for (lua_Integer i = first; i <= last; i++) {
    check_interrupt_at(t->L, (size_t)i);
    lua_rawgeti(t->L, TABLE, i);
    add_number(t, whole);
    lua_pop(t->L, 1);
  }
}

/* Adds the values with keys 1, 2, 3..., up to one that is nil or not kept;
 * returns their number. */
static lua_Integer add_list(Text *t) {
  lua_State *L = t->L;
  lua_Integer i = 1;
  for (; lua_rawgeti(L, TABLE, i) != LUA_TNIL && is_kept(L, -1); i++) {
    check_interrupt_at(L, (size_t)i);
    const bool whole = lua_isinteger(L, -1);
    const lua_Integer last =
      lua_type(L, -1) == LUA_TNUMBER ? end_of_run(L, i, whole) : i;
    if (last > i)
      add_run(t, i, last, whole);
    else
      add_value(t);
    i = last;
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  add_tag(t, 'E');
  return i - 1;
}

/* Is the value at `index` a key of the list? */
static bool is_listed(lua_State *L, int index, lua_Integer listed) {
  if (!lua_isinteger(L, index)) return false;
  const lua_Integer i = lua_tointeger(L, index);
  return i >= 1 && i <= listed;
}

static void add_pairs(Text *t, lua_Integer listed) {
  lua_State *L = t->L;
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, TABLE); lua_pop(L, 1)) {
    check_interrupt_at(L, count++);
    if (is_listed(L, -2, listed) || !is_kept(L, -2) || !is_kept(L, -1))
      continue;
    lua_pushvalue(L, -2);
    add_value(t);
    lua_pop(L, 1);
    add_value(t);
  }
  add_tag(t, 'n');
}

static int l_encode(lua_State *L) {
  luaL_checktype(L, TABLE, LUA_TTABLE);
  luaL_checktype(L, NODES, LUA_TTABLE);
  lua_settop(L, BLOCK);
  luaL_checkstack(L, 10, NULL);
  Text t = {L, NULL, 0, 0};
  add_pairs(&t, add_list(&t));
  lua_pushlstring(L, (const char *)t.bytes, t.n);
  return 1;
}

void open_workspace_table(lua_State *L) {
  static const luaL_Reg functions[] = {{"encode", l_encode}, {NULL, NULL}};
  lib_context_add(L, "mlrepl.workspace_table", functions);
}
