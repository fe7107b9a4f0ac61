/* dependence.c - finds linearly dependent columns. The text is composed in
 * lib/mlrepl/explain/dependence.lua. */
#include "lua/diagnostics/dependence.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "core/squares/dd_gram.h"
#include "core/double_double.h"
#include "core/linalg/mat.h"
#include "core/squares/rank.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "sys/interrupt.h"

/* A term smaller than this fraction of the column is rounding error. */
static const double NO_PART = 1e-9;

/* Pushes the terms whose sum is column k, constant first, as a flat list of
 * coefficient and feature number (0 for the constant). */
static void push_terms(lua_State *L, const DdGram *gram, const DoubleDouble *c,
                       size_t k) {
  lua_Integer at = 0;
  lua_newtable(L);
  for (size_t j = 0; j < k; j++) {
    check_interrupt(L);
    if (!(fabs(c[j].hi) > NO_PART)) continue;
    lua_pushnumber(L, dd_round(c[j]) * (gram->scale[j] / gram->scale[k]));
    lua_rawseti(L, -2, ++at);
    lua_pushinteger(L, (lua_Integer)(j + 1 - gram->ones));
    lua_rawseti(L, -2, ++at);
  }
}

/* Pushes a flat list: number and terms of each dependent column. */
static void push_combinations(lua_State *L, DdGram *gram) {
  lua_Integer at = 0;
  lua_newtable(L);
  DoubleDouble *c = push_scratch(L, gram->p, sizeof *c);
  lua_insert(L, -2);
  for (size_t k = 0; k < gram->p; k++) {
    if (!gram->dependent[k]) continue;
    dd_gram_null(c, gram, k);
    lua_pushinteger(L, (lua_Integer)(k + 1 - gram->ones));
    lua_rawseti(L, -2, ++at);
    push_terms(L, gram, c, k);
    lua_rawseti(L, -2, ++at);
  }
  lua_remove(L, -2);
}

/* The original columns are easier to interpret than scaled ones. Without an
 * intercept, shifting the columns changes which of them are dependent. */
static Mat columns_of(const ModelFit *fit) {
  const bool same = fit->core.intercept || fit->m->scaling == NO_SCALING;
  return fit->degree == 1 && same ? fit->raw : fit->X;
}

static void push_none(lua_State *L) {
  lua_newtable(L);
  lua_newtable(L);
  lua_setfield(L, -2, "names");
}

void push_dependence(lua_State *L, const ModelFit *fit, bool asked) {
  const Columns columns = {.X = columns_of(fit),
                           .weight = fit->weight,
                           .intercept = fit->core.intercept};
  const size_t m = columns.X.rows, n = columns.X.cols;
  DdGram gram;
  size_t rank;
  if (!asked || m <= n || !rank_affordable(m, n)) {
    push_none(L);
    return;
  }
  double *scratch = push_scratch(L, rank_scratch(n), sizeof *scratch);
  check_status(L, rank_decide(&rank, &gram, &columns, scratch, &interrupted),
               "X");
  check_status(L, dd_gram_invert(&gram, &interrupted), "X");
  lib_context_push(L, "mlrepl.explain.dependence", "texts");
  push_weight_names(L, fit->model);
  push_combinations(L, &gram);
  lua_call(L, 2, 1);
  lua_remove(L, -2);
}

void dependence_warn(const ModelFit *fit, const char *name, size_t rank) {
  lua_State *L = fit->L;
  const int top = lua_gettop(L);
  lib_context_push(L, "mlrepl.explain.dependence", "warning");
  lua_pushstring(L, name);
  push_dependence(L, fit, true);
  lua_pushinteger(L, (lua_Integer)rank);
  lua_pushinteger(L, (lua_Integer)fit->core.features + fit->core.intercept);
  lua_pushinteger(L, (lua_Integer)fit->X.rows);
  lua_pushboolean(L, fit->core.intercept);
  lua_call(L, 6, 1);
  warn(L, lua_tostring(L, -1));
  lua_settop(L, top);
}
