/* why.c - why: breaks a cost, a gradient or a prediction into its terms. They
 * are sorted and printed in lib/mlrepl/explain/why.lua. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/set_field.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_objective.h"
#include "sys/interrupt.h"

enum { MODEL = 1, WHAT, ARG_X, ARG_Y, COMPONENT, OPTIONS };

/* Class probabilities of a softmax model, otherwise predicted values. */
static void push_predictions(lua_State *L, ModelFit *fit) {
  if (fit->core.kind != GLM_SOFTMAX) {
    push_values(fit);
    return;
  }
  Mat out = push_mat(L, fit->X.rows, fit->core.classes);
  check_status(L, glm_probabilities(out, &fit->core, fit->X, &interrupted),
               "X");
}

/* Pushes the facts that every question needs; X is scaled and expanded. */
static void push_facts(lua_State *L, ModelFit *fit) {
  lua_newtable(L);
  lua_pushstring(L, model_kind(fit->m));
  lua_setfield(L, -2, "kind");
  push_weights(L, &fit->core, fit->theta);
  lua_setfield(L, -2, "w");
  push_intercept(L, &fit->core, fit->theta);
  lua_setfield(L, -2, "b");
  set_number(L, "lambda", fit->core.lambda);
  set_number(L, "threshold", fit->m->threshold);
  set_count(L, "classes", fit->core.classes);
  set_count(L, "features", fit->core.features);
  set_count(L, "rows", fit->X.rows);
  if (fit->offset.n) set_number(L, "offset", fit->offset.d[0]);
  push_mat_view(L, fit->at_X, fit->X);
  lua_setfield(L, -2, "X");
  push_weight_names(L, MODEL);
  lua_setfield(L, -2, "names");
  push_predictions(L, fit);
  lua_setfield(L, -2, "f");
}

/* Sets the features before scaling, if the model scales them. */
static void set_unscaled(lua_State *L, const ModelFit *fit) {
  if (fit->m->scaling == NO_SCALING) return;
  push_unscaled_features(L, MODEL, ARG_X);
  lua_setfield(L, -2, "unscaled");
}

static int ask(lua_State *L, const char *maker) {
  lib_context_push(L, "mlrepl.explain.why", maker);
  lua_insert(L, -2);
  lua_call(L, 1, 1);
  return 1;
}

static int why_predict(lua_State *L) {
  enum { PREDICT_OPTIONS = ARG_X + 1 };
  bool single;
  lua_settop(L, PREDICT_OPTIONS);
  check_options(L, PREDICT_OPTIONS);
  ModelFit fit = push_examples(L, MODEL, ARG_X, PREDICT_OPTIONS, &single);
  if (fit.X.rows != 1)
    fail(L, "one example expected, but X has %I; pass one row, such as X[1]",
         (LUAI_UACINT)fit.X.rows);
  push_facts(L, &fit);
  set_unscaled(L, &fit);
  return ask(L, "predict");
}

static void check_native(lua_State *L, const ModelFit *fit) {
  if (fit->m->custom)
    fail(L, "the cost and gradient of a custom model cannot be split into "
            "terms, because its own functions compute them");
}

static void set_losses(lua_State *L, ModelFit *fit) {
  Vec loss = push_losses(fit);
  if (vec_nonfinite(loss) < loss.n)
    fail(L, "the loss of example %I overflows",
         (LUAI_UACINT)vec_nonfinite(loss) + 1);
  lua_setfield(L, -2, "loss");
}

/* Sets the weights of the examples and their sum. */
static void set_example_weights(lua_State *L, const ModelFit *fit) {
  set_number(L, "examples", fit->total);
  if (!fit->weight.n) return;
  vec_copy(push_vec(L, fit->weight.n), fit->weight);
  lua_setfield(L, -2, "weights");
}

/* Leaves out the examples of weight 0; pushes the numbers of the others, or
 * nil. */
static void drop_uncounted(lua_State *L) {
  lib_context_push(L, "mlrepl.explain.counted", "drop");
  lua_pushvalue(L, ARG_X);
  lua_pushvalue(L, ARG_Y);
  lua_pushvalue(L, OPTIONS);
  lua_call(L, 3, 4);
  lua_insert(L, OPTIONS + 1);
  lua_replace(L, OPTIONS);
  lua_replace(L, ARG_Y);
  lua_replace(L, ARG_X);
}

