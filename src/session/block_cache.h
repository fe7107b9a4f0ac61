/* block_cache.h - large blocks of memory, kept for a moment when given back.
 *
 * The system gives memory page by page as it is first written, which takes
 * longer than adding two numbers there does. So a loop that makes one large
 * vector after the other gets the same block again and again. All of this is
 * beside what Lua counts: a kept block is in nobody's use.
 */
#ifndef SESSION_BLOCK_CACHE_H
#define SESSION_BLOCK_CACHE_H

#include <stddef.h>

enum { BLOCK_CACHE_KEPT = 8 };

typedef struct BlockCache {
  struct {
    void *at; /* NULL: none */
    size_t size;
  } kept[BLOCK_CACHE_KEPT]; /* the latest first */
  size_t total;             /* bytes kept */
  size_t most;              /* bytes that may be; 0: not yet known */
} BlockCache;

/* A block of at least 1 byte; NULL when there is no memory. */
void *block_cache_take(BlockCache *b, size_t size);

/* Gives a block of that size back; NULL is none. */
void block_cache_give(BlockCache *b, void *block, size_t size);

/* Another size, at least 1, for a block, as realloc does. */
void *block_cache_change(BlockCache *b, void *block, size_t size);

/* Gives all that is kept back to the system. */
void block_cache_drop(BlockCache *b);

#endif
