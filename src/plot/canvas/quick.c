#include "plot/canvas/quick.h"

#include <math.h>

static void view(const Canvas *canvas, void *surface, const Box *box) {
  (void)canvas, (void)surface, (void)box;
}

static void color(void *surface, Color c, double alpha) {
  Quick *q = surface;
  q->color = c;
  q->alpha = alpha;
}

static void pen(void *surface, double width, LineStyle style) {
  (void)style;
  ((Quick *)surface)->pen = width;
}

/* -- polygons ------------------------------------------------------------- */

/* The first of `n` pixels whose center is not before `at`. */
static long pixel_from(double at, long n) {
  return (long)ceil(fmax(0, fmin((double)n, at - 0.5)));
}

static uint32_t mixed(uint32_t below, int shift, unsigned char c,
                      double alpha) {
  const double old = below >> shift & 255;
  return (uint32_t)(old + (c - old) * alpha + 0.5) << shift;
}

static void paint_row(const Quick *q, long row, double left, double right) {
  long from = pixel_from(left, q->width), to = pixel_from(right, q->width);
  uint32_t *pixels = q->pixels + (q->height - 1 - row) * q->width;
  for (long column = from; column < to; column++)
    pixels[column] = mixed(pixels[column], 16, q->color.r, q->alpha) |
                     mixed(pixels[column], 8, q->color.g, q->alpha) |
                     mixed(pixels[column], 0, q->color.b, q->alpha);
}

/* Paints the pixels whose centers are inside, so that neighbors leave no seam.
 * Each row is painted from its first to its last edge: a polygon that is not
 * convex loses its bays. */
static void patch(void *surface, size_t n, const double *x, const double *y,
                  double rim) {
  const Quick *q = surface;
  double low = y[0], high = y[0];
  (void)rim;
  for (size_t k = 1; k < n; k++) {
    low = fmin(low, y[k]);
    high = fmax(high, y[k]);
  }
  long to = pixel_from(high, q->height);
  for (long row = pixel_from(low, q->height); row < to; row++) {
    double at = (double)row + 0.5, left = INFINITY, right = -INFINITY;
    for (size_t k = 0; k < n; k++) {
      size_t next = k + 1 < n ? k + 1 : 0;
      if ((y[k] <= at) == (y[next] <= at)) continue;
      double edge = x[k] + (at - y[k]) * (x[next] - x[k]) / (y[next] - y[k]);
      left = fmin(left, edge);
      right = fmax(right, edge);
    }
    if (left < right) paint_row(q, row, left, right);
  }
}

/* -- strokes -------------------------------------------------------------- */

/* Strokes narrower than a pixel are paler instead. */
static void stroke(const Quick *q, double x0, double y0, double x1, double y1) {
  Quick pale = *q;
  double right = x1 - x0, up = y1 - y0, length = hypot(right, up);
  if (length == 0) return;
  pale.alpha *= fmin(q->pen, 1);
  double half = fmax(q->pen, 1) / 2 / length;
  double dx = -up * half, dy = right * half;
  double x[] = {x0 + dx, x1 + dx, x1 - dx, x0 - dx};
  double y[] = {y0 + dy, y1 + dy, y1 - dy, y0 - dy};
  patch(&pale, 4, x, y, 0);
}

static void line(void *surface, size_t n, const double *x, const double *y) {
  for (size_t k = 1; k < n; k++)
    stroke(surface, x[k - 1], y[k - 1], x[k], y[k]);
}

static void dot(const Canvas *canvas, void *surface, double x, double y,
                double diameter) {
  enum { CORNERS = 12 };
  static const double PI = 3.14159265358979323846;
  double corner_x[CORNERS], corner_y[CORNERS];
  (void)canvas;
  for (int k = 0; k < CORNERS; k++) {
    corner_x[k] = x + diameter / 2 * cos(2 * PI * k / CORNERS);
    corner_y[k] = y + diameter / 2 * sin(2 * PI * k / CORNERS);
  }
  patch(surface, CORNERS, corner_x, corner_y, 0);
}

const CanvasBackend *quick_backend(void) {
  static const CanvasBackend backend = {.view = view,
                                        .color = color,
                                        .pen = pen,
                                        .line = line,
                                        .patch = patch,
                                        .dot = dot};
  return &backend;
}
