/* heap.h - an allocator that counts its bytes and fails on demand, for Lua states
 * and figures. */
#ifndef TESTS_HEAP_H
#define TESTS_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

typedef struct Heap {
  size_t used;         /* bytes */
  long count, failing; /* allocations; the number of the one that fails, 0: none */
  bool twice;          /* the one after it fails, too: Lua collects garbage and
                          tries again */
} Heap;

/* Counts an allocation. */
static inline bool heap_fails(Heap *heap) {
  const long after = ++heap->count - heap->failing;
  return heap->failing && (after == 0 || (after == 1 && heap->twice));
}

/* Without a block, Lua passes the type of an object as `old`. */
static inline void *heap_allocate(void *ud, void *block, size_t old,
                                  size_t size) {
  Heap *heap = ud;
  const size_t had = block ? old : 0;
  if (!size) {
    free(block);
    heap->used -= had;
    return NULL;
  }
  if (size > had && heap_fails(heap)) return NULL;
  void *made = realloc(block, size);
  if (made) heap->used += size - had;
  return made;
}

/* Did the one that was to fail? */
static inline bool heap_failed(const Heap *heap) {
  return heap->failing && heap->count >= heap->failing;
}

#endif
