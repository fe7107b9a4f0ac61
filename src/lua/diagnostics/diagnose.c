/* diagnose.c - diagnose: predicts from the data how training will go. The
 * sentences are composed in lib/mlrepl/explain/diagnose.lua. */
#include <math.h>
#include <stdbool.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/diagnosis.h"
#include "core/model/glm.h"
#include "core/model/stable_alpha.h"
#include "core/model/scale.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/set_field.h"
#include "lua/base/values.h"
#include "lua/diagnostics/dependence.h"
#include "lua/diagnostics/separable.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_new.h"
#include "lua/model/scaler.h"
#include "sys/interrupt.h"

enum { MODEL = 1, ARG_X, ARG_Y, OPTIONS };

/* -- features ------------------------------------------------------------- */

/* Sets `pairs`, the perfectly correlated columns, as a flat list: first column,
 * second column, correlation, first column ... */
static void set_pairs(lua_State *L, const double *correlation, size_t n) {
  size_t j = 0, k = 0;
  lua_Integer at = 0;
  lua_newtable(L);
  while (diagnosis_pair(&j, &k, correlation, n)) {
    check_interrupt(L);
    lua_pushinteger(L, (lua_Integer)j + 1);
    lua_rawseti(L, -2, ++at);
    lua_pushinteger(L, (lua_Integer)k + 1);
    lua_rawseti(L, -2, ++at);
    lua_pushnumber(L, correlation[j * n + k]);
    lua_rawseti(L, -2, ++at);
  }
  lua_setfield(L, -2, "pairs");
}

static void set_columns(lua_State *L, const Scale *scale, size_t n) {
  Vec std = push_vec(L, n);
  vec_copy(std, scale->std);
  for (size_t j = 0; j < n; j++)
    if (scale_constant(scale, j)) std.d[j] = 0;
  lua_setfield(L, -2, "std");
  vec_copy(push_vec(L, n), scale->mean);
  lua_setfield(L, -2, "mean");
}

/* Computed for the squared error without a penalty; diagnose.lua rescales the
 * results for other kinds. The table of facts is at the top of the stack. */
static void find_features(lua_State *L, const ModelFit *fit, Scale *scale) {
  const size_t n = fit->core.features;
  Diagnosis found;
  Glm plain = fit->core;
  plain.kind = GLM_LINEAR;
  plain.classes = 1;
  plain.lambda = 0;
  double *correlation = push_scratch(L, n * n, sizeof *correlation);
  double *scratch = push_scratch(L, diagnosis_scratch(n), sizeof *scratch);
  Status s = diagnosis(&found, scale, correlation, &plain,
                       model_fit_examples(fit), scratch, &interrupted);
  if (s.code == STATUS_RANGE)
    fail(L,
         "the standard deviation of column %I cannot be computed: its values "
         "are too large or too close together; change its unit first",
         (LUAI_UACINT)s.j + 1);
  check_status(L, s, "X");
  lua_pushvalue(L, -3);
  set_number(L, "condition", found.condition);
  set_number(L, "condition_normalized", found.condition_zscore);
  set_number(L, "plain_alpha", found.alpha);
  set_number(L, "plain_alpha_normalized", found.alpha_zscore);
  set_columns(L, scale, n);
  set_pairs(L, correlation, n);
  push_dependence(L, fit, !isfinite(found.condition));
  lua_setfield(L, -2, "dependent");
  lua_pop(L, 3);
}

/* -- diagnose ------------------------------------------------------------- */

/* diagnose reports wrong labels as a finding, not as an error. One valid class
 * replaces them so that the features can still be examined. */
static bool replace_wrong_labels(lua_State *L, const LuaModel *m) {
  if (m->core.kind == GLM_LINEAR) return false;
  Vec y = check_numbers(L, ARG_Y);
  Glm checked = m->core;
  checked.classes = checked.classes > 1 ? checked.classes : GLM_MOST_CLASSES;
  Status s = glm_check_targets(&checked, examples_of(mat_of(NULL, y.n, 1), y));
  if (s.code != STATUS_LABEL) return false;
  vec_fill(push_vec(L, y.n), m->core.kind != GLM_LOGISTIC);
  lua_replace(L, ARG_Y);
  return true;
}

