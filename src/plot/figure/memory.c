/* memory.c - allocate, free and copy strings with a given allocator. */
#include "plot/figure/memory.h"

#include <string.h>

void *memory_new(Memory memory, size_t size) {
  return memory.alloc(memory.ud, NULL, 0, size);
}

void memory_free(Memory memory, void *block, size_t size) {
  if (block) memory.alloc(memory.ud, block, size, 0);
}

Status memory_set_text(Memory memory, char **where, const char *text) {
  char *copy = NULL;
  if (text) {
    size_t size = strlen(text) + 1;
    copy = memory_new(memory, size);
    if (!copy) return status_error(STATUS_MEMORY, 0, 0, (double)size);
    memcpy(copy, text, size);
  }
  if (*where) memory_free(memory, *where, strlen(*where) + 1);
  *where = copy;
  return status_ok();
}
