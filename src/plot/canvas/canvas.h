/* canvas.h - the page that figures are drawn on.
 *
 * Coordinates are pixels of the page, with y upwards from the bottom; drawing
 * is clipped to the view. Coordinates must be finite and within CANVAS_FAR of
 * the page, because PLplot drops what does not fit its 32-bit units.
 */
#ifndef PLOT_CANVAS_CANVAS_H
#define PLOT_CANVAS_CANVAS_H

#include <stdint.h>

#include "plot/figure/color.h"
#include "plot/figure/style.h"
#include "plot/figure/text.h"

typedef struct Box {
  double x0, y0, x1, y1; /* x0 < x1, y0 < y1 */
} Box;

typedef struct Canvas {
  double width, height;
  size_t detail;    /* cells per side of a surface worth drawing */
  bool cells;       /* a terminal: markers are characters or dots */
  uint32_t *pixels; /* 0xrrggbb, rows from the top; NULL: none */
} Canvas;

enum { CANVAS_FAR = 20000 };

/* The baseline of text is below its middle by this part of its size. */
#define CANVAS_BASELINE 0.36

/* How text is drawn: centered vertically at y; `just` is the fraction of its
 * width to the left of x: 0, 0.5 or 1. size is in pixels. turned: runs
 * upwards. */
typedef struct Lettering {
  double size, just;
  bool bold, turned;
} Lettering;

/* A matrix of colored cells: cell (i, j) extends from x[j] to x[j + 1] and from
 * y[i] to y[i + 1], which ascend or descend. shade has rows * columns indices of
 * colors; SHADE_NONE: the cell is empty. */
enum { SHADE_NONE = 255 };
typedef struct Cells {
  size_t rows, columns;
  const double *x, *y;
  const unsigned char *shade;
  const Color *colors; /* SHADE_NONE of them */
  double alpha;
} Cells;

/* The operations of a backend: PLplot for pixels and PDF, SVG, braille dots of a
 * terminal, the record for a page. `surface` is the backend's data. */
typedef struct CanvasBackend {
  void (*view)(const Canvas *canvas, void *surface, const Box *box);
  void (*color)(void *surface, Color color, double alpha);
  void (*pen)(void *surface, double width, LineStyle line);
  void (*line)(void *surface, size_t n, const double *x, const double *y);
  void (*patch)(void *surface, size_t n, const double *x, const double *y,
                double rim);
  void (*dot)(const Canvas *canvas, void *surface, double x, double y,
              double diameter);
  void (*letter)(void *surface, double x, double y, double diameter,
                 unsigned long letter); /* NULL: no cells */
  void (*text)(void *surface, double x, double y, Lettering how,
               const char *escaped);
  /* The width of a text of one level, in pixels. NULL: `text` places raised and
   * lowered parts itself. */
  double (*width)(void *surface, Lettering how, const char *escaped);
  /* What follows belongs to this part of the axes, and to this mark unless it
   * is NULL. NULL: the backend does not distinguish parts. */
  void (*part)(void *surface, const char *name, const void *mark);
  /* The following are NULL if the backend has nothing better than single
   * polygons. */
  void (*shape)(void *surface, bool begins);
  void (*repeat)(void *surface, double x, double y);
  void (*cells)(const Canvas *canvas, void *surface, const Cells *cells);
  /* `pause` puts what is drawn so far into canvas->pixels, which may be changed
   * until `resume`. NULL: canvas->pixels is never set. */
  void (*pause)(Canvas *canvas, void *surface);
  void (*resume)(Canvas *canvas, void *surface);
} CanvasBackend;

/* Directs all drawing to this backend; the view is the whole page. */
void canvas_use(const Canvas *canvas, const CanvasBackend *backend,
                void *surface);

/* Clips to the box; NULL is the whole page. */
void canvas_view(const Canvas *canvas, const Box *box);
void canvas_color(Color color, double alpha);
void canvas_pen(double width, LineStyle line);
void canvas_line(size_t n, const double *x, const double *y);
void canvas_segment(double x0, double y0, double x1, double y1);
void canvas_polygon(size_t n, const double *x, const double *y);
/* A polygon with an outline of width `rim`, which hides the seams between
 * neighbors. */
void canvas_patch(size_t n, const double *x, const double *y, double rim);
void canvas_rectangle(Box box);
/* Only if the canvas has cells. */
void canvas_letter(double x, double y, double diameter, unsigned long letter);
void canvas_dot(const Canvas *canvas, double x, double y, double diameter);

void canvas_text(double x, double y, Lettering how, const char *escaped);

/* What is drawn around 0, 0 between canvas_shape_begin and canvas_shape_end is a
 * shape that canvas_repeat draws around a point, until the view changes. False:
 * the backend cannot repeat shapes. */
bool canvas_shape_begin(void);
void canvas_shape_end(void);
void canvas_repeat(double x, double y);
/* canvas_cells may be called only if the backend has a better way to draw cells
 * than single rectangles. */
bool canvas_has_cells(void);
void canvas_cells(const Canvas *canvas, const Cells *cells);

/* Polygons, lines and dots between the two are drawn quickly, with hard edges.
 * Not text. False: this page cannot; canvas_quick_end must not be called. Both
 * set the view to the whole page. */
bool canvas_quick_begin(Canvas *canvas);
void canvas_quick_end(Canvas *canvas);

/* Names what is drawn next, for a page that can redraw or hide a part of the
 * figure: "panel", "grid", "ticks", "words", "bar", "legend"; "entry" of a
 * legend, for this Mark; "numbers" of an image. */
void canvas_part(const char *name, const void *mark);

#endif
