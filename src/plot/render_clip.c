/* render_clip.c - cutting in double what PLplot would drop or break.
 *
 * A polyline is also thinned here: of the points that fall into one column of
 * pixels only the first, lowest, highest and last are drawn, which gives the
 * same picture.
 */
#include "render_parts.h"

#include <math.h>

/* -- polylines ------------------------------------------------------------ */

enum { CHUNK = 2048 };

/* Points that will be drawn as one stroke. */
typedef struct Stroke {
  Box box;
  size_t n;
  double x[CHUNK], y[CHUNK];
} Stroke;

static void flush(Stroke *s) {
  canvas_line(s->n, s->x, s->y);
  s->n = 0;
}

static void add(Stroke *s, double x, double y) {
  if (s->n == CHUNK) {
    flush(s);
    s->x[0] = s->x[CHUNK - 1];
    s->y[0] = s->y[CHUNK - 1];
    s->n = 1;
  }
  s->x[s->n] = x;
  s->y[s->n++] = y;
}

/* Narrows the part [*from, *to] of a segment to where p + t d <= limit. */
static bool narrow(double p, double d, double limit, double *from,
                   double *to) {
  if (d == 0) return p <= limit;
  double t = (limit - p) / d;
  if (d > 0) *to = fmin(*to, t);
  else *from = fmax(*from, t);
  return *from <= *to;
}

/* Liang and Barsky: draws the part of the segment that is inside. */
static void add_segment(Stroke *s, double x0, double y0, double x1,
                        double y1) {
  double dx = x1 - x0, dy = y1 - y0, from = 0, to = 1;
  if (!narrow(x0, dx, s->box.x1, &from, &to) ||
      !narrow(-x0, -dx, -s->box.x0, &from, &to) ||
      !narrow(y0, dy, s->box.y1, &from, &to) ||
      !narrow(-y0, -dy, -s->box.y0, &from, &to)) {
    flush(s);
    return;
  }
  if (from > 0) flush(s);
  if (!s->n) add(s, x0 + from * dx, y0 + from * dy);
  add(s, x0 + to * dx, y0 + to * dy);
  if (to < 1) flush(s);
}

/* -- thinning ------------------------------------------------------------- */

/* Consecutive points of one column of half a pixel. */
typedef struct Column {
  Stroke *stroke;
  bool any, started; /* any points here; a point before them */
  double at;         /* which column */
  double last_x, last_y; /* the last point handed on */
  double x, y;           /* the last point met */
  double low_x, low_y, high_x, high_y;
} Column;

static void hand_on(Column *c, double x, double y) {
  if (c->started && (x != c->last_x || y != c->last_y))
    add_segment(c->stroke, c->last_x, c->last_y, x, y);
  c->started = true;
  c->last_x = x;
  c->last_y = y;
}

/* Inside a column it does not matter which extreme comes first. */
static void close_column(Column *c) {
  if (!c->any) return;
  if (c->low_y != c->high_y) {
    hand_on(c, c->low_x, c->low_y);
    hand_on(c, c->high_x, c->high_y);
  }
  hand_on(c, c->x, c->y);
  c->any = false;
}

static void open_column(Column *c, double x, double y) {
  c->any = true;
  c->at = floor(x * 2);
  c->low_x = c->high_x = x;
  c->low_y = c->high_y = y;
  c->x = x;
  c->y = y;
  hand_on(c, x, y);
}

static void meet_point(Column *c, double x, double y) {
  if (!c->any || floor(x * 2) != c->at) {
    close_column(c);
    open_column(c, x, y);
    return;
  }
  c->x = x;
  c->y = y;
  if (y < c->low_y) {
    c->low_x = x;
    c->low_y = y;
  }
  if (y > c->high_y) {
    c->high_x = x;
    c->high_y = y;
  }
}

static void meet_gap(Column *c) {
  close_column(c);
  flush(c->stroke);
  c->started = false;
}

void clip_line(Render *r, const Panel *p, Vec x, Vec y) {
  enum { POLL = 4096 };
  if (!r->stroke) r->stroke = render_scratch(r, 1, sizeof *r->stroke);
  Stroke *s = r->stroke;
  s->box = p->box;
  s->n = 0;
  Column c = {.stroke = s};
  for (size_t i = 0; i < x.n; i++) {
    if (i % POLL == 0) render_poll(r);
    double px = panel_x(p, *vec_at(x, i)), py = panel_y(p, *vec_at(y, i));
    if (isnan(px) || isnan(py)) meet_gap(&c);
    else meet_point(&c, px, py);
  }
  close_column(&c);
  flush(s);
}

/* -- polygons ------------------------------------------------------------- */

/* One side of the window: keeps where sign * coordinate <= limit. */
typedef struct Side {
  bool vertical;
  double sign, limit;
} Side;

static double outside(Side s, double x, double y) {
  return s.sign * (s.vertical ? x : y) - s.limit;
}

/* Sutherland and Hodgman, one side. Gives the number of corners. */
static size_t cut(Side s, size_t n, const double *x, const double *y,
                  double *out_x, double *out_y) {
  size_t m = 0;
  for (size_t i = 0; i < n; i++) {
    size_t j = (i + 1) % n;
    double a = outside(s, x[i], y[i]), b = outside(s, x[j], y[j]);
    if (a <= 0) {
      out_x[m] = x[i];
      out_y[m++] = y[i];
    }
    if ((a < 0 && b > 0) || (a > 0 && b < 0)) {
      double t = a / (a - b);
      out_x[m] = x[i] + t * (x[j] - x[i]);
      out_y[m++] = y[i] + t * (y[j] - y[i]);
    }
  }
  return m;
}

/* A side keeps the corners inside and adds one a crossing: at most 1.5 n, and
 * 1.5^4 < 8 for the four. */
void clip_polygon(Render *r, Box b, size_t n, const double *x,
                  const double *y) {
  const Side sides[] = {{true, 1, b.x1}, {true, -1, -b.x0}, {false, 1, b.y1},
                        {false, -1, -b.y0}};
  double *room = render_scratch(r, 4 * 8 * n + 1, sizeof *room);
  double *from_x = room, *from_y = room + 8 * n;
  double *to_x = room + 16 * n, *to_y = room + 24 * n;
  for (size_t i = 0; i < n; i++) {
    from_x[i] = x[i];
    from_y[i] = y[i];
  }
  for (int i = 0; i < 4; i++) {
    n = cut(sides[i], n, from_x, from_y, to_x, to_y);
    double *swap_x = from_x, *swap_y = from_y;
    from_x = to_x, from_y = to_y;
    to_x = swap_x, to_y = swap_y;
  }
  canvas_polygon(n, from_x, from_y);
}
