/* png_image.c - writes a PNG with a palette, chunk by chunk. */
#include "plot/svg/png_image.h"

#include <math.h>
#include <string.h>

#include <zlib.h>

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

static void put(Sink *s, const unsigned char *d, size_t n) {
  for (size_t i = 0; i < n; i++) {
    s->d[s->n++] = d[i];
    if (s->n == PART) flush(s);
  }
}

static void put_word(Sink *s, unsigned long v) {
  unsigned char d[] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
                       (unsigned char)(v >> 8), (unsigned char)v};
  put(s, d, sizeof d);
}

static void put_chunk(Sink *s, const char type[4], const unsigned char *d,
                      size_t n) {
  const unsigned char *name = (const unsigned char *)type;
  put_word(s, n);
  put(s, name, 4);
  if (n) put(s, d, n);
  put_word(s, crc32(crc32(0, name, 4), n ? d : name, (unsigned)n));
}

static void put_head(Sink *s, size_t wide, size_t high) {
  static const unsigned char signature[] = "\x89PNG\r\n\x1a\n";
  enum { DEPTH = 8, PALETTE = 3 };
  unsigned char d[13] = {[8] = DEPTH, [9] = PALETTE};
  for (int i = 0; i < 4; i++) {
    d[i] = (unsigned char)(wide >> (24 - 8 * i));
    d[4 + i] = (unsigned char)(high >> (24 - 8 * i));
  }
  put(s, signature, 8);
  put_chunk(s, "IHDR", d, sizeof d);
}

/* SHADE_NONE is transparent. */
static void put_palette(Sink *s, const Cells *c) {
  unsigned char d[3 * (SHADE_NONE + 1)] = {0}, alpha[SHADE_NONE + 1] = {0};
  for (int i = 0; i < SHADE_NONE; i++) {
    d[3 * i] = c->colors[i].r;
    d[3 * i + 1] = c->colors[i].g;
    d[3 * i + 2] = c->colors[i].b;
    alpha[i] = (unsigned char)lround(c->alpha * 255);
  }
  put_chunk(s, "PLTE", d, sizeof d);
  put_chunk(s, "tRNS", alpha, sizeof alpha);
}

/* Pixels on their way through zlib. */
typedef struct Squeezer {
  Sink *sink;
  z_stream z;
  size_t n;
  unsigned char d[PART];
} Squeezer;

/* Compresses the pixels into chunks. */
static void squeeze(Squeezer *q, int mode) {
  unsigned char room[PART];
  q->z.next_in = q->d;
  q->z.avail_in = (unsigned)q->n;
  q->n = 0;
  do {
    q->z.next_out = room;
    q->z.avail_out = sizeof room;
    if (deflate(&q->z, mode) == Z_STREAM_ERROR) return;
    size_t n = sizeof room - q->z.avail_out;
    if (n) put_chunk(q->sink, "IDAT", room, n);
  } while (!q->z.avail_out && !ferror(q->sink->file));
}

static void put_pixel(Squeezer *q, unsigned char shade) {
  if (q->n == PART) squeeze(q, Z_NO_FLUSH);
  q->d[q->n++] = shade;
}

/* A row of pixels follows the filter byte 0. */
static void put_row(Squeezer *q, const Cells *c, size_t i, size_t times) {
  bool right = c->x[c->columns] > c->x[0];
  const unsigned char *row = c->shade + i * c->columns;
  put_pixel(q, 0);
  for (size_t j = 0; j < c->columns; j++)
    for (size_t k = 0; k < times; k++)
      put_pixel(q, row[right ? j : c->columns - 1 - j]);
}

static void put_rows(Sink *s, const Cells *c, size_t times) {
  Squeezer q = {.sink = s};
  bool up = c->y[c->rows] > c->y[0];
  if (deflateInit(&q.z, Z_DEFAULT_COMPRESSION) != Z_OK) return;
  for (size_t i = 0; i < c->rows * times && !ferror(s->file); i++) {
    size_t row = i / times;
    put_row(&q, c, up ? c->rows - 1 - row : row, times);
  }
  squeeze(&q, Z_FINISH);
  deflateEnd(&q.z);
}

void png_image_write(FILE *file, const Cells *c, size_t times) {
  Sink s = {.file = file};
  put_head(&s, c->columns * times, c->rows * times);
  put_palette(&s, c);
  put_rows(&s, c, times);
  put_chunk(&s, "IEND", NULL, 0);
  flush(&s);
}
