/* record.c - writes down what is drawn on a canvas, as JSON. */
#include "plot/web/record.h"

#include <string.h>

static int index_of(const Axes *axes, const void *mark) {
  int i = 0;
  for (const Mark *m = axes ? axes->first : NULL; m; m = m->next, i++)
    if (m == mark) return i;
  return -1;
}

static void close_part(Record *r) {
  if (!r->open) return;
  json_writer_close(r->json, ']');
  json_writer_close(r->json, '}');
  r->open = false;
}

static void part(void *surface, const char *name, const void *mark) {
  Record *r = surface;
  close_part(r);
  r->skips = r->only && strcmp(r->only, name) != 0;
  if (r->skips) return;
  json_writer_open(r->json, NULL, '{');
  json_writer_text(r->json, "part", name);
  json_writer_number(r->json, "mark", index_of(r->axes, mark));
  json_writer_open(r->json, "ops", '[');
  r->open = true;
}

/* False: the operation is left out. */
static bool op(Record *r, const char *name) {
  if (r->skips) return false;
  json_writer_open(r->json, NULL, '[');
  json_writer_text(r->json, NULL, name);
  return true;
}

static void end_op(Record *r) { json_writer_close(r->json, ']'); }

static void point(Record *r, double x, double y) {
  json_writer_pixel(r->json, x - r->x);
  json_writer_pixel(r->json, r->y - y);
}

static void points(Record *r, size_t n, const double *x, const double *y) {
  for (size_t i = 0; i < n; i++) point(r, x[i], y[i]);
}

/* -- the backend ---------------------------------------------------------- */

static void view(const Canvas *canvas, void *surface, const Box *box) {
  Record *r = surface;
  (void)canvas;
  if (!op(r, "v")) return;
  json_writer_pixel(r->json, box != NULL);
  end_op(r);
}

static void color(void *surface, Color c, double alpha) {
  Record *r = surface;
  if (!op(r, "c")) return;
  json_writer_color(r->json, NULL, c);
  json_writer_pixel(r->json, alpha);
  end_op(r);
}

static void pen(void *surface, double width, LineStyle style) {
  Record *r = surface;
  if (!op(r, "p")) return;
  json_writer_pixel(r->json, width);
  json_writer_pixel(r->json, style);
  end_op(r);
}

static void line(void *surface, size_t n, const double *x, const double *y) {
  Record *r = surface;
  if (!op(r, "l")) return;
  points(r, n, x, y);
  end_op(r);
}

static void patch(void *surface, size_t n, const double *x, const double *y,
                  double rim) {
  Record *r = surface;
  if (!op(r, "f")) return;
  json_writer_pixel(r->json, rim);
  points(r, n, x, y);
  end_op(r);
}

static void dot(const Canvas *canvas, void *surface, double x, double y,
                double diameter) {
  Record *r = surface;
  (void)canvas;
  if (!op(r, "d")) return;
  point(r, x, y);
  json_writer_pixel(r->json, diameter);
  end_op(r);
}

static void text(void *surface, double x, double y, Lettering how,
                 const char *escaped) {
  Record *r = surface;
  if (!op(r, "t")) return;
  point(r, x, y);
  json_writer_pixel(r->json, how.size);
  json_writer_pixel(r->json, how.just);
  json_writer_pixel(r->json, how.bold + 2 * how.turned);
  json_writer_text(r->json, NULL, escaped);
  end_op(r);
}

static const CanvasBackend backend = {.view = view,
                                      .color = color,
                                      .pen = pen,
                                      .line = line,
                                      .patch = patch,
                                      .dot = dot,
                                      .text = text,
                                      .part = part};

void record_begin(Record *r, const Canvas *canvas, const char *key) {
  json_writer_open(r->json, key, '[');
  r->open = false;
  part(r, "", NULL);
  canvas_use(canvas, &backend, r);
}

void record_end(Record *r) {
  close_part(r);
  json_writer_close(r->json, ']');
}
