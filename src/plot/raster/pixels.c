/* pixels.c - reading a PNG (ISO/IEC 15948) that was made here. */
#include "plot/raster/pixels.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

enum { HEADER = 33 }; /* bytes up to the end of the first chunk */

static size_t big_endian(const unsigned char *p) {
  return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

/* Kind 2 is red, green, blue; 6 has transparency too. */
static bool read_header(Pixels *out, const Bytes *png) {
  const unsigned char *d = (const unsigned char *)png->d;
  if (png->n < HEADER || memcmp(d, "\x89PNG\r\n\x1a\n", 8)) return false;
  bool known = d[24] == 8 && (d[25] == 2 || d[25] == 6) && d[28] == 0;
  out->width = big_endian(d + 16);
  out->height = big_endian(d + 20);
  out->depth = d[25] == 6 ? 4 : 3;
  return known && out->width && out->height && out->width <= 65535 &&
         out->height <= 65535;
}

static size_t size_of(const Pixels *p) {
  return (p->width * p->depth + 1) * p->height;
}

/* All data chunks are one stream. */
static bool inflate_chunks(Pixels *out, const Bytes *png) {
  unsigned char *d = (unsigned char *)png->d;
  z_stream z = {.next_out = out->d, .avail_out = (uInt)size_of(out)};
  if (inflateInit(&z) != Z_OK) return false;
  int status = Z_OK;
  for (size_t at = 8; at + 12 <= png->n && status == Z_OK;) {
    size_t n = big_endian(d + at);
    if (n > png->n - at - 12) break;
    if (!memcmp(d + at + 4, "IDAT", 4)) {
      z.next_in = d + at + 8;
      z.avail_in = (uInt)n;
      status = inflate(&z, Z_NO_FLUSH);
    }
    at += n + 12;
  }
  inflateEnd(&z);
  return status == Z_STREAM_END && z.avail_out == 0;
}

static int paeth(int a, int b, int c) {
  int da = abs(b - c), db = abs(a - c), dc = abs(a + b - 2 * c);
  return da <= db && da <= dc ? a : db <= dc ? b : c;
}

static int guess(int filter, int a, int b, int c) {
  switch (filter) {
  case 1: return a;
  case 2: return b;
  case 3: return (a + b) / 2;
  case 4: return paeth(a, b, c);
  default: return 0;
  }
}

static void undo_filter(Pixels *p, size_t row) {
  size_t line = p->width * p->depth + 1;
  unsigned char *d = p->d + row * line + 1, *up = row ? d - line : NULL;
  for (size_t i = 0; i + 1 < line; i++) {
    int a = i >= p->depth ? d[i - p->depth] : 0, b = up ? up[i] : 0;
    int c = up && i >= p->depth ? up[i - p->depth] : 0;
    d[i] = (unsigned char)(d[i] + guess(d[-1], a, b, c));
  }
}

Status pixels_read(Pixels *out, const Bytes *png) {
  *out = (Pixels){.memory = png->memory};
  if (!read_header(out, png)) return status_error(STATUS_SYNTAX, 0, 0, 0);
  out->d = memory_new(out->memory, size_of(out));
  if (!out->d)
    return status_error(STATUS_MEMORY, 0, 0, (double)size_of(out));
  if (!inflate_chunks(out, png)) {
    pixels_free(out);
    return status_error(STATUS_SYNTAX, 1, 0, 0);
  }
  for (size_t row = 0; row < out->height; row++) undo_filter(out, row);
  return status_ok();
}

void pixels_free(Pixels *p) {
  memory_free(p->memory, p->d, size_of(p));
  p->d = NULL;
}
