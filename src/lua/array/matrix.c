/* matrix.c - matrices: construction, elements, views and copies. */
#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/column_names.h"
#include "lua/base/args.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

/* -- construction --------------------------------------------------------- */

/* Reads one row, a table or vector at the top of the stack, into out. `line`
 * and `across` name the two directions in messages: "row", "column" or the
 * reverse. */
static void read_row(lua_State *L, Vec out, size_t i, const char *line,
                     const char *across) {
  int row = lua_gettop(L);
  Vec *v = to_vec(L, row);
  if (!v && !is_plain_table(L, row)) {
    const char *got = push_description(L, row);
    fail(L, "%s %I must be a table of numbers, got %s", line,
         (LUAI_UACINT)i + 1, got);
  }
  size_t n = v ? v->n : (size_t)luaL_len(L, row);
  if (n != out.n)
    fail(L, "%s %I has length %I, but %s 1 has length %I", line,
         (LUAI_UACINT)i + 1, (LUAI_UACINT)n, line, (LUAI_UACINT)out.n);
  if (v) {
    chunked_copy_vec(L, out, *v);
    return;
  }
  for (size_t j = 0; j < n; j++) {
    if (lua_geti(L, row, (lua_Integer)j + 1) != LUA_TNUMBER) {
      const char *got = push_wrong_number(L, -1);
      fail(L, "%s %I, %s %I must be a number, got %s", line, (LUAI_UACINT)i + 1,
           across, (LUAI_UACINT)j + 1, got);
    }
    *vec_at(out, j) = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
}

/* The length of the first row in a table; # of a shared vector is the whole. */
static size_t first_width(lua_State *L, int arg, const char *line) {
  if (lua_geti(L, arg, 1) == LUA_TNIL) return 0;
  const Vec *v = to_vec(L, -1);
  if (!v && !is_plain_table(L, -1)) {
    const char *got = push_wrong_number(L, -1);
    fail_arg_because(L, arg,
                     "%ss must be tables of numbers, as in "
                     "matrix{{1, 2}, {3, 4}}; %s 1 is %s",
                     line, line, got);
  }
  size_t n = v ? v->n : (size_t)luaL_len(L, -1);
  lua_pop(L, 1);
  return n;
}

static Mat push_lines(lua_State *L, int arg, const char *line,
                      const char *across) {
  if (!is_plain_table(L, arg))
    fail_arg(L, arg, *line == 'r' ? "table of rows" : "table of columns");
  size_t rows = (size_t)luaL_len(L, arg), cols = first_width(L, arg, line);
  Mat m = push_mat(L, rows, cols);
  for (size_t i = 0; i < rows; i++) {
    lua_geti(L, arg, (lua_Integer)i + 1);
    read_row(L, mat_row(m, i), i, line, across);
    lua_pop(L, 1);
  }
  return m;
}

Mat check_rows(lua_State *L, int arg) {
  if (to_mat(L, arg)) return *to_mat(L, arg);
  Mat m = push_lines(L, arg, "row", "column");
  lua_replace(L, arg);
  return m;
}

static int matrix_of_rows(lua_State *L) {
  push_lines(L, 1, "row", "column");
  return 1;
}

static int l_copy(lua_State *L) {
  Mat m = check_mat(L, 1);
  chunked_copy_mat(L, push_mat(L, m.rows, m.cols), m);
  column_names_keep(L, 1);
  return 1;
}

static int l_matrix(lua_State *L) {
  return to_mat(L, 1) ? l_copy(L) : matrix_of_rows(L);
}

static int l_columns_of(lua_State *L) {
  Mat rows = push_lines(L, 1, "column", "row");
  chunked_transpose(L, push_mat(L, rows.cols, rows.rows), rows);
  column_names_collect(L, 1, rows.rows);
  return 1;
}

static int filled(lua_State *L, double value) {
  size_t rows = check_count(L, 1, 0), cols = check_count(L, 2, 0);
  chunked_fill(L, mat_flat(push_mat(L, rows, cols)), value);
  return 1;
}

static int l_zeros(lua_State *L) { return filled(L, 0); }
static int l_ones(lua_State *L) { return filled(L, 1); }
static int l_fill(lua_State *L) { return filled(L, check_number(L, 3)); }

static int l_identity(lua_State *L) {
  size_t n = check_count(L, 1, 0);
  Mat m = push_mat(L, n, n);
  chunked_fill(L, mat_flat(m), 0);
  for (size_t i = 0; i < n; i++) *mat_at(m, i, i) = 1;
  return 1;
}

/* -- elements ------------------------------------------------------------- */

static int l_row(lua_State *L) {
  Mat m = check_mat(L, 1);
  push_vec_view(L, 1, mat_row(m, check_position(L, 2, m.rows, "row")));
  return 1;
}

static int l_index(lua_State *L) {
  if (column_names_index(L, "names")) return 1;
  return lua_type(L, 2) == LUA_TNUMBER ? l_row(L) : method_index(L);
}

static int l_newindex(lua_State *L) {
  Mat m = check_mat(L, 1);
  if (column_names_newindex(L, "names")) return 0;
  Vec row = mat_row(m, check_position(L, 2, m.rows, "row"));
  Vec v = check_numbers(L, 3);
  if (v.n != row.n)
    fail(L, "row of %I numbers expected, got %I", (LUAI_UACINT)row.n,
         (LUAI_UACINT)v.n);
  /* v may be a view of the same numbers, such as a column of X. */
  Vec copy = push_vec(L, v.n);
  chunked_copy_vec(L, copy, v);
  chunked_copy_vec(L, row, copy);
  return 0;
}

static double *check_element(lua_State *L) {
  Mat m = check_mat(L, 1);
  size_t i = check_position(L, 2, m.rows, "row");
  return mat_at(m, i, check_position(L, 3, m.cols, "column"));
}

static int l_get(lua_State *L) {
  lua_pushnumber(L, *check_element(L));
  return 1;
}

static int l_set(lua_State *L) {
  double *at = check_element(L);
  *at = check_number(L, 4);
  return 0;
}

static int l_size(lua_State *L) {
  Mat m = check_mat(L, 1);
  lua_pushinteger(L, (lua_Integer)m.rows);
  lua_pushinteger(L, (lua_Integer)m.cols);
  return 2;
}

static int l_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_mat(L, 1).rows);
  return 1;
}

