/* canvas.c - forwards drawing to the current backend. */
#include "plot/canvas/canvas.h"
#include "plot/canvas/quick.h"

#include <string.h>

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

/* -- text ------------------------------------------------------------------ */

/* A copy of the run, and how it is drawn. */
static Lettering run_of(const TextRun *run, Lettering how,
                        char text[TEXT_ROOM]) {
  size_t n = run->n < TEXT_ROOM ? run->n : TEXT_ROOM - 1;
  memcpy(text, run->at, n);
  text[n] = 0;
  how.size *= text_run_size(run);
  how.just = 0;
  return how;
}

static void draw_runs(double x, double y, Lettering how, const char *escaped) {
  char text[TEXT_ROOM];
  TextRun run = {escaped, 0, 0};
  double width = 0;
  while (text_next_run(&run))
    width += backend->width(surface, run_of(&run, how, text), text);
  double along = -how.just * width;
  run = (TextRun){escaped, 0, 0};
  while (text_next_run(&run)) {
    Lettering part = run_of(&run, how, text);
    double rise =
      text_run_rise(&run) * how.size - CANVAS_BASELINE * (how.size - part.size);
    backend->text(surface, x + (how.turned ? -rise : along),
                  y + (how.turned ? along : rise), part, text);
    along += backend->width(surface, part, text);
  }
}

static bool has_levels(const char *escaped) {
  TextRun run = {escaped, 0, 0};
  return text_next_run(&run) && (run.level || run.at[run.n]);
}

void canvas_text(double x, double y, Lettering how, const char *escaped) {
  if (backend->width && has_levels(escaped))
    draw_runs(x, y, how, escaped);
  else
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

/* What canvas_quick_end returns to. */
static const CanvasBackend *slow_backend;
static void *slow_surface;

bool canvas_quick_begin(Canvas *canvas) {
  static Quick quick;
  if (!canvas->pixels) return false;
  backend->pause(canvas, surface);
  quick = (Quick){.pixels = canvas->pixels,
                  .width = (long)canvas->width,
                  .height = (long)canvas->height,
                  .alpha = 1,
                  .pen = 1};
  slow_backend = backend;
  slow_surface = surface;
  canvas_use(canvas, quick_backend(), &quick);
  return true;
}

void canvas_quick_end(Canvas *canvas) {
  slow_backend->resume(canvas, slow_surface);
  canvas_use(canvas, slow_backend, slow_surface);
}
