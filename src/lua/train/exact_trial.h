/* exact_trial.h - the method "exact" without Lua, so in any thread. It gives up
 * if there is anything to tell: then exact_solve tells it. */
#ifndef LUA_TRAIN_EXACT_TRIAL_H
#define LUA_TRAIN_EXACT_TRIAL_H

#include <stdbool.h>

#include "core/optim/descent.h"
#include "lua/model/model_fit.h"

typedef struct ExactTrial {
  ModelFit *fit;
  bool possible;    /* is this a problem that can be tried? */
  bool done;        /* the results below are set */
  double *theta;    /* the solution */
  double *solving;  /* scratch of the solver */
  double *centring; /* of the centered columns */
  double *values;   /* one per example */
  double *sums;     /* two per weight */
  double first_cost, cost, slope;
} ExactTrial;

/* Pushes its memory; the fit must stay where it is. */
void push_exact_trial(ExactTrial *trial, ModelFit *fit);

/* Does what exact_solve does, with the same bits, but leaves the model's weights
 * alone. */
void exact_trial_run(ExactTrial *trial);

/* Sets the weights to the solution of the trial or, if it gave up, of
 * exact_solve. */
Outcome exact_trial_end(ExactTrial *trial);

#endif
