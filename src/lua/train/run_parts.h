/* run_parts.h - the contents of a run userdata; run_record.c fills it, run.c
 * reads it. */
#ifndef LUA_TRAIN_RUN_PARTS_H
#define LUA_TRAIN_RUN_PARTS_H

#include <lua.h>

#include "core/optim/descent.h"

/* User values: the growing blocks, the model as it was at the start, the model
 * itself, its data and options, the advice or nil, the error of a failed job,
 * and the coroutine of an active job. Entry e (from 0) of both blocks is
 * iteration (e + 1) * every. */
enum {
  RUN_COSTS = 1,
  RUN_THETAS,
  RUN_START,
  RUN_MODEL,
  RUN_X,
  RUN_Y,
  RUN_OPTIONS,
  RUN_ADVICE,
  RUN_FAILURE,
  RUN_THREAD
};

typedef enum RunState {
  STATE_DONE,    /* it ended by itself; outcome.reason says why */
  STATE_RUNNING, /* an active job */
  STATE_PAUSED,
  STATE_STOPPED, /* by the user */
  STATE_FAILED   /* by an error */
} RunState;

typedef struct Run {
  size_t size;               /* parameters */
  size_t count, room, every; /* entries, room for them, iterations apart */
  size_t before;          /* iterations of the run that this one forked from */
  double first_cost;      /* initial cost of that run */
  double *costs, *thetas; /* room, room × size */
  Outcome outcome;        /* of an active job: so far */
  double seconds;
  double alpha, momentum; /* current; NAN: the method has none */
  RunState state;
  struct Training *training; /* of an active job; else NULL */
} Run;

/* Why it ended, or its state; the string is valid as long as the run. */
const char *run_reason(lua_State *L, int index);

#endif
