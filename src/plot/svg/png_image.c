/* png_image.c - a PNG with a palette, in base64. */
#include "plot/svg/png_image.h"

#include <math.h>
#include <string.h>

#include "plot/canvas/png.h"
#include "sys/base64.h"

enum { PART = 3 * 1024 };

/* Bytes on their way into base64. */
typedef struct Sink {
  FILE *file;
  size_t n;
  unsigned char d[PART];
} Sink;

static void flush(Sink *s) {
  char letters[PART / 3 * 4];
  size_t m = base64_encode(letters, s->d, s->n);
  fwrite(letters, 1, m, s->file);
  s->n = 0;
}

static bool put(void *sink, const unsigned char *d, size_t n) {
  Sink *s = sink;
  for (size_t i = 0; i < n; i++) {
    s->d[s->n++] = d[i];
    if (s->n == PART) flush(s);
  }
  return !ferror(s->file);
}

/* SHADE_NONE is transparent. */
static void put_palette(Png *png, const Cells *c) {
  unsigned char d[3 * (SHADE_NONE + 1)] = {0}, alpha[SHADE_NONE + 1] = {0};
  for (int i = 0; i < SHADE_NONE; i++) {
    d[3 * i] = c->colors[i].r;
    d[3 * i + 1] = c->colors[i].g;
    d[3 * i + 2] = c->colors[i].b;
    alpha[i] = (unsigned char)lround(c->alpha * 255);
  }
  png_chunk(png, "PLTE", d, sizeof d);
  png_chunk(png, "tRNS", alpha, sizeof alpha);
}

/* Pixels on their way to the file. */
typedef struct Row {
  Png *png;
  size_t n;
  unsigned char d[PART];
} Row;

static void hand_over(Row *r) {
  png_pixels(r->png, r->d, r->n);
  r->n = 0;
}

static void put_pixel(Row *r, unsigned char shade) {
  if (r->n == PART) hand_over(r);
  r->d[r->n++] = shade;
}

static void put_row(Row *r, const Cells *c, size_t i, size_t times) {
  bool right = c->x[c->columns] > c->x[0];
  const unsigned char *row = c->shade + i * c->columns;
  put_pixel(r, PNG_NO_FILTER);
  for (size_t j = 0; j < c->columns; j++)
    for (size_t k = 0; k < times; k++)
      put_pixel(r, row[right ? j : c->columns - 1 - j]);
}

static void put_rows(Png *png, const Cells *c, size_t times) {
  Row r = {.png = png};
  bool up = c->y[c->rows] > c->y[0];
  for (size_t i = 0; i < c->rows * times && !png->failed; i++) {
    size_t row = i / times;
    put_row(&r, c, up ? c->rows - 1 - row : row, times);
  }
  hand_over(&r);
}

void png_image_write(FILE *file, const Cells *c, size_t times) {
  Sink s = {.file = file};
  Png png = {.put = put, .context = &s};
  png_start(&png, c->columns * times, c->rows * times, PNG_PALETTE);
  put_palette(&png, c);
  put_rows(&png, c, times);
  png_end(&png);
  flush(&s);
}
