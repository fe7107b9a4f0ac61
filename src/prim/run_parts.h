/* run_parts.h - what a run userdata holds; run_record.c fills it, run.c reads it.
 */
#ifndef PRIM_RUN_PARTS_H
#define PRIM_RUN_PARTS_H

#include "run.h"

/* User values: the growing blocks, the model as it was at the start, the model
 * itself, what it was trained on, and a sentence or nil. Entry e (from 0) of
 * both blocks is iteration (e + 1) * every. */
enum { RUN_COSTS = 1, RUN_THETAS, RUN_START, RUN_MODEL, RUN_X, RUN_Y,
       RUN_OPTIONS, RUN_ADVICE };

typedef struct Run {
  size_t size;               /* parameters */
  size_t count, room, every; /* entries, room for them, iterations apart */
  size_t before;             /* iterations of the run that this one forked from */
  double first_cost;         /* and where that began */
  double *costs, *thetas;    /* room, room × size */
  Outcome outcome;
  double seconds;
} Run;

#endif
