/* operand.c - operands of a common shape; detecting NaN created by an
 * operation. */
#include "lua/array/operand.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/args.h"
#include "lua/base/deferred.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"

static Operand operand_of(lua_State *L, int arg, const Vec *v, const Mat *m) {
  if (v) return (Operand){VECTOR, 0, 1, vec_grid(*v)};
  if (m) return (Operand){MATRIX, 0, 1, mat_grid(*m)};
  if (lua_type(L, arg) != LUA_TNUMBER)
    fail_arg(L, arg, "number, vector or matrix");
  return (Operand){NUMBER, lua_tonumber(L, arg), 1, {NULL, 1, 1, 0, 0}};
}

Operand check_operand(lua_State *L, int arg) {
  return operand_of(L, arg, to_const_vec(L, arg), to_const_mat(L, arg));
}

Operand check_operand_deferred(lua_State *L, int arg) {
  Operand o =
    operand_of(L, arg, to_deferred_vec(L, arg), to_deferred_mat(L, arg));
  const Deferred *d = o.kind == NUMBER ? NULL : deferred_find(L, arg);
  if (!d) return o;
  o.factor = d->factor;
  o.grid.d = d->array.d; /* it has the same shape */
  return o;
}

Grid operand_spread(Operand *o, size_t rows, size_t cols) {
  if (o->kind == NUMBER) return (Grid){&o->number, rows, cols, 0, 0};
  o->grid.rows = rows;
  return o->grid;
}

static bool is_flat(Grid g) {
  return (!g.down && !g.right) ||
         (g.right == 1 && (g.down == (ptrdiff_t)g.cols || g.rows == 1));
}

bool operand_flatten(Grid *grids[], int count) {
  for (int i = 0; i < count; i++)
    if (!is_flat(*grids[i])) return false;
  for (int i = 0; i < count; i++) {
    Grid *g = grids[i];
    *g = (Grid){g->d, 1, g->rows * g->cols, 0, g->right};
  }
  return true;
}

Grid push_like(lua_State *L, const Operand *o) {
  return o->kind == MATRIX ? mat_grid(push_mat(L, o->grid.rows, o->grid.cols))
                           : vec_grid(push_vec(L, o->grid.cols));
}

const char *const direction_words[] = {"columns", "rows", NULL};

int check_direction(lua_State *L, int arg) {
  if (lua_isnoneornil(L, arg)) return 0;
  const bool text = lua_type(L, arg) == LUA_TSTRING;
  const char *word = text ? lua_tostring(L, arg) : "";
  for (int i = 0; direction_words[i]; i++)
    if (!strcmp(word, direction_words[i])) return *word;
  return fail_arg(L, arg,
                  "\"columns\" or \"rows\" (or nothing, for all elements)");
}

Vec push_all(lua_State *L, Mat m) {
  if (mat_dense(m)) return mat_flat(m);
  Vec flat = push_vec(L, m.rows * m.cols);
  chunked_copy_mat(L, mat_of(flat.d, m.rows, m.cols), m);
  return flat;
}

/* -- nan ------------------------------------------------------------------ */

static void push_number_word(lua_State *L, double x) {
  char text[32];
  snprintf(text, sizeof text, "%.6g", x + 0.0); /* no -0 */
  lua_pushstring(L, text);
}

/* Pushes the operation as text: "0 / 0". */
static const char *push_formula(lua_State *L, const char *form, double a,
                                double b) {
  push_number_word(L, a);
  push_number_word(L, b);
  const char *x = lua_tostring(L, -2), *y = lua_tostring(L, -1);
  return lua_pushfstring(L, form, x, y);
}

static void tell(lua_State *L, const Watch *w, const char *what, size_t i) {
  if (w->kind == MATRIX)
    warn_of(L, "%s at row %I, column %I is nan", what,
            (LUAI_UACINT)(i / w->columns) + 1,
            (LUAI_UACINT)(i % w->columns) + 1);
  else
    warn_of(L, "%s at element %I is nan", what, (LUAI_UACINT)i + 1);
}

void operand_watch_nan(lua_State *L, Watch *w, const char *form, size_t before,
                       Vec out, Vec a, const Vec *b) {
  for (size_t i = 0; i < out.n && !w->told; i++) {
    double x = *vec_at(a, i), y = b ? *vec_at(*b, i) : 0;
    if (!isnan(*vec_at(out, i)) || isnan(x) || isnan(y)) continue;
    w->told = true;
    int top = lua_gettop(L);
    tell(L, w, push_formula(L, form, x, y), before + i);
    lua_settop(L, top);
  }
}

/* Whether a contains NaN; if not, sets *infinite when a contains inf. */
static bool has_nan(lua_State *L, Mat a, bool *infinite) {
  for (size_t i = 0; i < a.rows; i++)
    for (size_t j = 0; j < a.cols; j++) {
      check_interrupt_at(L, i * a.cols + j);
      double x = *mat_at(a, i, j);
      if (isnan(x)) return true;
      *infinite = *infinite || isinf(x);
    }
  return false;
}

void operand_trace_nan(lua_State *L, double trace, Mat out, Mat a,
                       const Mat *b) {
  bool infinite = false, unused = false;
  if (!isnan(trace) || !has_nan(L, out, &unused)) return;
  if (has_nan(L, a, &infinite)) return;
  if (b && has_nan(L, *b, &infinite)) return;
  warn_of(L, infinite
               ? "the input contains inf, and inf - inf or 0 * inf is nan"
               : "a sum above 1.8e308 overflows to inf, and inf - inf is nan");
}
