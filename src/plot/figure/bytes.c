/* bytes.c - a growing block of bytes. */
#include "plot/figure/bytes.h"

#include <string.h>

void bytes_free(Bytes *b) {
  memory_free(b->memory, b->d, b->room);
  *b = (Bytes){b->memory, NULL, 0, 0};
}

static bool grow(Bytes *b, size_t more) {
  if (b->room - b->n >= more) return true;
  size_t room = (b->n + more) * 2;
  char *d = b->memory.alloc(b->memory.ud, b->d, b->room, room);
  if (!d) return false;
  b->d = d;
  b->room = room;
  return true;
}

bool bytes_add(Bytes *b, const char *d, size_t n) {
  if (!grow(b, n)) return false;
  memcpy(b->d + b->n, d, n);
  b->n += n;
  return true;
}
