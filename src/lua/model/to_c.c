/* to_c.c - m:to_c: a model as C. This file collects the numbers;
 * lib/mlrepl/explain/export_c.lua writes the text. */
#include <math.h>
#include <string.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/features.h"
#include "core/model/glm.h"
#include "core/model/scale.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_file.h"
#include "sys/interrupt.h"

/* The number of test inputs in the generated file. */
enum { TESTS = 8 };

/* -- test values ---------------------------------------------------------- */

/* The i-th test value of column j, between 0 and 1: both ends, then evenly
 * spread multiples of an irrational number (Weyl 1916), which leave the user's
 * random numbers unchanged. */
static double place(size_t i, size_t j) {
  static const double golden = 0.6180339887498949, root = 1.4142135623730951;
  if (i < 2) return (double)i;
  return fmod(golden * (double)i + root * (double)j, 1);
}

/* Inputs within the training range, or small numbers if there is none. */
static Mat push_inputs(lua_State *L, const LuaModel *m) {
  Mat X = push_mat(L, TESTS, m->inputs);
  for (size_t i = 0; i < TESTS; i++)
    for (size_t j = 0; j < m->inputs; j++) {
      const double t = place(i, j), low = m->low ? m->low[j] : -2,
                   high = m->low ? m->high[j] : 2;
      *mat_at(X, i, j) = low * (1 - t) + high * t;
    }
  return X;
}

/* The sum of absolute values, including the columns before their shift: it
 * bounds the rounding error. */
static double size_of_sum(const LuaModel *m, const double *w, const double *f) {
  const size_t n = m->core.features;
  double size = fabs(w[n]);
  for (size_t j = 0; j < n; j++) {
    const double shift =
      m->scaling == NO_SCALING
        ? 0
        : scale_shift(&m->scale, j) / scale_factor(&m->scale, j);
    size += fabs(w[j]) * (fabs(f[j]) + 2 * fabs(shift));
  }
  return size;
}

static Vec push_sizes(lua_State *L, const LuaModel *m, Mat features) {
  Vec sizes = push_vec(L, TESTS);
  vec_fill(sizes, 0);
  for (size_t i = 0; i < TESTS; i++)
    for (size_t k = 0; k < m->core.classes; k++) {
      const double *w = m->theta + k * (m->core.features + 1);
      sizes.d[i] = fmax(sizes.d[i], size_of_sum(m, w, mat_at(features, i, 0)));
    }
  return sizes;
}

/* f, or the probability of class 1, or of each class. Overflow is not an error:
 * it leaves numbers that are not finite. */
static void push_values_of(lua_State *L, const LuaModel *m, Mat features) {
  Mat out = push_mat(L, TESTS, m->core.classes);
  check_status(L,
               m->core.kind == GLM_SOFTMAX
                 ? glm_probabilities(out, &m->core, features, &interrupted)
                 : glm_value(mat_col(out, 0), &m->core, features, &interrupted),
               "X");
}

/* -- the argument of c_source --------------------------------------------- */

/* Sets `key` of the table below to the value at the top. */
static void set(lua_State *L, const char *key) { lua_setfield(L, -2, key); }

static void set_tests(lua_State *L, const LuaModel *m) {
  const Features map = {m->inputs, m->degree,
                        m->scaling == NO_SCALING ? NULL : &m->scale};
  Mat X = push_inputs(L, m);
  set(L, "inputs");
  Mat features = push_mat(L, TESTS, m->core.features);
  set(L, "features"); /* keeps the matrix alive */
  check_status(L, features_fill(features, &map, X, &interrupted), "X");
  push_sizes(L, m, features);
  set(L, "sizes");
  push_values_of(L, m, features);
  set(L, "values");
}

static void set_scale(lua_State *L, const LuaModel *m) {
  if (m->scaling == NO_SCALING) return;
  const size_t n = m->core.features;
  Vec shift = push_vec(L, n);
  set(L, "shift");
  Vec factor = push_vec(L, n);
  set(L, "factor");
  for (size_t j = 0; j < n; j++) {
    shift.d[j] = scale_shift(&m->scale, j);
    factor.d[j] = scale_factor(&m->scale, j);
  }
}

static void set_range(lua_State *L, const LuaModel *m) {
  if (!m->low) return;
  vec_copy(push_vec(L, m->inputs), vec_of(m->low, m->inputs));
  set(L, "low");
  vec_copy(push_vec(L, m->inputs), vec_of(m->high, m->inputs));
  set(L, "high");
}

static void set_weights(lua_State *L, const LuaModel *m) {
  Mat rows = model_rows(&m->core, m->theta), w = rows;
  w.cols--;
  mat_copy(push_mat(L, w.rows, w.cols), w);
  set(L, "w");
  vec_copy(push_vec(L, rows.rows), mat_col(rows, w.cols));
  set(L, "b");
}

static void column_names_set(lua_State *L, int model, const LuaModel *m) {
  lua_createtable(L, (int)m->inputs, 0);
  for (size_t j = 0; j < m->inputs; j++) {
    push_input_name(L, model, j);
    lua_rawseti(L, -2, (lua_Integer)j + 1);
  }
  set(L, "names");
  push_weight_names(L, model);
  set(L, "terms");
}

static void push_parts(lua_State *L, int model, const LuaModel *m) {
  lua_newtable(L);
  lua_pushstring(L, model_kind(m));
  set(L, "kind");
  lua_pushinteger(L, (lua_Integer)m->degree);
  set(L, "degree");
  lua_pushnumber(L, m->threshold);
  set(L, "threshold");
  column_names_set(L, model, m);
  set_weights(L, m);
  set_scale(L, m);
  set_range(L, m);
  set_tests(L, m);
}

static int l_to_c(lua_State *L) {
  check_model(L, 1);
  const char *path = check_path(L, 2);
  lua_settop(L, 2);
  LuaModel *m = push_kept_model(L);
  lib_context_push(L, "mlrepl.explain.export_c", "c_source");
  lua_pushvalue(L, 2);
  push_parts(L, 3, m);
  lua_call(L, 2, 1);
  size_t n;
  const char *text = lua_tolstring(L, -1, &n);
  if (!text) fail(L, "the model overflows for every test input");
  const char *problem = file_write(path, text, n);
  if (problem) check_interrupt(L); /* Ctrl-C while writing to a pipe */
  if (problem) fail(L, "%s: %s", path, problem);
  return 0;
}

static const Prim prims[] = {
  {"model:to_c", l_to_c, "m:to_c(path) -> nothing",
   "Writes the model as a single C99 file that needs only <math.h>. The code "
   "includes degree and normalize and takes raw units. For example, houses.c "
   "defines houses_predict(x) and, for classifiers, houses_probability; the "
   "comment at its top describes x. Compiled with -DHOUSES_TEST, it becomes a "
   "program that compares its results with the model's (exit status 0 if they "
   "agree).",
   "path = path or os.tmpname()\n"
   "model.linear{w=200, b=100}:to_c(path)\n"
   "lines = {}\n"
   "for line in io.lines(path) do lines[#lines + 1] = line end\n"
   "os.remove(path)\n"
   "#lines > 20 --> true"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_model_to_c(lua_State *L) { registry_add(L, prims); }
