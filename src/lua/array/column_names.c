#include "lua/array/column_names.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

static const char NAMES_KEY[] = "mlrepl.names";

/* Pushes the table that maps values to names. */
static void push_known(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, NAMES_KEY);
}

void column_names_set(lua_State *L, int index) {
  index = lua_absindex(L, index);
  push_known(L);
  lua_insert(L, -2);
  lua_pushvalue(L, index);
  lua_insert(L, -2);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

bool push_names(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA) return false;
  index = lua_absindex(L, index);
  push_known(L);
  lua_pushvalue(L, index);
  bool found = lua_rawget(L, -2) != LUA_TNIL;
  lua_remove(L, -2);
  if (!found) lua_pop(L, 1);
  return found;
}

void push_names_copy(lua_State *L) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  lua_createtable(L, (int)n, 0);
  for (lua_Integer j = 1; j <= n; j++) {
    lua_rawgeti(L, -2, j);
    lua_rawseti(L, -2, j);
  }
}

bool push_feature_names(lua_State *L, int index) {
  if (!push_names(L, index)) return false;
  if (lua_istable(L, -1))
    push_names_copy(L);
  else {
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, 1);
  }
  lua_remove(L, -2);
  return true;
}

/* -- passing names on to results ------------------------------------------- */

static bool same_shape(lua_State *L, int a, int b) {
  if (to_vec(L, a)) return to_vec(L, b) != NULL;
  Mat *from = to_mat(L, a), *to = to_mat(L, b);
  return from && to && from->cols == to->cols;
}

void column_names_keep(lua_State *L, int from) {
  if (!same_shape(L, from, -1) || !push_names(L, from)) return;
  column_names_set(L, -2);
}

void column_names_keep_some(lua_State *L, int from, const size_t *order,
                            size_t first, size_t n) {
  if (!push_names(L, from)) return;
  lua_createtable(L, (int)n, 0);
  for (size_t j = 0; j < n; j++) {
    size_t at = order ? order[j] : first + j;
    lua_rawgeti(L, -2, (lua_Integer)at + 1);
    lua_rawseti(L, -2, (lua_Integer)j + 1);
  }
  lua_remove(L, -2);
  column_names_set(L, -2);
}

void column_names_keep_one(lua_State *L, int from, size_t j) {
  if (!push_names(L, from)) return;
  lua_rawgeti(L, -1, (lua_Integer)j + 1);
  lua_remove(L, -2);
  column_names_set(L, -2);
}

void column_names_collect(lua_State *L, int from, size_t n) {
  lua_newtable(L);
  for (size_t j = 0; j < n; j++) {
    lua_rawgeti(L, from, (lua_Integer)j + 1);
    bool named = push_names(L, -1);
    if (named) lua_rawseti(L, -3, (lua_Integer)j + 1);
    lua_pop(L, 1);
    if (!named) break;
  }
  if (n && lua_rawlen(L, -1) == n)
    column_names_set(L, -2);
  else
    lua_pop(L, 1);
}

/* -- X.names, v.name ------------------------------------------------------- */

static bool is_key(lua_State *L, const char *field) {
  return lua_type(L, 2) == LUA_TSTRING && !strcmp(lua_tostring(L, 2), field);
}

bool column_names_index(lua_State *L, const char *field) {
  if (!is_key(L, field)) return false;
  if (!push_names(L, 1)) lua_pushnil(L);
  if (lua_istable(L, -1)) push_names_copy(L);
  return true;
}

/* Pushes a copy of the list, independent of the caller's table. */
static void check_names(lua_State *L, size_t cols) {
  if (!is_plain_table(L, 3)) {
    const char *got = push_description(L, 3);
    fail(L, "names: list of strings expected, got %s", got);
  }
  size_t n = (size_t)luaL_len(L, 3);
  if (n != cols)
    fail(L, "names: %I expected, one per column, got %I", (LUAI_UACINT)cols,
         (LUAI_UACINT)n);
  lua_createtable(L, cols < 1000000 ? (int)cols : 0, 0);
  for (size_t j = 0; j < cols; j++) {
    check_interrupt_at(L, j);
    if (lua_geti(L, 3, (lua_Integer)j + 1) != LUA_TSTRING) {
      const char *got = push_description(L, -1);
      fail(L, "names: name %I must be a string, got %s", (LUAI_UACINT)j + 1,
           got);
    }
    lua_rawseti(L, -2, (lua_Integer)j + 1);
  }
}

static void check_name(lua_State *L) {
  if (lua_type(L, 3) != LUA_TSTRING) {
    const char *got = push_description(L, 3);
    fail(L, "name: string expected, got %s", got);
  }
  lua_pushvalue(L, 3);
}

bool column_names_newindex(lua_State *L, const char *field) {
  if (!is_key(L, field)) return false;
  Mat *m = to_mat(L, 1);
  if (lua_isnil(L, 3))
    lua_pushnil(L);
  else if (m)
    check_names(L, m->cols);
  else
    check_name(L);
  column_names_set(L, 1);
  return true;
}

#define HOUSES "d = data.table{size={1.5, 2}, price={300, 500}}\n"

static const Prim prims[] = {
  {"matrix:names", NULL, "X.names -> list of strings or nil",
   "The list of column names, or nil. d:matrix{\"size\", \"rooms\"} sets them; "
   "views, copies, normalize, polyfeatures and data.split keep them. The names "
   "are printed above the columns and label the axes of plots. The result of "
   "arithmetic has no names. X.names = {\"a\", \"b\"} sets the names and "
   "X.names = nil removes them; reading the field returns a copy of the list.",
   "X = matrix{{1.5, 3}, {2, 4}}\nX.names = {\"size\", \"rooms\"}\n"
   "X:take_columns{2}.names[1] --> rooms"},
  {"vector:name", NULL, "v.name -> string or nil",
   "The name of the column from which the vector was taken, or nil. d.price "
   "and X:column(2) set it; views and copies keep it. The result of arithmetic "
   "has no name. v.name = \"price\" sets the name and v.name = nil removes it.",
   HOUSES "d.price.name --> price\n(d.price / 1000).name --> nil"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_names(lua_State *L) {
  push_weak_table(L);
  lua_setfield(L, LUA_REGISTRYINDEX, NAMES_KEY);
  registry_add(L, prims);
}
