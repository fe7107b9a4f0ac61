/* training_loop.h - one training, from checking its arguments to its end.
 * train.c runs it in one go, job.c turn by turn. */
#ifndef LUA_TRAIN_TRAINING_LOOP_H
#define LUA_TRAIN_TRAINING_LOOP_H

#include <stdbool.h>

#include <lua.h>

#include "core/optim/descent.h"
#include "core/status.h"
#include "sys/terminal/progress.h"
#include "lua/model/model_fit.h"
#include "lua/train/live.h"
#include "lua/train/train_options.h"

/* Stack indices of the arguments. */
enum { TRAIN_MODEL = 1, TRAIN_X, TRAIN_Y, TRAIN_OPTIONS };

/* The weights at the start, or at the user's last change during training: a
 * training that diverges is reset to them. */
typedef struct Origin {
  double *theta;
  size_t iterations;
  double cost;
} Origin;

/* The current or latest turn of a job. */
typedef struct Turn {
  bool now, fresh; /* running; not yet checked for the user's changes */
  double until;    /* clock time of its end, in seconds */
  Pace pace;
  double *seen; /* theta at the end of the last turn */
} Turn;

/* The costs that decide whether a training diverged at its end. */
enum { LAST_COSTS = DIVERGENCE_AT_END + 1 };

/* All stack indices refer to L, in a job its coroutine. The Training and all
 * that it points to are userdata on that stack. */
typedef struct Training {
  lua_State *L;
  Plan plan;
  ModelFit fit;
  size_t report, every; /* iterations between lines (0: none), between calls */
  int run, on_step;     /* on_step 0: none */
  bool in_job;          /* job.c warns about divergence */
  bool unseen;          /* the run keeps no iterations, and gets no advice */
  double last_costs[LAST_COSTS]; /* of iteration k: at k % LAST_COSTS */
  Progress progress;
  Live live;
  double *scratch;
  Objective objective;
  Minimizer descent; /* this and turn: only for job.c */
  Turn turn;
  Outcome outcome;
  Origin origin;
} Training;

/* Checks the model, X, y and options at their indices, and pushes the training
 * and its run. The model learns the range, scale and names of X, but existing
 * weights are unchanged. `parent`, if not 0, is the index of a run: the
 * training continues after its first `start` iterations. */
Training *push_prepared(lua_State *L, int parent, size_t start);

/* Pushes scratch memory and sets up the objective. Not for the method exact. */
void training_begin(Training *t);

/* Raises if the layout of the model's weights has changed. */
void training_check_model(const Training *t);

/* Call after a change by the user: see Origin. */
void training_changed(Training *t);

/* Ends a training after the descent: closes the record and sets its advice, or
 * raises an error. Divergence is a warning, not an error. */
void training_end(Training *t, Status status);

/* Between training_begin and training_end: descends without Lua, so in any
 * thread. */
Status training_descend_unseen(Training *t);

/* Runs the method exact from start to end. */
void training_solve(Training *t);
/* Its end, with the outcome of exact_solve. */
void training_end_solved(Training *t, const Outcome *outcome);

#endif
