/* memory_limit.h - limits the memory of a Lua state.
 *
 * The system overcommits memory and kills a process that uses too much. The
 * limit raises the Lua error "not enough memory" before that.
 */
#ifndef SESSION_MEMORY_LIMIT_H
#define SESSION_MEMORY_LIMIT_H

#include <stddef.h>

#include <lua.h>

#include "session/block_cache.h"

/* Tracks the allocations of L. The limit is 90 % of the free memory, queried
 * again as usage approaches it, or MLREPL_MEMORY megabytes if less. `watch`
 * must live as long as L. */
typedef struct MemoryLimit {
  BlockCache blocks;
  double used, limit, next_look, most;
  double room;    /* usage below this is allowed despite the limit */
  size_t refused; /* the size of the last request if it was refused; else 0 */
} MemoryLimit;

void memory_limit_start(lua_State *L, MemoryLimit *watch);

/* Call before each entry of the prompt and after an error: allows a few
 * megabytes more than are in use, so that even with all memory in use `x = nil`
 * can run. */
void memory_limit_make_room(lua_State *L);

/* From now on the limit is `megabytes` if less, and instead of raising an error
 * it ends the program (sys/sandbox.h). */
void memory_limit_make_final(lua_State *L, double megabytes);

/* Call after lua_close. */
void memory_limit_end(MemoryLimit *watch);

/* Writes "not enough memory: ..." with the numbers; allocates no memory. */
void memory_limit_sentence(lua_State *L, char *text, size_t size);

#endif
