/* run.h - the record of a training; filled by train.c, read by run.c. */
#ifndef LUA_TRAIN_RUN_H
#define LUA_TRAIN_RUN_H

#include <lua.h>

#include "core/optim/descent.h"

/* Pushes an empty record of a training of the model at `model`, which is now
 * where it starts, on the values at data, data + 1 and data + 2: X, y and the
 * options. */
void push_run(lua_State *L, int model, int data);

/* A run, or raises. */
struct Run;
struct Run *check_run(lua_State *L, int arg);

/* Pushes the model as it was after iteration k (0: at the start) of the run at
 * `index`; raises when that is none or was not kept. */
void push_model_at(lua_State *L, int index, size_t k);

/* Pushes X, y and the options (a table or nil) of the run at `index`. */
void push_run_data(lua_State *L, int index);

/* How many iterations the run at `index` did. */
size_t run_iterations(lua_State *L, int index);

/* Begins the run at `to` with the first k iterations of the one at `from`. */
void run_continue(lua_State *L, int to, int from, size_t k);

/* Adds what holds after an iteration (from 1 on) to the run at `index`. Keeps
 * every iteration up to a fixed amount of memory, then every second one, and so
 * on. May raise for want of memory. */
void run_record(lua_State *L, int index, const Step *step);

/* Notes how far a training has come: what the run's fields say meanwhile. */
void run_note(lua_State *L, int index, const Step *step);

/* Closes the record. */
void run_finish(lua_State *L, int index, const Outcome *outcome,
                double seconds);

/* The cost after the latest kept iteration that is not after the k-th of this
 * training (those of a run it forked from not counted). */
double run_cost(lua_State *L, int index, size_t k);

/* Which alpha and momentum it has, for the methods that have them. */
void run_set_rates(lua_State *L, int index, const Descent *how);

/* Puts them, as they are now, into the table of options at `options`. */
void run_put_rates(lua_State *L, int index, int options);

/* Takes the sentence or nil on the top of the stack as the run's advice. */
void run_advise(lua_State *L, int index);

#endif
