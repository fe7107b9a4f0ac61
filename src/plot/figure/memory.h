/* memory.h - the allocator that a figure and its drawing use. */
#ifndef PLOT_FIGURE_MEMORY_H
#define PLOT_FIGURE_MEMORY_H

#include "core/status.h"
#include <stddef.h>

/* Behaves like lua_Alloc: a new size of 0 frees the block. */
typedef void *(*Alloc)(void *ud, void *block, size_t old_size, size_t new_size);
typedef struct Memory {
  Alloc alloc;
  void *ud;
} Memory;

/* Returns NULL if there is not enough memory. */
void *memory_new(Memory memory, size_t size);
void memory_free(Memory memory, void *block, size_t size);

/* Replaces the string at *where with a copy of `text`; NULL removes it. */
Status memory_set_text(Memory memory, char **where, const char *text);

#endif
