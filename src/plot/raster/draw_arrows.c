/* draw_arrows.c - arrows, and annotations with an arrow to a point. */
#include "plot/raster/draw_arrows.h"
#include "plot/raster/legend.h"
#include "plot/canvas/render_pen.h"

#include <math.h>

typedef struct Point {
  double x, y;
} Point;

/* From tail to head, in pixels; the head is no longer than the arrow. */
static void draw_arrow(const Render *r, Point from, Point to, double width) {
  double dx = to.x - from.x, dy = to.y - from.y, length = hypot(dx, dy);
  if (!(length > 0.01)) return;
  double ux = dx / length, uy = dy / length;
  double head = fmin((6 + 2.2 * width) * r->unit, length), half = head * 0.4;
  Point neck = {to.x - head * ux, to.y - head * uy};
  double x[] = {to.x, neck.x - half * uy, neck.x + half * uy};
  double y[] = {to.y, neck.y + half * ux, neck.y - half * ux};
  canvas_pen(width * r->unit, LINE_SOLID);
  canvas_segment(from.x, from.y, neck.x + ux, neck.y + uy);
  canvas_polygon(3, x, y);
  canvas_pen(1, LINE_SOLID);
}

void draw_arrows(Render *r, const Panel *p, const Mark *m) {
  enum { POLL = 1024 };
  const Style *s = &m->style;
  render_color(r, s->color_given ? s->color : render_theme(r)->ink, s->alpha);
  for (size_t i = 0; i < m->x.n; i++) {
    if (i % POLL == 0) render_poll(r);
    Point from = {panel_x(p, *vec_at(m->x, i)), panel_y(p, *vec_at(m->y, i))};
    Point to = {panel_x(p, *vec_at(m->x2, i)), panel_y(p, *vec_at(m->y2, i))};
    bool gap = !isfinite(*vec_at(m->x, i)) || !isfinite(*vec_at(m->y, i)) ||
               !isfinite(*vec_at(m->x2, i)) || !isfinite(*vec_at(m->y2, i));
    if (!gap && !isnan(from.x + from.y + to.x + to.y))
      draw_arrow(r, from, to, s->linewidth);
  }
}

/* -- annotations ---------------------------------------------------------- */

typedef struct Note {
  double wide, high; /* pixels */
  Text text;
} Note;

static Box note_box(const Note *n, Point middle) {
  return (Box){middle.x - n->wide / 2, middle.y - n->high / 2,
               middle.x + n->wide / 2, middle.y + n->high / 2};
}

static bool box_inside(Box inner, Box outer) {
  return inner.x0 >= outer.x0 && inner.x1 <= outer.x1 && inner.y0 >= outer.y0 &&
         inner.y1 <= outer.y1;
}

/* Of positions around the point at two distances, the first that hides the
 * fewest data. */
static Point find_place(const Render *r, const Panel *p, const Note *n,
                        Point to) {
  enum { AROUND = 12, PLACES = 2 * AROUND };
  Point best = {to.x, to.y + 40 * r->unit};
  size_t least = (size_t)-1;
  for (int i = 0; i < PLACES && least; i++) {
    double turn = (i % AROUND * 5 + 1.5) * 6.283185307179586 / AROUND;
    double away = (i < AROUND ? 36 : 64) * r->unit;
    Point at = {to.x + cos(turn) * (away + n->wide / 2),
                to.y + sin(turn) * (away + n->high / 2)};
    Box b = note_box(n, at);
    if (!box_inside(b, p->box)) continue;
    size_t hidden = legend_count_hidden(p, b);
    if (hidden >= least) continue;
    least = hidden;
    best = at;
  }
  return best;
}

/* Where the line from the center of the box to the point leaves the box. */
static Point leave(Box b, Point to, double gap) {
  Point c = {(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2};
  double dx = to.x - c.x, dy = to.y - c.y;
  double tx = ((b.x1 - b.x0) / 2 + gap) / fmax(fabs(dx), 1e-9);
  double ty = ((b.y1 - b.y0) / 2 + gap) / fmax(fabs(dy), 1e-9);
  double t = fmin(fmin(tx, ty), 1);
  return (Point){c.x + t * dx, c.y + t * dy};
}

static Point nearer(Point to, Point from, double gap) {
  double length = hypot(to.x - from.x, to.y - from.y);
  double t = length > 0 ? fmin(gap / length, 1) : 0;
  return (Point){to.x + t * (from.x - to.x), to.y + t * (from.y - to.y)};
}

static bool drawable(Point p) {
  return !isnan(p.x + p.y) && fabs(p.x) < CANVAS_FAR && fabs(p.y) < CANVAS_FAR;
}

void draw_arrows_annotation(Render *r, const Panel *p, const Mark *m) {
  Point to = {panel_x(p, *vec_at(m->x, 0)), panel_y(p, *vec_at(m->y, 0))}, at;
  double size = m->style.size * r->unit;
  Color color = m->style.color_given ? m->style.color : render_theme(r)->ink;
  Note n = {.high = size * 1.3};
  if (!drawable(to)) return;
  text_make(&n.text, m->text, false, (p->box.x1 - p->box.x0) / size);
  n.wide = n.text.width * size;
  if (m->x2.n)
    at = (Point){panel_x(p, *vec_at(m->x2, 0)), panel_y(p, *vec_at(m->y2, 0))};
  else
    at = find_place(r, p, &n, to);
  if (!drawable(at)) return;
  Box b = note_box(&n, at);
  Point from = leave(b, to, 3 * r->unit);
  canvas_view(&r->canvas, NULL);
  render_color(r, color, m->style.alpha);
  draw_arrow(r, from, nearer(to, from, 5 * r->unit), 1.1);
  canvas_text(at.x, at.y, (Lettering){size, 0.5, false, false}, n.text.escaped);
  canvas_view(&r->canvas, &p->box);
}
