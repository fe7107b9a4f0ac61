/* run.h - the record of a training; filled by train.c, read by run.c. */
#ifndef LUA_TRAIN_RUN_H
#define LUA_TRAIN_RUN_H

#include <lua.h>

#include "core/optim/descent.h"

/* Pushes an empty record for training the model at `model` from its current
 * weights, with X, y and the options at data, data + 1 and data + 2. */
void push_run(lua_State *L, int model, int data);

/* Returns the run; raises if the argument is not one. */
struct Run;
struct Run *check_run(lua_State *L, int arg);

/* Pushes a copy of the model as it was after iteration k (0: at the start) of
 * the run at `index`; raises if k is out of range or was not kept. */
void push_model_at(lua_State *L, int index, size_t k);

/* Pushes X, y and the options (a table or nil) of the run at `index`. */
void push_run_data(lua_State *L, int index);

/* The number of iterations of the run at `index`. */
size_t run_iterations(lua_State *L, int index);

/* Starts the record of the run at `to` with the first k iterations of the run
 * at `from`. */
void run_continue(lua_State *L, int to, int from, size_t k);

/* Adds an iteration (from 1) to the run at `index`. Keeps every iteration up to
 * a fixed amount of memory, then every second one, and so on. May raise a
 * memory error. */
void run_record(lua_State *L, int index, const Step *step);

/* Updates the fields of a running training: iterations and cost. */
void run_note(lua_State *L, int index, const Step *step);

/* Closes the record. */
void run_finish(lua_State *L, int index, const Outcome *outcome,
                double seconds);

/* The cost after the latest kept iteration up to the k-th of this training, not
 * counting the run it was forked from. */
double run_cost(lua_State *L, int index, size_t k);

/* Sets alpha and momentum, for methods that have them. */
void run_set_rates(lua_State *L, int index, const Descent *how);

/* Copies the current alpha and momentum to the table at `options`. */
void run_put_rates(lua_State *L, int index, int options);

/* Pops a string or nil and sets it as the run's advice. */
void run_advise(lua_State *L, int index);

#endif
