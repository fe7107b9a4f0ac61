/* bytes.h - a growing block of bytes. */
#ifndef PLOT_FIGURE_BYTES_H
#define PLOT_FIGURE_BYTES_H

#include "plot/figure/memory.h"
#include <stdbool.h>

typedef struct Bytes {
  Memory memory;
  char *d;
  size_t n, room;
} Bytes;

void bytes_free(Bytes *bytes);
/* Appends n bytes; returns false if there is not enough memory. */
bool bytes_add(Bytes *bytes, const char *d, size_t n);

#endif
