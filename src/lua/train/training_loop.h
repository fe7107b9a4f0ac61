/* training_loop.h - one training, from its checked arguments to its end; what
 * train.c does at once, job.c does turn by turn. */
#ifndef LUA_TRAIN_TRAINING_LOOP_H
#define LUA_TRAIN_TRAINING_LOOP_H

#include <stdbool.h>

#include <lua.h>

#include "core/optim/descent.h"
#include "core/status.h"
#include "lua/base/progress.h"
#include "lua/model/model_fit.h"
#include "lua/train/live.h"
#include "lua/train/train_options.h"

/* Stack places of the arguments. */
enum { TRAIN_MODEL = 1, TRAIN_X, TRAIN_Y, TRAIN_OPTIONS };

/* Where a training begins, or was last changed by a person while it ran: what
 * diverges goes back there. */
typedef struct Origin {
  double *theta;
  size_t iterations;
  double cost;
} Origin;

/* A job has the processor for a turn. */
typedef struct Turn {
  bool now, fresh; /* it runs; what was changed before is still to be seen */
  double until;    /* seconds of the clock */
  Pace pace;
  double *seen; /* theta as the last turn left it */
} Turn;

/* All stack places are those of L, the coroutine of a job. It is a userdata of
 * that stack, as is all that it points to. */
typedef struct Training {
  lua_State *L;
  Plan plan;
  ModelFit fit;
  size_t report, every; /* iterations between lines (0: none), between calls */
  int run, on_step;     /* on_step 0: none */
  bool in_job;          /* who waits for it warns of its divergence */
  Progress progress;
  Live live;
  double *scratch;
  Objective objective;
  Minimizer descent; /* this and turn: job.c alone */
  Turn turn;
  Outcome outcome;
  Origin origin;
} Training;

/* Pushes the training of the model, X, y and options at their places: all is
 * checked, its run is made, nothing is changed but what the model learns of X.
 * `parent`, when not 0, is the place of the run whose first `start` iterations
 * it goes on from. */
Training *push_prepared(lua_State *L, int parent, size_t start);

/* Makes the objective, in scratch that is pushed. The method exact has none. */
void training_begin(Training *t);

/* Raises unless the model is still the one that is trained. */
void training_check_model(const Training *t);

/* It was changed by a person: see Origin. */
void training_changed(Training *t);

/* Takes what the descent came to: closes the record and pushes the advice into
 * it, or raises why it failed. One that diverged did not: it warns. */
void training_end(Training *t, Status status);

/* The method exact, from its beginning to its end. */
void training_solve(Training *t);

#endif
