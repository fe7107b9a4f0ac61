#define _DEFAULT_SOURCE
#include "session/block_cache.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* malloc caches smaller blocks itself. */
static const size_t LARGE = 1 << 18;

size_t block_cache_limit(BlockCache *b) {
  static const size_t LIMIT = 256 << 20, PART = 64;
  if (b->most) return b->most;
  const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  b->most = LIMIT;
  if (pages > 0 && page > 0 && (size_t)pages / PART < LIMIT / (size_t)page)
    b->most = (size_t)pages / PART * (size_t)page;
  return b->most;
}

static void remove_at(BlockCache *b, int i) {
  b->total -= b->kept[i].size;
  memmove(b->kept + i, b->kept + i + 1,
          (size_t)(BLOCK_CACHE_KEPT - 1 - i) * sizeof *b->kept);
  b->kept[BLOCK_CACHE_KEPT - 1].at = NULL;
  b->kept[BLOCK_CACHE_KEPT - 1].size = 0;
}

static const size_t PAGE = 1 << 21; /* huge page */

/* Aligns large blocks to huge pages and requests these, which reduces page
 * faults. The system may ignore the request. A tail that nearly fills a huge
 * page gets a whole one. */
static void *fresh(size_t size) {
  void *block;
  const size_t pages = (size + PAGE / 4) / PAGE * PAGE;
  if (!pages) return malloc(size);
  if (posix_memalign(&block, PAGE, pages > size ? pages : size)) return NULL;
#ifdef MADV_HUGEPAGE
  madvise(block, pages, MADV_HUGEPAGE);
#endif
  return block;
}

static void *make(BlockCache *b, size_t size) {
  void *block = fresh(size);
  if (!block && b->total) {
    block_cache_drop(b);
    block = fresh(size);
  }
  return block;
}

void *block_cache_take(BlockCache *b, size_t size) {
  for (int i = 0; size >= LARGE && i < BLOCK_CACHE_KEPT && b->kept[i].at; i++)
    if (b->kept[i].size == size) {
      void *block = b->kept[i].at;
      remove_at(b, i);
      return block;
    }
  return make(b, size);
}

static void drop_oldest(BlockCache *b) {
  int last = BLOCK_CACHE_KEPT - 1;
  while (last >= 0 && !b->kept[last].at) last--;
  if (last < 0) return;
  free(b->kept[last].at);
  remove_at(b, last);
}

void block_cache_give(BlockCache *b, void *block, size_t size) {
  if (!block) return;
  if (size < LARGE || size > block_cache_limit(b)) {
    free(block);
    return;
  }
  while (b->kept[BLOCK_CACHE_KEPT - 1].at ||
         b->total + size > block_cache_limit(b))
    drop_oldest(b);
  memmove(b->kept + 1, b->kept, (BLOCK_CACHE_KEPT - 1) * sizeof *b->kept);
  b->kept[0].at = block;
  b->kept[0].size = size;
  b->total += size;
}

void *block_cache_change(BlockCache *b, void *block, size_t size) {
  if (!block) return block_cache_take(b, size);
  void *moved = realloc(block, size);
  if (moved || !b->total) return moved;
  block_cache_drop(b);
  return realloc(block, size);
}

void block_cache_drop(BlockCache *b) {
  while (b->kept[0].at) drop_oldest(b);
}
