/* separable.c - tests whether classes are separable. The sentences are composed
 * in lib/mlrepl/explain/separation.lua. */
#include "lua/diagnostics/separable.h"

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/separation/separation.h"
#include "core/status.h"
#include "lua/array/shared.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/set_field.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "sys/interrupt.h"
#include "sys/plugin.h"

/* -- classes that have examples ------------------------------------------- */

typedef struct Classes {
  size_t first, possible; /* 0 and 2, or 1 and K */
  size_t present;
  size_t *of;     /* per example: index of its class among the possible ones */
  size_t *count;  /* per possible class: number of examples */
  size_t *label;  /* per present class: its index among the possible ones */
  double *number; /* per possible class: its index among the present ones */
} Classes;

/* Reads y once, after all allocations, because a finalizer may write to it. */
static Classes push_classes(lua_State *L, const ModelFit *fit) {
  const bool softmax = fit->core.kind == GLM_SOFTMAX;
  Classes c = {.first = softmax, .possible = softmax ? fit->core.classes : 2};
  c.of = push_scratch(L, fit->y.n, sizeof *c.of);
  c.count = push_scratch(L, 2 * c.possible, sizeof *c.count);
  c.label = c.count + c.possible;
  c.number = push_scratch(L, c.possible, sizeof *c.number);
  for (size_t k = 0; k < 2 * c.possible; k++) c.count[k] = 0;
  for (size_t i = 0; i < fit->y.n; i++) {
    const double place = *vec_at(fit->y, i) - (double)c.first;
    const bool good = place >= 0 && place < (double)c.possible;
    c.of[i] = good ? (size_t)place : 0;
    c.count[c.of[i]]++;
  }
  for (size_t k = 0; k < c.possible; k++) {
    c.number[k] = (double)c.present;
    if (c.count[k]) c.label[c.present++] = k;
  }
  return c;
}

/* Sets `classes` and `missing`: class numbers with and without examples. */
static void set_classes(lua_State *L, const Classes *c) {
  lua_newtable(L);
  lua_newtable(L);
  const int with = lua_gettop(L) - 1, without = with + 1;
  for (size_t k = 0; k < c->possible; k++) {
    const int list = c->count[k] ? with : without;
    lua_pushinteger(L, (lua_Integer)c->first + (lua_Integer)k);
    lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
  }
  lua_setfield(L, -3, "missing");
  lua_setfield(L, -2, "classes");
}

/* -- results -------------------------------------------------------------- */

static const char *const verdicts[] = {"none", "quasi", "complete", "unknown"};
static const char *const doubts[] = {NULL, "solver", "size", "close"};

/* Sets `column` if one column separates class `above` from class `below`. */
static void set_column(lua_State *L, const ModelFit *fit,
                       const Separation *found, size_t above, size_t below) {
  if (found->column == fit->core.features) return;
  lua_newtable(L);
  push_weight_names(L, fit->model);
  lua_rawgeti(L, -1, (lua_Integer)found->column + 1);
  lua_setfield(L, -3, "name");
  lua_pop(L, 1);
  set_number(L, "above", (double)above);
  set_number(L, "below", (double)below);
  set_number(L, "low", found->low);
  set_number(L, "high", found->high);
  set_number(L, "next", found->next);
  set_number(L, "before", found->before);
  lua_setfield(L, -2, "column");
}

/* Sets `columns`: the columns in the separating combination. */
static void set_columns(lua_State *L, const ModelFit *fit,
                        const Separation *found) {
  lua_newtable(L);
  push_weight_names(L, fit->model);
  for (size_t j = 0; j < fit->core.features; j++) {
    if (found->in[j] == 0) continue;
    lua_rawgeti(L, -1, (lua_Integer)j + 1);
    lua_rawseti(L, -3, (lua_Integer)lua_rawlen(L, -3) + 1);
  }
  lua_pop(L, 1);
  lua_setfield(L, -2, "columns");
}

/* "complete" or "quasi" for classes k and l, or NULL. */
static const char *pair_verdict(const Separation *found, const Classes *c,
                                size_t k, size_t l) {
  const double one = found->apart[k * c->present + l];
  const double other = found->apart[l * c->present + k];
  const double all = (double)(c->count[c->label[k]] + c->count[c->label[l]]);
  return one + other == all ? "complete" : one + other > 0 ? "quasi" : NULL;
}

/* Sets `pairs`, a flat list: first class, second class, verdict, ... */
static void set_pairs(lua_State *L, const Classes *c, const Separation *found) {
  lua_Integer at = 0;
  lua_newtable(L);
  for (size_t k = 0; k < c->present; k++)
    for (size_t l = k + 1; l < c->present; l++) {
      const char *verdict = pair_verdict(found, c, k, l);
      if (!verdict) continue;
      lua_pushinteger(L, (lua_Integer)c->first + (lua_Integer)c->label[k]);
      lua_rawseti(L, -2, ++at);
      lua_pushinteger(L, (lua_Integer)c->first + (lua_Integer)c->label[l]);
      lua_rawseti(L, -2, ++at);
      lua_pushstring(L, verdict);
      lua_rawseti(L, -2, ++at);
    }
  lua_setfield(L, -2, "pairs");
}

