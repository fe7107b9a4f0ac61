/* block_cache.h - a cache of large memory blocks that were freed.
 *
 * New pages are faulted in at the first write, which costs more than vector
 * arithmetic. So a loop that creates large vectors reuses the same blocks.
 * Cached blocks do not count as memory used by Lua.
 */
#ifndef SESSION_BLOCK_CACHE_H
#define SESSION_BLOCK_CACHE_H

#include <stddef.h>

enum { BLOCK_CACHE_KEPT = 8 };

typedef struct BlockCache {
  struct {
    void *at; /* NULL if unused */
    size_t size;
  } kept[BLOCK_CACHE_KEPT]; /* most recent first */
  size_t total;             /* bytes cached */
  size_t most;              /* limit in bytes; 0 if not yet known */
} BlockCache;

/* The most that is cached: 256 MB, or 1/64 of the physical memory if less. */
size_t block_cache_limit(BlockCache *b);

/* Returns a block of size >= 1 bytes; NULL if out of memory. */
void *block_cache_take(BlockCache *b, size_t size);

/* Frees or caches a block of that size; ignores NULL. */
void block_cache_give(BlockCache *b, void *block, size_t size);

/* Resizes a block like realloc; size >= 1. */
void *block_cache_change(BlockCache *b, void *block, size_t size);

/* Frees all cached blocks. */
void block_cache_drop(BlockCache *b);

#endif
