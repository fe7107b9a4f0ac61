#include "lua/array/match_names.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "lua/array/column_names.h"
#include "lua/base/error.h"
#include "lua/base/values.h"

/* Stack indices of the known names and the names of X, and of tables mapping
 * each name to its position. */
typedef struct Match {
  int known, given, known_at, given_at;
  const char *owner;
} Match;

static bool is_list_of_names(lua_State *L, int index) {
  if (!lua_istable(L, index)) return false;
  const lua_Integer n = (lua_Integer)lua_rawlen(L, index);
  for (lua_Integer j = 1; j <= n; j++) {
    const int type = lua_rawgeti(L, index, j);
    lua_pop(L, 1);
    if (type != LUA_TSTRING) return false;
  }
  return n > 0;
}

static bool same_list(lua_State *L, int a, int b) {
  const lua_Integer n = (lua_Integer)lua_rawlen(L, a);
  bool same = n == (lua_Integer)lua_rawlen(L, b);
  for (lua_Integer j = 1; same && j <= n; j++) {
    lua_rawgeti(L, a, j);
    lua_rawgeti(L, b, j);
    same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
  }
  return same;
}

/* Pushes a table that maps each name in `list` to its position. */
static int push_positions(lua_State *L, int list) {
  const lua_Integer n = (lua_Integer)lua_rawlen(L, list);
  lua_createtable(L, 0, (int)n);
  for (lua_Integer j = 1; j <= n; j++) {
    lua_rawgeti(L, list, j);
    lua_pushinteger(L, j);
    lua_rawset(L, -3);
  }
  return lua_gettop(L);
}

/* Pushes the first name of `list` that is not in `positions`; returns NULL and
 * pushes nothing if all are. */
static const char *push_first_without(lua_State *L, int list, int positions) {
  const lua_Integer n = (lua_Integer)lua_rawlen(L, list);
  for (lua_Integer j = 1; j <= n; j++) {
    lua_rawgeti(L, list, j);
    lua_pushvalue(L, -1);
    const bool found = lua_rawget(L, positions) != LUA_TNIL;
    lua_pop(L, 1);
    if (!found) return lua_tostring(L, -1);
    lua_pop(L, 1);
  }
  return NULL;
}

/* -- levels not seen in training ------------------------------------------- */

static bool is_dummy(Mat X, size_t j) {
  for (size_t i = 0; i < X.rows; i++)
    if (*mat_at(X, i, j) != 0 && *mat_at(X, i, j) != 1) return false;
  return true;
}

/* The length of the prefix "island_" of "island_Torgersen" if a known name also
 * starts with it, as onehot names its columns; otherwise 0. */
static size_t shared_prefix(lua_State *L, int known, const char *name) {
  const lua_Integer n = (lua_Integer)lua_rawlen(L, known);
  size_t longest = 0;
  for (const char *p = strchr(name, '_'); p; p = strchr(p + 1, '_')) {
    const size_t length = (size_t)(p - name) + 1;
    for (lua_Integer j = 1; length > longest && j <= n; j++) {
      lua_rawgeti(L, known, j);
      if (!strncmp(lua_tostring(L, -1), name, length)) longest = length;
      lua_pop(L, 1);
    }
  }
  return longest;
}

static void check_level(lua_State *L, const Match *m, const char *extra,
                        Mat X) {
  lua_getfield(L, m->given_at, extra);
  const size_t j = (size_t)lua_tointeger(L, -1) - 1;
  const size_t prefix = shared_prefix(L, m->known, extra);
  if (prefix < 2 || j >= X.cols || !is_dummy(X, j)) return;
  lua_pushlstring(L, extra, prefix - 1);
  fail(L,
       "X has column '%s', a level of '%s' unknown to the %s; train with every "
       "level, or drop the rows that have it",
       extra, lua_tostring(L, -1), m->owner);
}

/* -- matching -------------------------------------------------------------- */

static void fail_names(lua_State *L, const Match *m, Mat X) {
  const char *missing = push_first_without(L, m->known, m->given_at);
  const char *extra = push_first_without(L, m->given, m->known_at);
  const char *remedy = !strcmp(m->owner, "model")
                         ? "d:matrix(m.names) selects the columns of the model"
                         : "select the columns the scaler was fitted to";
  if (extra) check_level(L, m, extra, X);
  if (missing && extra)
    fail(L,
         "X has no column '%s', which the %s expects, but has an unknown "
         "column '%s'; %s",
         missing, m->owner, extra, remedy);
  if (missing)
    fail(L, "X has no column '%s', which the %s expects; %s", missing, m->owner,
         remedy);
  if (extra)
    fail(L, "X has column '%s', which is unknown to the %s; %s", extra,
         m->owner, remedy);
}

/* Duplicate names cannot be matched. */
static void check_distinct(lua_State *L, const Match *m) {
  const lua_Integer n = (lua_Integer)lua_rawlen(L, m->given);
  for (lua_Integer j = 1; j <= n; j++) {
    lua_rawgeti(L, m->given, j);
    lua_pushvalue(L, -1);
    lua_rawget(L, m->given_at);
    if (lua_tointeger(L, -1) != j)
      fail(L, "X has two columns named '%s'; give them different names",
           lua_tostring(L, -2));
    lua_pop(L, 2);
  }
}

/* Pushes the position in X, from 0, of each known name. */
static size_t *push_order(lua_State *L, const Match *m, size_t n) {
  size_t *order = push_scratch(L, n, sizeof *order);
  for (size_t j = 0; j < n; j++) {
    lua_rawgeti(L, m->known, (lua_Integer)j + 1);
    order[j] = lua_rawget(L, m->given_at) == LUA_TNUMBER
                 ? (size_t)lua_tointeger(L, -1) - 1
                 : n;
    lua_pop(L, 1);
    if (order[j] >= n)
      fail(L, "the names of X were changed by a finalizer (__gc)");
  }
  return order;
}

static Mat push_in_order(lua_State *L, int arg, Mat X, const size_t *order) {
  Mat out = push_mat(L, X.rows, X.cols);
  for (size_t i = 0; i < X.rows; i++) {
    check_interrupt_at(L, i);
    for (size_t j = 0; j < X.cols; j++)
      *mat_at(out, i, j) = *mat_at(X, i, order[j]);
  }
  column_names_keep_some(L, arg, order, 0, X.cols);
  return out;
}

Mat match_names(lua_State *L, int names, int arg, Mat X, const char *owner) {
  names = lua_absindex(L, names);
  arg = lua_absindex(L, arg);
  const int top = lua_gettop(L);
  luaL_checkstack(L, 16, NULL);
  if (!is_list_of_names(L, names) || !push_feature_names(L, arg)) return X;
  if (same_list(L, names, top + 1)) {
    lua_settop(L, top);
    return X;
  }
  Match m = {names, top + 1, push_positions(L, names),
             push_positions(L, top + 1), owner};
  fail_names(L, &m, X);
  check_distinct(L, &m);
  const size_t *order = push_order(L, &m, X.cols);
  Mat out = push_in_order(L, arg, X, order);
  lua_replace(L, arg);
  lua_settop(L, top);
  return out;
}
