/* canvas.h - PLplot as a sheet of pixels.
 *
 * Everything is placed in pixels of the page, y upwards from the bottom, and
 * clipped to the view. Coordinates must be finite and within CANVAS_FAR of the
 * page: PLplot counts in 32-bit units and drops what lies beyond them.
 */
#ifndef PLOT_RASTER_CANVAS_H
#define PLOT_RASTER_CANVAS_H

#include <stdio.h>

#include "plot/raster/render.h"
#include "plot/figure/text.h"

typedef struct Box {
  double x0, y0, x1, y1; /* x0 < x1, y0 < y1 */
} Box;

typedef struct Canvas {
  double width, height;
  bool round_dots; /* a stroke without length is a disc (not in svg) */
  bool cells;      /* a terminal's: markers are letters or a dot */
  unsigned char *pixels; /* of canvas_open_pixels */
} Canvas;

enum { CANVAS_FAR = 20000 };

/* Starts a page that is written to `file`; PLplot closes it at canvas_close,
 * which is safe at any time. Must be called inside the guard. */
void canvas_open(Canvas *canvas, Format format, FILE *file, double width,
                 double height, Color page);
/* A page of pixels (FORMAT_PIXELS). canvas->pixels is made by malloc and is
 * complete after canvas_close; the caller frees it. False: no memory. */
bool canvas_open_pixels(Canvas *canvas, double width, double height,
                        Color page);
void canvas_close(void);
/* Instead of PLplot's page: all that follows is drawn there, in its dots, until
 * the same is called with NULL. */
struct Dots;
void canvas_open_dots(Canvas *canvas, struct Dots *dots);
/* NULL, or what is to be installed before the format can be written. */
const char *canvas_missing(Format format);

/* Clips to the box; NULL is the whole page. */
void canvas_view(const Canvas *canvas, const Box *box);
void canvas_color(Color color, double alpha);
void canvas_pen(double width, LineStyle line);
void canvas_line(size_t n, const double *x, const double *y);
void canvas_segment(double x0, double y0, double x1, double y1);
void canvas_polygon(size_t n, const double *x, const double *y);
/* With an outline of that width, which hides the seam to its neighbours. */
void canvas_patch(size_t n, const double *x, const double *y, double rim);
void canvas_rectangle(Box box);
/* Only where the canvas has cells. */
void canvas_letter(double x, double y, double diameter, unsigned long letter);
void canvas_dot(const Canvas *canvas, double x, double y, double diameter);

/* The text stands with its middle line at y; `just` is the part of it that
 * lies before x: 0, 0.5 or 1. Size in pixels. Turned: it runs upwards. */
typedef struct Lettering {
  double size, just;
  bool bold, turned;
} Lettering;
void canvas_text(double x, double y, Lettering how, const char *escaped);

#endif