/* -- views ---------------------------------------------------------------- */

static int l_column(lua_State *L) {
  Mat m = check_mat(L, 1);
  size_t j = check_position(L, 2, m.cols, "column");
  push_vec_view(L, 1, mat_col(m, j));
  column_names_keep_one(L, 1, j);
  return 1;
}

/* Arguments 2 and 3: the first and last index, both included. */
static size_t check_span(lua_State *L, size_t n, const char *unit,
                         size_t *count) {
  size_t first = check_position(L, 2, n, unit);
  size_t last = lua_isnoneornil(L, 3) ? n - 1 : check_position(L, 3, n, unit);
  *count = last < first ? 0 : last - first + 1;
  return first;
}

static int l_rows(lua_State *L) {
  Mat m = check_mat(L, 1);
  size_t count, first = check_span(L, m.rows, "row", &count);
  push_mat_view(L, 1, mat_part(m, first, count));
  column_names_keep(L, 1);
  return 1;
}

static int l_columns(lua_State *L) {
  Mat m = check_mat(L, 1);
  size_t count, first = check_span(L, m.cols, "column", &count);
  Mat part = {mat_at(m, 0, first), m.rows, count, m.stride};
  push_mat_view(L, 1, part);
  column_names_keep_some(L, 1, NULL, first, count);
  return 1;
}

/* -- copies --------------------------------------------------------------- */

static int l_where(lua_State *L) {
  Mat m = check_mat(L, 1);
  Mat out = push_mat(L, check_mask(L, 2, m.rows), m.cols);
  Vec mask = check_vec(L, 2);
  for (size_t i = 0, k = 0; i < m.rows; i++)
    if (*vec_at(mask, i) == 1)
      chunked_copy_vec(L, mat_row(out, k++), mat_row(m, i));
  column_names_keep(L, 1);
  return 1;
}