/* -- the test ------------------------------------------------------------- */

/* With an intercept, scaling does not change separability, so the test uses the
 * original data: its values are exact and appear in the message. */
static bool in_own_units(const ModelFit *fit) {
  return fit->m->scaling == NO_SCALING ||
         (fit->core.intercept && fit->degree == 1);
}

/* The weights of the classes for the tested features; NULL if a class has no
 * examples. */
static const double *push_theta(lua_State *L, const ModelFit *fit,
                                const Classes *c) {
  const size_t p = fit->core.features + 1;
  if (c->present < c->possible || fit->core.kind == GLM_POISSON) return NULL;
  double *theta = push_scratch(L, c->possible * p, sizeof *theta);
  check_unchanged(L, fit->m, fit->changes);
  const double *from =
    in_own_units(fit) ? push_original(L, fit->model).d : fit->theta;
  const size_t skipped = fit->core.kind == GLM_LOGISTIC ? p : 0;
  for (size_t j = 0; j < skipped; j++) theta[j] = 0;
  for (size_t j = skipped; j < c->possible * p; j++)
    theta[j] = from[j - skipped];
  return theta;
}

static Vec push_numbers(lua_State *L, const ModelFit *fit, const Classes *c) {
  Vec y = push_vec(L, fit->y.n);
  for (size_t i = 0; i < y.n; i++) y.d[i] = c->number[c->of[i]];
  return y;
}

static Separation push_answer(lua_State *L, const SeparationData *data,
                              SeparationSolver *solve, double seconds) {
  Separation found;
  const size_t need =
    separation_scratch(data->X.rows, data->X.cols, data->classes);
  double *scratch = push_scratch(L, need, sizeof *scratch);
  check_status(
    L, separation(&found, data, solve, seconds, scratch, &interrupted), "X");
  return found;
}

/* Is class k completely separated from every other class? */
static bool stands_alone(const Classes *c, const Separation *found, size_t k) {
  for (size_t l = 0; l < c->present; l++) {
    const char *verdict = l == k ? "c" : pair_verdict(found, c, k, l);
    if (!verdict || *verdict != 'c') return false;
  }
  return true;
}

/* Records that class k is separated from all others, and the column that does
 * it, if a single one does. */
static void set_alone_class(lua_State *L, const ModelFit *fit, const Classes *c,
                            const Separation *found, size_t k) {
  const size_t class = c->first + c->label[k];
  set_number(L, "alone", (double)class);
  set_column(L, fit, found, found->above ? class : 0, found->above ? 0 : class);
}

/* For more than two classes: records the first class that is separated from all
 * others. */
static void set_alone(lua_State *L, const ModelFit *fit, const Classes *c,
                      const SeparationData *data, const Separation *found) {
  size_t k = 0;
  while (k < c->present && !stands_alone(c, found, k)) k++;
  if (k == c->present) return;
  SeparationData two = {data->X, push_vec(L, data->y.n), 2, data->intercept,
                        NULL};
  for (size_t i = 0; i < two.y.n; i++)
    two.y.d[i] = *vec_at(data->y, i) == (double)k;
  Separation column = push_answer(L, &two, NULL, 0);
  lua_pop(L, 2);
  if (column.verdict != SEPARATION_COMPLETE) column.column = data->X.cols;
  set_alone_class(L, fit, c, &column, k);
}

/* When testing all classes at once takes too long: one class that is separated
 * from all others already implies quasi-separation. Stops at the first. */
static void set_first_alone(lua_State *L, const ModelFit *fit, const Classes *c,
                            const SeparationData *data, SeparationSolver *solve,
                            double seconds) {
  SeparationData two = {data->X, push_vec(L, data->y.n), 2, data->intercept,
                        NULL};
  for (size_t k = 0; k < c->present; k++) {
    for (size_t i = 0; i < two.y.n; i++)
      two.y.d[i] = *vec_at(data->y, i) == (double)k;
    const Separation found = push_answer(L, &two, solve, seconds);
    lua_pop(L, 1);
    if (found.doubt == DOUBT_SIZE) break;
    if (found.verdict != SEPARATION_COMPLETE) continue;
    lua_pop(L, 1);
    set_alone_class(L, fit, c, &found, k);
    set_text(L, "verdict", "quasi");
    return;
  }
  lua_pop(L, 1);
}

static Mat tested_columns(const ModelFit *fit) {
  return in_own_units(fit) && fit->degree == 1 ? fit->raw : fit->X;
}

/* How often the test needs example i: not at all if its weight is 0. The
 * weights of a poisson model grow without bound if a direction lowers the means
 * of examples that are 0 and changes no other (Santos Silva and Tenreyro 2010).
 * So the test takes an example above 0 as two, one of each class: then only
 * quasi-separation is possible, by such a direction. */
