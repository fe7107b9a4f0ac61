/* png.h - reads PNG files into pixels, for tests. */
#ifndef TESTS_PNG_H
#define TESTS_PNG_H

#include "plot/raster/render.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "check.h"

static inline void *resize(void *ud, void *block, size_t old_size,
                           size_t new_size) {
  (void)ud, (void)old_size;
  if (new_size) return realloc(block, new_size);
  free(block);
  return NULL;
}

/* -- reading a PNG of 8-bit red, green, blue (and alpha) ------------------ */

typedef struct Pixels {
  size_t width, height, depth; /* bytes of a pixel */
  unsigned char *d;            /* rows, each preceded by a filter byte */
} Pixels;

static inline size_t big_endian(const unsigned char *p) {
  return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

/* Concatenates the data of all IDAT chunks in place. */
static inline size_t join_chunks(unsigned char *file, size_t n) {
  size_t joined = 0;
  for (size_t at = 8; at + 12 <= n;) {
    size_t length = big_endian(file + at);
    if (!memcmp(file + at + 4, "IDAT", 4)) {
      memmove(file + joined, file + at + 8, length);
      joined += length;
    }
    at += length + 12;
  }
  return joined;
}

static inline int paeth(int a, int b, int c) {
  int da = abs(b - c), db = abs(a - c), dc = abs(a + b - 2 * c);
  return da <= db && da <= dc ? a : db <= dc ? b : c;
}

static inline void undo_filter(Pixels *p, size_t row) {
  size_t line = p->width * p->depth + 1;
  unsigned char *d = p->d + row * line + 1, *up = row ? d - line : NULL;
  for (size_t i = 0; i + 1 < line; i++) {
    int a = i >= p->depth ? d[i - p->depth] : 0, b = up ? up[i] : 0;
    int c = up && i >= p->depth ? up[i - p->depth] : 0;
    int guess[] = {0, a, b, (a + b) / 2, paeth(a, b, c)};
    assert_true(d[-1] < 5);
    d[i] = (unsigned char)(d[i] + guess[d[-1]]);
  }
}

static inline Pixels decode(Bytes png) {
  unsigned char *file = (unsigned char *)png.d;
  Pixels p = {big_endian(file + 16), big_endian(file + 20),
              file[25] == 6 ? 4 : 3, NULL};
  assert_int_equal(file[24], 8);
  uLongf size = (p.width * p.depth + 1) * p.height;
  p.d = malloc(size);
  size_t n = join_chunks(file, png.n);
  assert_int_equal(uncompress(p.d, &size, file, n), Z_OK);
  for (size_t row = 0; row < p.height; row++) undo_filter(&p, row);
  return p;
}

/* One of its colors: 0 red, 1 green, 2 blue. */
static inline int pixel(const Pixels *p, size_t x, size_t y, size_t color) {
  return p->d[y * (p->width * p->depth + 1) + 1 + x * p->depth + color];
}

#endif
