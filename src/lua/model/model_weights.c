/* model_weights.c - setting m.w and m.b. */
#include "lua/model/model_weights.h"

#include <math.h>
#include <stdbool.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/model/poly.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/model/model.h"

double model_finite_field(lua_State *L, const char *key) {
  double x = lua_tonumber(L, -1);
  if (lua_type(L, -1) != LUA_TNUMBER || !isfinite(x)) {
    const char *got = push_description(L, -1);
    fail(L, "%s must be a finite number, got %s", key, got);
  }
  return x;
}

/* The number of raw columns that yields so many features; 0 if none does. */
static size_t inputs_for(size_t features, size_t degree) {
  for (size_t n = 1; n <= features; n++) {
    size_t count = poly_count(n, degree, true);
    if (count == features) return n;
    if (count > features) break;
  }
  return 0;
}

/* Scale and weights belong to the old features; a single b is kept. */
void model_forget(LuaModel *m) {
  if (m->theta && m->core.classes == 1) m->b = m->theta[m->core.features];
  m->theta = NULL;
  m->core.theta = NULL;
  m->core.features = 0;
  m->scale.mean.d = NULL;
  m->changes++;
}

void model_make_theta(lua_State *L, int model, size_t features,
                      size_t classes) {
  model = lua_absindex(L, model);
  LuaModel *m = lua_touserdata(L, model);
  const size_t changes = m->changes;
  Vec theta = push_vec(L, classes * (features + 1));
  check_unchanged(L, m, changes);
  vec_fill(theta, 0);
  if (classes == 1)
    theta.d[features] = m->theta ? m->theta[m->core.features] : m->b;
  m->theta = theta.d;
  m->core.theta = theta.d;
  m->core.features = features;
  m->core.classes = classes;
  m->changes++;
  lua_setiuservalue(L, model, MODEL_THETA);
  lua_pushnil(L);
  lua_setiuservalue(L, model, MODEL_EXACT);
}

/* Copies the value at the top of the stack to a matrix: one row per class. */
static Mat push_rows_of_weights(lua_State *L) {
  int value = lua_gettop(L);
  if (!to_mat(L, value) && !is_plain_table(L, value)) {
    const char *got = push_description(L, value);
    fail(L,
         "w of a softmax model must be a matrix with one row per class, got "
         "%s",
         got);
  }
  Mat given = check_rows(L, value), w = push_mat(L, given.rows, given.cols);
  mat_copy(w, given);
  return w;
}

/* The same for other models: a single row. */
static Mat push_row_of_weights(lua_State *L) {
  int value = lua_gettop(L);
  if (lua_type(L, value) == LUA_TNUMBER) {
    double number = lua_tonumber(L, value);
    Mat w = push_mat(L, 1, 1);
    w.d[0] = number;
    return w;
  }
  if (!to_vec(L, value) && !is_plain_table(L, value)) {
    const char *got = push_description(L, value);
    fail(L, "w must be a vector, a table of numbers or a number, got %s", got);
  }
  Vec given = check_numbers(L, value);
  Mat w = push_mat(L, 1, given.n);
  vec_copy(mat_row(w, 0), given);
  return w;
}

static void check_w(lua_State *L, const LuaModel *m, Mat w) {
  if (!w.rows || !w.cols)
    fail(L, "w is empty; a model needs at least one weight");
  size_t bad = vec_nonfinite(mat_flat(w));
  if (bad < w.rows * w.cols && w.rows == 1)
    fail(L, "w[%I] is not finite", (LUAI_UACINT)bad + 1);
  if (bad < w.rows * w.cols)
    fail(L, "w[%I][%I] is not finite", (LUAI_UACINT)(bad / w.cols) + 1,
         (LUAI_UACINT)(bad % w.cols) + 1);
  if (m->core.kind == GLM_SOFTMAX && w.rows < 2)
    fail(L, "a softmax model needs at least two classes, but w has one row");
  if (!inputs_for(w.cols, m->degree))
    fail(L,
         "w has %I numbers, but with degree=%I one column gives %I features "
         "and two give %I",
         (LUAI_UACINT)w.cols, (LUAI_UACINT)m->degree, (LUAI_UACINT)m->degree,
         (LUAI_UACINT)poly_count(2, m->degree, true));
}

/* m.w = value copies the numbers, so that training does not change the user's
 * vector. */
void model_set_w(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  Mat w = m->core.kind == GLM_SOFTMAX ? push_rows_of_weights(L)
                                      : push_row_of_weights(L);
  check_w(L, m, w);
  if (m->core.features != w.cols || m->core.classes != w.rows) {
    model_forget(m);
    m->inputs = inputs_for(w.cols, m->degree);
    m->low = m->high = NULL;
    model_make_theta(L, model, w.cols, w.rows);
  }
  Mat rows = model_rows(&m->core, m->theta);
  rows.cols--;
  mat_copy(rows, w);
}

/* The b of a softmax model: one number per class. */
static void set_many_b(lua_State *L, LuaModel *m) {
  int value = lua_gettop(L);
  if (!to_vec(L, value) && !is_plain_table(L, value)) {
    const char *got = push_description(L, value);
    fail(L,
         "b of a softmax model must be a vector with one number per class, "
         "got %s",
         got);
  }
  Vec b = check_numbers(L, value);
  if (!m->theta) fail(L, "set w, a matrix with one row per class, before b");
  if (b.n != m->core.classes)
    fail(L, "b has %I number%s, but w has %I rows", (LUAI_UACINT)b.n,
         b.n == 1 ? "" : "s", (LUAI_UACINT)m->core.classes);
  if (vec_nonfinite(b) < b.n)
    fail(L, "b[%I] is not finite", (LUAI_UACINT)vec_nonfinite(b) + 1);
  for (size_t k = 0; k < b.n && !m->core.intercept; k++)
    if (*vec_at(b, k) != 0)
      fail(L, "b must be 0 in a model with intercept=false");
  vec_copy(mat_col(model_rows(&m->core, m->theta), m->core.features), b);
}

void model_set_b(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  if (m->core.kind == GLM_SOFTMAX) {
    set_many_b(L, m);
    return;
  }
  double b = model_finite_field(L, "b");
  if (!m->core.intercept && b != 0)
    fail(L, "b must be 0 in a model with intercept=false");
  if (m->theta)
    m->theta[m->core.features] = b;
  else
    m->b = b;
}
