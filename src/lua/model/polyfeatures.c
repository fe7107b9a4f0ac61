/* polyfeatures.c - powers and products of features. */
#include "lua/model/polyfeatures.h"

#include <stdbool.h>
#include <stdint.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/poly.h"
#include "lua/array/column_names.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "sys/interrupt.h"

/* More columns than this are most likely a mistake in the degree. */
enum { MOST_COLUMNS = 100000 };

void check_term_count(lua_State *L, size_t count, size_t n, size_t degree) {
  if (count > MOST_COLUMNS)
    fail(L,
         "%I columns with degree %I give %s%I columns, but at most 100000 are "
         "allowed; use a smaller degree, fewer columns, or only powers "
         "(polyfeatures with interactions=false)",
         (LUAI_UACINT)n, (LUAI_UACINT)degree,
         count == SIZE_MAX ? "more than " : "",
         count == SIZE_MAX ? (LUAI_UACINT)1 << 53 : (LUAI_UACINT)count);
}

/* Pushes the table of the column names: the option `names`, else the names of
 * X, else nil. */
static int check_names(lua_State *L, size_t n) {
  int type = option_push(L, 3, "names");
  if (type != LUA_TNIL && type != LUA_TTABLE)
    fail_option(L, "names", "table of strings");
  if (type == LUA_TTABLE && (size_t)luaL_len(L, -1) != n)
    fail(L, "option names: %I names expected, one per column, got %I",
         (LUAI_UACINT)n, (LUAI_UACINT)luaL_len(L, -1));
  if (type == LUA_TNIL && push_feature_names(L, 1)) lua_replace(L, -2);
  return lua_gettop(L);
}

/* Pushes the name of column j: the user's, or x0, x1, ... */
static void push_column_name(lua_State *L, int names, size_t j) {
  if (is_plain_table(L, names)) {
    lua_geti(L, names, (lua_Integer)j + 1);
    luaL_tolstring(L, -1, NULL);
    lua_remove(L, -2);
  } else
    lua_pushfstring(L, "x%I", (LUAI_UACINT)j);
}

/* Pushes "x0^2 x1" for a term. */
static void push_term_name(lua_State *L, const PolyTerm *t, int names) {
  lua_pushliteral(L, "");
  for (size_t i = 0, run; i < t->degree; i += run) {
    for (run = 1; i + run < t->degree; run++)
      if (t->column[i + run] != t->column[i]) break;
    lua_pushstring(L, i ? " " : "");
    push_column_name(L, names, t->column[i]);
    if (run > 1)
      lua_pushfstring(L, "^%I", (LUAI_UACINT)run);
    else
      lua_pushliteral(L, "");
    lua_concat(L, 4);
  }
}

void push_term_names(lua_State *L, int names, size_t n, size_t degree,
                     bool interactions, bool bias) {
  lua_newtable(L);
  lua_Integer at = 0;
  PolyTerm term = poly_first();
  if (bias) {
    lua_pushliteral(L, "1");
    lua_rawseti(L, -2, ++at);
  }
  do {
    push_term_name(L, &term, names);
    lua_rawseti(L, -2, ++at);
  } while (poly_next(&term, n, degree, interactions));
}

/* Raises, naming the column, if a product of finite numbers overflows. */
static void check_overflow(lua_State *L, Mat P, Mat X, int names) {
  for (size_t i = 0; i < P.rows; i++) {
    check_interrupt_at(L, i);
    size_t j = vec_nonfinite(mat_row(P, i));
    if (j == P.cols || vec_nonfinite(mat_row(X, i)) < X.cols) continue;
    lua_geti(L, names, (lua_Integer)j + 1);
    fail(L,
         "column '%s' overflows in row %I: its value exceeds 1.8e308; "
         "normalize X first, or use a smaller degree",
         lua_tostring(L, -1), (LUAI_UACINT)i + 1);
  }
}

static size_t check_degree(lua_State *L) {
  size_t degree = check_count(L, 2, 1);
  if (degree > POLY_MOST_DEGREE) fail_arg(L, 2, "degree from 1 to 20");
  return degree;
}

static int l_polyfeatures(lua_State *L) {
  lua_settop(L, 3);
  if (is_plain_table(L, 1)) check_numbers(L, 1);
  Mat X = check_features(L, 1);
  size_t degree = check_degree(L);
  check_options(L, 3);
  bool interactions = option_boolean(L, 3, "interactions", true);
  bool bias = option_boolean(L, 3, "bias", false);
  int names = check_names(L, X.cols);
  if (!X.cols) fail(L, "X has no columns");
  size_t count = poly_count(X.cols, degree, interactions);
  check_term_count(L, count, X.cols, degree);
  Mat out = push_mat(L, X.rows, count + bias);
  check_status(L, poly_fill(out, X, degree, interactions, bias, &interrupted),
               "X");
  push_term_names(L, names, X.cols, degree, interactions, bias);
  check_overflow(L, out, X, lua_gettop(L));
  if (is_plain_table(L, names)) {
    push_names_copy(L);
    column_names_set(L, -3);
  }
  return 2;
}

static const Prim prims[] = {
  {"polyfeatures", l_polyfeatures,
   "polyfeatures(X, degree, {names=, interactions=, bias=}) -> matrix, "
   "list of strings",
   "Returns a matrix with the columns of X and their powers and products up to "
   "the given degree (1 to 20), in scikit-learn's order: x0, x1, x0^2, x0 x1, "
   "x1^2, ... Also returns the column names, formed from the option names, the "
   "column names of X, or x0, x1, ... interactions=false leaves out products "
   "of different columns; bias=true adds a first column of ones.",
   "P, names = polyfeatures(matrix{{2, 3}}, 2)\n"
   "P --> [[2 3 4 6 9]]\n"
   "table.concat(names, \", \") --> x0, x1, x0^2, x0 x1, x1^2"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_polyfeatures(lua_State *L) { registry_add(L, prims); }
