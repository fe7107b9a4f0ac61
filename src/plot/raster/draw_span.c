/* draw_span.c - lines and bands across a panel; hexagons. */
#include "plot/raster/draw_span.h"
#include "plot/raster/color_bar.h"
#include "plot/canvas/render_pen.h"

#include <math.h>

bool draw_span_is_line(const Mark *m) {
  return m->x.n && (*vec_at(m->x, 0) == *vec_at(m->x2, 0) ||
                    *vec_at(m->y, 0) == *vec_at(m->y2, 0));
}

/* -- spans ---------------------------------------------------------------- */

/* A pixel for an end that may be infinite or, on a logarithmic axis, not
 * positive. */
static double end_pixel(const Panel *p, AxesDirection which, double value) {
  bool across = which == DIRECTION_X;
  double first = across ? p->box.x0 : p->box.y0;
  double last = across ? p->box.x1 : p->box.y1;
  bool reversed = p->limits[which].lo > p->limits[which].hi;
  bool below = value == -INFINITY || (p->axes->log[which] && value <= 0);
  if (below) return reversed ? last : first;
  if (value == INFINITY) return reversed ? first : last;
  return across ? panel_x(p, value) : panel_y(p, value);
}

static Box span_box(const Panel *p, const Mark *m, size_t i) {
  double x = end_pixel(p, DIRECTION_X, *vec_at(m->x, i));
  double x2 = end_pixel(p, DIRECTION_X, *vec_at(m->x2, i));
  double y = end_pixel(p, DIRECTION_Y, *vec_at(m->y, i));
  double y2 = end_pixel(p, DIRECTION_Y, *vec_at(m->y2, i));
  if (isnan(x + x2 + y + y2)) return (Box){1, 1, 0, 0};
  return (Box){fmax(p->box.x0, fmin(x, x2)), fmax(p->box.y0, fmin(y, y2)),
               fmin(p->box.x1, fmax(x, x2)), fmin(p->box.y1, fmax(y, y2))};
}

void draw_span(Render *r, const Panel *p, const Mark *m) {
  enum { POLL = 1024 };
  const Style *s = &m->style;
  bool line = draw_span_is_line(m);
  render_color(r, s->color_given ? s->color : render_theme(r)->ink, s->alpha);
  if (line) canvas_pen(s->linewidth * r->unit, s->line);
  for (size_t i = 0; i < m->x.n; i++) {
    if (i % POLL == 0) render_poll(r);
    Box b = span_box(p, m, i);
    if (b.x1 < b.x0 || b.y1 < b.y0) continue;
    if (line && s->line != LINE_NONE)
      canvas_segment(b.x0, b.y0, b.x1, b.y1);
    else if (!line)
      canvas_rectangle(b);
  }
  canvas_pen(1, LINE_SOLID);
}

/* -- hexagons ------------------------------------------------------------- */

/* Corners as parts of the box, from the lowest. */
static void draw_hexagon(const Render *r, const Panel *p, const Mark *m,
                         size_t i) {
  static const double across[] = {0.5, 1, 1, 0.5, 0, 0};
  static const double up[] = {0, 0.25, 0.75, 1, 0.75, 0.25};
  double x0 = *vec_at(m->x, i), x1 = *vec_at(m->x2, i);
  double y0 = *vec_at(m->y, i), y1 = *vec_at(m->y2, i);
  double x[6], y[6], sum = 0;
  for (int k = 0; k < 6; k++) {
    x[k] = panel_x(p, x0 * (1 - across[k]) + x1 * across[k]);
    y[k] = panel_y(p, y0 * (1 - up[k]) + y1 * up[k]);
    sum += x[k] + y[k];
  }
  if (isnan(sum)) return;
  canvas_patch(6, x, y, m->style.alpha < 1 ? 0 : 0.6 * r->unit);
}

void draw_span_hexagons(Render *r, const Panel *p, const Mark *m) {
  enum { POLL = 256 };
  Range colors = color_bar_mark_colors(m);
  for (size_t i = 0; i < m->x.n; i++) {
    if (i % POLL == 0) render_poll(r);
    double value = *vec_at(m->values, i);
    if (!isfinite(value)) continue;
    double at = color_bar_position(colors, value);
    canvas_color(color_map(m->style.map, at), m->style.alpha);
    draw_hexagon(r, p, m, i);
  }
}
