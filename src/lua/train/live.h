/* live.h - a picture that moves while training runs.
 *
 * lib/mlrepl/plots/live.lua draws and keeps its time.
 */
#ifndef LUA_TRAIN_LIVE_H
#define LUA_TRAIN_LIVE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "lua/base/progress.h"

typedef struct Live {
  int frame; /* stack place of what draws one; 0: no picture */
  Pace pace;
} Live;

/* Reads the option live (true, or a function of the run) of the table at
 * `data` + 2 and pushes what draws the run at `run` with the X and y at `data`
 * and `data` + 1. */
Live live_start(lua_State *L, int run, int data);
/* After iteration k: a frame when it is time. May raise what drawing does. */
void live_step(lua_State *L, Live *live, size_t k);
/* The last frame. */
void live_end(lua_State *L, const Live *live);

#endif
