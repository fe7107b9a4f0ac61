#include "lua/train/exact_trial.h"

#include <math.h>
#include <string.h>

#include "core/squares/least_squares.h"
#include "core/squares/normal_equations.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/optim/centered.h"
#include "core/status.h"
#include "lua/base/values.h"
#include "lua/model/model_features.h"
#include "lua/model/model_objective.h"
#include "lua/train/exact.h"
#include "sys/interrupt.h"

static bool has_exact(const ModelFit *fit) {
  const Vec theta = vec_of(fit->theta, model_size(&fit->core));
  const bool has = push_exact(fit->L, fit->model, theta);
  lua_pop(fit->L, 1);
  return has;
}

static size_t solver_scratch(const Equations *given) {
  return normal_equations_pay(given)
           ? normal_equations_scratch(given)
           : least_squares_scratch(given->X.rows, given->X.cols, given->lambda);
}

void push_exact_trial(ExactTrial *trial, ModelFit *fit) {
  lua_State *L = fit->L;
  const size_t n = fit->X.cols;
  *trial = (ExactTrial){.fit = fit};
  trial->possible = !fit->m->custom && !fit->shared &&
                    fit->core.kind == GLM_LINEAR && !exact_makes_powers(fit) &&
                    !has_exact(fit);
  if (!trial->possible) return;
  const Equations given = exact_equations(fit);
  const Examples e = model_fit_examples(fit);
  trial->theta = push_scratch(L, n + 1, sizeof *trial->theta);
  trial->solving =
    push_scratch(L, solver_scratch(&given), sizeof *trial->solving);
  trial->centring = push_scratch(L, centered_scratch(&fit->core, &e, false),
                                 sizeof *trial->centring);
  trial->values = push_scratch(L, fit->X.rows, sizeof *trial->values);
  trial->sums = push_scratch(L, 2 * (n + 1), sizeof *trial->sums);
}

/* -- the steps of exact_solve: false, if one gives up ----------------------- */

static bool find_cost(double *cost, ExactTrial *trial, const double *theta) {
  Glm model = trial->fit->core;
  model.theta = theta;
  const Status s = glm_cost(cost, trial->sums, &model,
                            model_fit_examples(trial->fit), &interrupted);
  return s.code == STATUS_OK && isfinite(*cost);
}

static bool solve(ExactTrial *trial) {
  const Equations given = exact_equations(trial->fit);
  LeastSquares found;
  bool usable = true;
  const Status s = normal_equations_pay(&given)
                     ? normal_equations(&usable, &found, trial->theta, &given,
                                        trial->solving, &interrupted)
                     : least_squares(&found, trial->theta, &given,
                                     trial->solving, &interrupted);
  return s.code == STATUS_OK && usable && exact_is_sure(trial->fit, &found);
}

static bool centre(ModelFit *fit, double *scratch) {
  const Status s =
    centered_start(&fit->centred, &fit->core, model_fit_examples(fit), false,
                   scratch, &interrupted);
  return s.code == STATUS_OK &&
         !(fit->core.intercept && model_objective_is_far(fit));
}

static bool find_slope(ExactTrial *trial, ModelFit *fit) {
  const Vec f = vec_of(trial->values, fit->X.rows);
  Status s = glm_value(f, &fit->core, fit->X, &interrupted);
  if (s.code != STATUS_OK || vec_nonfinite(f) < f.n) return false;
  s = exact_slope(&trial->slope, fit, f, trial->sums);
  return s.code == STATUS_OK;
}

void exact_trial_run(ExactTrial *trial) {
  if (!trial->possible) return;
  ModelFit solved = *trial->fit;
  solved.core.theta = solved.theta = trial->theta;
  trial->done = find_cost(&trial->first_cost, trial, trial->fit->theta) &&
                centre(&solved, trial->centring) && solve(trial) &&
                find_slope(trial, &solved) &&
                find_cost(&trial->cost, trial, trial->theta);
}

Outcome exact_trial_end(ExactTrial *trial) {
  if (!trial->done) return exact_solve(trial->fit);
  memcpy(trial->fit->theta, trial->theta,
         model_size(&trial->fit->core) * sizeof *trial->theta);
  return (Outcome){.reason = exact_reason(trial->slope),
                   .iterations = 1,
                   .first_cost = trial->first_cost,
                   .cost = trial->cost};
}
