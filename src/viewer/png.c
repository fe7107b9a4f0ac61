/* png.c - PNG as ISO/IEC 15948 has it: a signature, IHDR, one IDAT, IEND. */
#define _POSIX_C_SOURCE 200809L
#include "viewer/png.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

static void put_number(unsigned char *to, uint32_t value) {
  for (int i = 0; i < 4; i++) to[i] = (unsigned char)(value >> (24 - 8 * i));
}

/* Length, name, data, and the checksum of name and data. */
static void put_chunk(FILE *file, const char *name, const unsigned char *d,
                      size_t n) {
  unsigned char number[4];
  uLong sum = crc32(0, (const Bytef *)name, 4);
  if (n) sum = crc32(sum, d, (uInt)n);
  put_number(number, (uint32_t)n);
  fwrite(number, 1, 4, file);
  fwrite(name, 1, 4, file);
  if (n) fwrite(d, 1, n, file);
  put_number(number, (uint32_t)sum);
  fwrite(number, 1, 4, file);
}

/* Rows, each behind a 0: they are not filtered. */
static unsigned char *pack(const unsigned char *pixels, int width, int height,
                           uLongf *packed) {
  size_t row = (size_t)width * 3, n = (row + 1) * (size_t)height;
  *packed = compressBound((uLong)n);
  unsigned char *plain = malloc(n), *out = malloc(*packed);
  for (size_t i = 0; plain && i < (size_t)height; i++) {
    plain[i * (row + 1)] = 0;
    memcpy(plain + i * (row + 1) + 1, pixels + i * row, row);
  }
  bool good = plain && out &&
              compress2(out, packed, plain, (uLong)n, 6) == Z_OK;
  free(plain);
  if (good) return out;
  free(out);
  errno = ENOMEM;
  return NULL;
}

static bool write_png(FILE *file, int width, int height,
                      const unsigned char *packed, size_t n) {
  static const char signature[] = "\211PNG\r\n\032\n";
  unsigned char head[13] = {[8] = 8, 2}; /* 8 bits of r, g, b */
  put_number(head, (uint32_t)width);
  put_number(head + 4, (uint32_t)height);
  fwrite(signature, 1, 8, file);
  put_chunk(file, "IHDR", head, sizeof head);
  put_chunk(file, "IDAT", packed, n);
  put_chunk(file, "IEND", NULL, 0);
  bool good = !ferror(file);
  return fclose(file) == 0 && good;
}

static FILE *open_free(char *name, size_t room) {
  for (int i = 1; i < 100000; i++) {
    snprintf(name, room, "figure-%03d.png", i);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) return fdopen(fd, "wb");
    if (errno != EEXIST) return NULL;
  }
  return NULL;
}

bool png_save(const unsigned char *pixels, int width, int height, char *name,
              size_t room) {
  uLongf n;
  unsigned char *packed = pack(pixels, width, height, &n);
  FILE *file = packed ? open_free(name, room) : NULL;
  bool good = file && write_png(file, width, height, packed, n);
  int error = errno;
  if (file && !good) unlink(name);
  free(packed);
  errno = error;
  return good;
}
