/* canvas.c - forwards drawing to the current backend. */
#include "plot/canvas/canvas.h"

/* One figure is drawn at a time, as PLplot requires. */
static const CanvasBackend *backend;
static void *surface;

void canvas_use(const Canvas *canvas, const CanvasBackend *given, void *on) {
  backend = given;
  surface = on;
  canvas_view(canvas, NULL);
}

void canvas_view(const Canvas *canvas, const Box *box) {
  backend->view(canvas, surface, box);
}

void canvas_color(Color color, double alpha) {
  backend->color(surface, color, alpha);
}

void canvas_pen(double width, LineStyle line) {
  backend->pen(surface, width, line);
}

void canvas_line(size_t n, const double *x, const double *y) {
  if (n > 1) backend->line(surface, n, x, y);
}

void canvas_segment(double x0, double y0, double x1, double y1) {
  double x[] = {x0, x1}, y[] = {y0, y1};
  backend->line(surface, 2, x, y);
}

/* The outline that cairo strokes around each polygon would show where alpha is
 * below 1. */
void canvas_polygon(size_t n, const double *x, const double *y) {
  canvas_patch(n, x, y, 0.01);
}

void canvas_patch(size_t n, const double *x, const double *y, double rim) {
  if (n > 2) backend->patch(surface, n, x, y, rim);
}

void canvas_rectangle(Box b) {
  double x[] = {b.x0, b.x1, b.x1, b.x0}, y[] = {b.y0, b.y0, b.y1, b.y1};
  canvas_polygon(4, x, y);
}

void canvas_dot(const Canvas *canvas, double x, double y, double diameter) {
  backend->dot(canvas, surface, x, y, diameter);
}

void canvas_letter(double x, double y, double diameter, unsigned long letter) {
  if (backend->letter) backend->letter(surface, x, y, diameter, letter);
}

void canvas_text(double x, double y, Lettering how, const char *escaped) {
  backend->text(surface, x, y, how, escaped);
}

void canvas_part(const char *name, const void *mark) {
  if (backend->part) backend->part(surface, name, mark);
}

bool canvas_shape_begin(void) {
  if (!backend->shape) return false;
  backend->shape(surface, true);
  return true;
}

void canvas_shape_end(void) { backend->shape(surface, false); }

void canvas_repeat(double x, double y) { backend->repeat(surface, x, y); }

bool canvas_has_cells(void) { return backend->cells != NULL; }

void canvas_cells(const Canvas *canvas, const Cells *cells) {
  backend->cells(canvas, surface, cells);
}