static int l_take(lua_State *L) {
  Mat m = check_mat(L, 1);
  Vec at = check_numbers(L, 2);
  size_t *order = check_positions(L, at, m.rows, "row");
  Mat out = push_mat(L, at.n, m.cols);
  for (size_t i = 0; i < at.n; i++)
    chunked_copy_vec(L, mat_row(out, i), mat_row(m, order[i]));
  column_names_keep(L, 1);
  return 1;
}

static int l_take_columns(lua_State *L) {
  Mat m = check_mat(L, 1);
  Vec at = check_numbers(L, 2);
  size_t *order = check_positions(L, at, m.cols, "column");
  Mat out = push_mat(L, m.rows, at.n);
  for (size_t j = 0; j < at.n; j++)
    chunked_copy_vec(L, mat_col(out, j), mat_col(m, order[j]));
  column_names_keep_some(L, 1, order, 0, at.n);
  return 1;
}

static int l_transpose(lua_State *L) {
  Mat m = check_mat(L, 1);
  chunked_transpose(L, push_mat(L, m.cols, m.rows), m);
  return 1;
}

static int l_flatten(lua_State *L) {
  Mat m = check_mat(L, 1);
  Vec out = push_vec(L, m.rows * m.cols);
  chunked_copy_mat(L, mat_of(out.d, m.rows, m.cols), m);
  return 1;
}

static int l_reshape(lua_State *L) {
  Mat m = check_mat(L, 1);
  size_t rows, cols;
  check_reshape(L, m.rows * m.cols, &rows, &cols);
  Mat out = push_mat(L, rows, cols);
  chunked_copy_mat(L, mat_of(out.d, m.rows, m.cols), m);
  return 1;
}

