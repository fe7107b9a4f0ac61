/* png.h - writes PNG files with 8 bits per channel. */
#ifndef PLOT_CANVAS_PNG_H
#define PLOT_CANVAS_PNG_H

#include <stdbool.h>
#include <stddef.h>

#include <zlib.h>

typedef enum PngKind { PNG_COLORS = 2, PNG_PALETTE = 3 } PngKind;

typedef struct Png {
  /* Takes the bytes of the file in order; false: the rest is not wanted. */
  bool (*put)(void *context, const unsigned char *d, size_t n);
  void *context;
  bool failed;
  z_stream z;
} Png;

/* Call png_start, png_chunk for each chunk before the pixels, png_pixels until
 * all rows are there, and png_end, even if something failed before. */
void png_start(Png *png, size_t width, size_t height, PngKind kind);

void png_chunk(Png *png, const char type[4], const unsigned char *d, size_t n);

/* Each row begins with the number of its filter. Figures have large areas of one
 * color, and are smaller without one. */
enum { PNG_NO_FILTER = 0 };
void png_pixels(Png *png, const unsigned char *d, size_t n);

/* Returns false if memory was short or `put` has returned false. */
bool png_end(Png *png);

#endif
