/* memory_limit.h - how much memory a Lua state may take.
 *
 * The system promises more than it has and ends a program that takes it up.
 * The limit makes it a Lua error first: "not enough memory".
 */
#ifndef SESSION_MEMORY_LIMIT_H
#define SESSION_MEMORY_LIMIT_H

#include <lua.h>

#include "session/block_cache.h"

/* Watches what L takes from now on. The limit is nine tenths of what is free
 * and looked up again as it comes near, or MLREPL_MEMORY megabytes. `watch`
 * lives as long as L. */
typedef struct MemoryLimit {
  BlockCache blocks;
  double used, limit, next_look, most;
} MemoryLimit;

void memory_limit_start(lua_State *L, MemoryLimit *watch);

/* After the end of L. */
void memory_limit_end(MemoryLimit *watch);

/* Writes "not enough memory: ..." with the numbers; takes no memory. */
void memory_limit_sentence(lua_State *L, char *text, size_t size);

#endif
