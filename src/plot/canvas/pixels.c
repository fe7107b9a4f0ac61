/* pixels.c - allocates the pixels of a page and converts them to bytes. */
#include "plot/canvas/pixels.h"

#include <stdlib.h>

#include "plot/canvas/png.h"

static size_t count(const Canvas *canvas) {
  return (size_t)canvas->width * (size_t)canvas->height;
}

bool pixels_new(Canvas *canvas, Memory memory, Color color) {
  const size_t n = count(canvas);
  uint32_t *pixels = memory_new(memory, n * sizeof *pixels);
  for (size_t i = 0; pixels && i < n; i++)
    pixels[i] = (uint32_t)(color.r << 16 | color.g << 8 | color.b);
  canvas->pixels = pixels;
  return pixels;
}

void pixels_free(Canvas *canvas, Memory memory) {
  memory_free(memory, canvas->pixels, count(canvas) * sizeof *canvas->pixels);
  canvas->pixels = NULL;
}

static void read_row(const Canvas *canvas, size_t y, unsigned char *d) {
  const size_t width = (size_t)canvas->width;
  const uint32_t *pixel = canvas->pixels + y * width;
  for (size_t x = 0; x < width; x++, d += 3) {
    d[0] = (unsigned char)(pixel[x] >> 16);
    d[1] = (unsigned char)(pixel[x] >> 8);
    d[2] = (unsigned char)pixel[x];
  }
}

bool pixels_write(const Canvas *canvas, PixelsTaker *take, void *context) {
  const size_t n = 3 * (size_t)canvas->width;
  unsigned char *row = malloc(n);
  bool good = row != NULL;
  for (size_t y = 0; good && y < (size_t)canvas->height; y++) {
    read_row(canvas, y, row);
    good = take(context, row, n);
  }
  free(row);
  return good;
}

static bool write_rows(Png *png, const Canvas *canvas, unsigned char *row,
                       StopFlag stop) {
  row[0] = PNG_NO_FILTER;
  for (size_t y = 0; !png->failed && y < (size_t)canvas->height; y++) {
    if (stop_asked(stop)) return false;
    read_row(canvas, y, row + 1);
    png_pixels(png, row, 1 + 3 * (size_t)canvas->width);
  }
  return true;
}

bool pixels_write_png(const Canvas *canvas, StopFlag stop, PixelsTaker *take,
                      void *context) {
  Png png = {.put = take, .context = context};
  unsigned char *row = malloc(1 + 3 * (size_t)canvas->width);
  if (!row) return false;
  png_start(&png, (size_t)canvas->width, (size_t)canvas->height, PNG_COLORS);
  bool good = write_rows(&png, canvas, row, stop);
  free(row);
  return png_end(&png) && good;
}
