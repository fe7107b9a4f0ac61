/* run.h - the record of a training; filled by train.c, read by run.c. */
#ifndef PRIM_RUN_H
#define PRIM_RUN_H

#include "model.h"
#include "train.h"

/* Pushes an empty record of a training of the model at `model`. */
void push_run(lua_State *L, int model);

/* Adds what holds after an iteration (from 1) to the run at `index`. Keeps
 * every iteration up to a fixed amount of memory, then every second one, and so
 * on. May raise for want of memory. */
void run_record(lua_State *L, int index, const Step *step);

/* Closes the record. */
void run_finish(lua_State *L, int index, const Outcome *outcome,
                double seconds);

#endif