/* The largest stable alpha at f = y; infinite if all counts are 0. */
static void set_poisson_alpha(lua_State *L, const ModelFit *fit) {
  const size_t p = fit->core.features + 1;
  double alpha, *scratch = push_scratch(L, p * (p + 2), sizeof *scratch);
  check_status(L,
               stable_alpha(&alpha, &fit->core, model_fit_examples(fit),
                            scratch, &interrupted),
               "X");
  lua_pop(L, 1);
  set_number(L, "poisson_alpha", alpha);
}

static void push_facts(lua_State *L, const ModelFit *fit, int y, bool wrong) {
  lua_newtable(L);
  set_text(L, "kind", model_kind(fit->m));
  if (fit->core.kind == GLM_POISSON) set_poisson_alpha(L, fit);
  set_number(L, "examples", fit->total);
  set_count(L, "rows", fit->X.rows);
  if (fit->weight.n) {
    vec_copy(push_vec(L, fit->weight.n), fit->weight);
    lua_setfield(L, -2, "weights");
  }
  set_count(L, "features", fit->core.features);
  set_count(L, "classes", fit->core.classes);
  set_number(L, "lambda", fit->core.lambda);
  lua_pushboolean(L, fit->m->scaling != NO_SCALING);
  lua_setfield(L, -2, "scaled");
  lua_pushboolean(L, wrong);
  lua_setfield(L, -2, "wrong_labels");
  lua_pushvalue(L, y);
  lua_setfield(L, -2, "y");
  push_weight_names(L, MODEL);
  lua_setfield(L, -2, "names");
}

/* Leaves out the examples of weight 0. */
static void drop_uncounted(lua_State *L) {
  lib_context_push(L, "mlrepl.explain.counted", "drop");
  for (int i = ARG_X; i <= OPTIONS; i++) lua_pushvalue(L, i);
  lua_call(L, 3, 3);
  for (int i = OPTIONS; i >= ARG_X; i--) lua_replace(L, i);
}

/* Works on a copy, because preparing the data sets a new model's number of
 * features, scale and names. */
static int l_diagnose(lua_State *L) {
  enum { GIVEN_Y = OPTIONS + 1 };
  lua_settop(L, OPTIONS);
  check_model(L, MODEL);
  check_options(L, OPTIONS);
  drop_uncounted(L);
  const LuaModel *m = push_model_copy(L, MODEL);
  lua_replace(L, MODEL);
  check_numbers(L, ARG_Y);
  lua_pushvalue(L, ARG_Y);
  const bool wrong = replace_wrong_labels(L, m);
  ModelFit fit = push_training(L, MODEL, ARG_X, ARG_Y, OPTIONS);
  Scale scale = push_scale(L, SCALE_ZSCORE, fit.core.features);
  push_facts(L, &fit, GIVEN_Y, wrong);
  find_features(L, &fit, &scale);
  if (!wrong) {
    push_separable(L, &fit, SEPARABLE_WHOLE);
    lua_setfield(L, -2, "separation");
  }
  lib_context_push(L, "mlrepl.explain.diagnose", "diagnose");
  lua_insert(L, -2);
  lua_call(L, 1, 1);
  return 1;
}

static const Prim prims[] = {
  {"diagnose", l_diagnose,
   "diagnose(m, X, y, {weights=, offset=}) -> diagnosis",
   "Analyzes the data and predicts how training will behave, without running "
   "it. Each finding states a number, its cause and a remedy. Findings cover "
   "the largest stable learning rate alpha, before and after z-score "
   "normalization; the condition number; the iterations gradient descent will "
   "need; constant, duplicate and unscaled columns; more weights than "
   "examples; classes that are linearly separable or quasi-separable (the "
   "weights grow without bound); rare classes; wrong labels. weights and offset "
   "are those of train: the findings are those of the repeated rows. Fields: "
   "alpha, "
   "alpha_normalized, condition, condition_normalized, steps, "
   "steps_normalized, separable, separation, constant, duplicates, unscaled "
   "(lists of names), findings (the list of sentences).",
   "d = diagnose(model.linear(), {1, 2}, {300, 500})\n"
   "round(d.alpha * 1e4) --> 5836.0\nd.alpha_normalized --> 2.0"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_diagnose(lua_State *L) { registry_add(L, prims); }