static size_t copies_of(const ModelFit *fit, size_t i) {
  if (fit->weight.n && !(fit->weight.d[i] > 0)) return 0;
  return fit->core.kind == GLM_POISSON && *vec_at(fit->y, i) > 0 ? 2 : 1;
}

/* Pushes the fit with these copies, if they are not simply the examples. */
static ModelFit push_counted(lua_State *L, const ModelFit *fit) {
  const bool counts = fit->core.kind == GLM_POISSON;
  size_t rows = 0, at = 0;
  if (!fit->weight.n && !counts) return *fit;
  for (size_t i = 0; i < fit->X.rows; i++) rows += copies_of(fit, i);
  const Mat from = tested_columns(fit);
  ModelFit counted = *fit;
  counted.X = counted.raw = push_mat(L, rows, from.cols);
  counted.y = push_vec(L, rows);
  for (size_t i = 0; i < fit->X.rows; i++) {
    const size_t copies = copies_of(fit, i);
    for (size_t k = 0; k < copies && at < rows; k++) {
      vec_copy(mat_row(counted.X, at), mat_row(from, i));
      counted.y.d[at++] = counts ? (double)k : *vec_at(fit->y, i);
    }
  }
  counted.weight.n = 0;
  return counted;
}

static void set_separation(lua_State *L, const ModelFit *fit, const Classes *c,
                           double seconds) {
  const int facts = lua_gettop(L);
  SeparationSolver *solve = NULL;
  SeparationData data = {.classes = c->present,
                         .intercept = fit->core.intercept};
  plugin_find(&solve, "glpk", "mlrepl_separation_solve");
  data.X = tested_columns(fit);
  data.theta = push_theta(L, fit, c);
  data.y = push_numbers(L, fit, c);
  const Separation found = push_answer(L, &data, solve, seconds);
  lua_pushvalue(L, facts);
  set_text(L, "verdict", verdicts[found.verdict]);
  if (doubts[found.doubt]) set_text(L, "why", doubts[found.doubt]);
  if (c->present == 2)
    set_column(L, fit, &found, c->first + c->label[found.above],
               c->first + c->label[!found.above]);
  set_columns(L, fit, &found);
  if (c->present > 2) {
    set_pairs(L, c, &found);
    if (found.verdict == SEPARATION_UNKNOWN && solve)
      set_first_alone(L, fit, c, &data, solve, seconds);
    else
      set_alone(L, fit, c, &data, &found);
  }
  lua_settop(L, facts);
}

void push_separable(lua_State *L, const ModelFit *whole,
                    SeparableEffort effort) {
  static const double seconds[] = {0, 0.3, 1};
  if (whole->m->custom || whole->core.kind == GLM_LINEAR) {
    lua_pushnil(L);
    return;
  }
  luaL_checkstack(L, 40, "separable");
  const int bottom = lua_gettop(L);
  const ModelFit counted = push_counted(L, whole), *fit = &counted;
  const int top = lua_gettop(L);
  lib_context_push(L, "mlrepl.explain.separation", "separation");
  const Classes c = push_classes(L, fit);
  lua_newtable(L);
  set_text(L, "kind", model_kind(fit->m));
  set_number(L, "lambda", fit->core.lambda);
  set_number(L, "rows", (double)fit->X.rows);
  lua_pushboolean(L, fit->core.intercept);
  lua_setfield(L, -2, "intercept");
  lua_pushboolean(L, !in_own_units(fit));
  lua_setfield(L, -2, "scaled");
  set_classes(L, &c);
  if (c.present > 1 && effort != SEPARABLE_CLASSES)
    set_separation(L, fit, &c, seconds[effort]);
  lua_pushvalue(L, top + 1);
  lua_insert(L, -2);
  lua_call(L, 1, 1);
  lua_replace(L, bottom + 1);
  lua_settop(L, bottom + 1);
}

/* context.separable(m, X, y): nothing if y is not a class of the model. */
static int l_separable(lua_State *L) {
  lua_settop(L, 3);
  shared_check_whole(L, 2);
  const LuaModel *m = check_ready_model(L, 1);
  const Vec y = check_numbers(L, 3);
  Status s = glm_check_targets(&m->core, examples_of(mat_of(NULL, y.n, 1), y));
  if (s.code != STATUS_OK) return 0;
  const ModelFit fit = push_fit(L, 1, 2, 3, 0);
  push_separable(L, &fit, SEPARABLE_QUICK);
  return 1;
}

static int l_solver_advice(lua_State *L) {
  lua_pushstring(
    L, plugin_advice("GLPK", "libglpk40 to test for separable classes"));
  return 1;
}

static const luaL_Reg functions[] = {
  {"separable", l_separable}, {"solver_advice", l_solver_advice}, {NULL, NULL}};

void open_separable(lua_State *L) {
  lib_context_add(L, "mlrepl.context", functions);
}