static int l_totable(lua_State *L) {
  Mat m = check_mat(L, 1);
  lua_newtable(L);
  for (size_t i = 0; i < m.rows; i++) {
    check_interrupt(L);
    lua_createtable(L, m.cols < 1000000 ? (int)m.cols : 0, 0);
    for (size_t j = 0; j < m.cols; j++) {
      lua_pushnumber(L, *mat_at(m, i, j));
      lua_rawseti(L, -2, (lua_Integer)j + 1);
    }
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int next_row(lua_State *L) {
  Mat *m = to_mat(L, 1);
  lua_Integer i = lua_tointeger(L, 2) + 1;
  if (!m || i < 1 || (size_t)i > m->rows) return 0;
  lua_pushinteger(L, i);
  push_vec_view(L, 1, mat_row(*m, (size_t)i - 1));
  return 2;
}

static int l_each(lua_State *L) {
  check_mat(L, 1);
  lua_pushcfunction(L, next_row);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static bool same(const Mat *a, const Mat *b) {
  if (!a || !b || a->rows != b->rows || a->cols != b->cols) return false;
  for (size_t i = 0; i < a->rows; i++)
    if (!vec_equal(mat_row(*a, i), mat_row(*b, i))) return false;
  return true;
}

static int l_same(lua_State *L) {
  lua_pushboolean(L, same(to_mat(L, 1), to_mat(L, 2)));
  return 1;
}

#define X2 "X = matrix{{1, 2}, {3, 4}}\n"

static const Prim prims[] = {
  {"matrix", l_matrix, "matrix(rows) -> matrix",
   "Returns a matrix built from a table of rows, each a table of numbers or a "
   "vector; given a matrix, returns a copy. X[i] is row i as a view, X[i][j] "
   "an element. Arithmetic (+ - * / // % ^) operates element by element; a "
   "vector with one element per column is applied to every row.",
   X2 "X[2][1] --> 3.0\nX * 10 --> [[10 20]\n [30 40]]\n"
      "X + vector{100, 200} --> [[101 202]\n [103 204]]"},
  {"matrix.zeros", l_zeros, "matrix.zeros(rows, columns) -> matrix",
   "Returns a matrix of zeros.", "matrix.zeros(1, 2) --> [[0 0]]"},
  {"matrix.ones", l_ones, "matrix.ones(rows, columns) -> matrix",
   "Returns a matrix of ones.", "matrix.ones(1, 2) --> [[1 1]]"},
  {"matrix.fill", l_fill, "matrix.fill(rows, columns, value) -> matrix",
   "Returns a matrix whose elements are all equal to value.",
   "matrix.fill(1, 2, 7) --> [[7 7]]"},
  {"matrix.identity", l_identity, "matrix.identity(n) -> matrix",
   "Returns the n-by-n identity matrix.",
   "matrix.identity(2) --> [[1 0]\n [0 1]]"},
  {"matrix.rows", matrix_of_rows, "matrix.rows(rows) -> matrix",
   "Returns a matrix whose rows are the given vectors or tables.",
   "matrix.rows{vector{1, 2}, vector{3, 4}} --> [[1 2]\n [3 4]]"},
  {"matrix.columns", l_columns_of, "matrix.columns(columns) -> matrix",
   "Returns a matrix whose columns (features) are the given vectors or tables.",
   "matrix.columns{vector{1, 2}, vector{3, 4}} --> [[1 3]\n [2 4]]"},
  {"matrix:size", l_size, "X:size() -> number, number",
   "Returns the row and column counts.", X2 "select(2, X:size()) --> 2"},
  {"matrix:get", l_get, "X:get(i, j) -> number",
   "Returns the element in row i, column j.", X2 "X:get(1, 2) --> 2.0"},
  {"matrix:set", l_set, "X:set(i, j, value) -> nothing",
   "Sets the element in row i, column j.", X2 "X:set(1, 2, 9)\nX[1] --> [1 9]"},
  {"matrix:row", l_row, "X:row(i) -> vector",
   "Returns row i as a view: writing to it changes X.",
   X2 "X:row(-1) --> [3 4]"},
  {"matrix:column", l_column, "X:column(j) -> vector",
   "Returns column j as a view.", X2 "X:column(2) --> [2 4]"},
  {"matrix:rows", l_rows, "X:rows(first, last) -> matrix",
   "Returns rows first to last as a view; last defaults to the last row.",
   X2 "X:rows(2, 2) --> [[3 4]]"},
  {"matrix:columns", l_columns, "X:columns(first, last) -> matrix",
   "Returns columns first to last as a view; last defaults to the last column.",
   X2 "X:columns(2, 2) --> [[2]\n [4]]"},
  {"matrix:copy", l_copy, "X:copy() -> matrix", "Returns an independent copy.",
   X2 "X:copy() == X --> true"},
  {"matrix:where", l_where, "X:where(mask) -> matrix",
   "Returns the rows for which mask, a vector of zeros and ones, is 1.",
   X2 "X:where(X:column(1):gt(2)) --> [[3 4]]"},
  {"matrix:take", l_take, "X:take(indices) -> matrix",
   "Returns a copy of the rows at the given indices, in that order.",
   X2 "X:take{2, 1} --> [[3 4]\n [1 2]]"},
  {"matrix:take_columns", l_take_columns, "X:take_columns(indices) -> matrix",
   "Returns a copy of the columns at the given indices, in that order.",
   X2 "X:take_columns{2} --> [[2]\n [4]]"},
  {"matrix:t", l_transpose, "X:t() -> matrix",
   "Returns the transpose as a copy.", X2 "X:t() --> [[1 3]\n [2 4]]"},
  {"matrix:flatten", l_flatten, "X:flatten() -> vector",
   "Returns all elements as a vector, row by row.",
   X2 "X:flatten() --> [1 2 3 4]"},
  {"matrix:reshape", l_reshape, "X:reshape(rows, columns) -> matrix",
   "Returns a copy with the given shape, filled row by row. Either rows or "
   "columns can be -1, in which case it is computed from the other.",
   X2 "X:reshape(1, -1) --> [[1 2 3 4]]"},
  {"matrix:totable", l_totable, "X:totable() -> list of tables",
   "Returns the rows as a Lua table of tables.",
   X2 "X:totable()[2][1] --> 3.0"},
  {"matrix:each", l_each, "X:each() -> iterator of number, vector",
   "Iterates over the rows: `for i, row in X:each() do`.",
   X2 "s = 0\nfor i, row in X:each() do s = s + i * row[1] end\ns --> 7.0"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__index", l_index, NULL},
                             {"__newindex", l_newindex, NULL},
                             {"__len", l_len, NULL},
                             {"__eq", l_same, NULL},
                             {NULL, NULL, NULL}};

void open_matrix(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_MATRIX, metas);
}
