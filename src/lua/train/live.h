/* live.h - a plot that is updated during training; lib/mlrepl/plots/live.lua
 * draws it and sets the pace. */
#ifndef LUA_TRAIN_LIVE_H
#define LUA_TRAIN_LIVE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "sys/terminal/progress.h"

typedef struct Live {
  int frame; /* stack index of the function that draws a frame; 0: none */
  Pace pace;
} Live;

/* Reads the option live (true, or a function of the run) of the table at
 * `data` + 2, and pushes the function that draws the run at `run` with the X
 * and y at `data` and `data` + 1. */
Live live_start(lua_State *L, int run, int data);
/* After iteration k: draws a frame if one is due. Raises errors of drawing. */
void live_step(lua_State *L, Live *live, size_t k);
/* Draws the last frame. */
void live_end(lua_State *L, const Live *live);

#endif
