/* tracked.h - tracked values: what a function receives from grad in place of a
 * number, vector or matrix. They behave like it, but what is done to them is
 * recorded. */
#ifndef LUA_GRAD_TRACKED_H
#define LUA_GRAD_TRACKED_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "lua/grad/tape.h"

#define TYPE_TRACKED "tracked value"

typedef struct Tracked {
  Tape *tape; /* alive as long as this is */
  size_t node;
} Tracked;

/* Returns NULL if the value has another type. */
Tracked *to_tracked(lua_State *L, int index);
/* Pushes a new tape for tracked values; see tape_open. */
Tape *tracked_open_tape(lua_State *L);
/* Pushes the tracked value of a node of an open tape. */
void tracked_push(lua_State *L, Tape *tape, size_t node);
/* The same, if the value at `index` has the same tape; it is faster. */
void tracked_push_like(lua_State *L, int index, size_t node);
/* Pushes element i of the tracked vector at `index`, which belongs to the grad
 * that is running; false if i is not one of its indices. */
bool tracked_push_element(lua_State *L, int index, lua_Integer i);
/* Pushes the number, vector or matrix of the tracked value at `index`. */
void tracked_push_plain(lua_State *L, int index);
/* Is it a number, plain or tracked? */
bool tracked_is_number(lua_State *L, int index);
/* Is it a tracked vector or matrix? */
bool tracked_is_array(lua_State *L, int index);
/* Raises unless it belongs to the grad that is running. */
void tracked_check(lua_State *L, const Tracked *t);
/* Replaces the tracked values among the arguments by plain ones. */
void tracked_remove(lua_State *L);
/* Is an argument tracked? */
bool tracked_any(lua_State *L);
/* Returns the tape of the tracked values among the arguments, NULL if there are
 * none. Checks all of them. */
Tape *tracked_tape(lua_State *L);

#endif
