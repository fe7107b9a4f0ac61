/* png.c - PNG chunk by chunk (ISO/IEC 15948); zlib compresses the pixels. */
#include "plot/canvas/png.h"

#include <string.h>

/* Of 1 to 9. Figures are mostly paper, of which higher levels make a tenth less
 * in twice the time. */
enum { LEVEL = 3 };

static void put(Png *png, const unsigned char *d, size_t n) {
  if (!png->failed && n && !png->put(png->context, d, n)) png->failed = true;
}

static void write_word(unsigned char d[4], unsigned long v) {
  for (int i = 0; i < 4; i++) d[i] = (unsigned char)(v >> (24 - 8 * i));
}

static void put_word(Png *png, unsigned long v) {
  unsigned char d[4];
  write_word(d, v);
  put(png, d, sizeof d);
}

void png_chunk(Png *png, const char type[4], const unsigned char *d, size_t n) {
  const unsigned char *name = (const unsigned char *)type;
  put_word(png, n);
  put(png, name, 4);
  put(png, d, n);
  put_word(png, crc32(crc32(0, name, 4), n ? d : name, (unsigned)n));
}

void png_start(Png *png, size_t width, size_t height, PngKind kind) {
  static const unsigned char signature[] = "\x89PNG\r\n\x1a\n";
  enum { DEPTH = 8 };
  unsigned char d[13] = {[8] = DEPTH, [9] = (unsigned char)kind};
  write_word(d, width);
  write_word(d + 4, height);
  png->z = (z_stream){0};
  png->failed = deflateInit(&png->z, LEVEL) != Z_OK;
  put(png, signature, 8);
  png_chunk(png, "IHDR", d, sizeof d);
}

/* Compresses into chunks. */
static void squeeze(Png *png, const unsigned char *d, size_t n, int mode) {
  unsigned char room[8192];
  png->z.next_in = (unsigned char *)d;
  png->z.avail_in = (unsigned)n;
  do {
    png->z.next_out = room;
    png->z.avail_out = sizeof room;
    if (deflate(&png->z, mode) == Z_STREAM_ERROR) return;
    size_t filled = sizeof room - png->z.avail_out;
    if (filled) png_chunk(png, "IDAT", room, filled);
  } while (!png->z.avail_out && !png->failed);
}

void png_pixels(Png *png, const unsigned char *d, size_t n) {
  if (!png->failed) squeeze(png, d, n, Z_NO_FLUSH);
}

bool png_end(Png *png) {
  if (!png->failed) squeeze(png, NULL, 0, Z_FINISH);
  deflateEnd(&png->z);
  png_chunk(png, "IEND", NULL, 0);
  return !png->failed;
}