/* The component may be left out before the options. */
static void shift_options(lua_State *L) {
  if (!lua_isnil(L, OPTIONS) || !is_plain_table(L, COMPONENT)) return;
  lua_pushvalue(L, COMPONENT);
  lua_replace(L, OPTIONS);
  lua_pushnil(L);
  lua_replace(L, COMPONENT);
}

static int why_data(lua_State *L, const char *maker) {
  enum { NUMBERS = OPTIONS + 1 };
  shift_options(L);
  check_options(L, OPTIONS);
  drop_uncounted(L);
  ModelFit fit = push_fit(L, MODEL, ARG_X, ARG_Y, OPTIONS);
  check_native(L, &fit);
  push_facts(L, &fit);
  lua_pushvalue(L, ARG_Y);
  lua_setfield(L, -2, "y");
  lua_pushvalue(L, COMPONENT);
  lua_setfield(L, -2, "component");
  lua_pushvalue(L, NUMBERS);
  lua_setfield(L, -2, "numbers");
  set_example_weights(L, &fit);
  set_losses(L, &fit);
  return ask(L, maker);
}

static const char *const subjects[] = {"cost", "gradient", "predict", NULL};

static bool is_tape(lua_State *L, int index) {
  if (luaL_getmetafield(L, index, "__name") != LUA_TSTRING) return false;
  const bool same = !strcmp(lua_tostring(L, -1), "tape");
  lua_pop(L, 1);
  return same;
}

/* Replaces what the last call of grad returned by the tape of that call. */
static void find_tape(lua_State *L) {
  lib_context_push(L, "mlrepl.explain.tape", "of");
  lua_pushvalue(L, MODEL);
  lua_call(L, 1, 1);
  if (lua_isnil(L, -1))
    fail_arg(L, MODEL,
             "model, tape or result of the last grad (t = grad.tape(f, ...) "
             "keeps the steps of a derivative)");
  lua_replace(L, MODEL);
}

static int l_why(lua_State *L) {
  lua_settop(L, OPTIONS);
  if (lua_type(L, MODEL) == LUA_TNUMBER || to_vec(L, MODEL) || to_mat(L, MODEL))
    find_tape(L);
  if (is_tape(L, MODEL)) {
    lib_context_push(L, "mlrepl.explain.tape", "why");
    lua_pushvalue(L, MODEL);
    lua_call(L, 1, 1);
    return 1;
  }
  check_ready_model(L, MODEL);
  const char *what = subjects[check_word(L, WHAT, subjects)];
  return strcmp(what, "predict") ? why_data(L, what) : why_predict(L);
}

#define LINE "m = model.linear{w={2, 3}, b=1, names={\"size\", \"age\"}}\n"

static const Prim prims[] = {
  {"why", l_why,
   "why(m, what, X, y, component, {weights=, offset=}) -> why_prediction or why_cost or why_slope "
   "or why_gradient or why_tape",
   "Breaks a result down into its terms, largest first. why(m, \"predict\", "
   "x): the terms w x and b of one prediction. why(m, \"cost\", X, y): the "
   "examples with the largest loss, and the penalty. why(m, \"gradient\", X, "
   "y): each partial derivative and the examples that contribute most to it; "
   "with a component (\"b\", or the name or index of a feature), all terms (f "
   "- y) x / m of that derivative. weights and offset are those of m:cost. The "
   "result prints the first ten rows. "
   "Fields: value, names or examples, terms (a vector, in the printed order).\n"
   "why(t), where t is a tape of grad.tape, explains a derivative: each step "
   "of the function, from the last one back, with its local derivative and "
   "what it passes on to its inputs. why(g), where g is what the last call of "
   "grad returned, runs that function once more and explains it.",
   LINE "why(m, \"predict\", {10, 4}).terms --> [20 12]\n"
        "why(m, \"cost\", matrix{{1, 1}, {2, 0}}, {6, 9}).examples --> [2 1]"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Words words[] = {{"why", "what", subjects, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_why(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
