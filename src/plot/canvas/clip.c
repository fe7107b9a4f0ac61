/* clip.c - clips in double precision what PLplot would drop or draw wrongly.
 *
 * Polylines are also thinned without changing the picture: of the points in one
 * narrow column only the first, lowest, highest and last are drawn, and of
 * these none that is on the line between two others.
 */
#include "plot/canvas/clip.h"

#include <math.h>

/* -- polylines ------------------------------------------------------------ */

/* PLplot strokes at most 256 points at once. The ends of two adjacent strokes
 * do not cover the pixels between them, so an opaque line repeats its last
 * segment. */
enum { CHUNK = 250 };

/* Points that will be drawn as one stroke. */
typedef struct Stroke {
  Box box;
  size_t n, overlap; /* points that two pieces of a long stroke share */
  double x[CHUNK], y[CHUNK];
} Stroke;

static void flush(Stroke *s) {
  canvas_line(s->n, s->x, s->y);
  s->n = 0;
}

static void add(Stroke *s, double x, double y) {
  if (s->n == CHUNK) {
    flush(s);
    for (; s->n < s->overlap; s->n++) {
      s->x[s->n] = s->x[CHUNK - s->overlap + s->n];
      s->y[s->n] = s->y[CHUNK - s->overlap + s->n];
    }
  }
  s->x[s->n] = x;
  s->y[s->n++] = y;
}

/* Narrows the part [*from, *to] of a segment to where p + t d <= limit. */
static bool narrow(double p, double d, double limit, double *from, double *to) {
  if (d == 0) return p <= limit;
  double t = (limit - p) / d;
  if (d > 0)
    *to = fmin(*to, t);
  else
    *from = fmax(*from, t);
  return *from <= *to;
}

/* Liang and Barsky: draws the part of the segment that is inside. */
static void add_segment(Stroke *s, double x0, double y0, double x1, double y1) {
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

/* -- collinear points ------------------------------------------------------ */

/* The current segment. Each skipped point must be within PASSING pixels of it,
 * which restricts the slope, measured from the initial direction (ux, uy), to
 * `low` to `high`. */
typedef struct Sleeve {
  Stroke *stroke;
  bool started, open;    /* a first point; a second */
  double x0, y0, x1, y1; /* the first, the last */
  double ux, uy, far, low, high;
} Sleeve;

static const double PASSING = 0.04;

/* Extends the segment to the point if allowed. */
static bool lengthen(Sleeve *s, double x, double y) {
  double dx = x - s->x0, dy = y - s->y0;
  double along = dx * s->ux + dy * s->uy, across = dy * s->ux - dx * s->uy;
  if (along < s->far || across < s->low * along || across > s->high * along)
    return false;
  s->low = fmax(s->low, (across - PASSING) / along);
  s->high = fmin(s->high, (across + PASSING) / along);
  s->far = along;
  s->x1 = x;
  s->y1 = y;
  return true;
}

static void close_sleeve(Sleeve *s) {
  if (s->open) add_segment(s->stroke, s->x0, s->y0, s->x1, s->y1);
  s->open = false;
  s->x0 = s->x1;
  s->y0 = s->y1;
}

static void hand_on(Sleeve *s, double x, double y) {
  if (!s->started) {
    s->started = true;
    s->x1 = x;
    s->y1 = y;
    close_sleeve(s);
    return;
  }
  if ((x == s->x1 && y == s->y1) || (s->open && lengthen(s, x, y))) return;
  close_sleeve(s);
  double length = hypot(x - s->x0, y - s->y0);
  s->open = true;
  s->ux = (x - s->x0) / length;
  s->uy = (y - s->y0) / length;
  s->far = 0;
  s->low = -INFINITY;
  s->high = INFINITY;
  lengthen(s, x, y);
}

/* -- columns -------------------------------------------------------------- */

/* Columns per pixel: fewer save time, more keep steep lines in place. */
enum { COLUMNS = 8 };

/* Consecutive points of one column. */
typedef struct Column {
  Sleeve sleeve;
  bool any, low_first; /* any points here; the lowest before the highest */
  double at;           /* which column */
  double x, y;         /* the last point seen */
  double low_x, low_y, high_x, high_y;
} Column;

/* In the order of the points, so that a smooth line does not reverse. */
static void close_column(Column *c) {
  if (!c->any) return;
  if (c->low_first) hand_on(&c->sleeve, c->low_x, c->low_y);
  hand_on(&c->sleeve, c->high_x, c->high_y);
  if (!c->low_first) hand_on(&c->sleeve, c->low_x, c->low_y);
  hand_on(&c->sleeve, c->x, c->y);
  c->any = false;
}

static void open_column(Column *c, double x, double y) {
  c->any = true;
  c->at = floor(x * COLUMNS);
  c->low_x = c->high_x = x;
  c->low_y = c->high_y = y;
  c->x = x;
  c->y = y;
  hand_on(&c->sleeve, x, y);
}

static void meet_point(Column *c, double x, double y) {
  if (!c->any || floor(x * COLUMNS) != c->at) {
    close_column(c);
    open_column(c, x, y);
    return;
  }
  c->x = x;
  c->y = y;
  if (y < c->low_y) {
    c->low_x = x;
    c->low_y = y;
    c->low_first = false;
  }
  if (y > c->high_y) {
    c->high_x = x;
    c->high_y = y;
    c->low_first = true;
  }
}

static void end_line(Column *c) {
  close_column(c);
  close_sleeve(&c->sleeve);
  flush(c->sleeve.stroke);
  c->sleeve.started = false;
}

void clip_open(Render *r, Box box, bool whole) {
  if (!r->stroke) r->stroke = render_scratch(r, 1, sizeof *r->stroke);
  r->stroke->box = box;
  r->stroke->n = 0;
  r->stroke->overlap = whole ? 2 : 1;
}

static void meet(Column *c, double x, double y) {
  if (isnan(x) || isnan(y))
    end_line(c);
  else
    meet_point(c, x, y);
}

void clip_path(Render *r, size_t n, const double *x, const double *y) {
  Column c = {.sleeve = {.stroke = r->stroke}};
  for (size_t i = 0; i < n; i++) meet(&c, x[i], y[i]);
  end_line(&c);
}

void clip_line(Render *r, const Panel *p, const Mark *m) {
  enum { POLL = 4096 };
  clip_open(r, p->box, m->style.alpha == 1 && m->style.line == LINE_SOLID);
  Column c = {.sleeve = {.stroke = r->stroke}};
  for (size_t i = 0; i < m->x.n; i++) {
    if (i % POLL == 0) render_poll(r);
    const double x = *vec_at(m->x, i), y = *vec_at(m->y, i);
    if (isfinite(x) && isfinite(y))
      meet(&c, panel_x(p, x), panel_y(p, y));
    else
      end_line(&c);
  }
  end_line(&c);
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

/* Sutherland-Hodgman clipping at one side. Returns the number of corners. */
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

/* Clipping at one side keeps the corners inside and adds one per crossing: at
 * most 1.5 n, and 1.5^4 < 8 for four sides. */
void clip_polygon(Render *r, Box b, size_t n, const double *x,
                  const double *y) {
  const Side sides[] = {
    {true, 1, b.x1}, {true, -1, -b.x0}, {false, 1, b.y1}, {false, -1, -b.y0}};
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
