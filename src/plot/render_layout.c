/* render_layout.c - how large everything is: limits, panels, margins. */
#include "render_parts.h"

#include <math.h>
#include <string.h>

/* -- limits --------------------------------------------------------------- */

static bool axes_has(const Axes *axes, MarkKind kind) {
  for (const Mark *m = axes->first; m; m = m->next)
    if (m->kind == kind) return true;
  return false;
}

static bool only_curves(const Axes *axes) {
  for (const Mark *m = axes->first; m; m = m->next) {
    bool curve = m->kind == MARK_LINE && m->style.marker == MARKER_NONE;
    if (!curve && m->kind != MARK_FILL) return false;
  }
  return true;
}

/* Room around the data, in parts of their span: none around a contour; curves
 * run from side to side. */
static double margin(const Axes *axes, AxesDirection which) {
  if (axes_has(axes, MARK_CONTOUR)) return 0;
  return which == DIRECTION_X && only_curves(axes) ? 0 : 0.05;
}

/* Limits this far apart can be drawn: beyond rounding, and not so far that
 * differences overflow. */
static Range widen_linear(Range r, double part) {
  static const double FAR = 1e300, NEAR = 1e-12, TINY = 1e-290;
  r.lo = fmax(r.lo, -FAR);
  r.hi = fmin(r.hi, FAR);
  double size = fmax(fabs(r.lo), fabs(r.hi));
  double pad = (r.hi - r.lo) * part;
  if (r.lo == r.hi)
    pad = size > TINY ? size * 0.1 : 1;
  else if (r.hi - r.lo < size * NEAR)
    pad = size * NEAR;
  return (Range){r.lo - fmax(pad, r.lo == r.hi ? TINY : 0),
                 r.hi + fmax(pad, r.lo == r.hi ? TINY : 0)};
}

static Range widen_log(Range r, double part) {
  double lo = fmax(log10(r.lo), -300), hi = fmin(log10(r.hi), 300);
  double pad = hi - lo < 1e-9 ? 0.5 : (hi - lo) * part;
  return (Range){pow(10, lo - pad), pow(10, hi + pad)};
}

static bool given(double end) { return !isnan(end); }

/* The limits a person gave, the others from the data. One given end beyond all
 * data gets the other one set apart from it. */
static Range limits_of(const Axes *axes, AxesDirection which) {
  bool log = axes->log[which];
  Range wish = axes->limits[which], r = axes_extent(axes, which);
  if (r.lo > r.hi) r = log ? (Range){1, 10} : (Range){0, 1};
  r = log ? widen_log(r, margin(axes, which))
          : widen_linear(r, margin(axes, which));
  if (given(wish.lo)) r.lo = wish.lo;
  if (given(wish.hi)) r.hi = wish.hi;
  if (given(wish.lo) && given(wish.hi)) return r;
  double size = fmax(fabs(r.lo), fabs(r.hi)), step = size > 0 ? size : 1;
  if (r.lo >= r.hi && given(wish.lo)) r.hi = log ? r.lo * 10 : r.lo + step;
  if (r.lo >= r.hi) r.lo = log ? r.hi / 10 : r.hi - step;
  return r;
}

/* A person's limits may differ by less than can be drawn. */
static Range keep_apart(Range r, bool log) {
  double size = fmax(fabs(r.lo), fabs(r.hi));
  double least = fmax(size * 1e-12, 1e-290);
  if (log || fabs(r.hi - r.lo) >= least) return r;
  double sign = r.lo < r.hi ? 1 : -1;
  return (Range){r.lo - sign * least, r.hi + sign * least};
}

/* Widens the direction that has too few units to a pixel. */
static void make_equal(Panel *p) {
  Range *x = &p->limits[DIRECTION_X], *y = &p->limits[DIRECTION_Y];
  double wide = p->box.x1 - p->box.x0, high = p->box.y1 - p->box.y0;
  double dx = (x->hi - x->lo) / wide, dy = (y->hi - y->lo) / high;
  Range *small = fabs(dx) < fabs(dy) ? x : y;
  double length = fabs(dx) < fabs(dy) ? fabs(dy) * wide : fabs(dx) * high;
  double center = small->lo / 2 + small->hi / 2;
  double half = copysign(length / 2, small->hi - small->lo);
  *small = (Range){center - half, center + half};
}

/* -- margins -------------------------------------------------------------- */

typedef struct Margins {
  double left, right, top, bottom; /* pixels */
} Margins;

static double widest(const Ticks *t) {
  double w = 0;
  Text text;
  for (size_t i = 0; i < t->n; i++) {
    text_make(&text, t->text[i], false, 1000);
    w = fmax(w, text.width);
  }
  return w * tick_size;
}

static void make_ticks(Panel *p, double unit) {
  const Axes *a = p->axes;
  double wide = (p->box.x1 - p->box.x0) / unit,
         high = (p->box.y1 - p->box.y0) / unit;
  double room[2] = {fmax(70, widest(&p->ticks[DIRECTION_X]) + 20), 42};
  double length[2] = {wide, high};
  for (int d = 0; d < 2; d++) {
    size_t most = (size_t)fmax(2, length[d] / room[d]);
    if (a->log[d])
      ticks_log(&p->ticks[d], p->limits[d], most);
    else
      ticks_linear(&p->ticks[d], p->limits[d], most);
  }
}

static void meet(double *most, double value) { *most = fmax(*most, value); }

/* All panels share margins, so that their axes are in line. */
static void meet_margins(Margins *m, const Panel *p, double unit) {
  char *const *words = p->axes->text;
  double last = widest(&p->ticks[DIRECTION_X]) / 2;
  double label_x = words[TEXT_X] ? label_size + 6 : 0;
  double label_y = words[TEXT_Y] ? label_size + 8 : 0;
  double title = words[TEXT_TITLE] ? title_size + 8 : 0;
  meet(&m->left, (10 + label_y + widest(&p->ticks[DIRECTION_Y]) + 7) * unit);
  meet(&m->right, fmax(14, last + 6) * unit);
  meet(&m->top, (12 + title) * unit);
  meet(&m->bottom, (7 + tick_size + 10 + label_x) * unit);
}

/* Texts never push the data out of the page. */
static Margins bounded(Margins m, double wide, double high) {
  m.left = fmin(m.left, wide * 0.45);
  m.right = fmin(m.right, wide * 0.25);
  m.top = fmin(m.top, high * 0.3);
  m.bottom = fmin(m.bottom, high * 0.4);
  return m;
}

static double title_room(const Render *r) {
  return r->figure->title ? (title_size + 14) * r->unit : 0;
}

static void place_panel(const Render *r, Panel *p, size_t i, Margins m) {
  const Figure *f = r->figure;
  double wide = r->canvas.width / (double)f->columns;
  double high = (r->canvas.height - title_room(r)) / (double)f->rows;
  double x = (double)(i % f->columns) * wide;
  double top = r->canvas.height - title_room(r) -
               (double)(i / f->columns) * high;
  m = bounded(m, wide, high);
  p->box = (Box){floor(x + m.left) + 0.5, floor(top - high + m.bottom) + 0.5,
                 floor(x + wide - m.right) + 0.5, floor(top - m.top) + 0.5};
}

static void set_limits(Panel *p) {
  for (int d = 0; d < 2; d++)
    p->data[d] = keep_apart(limits_of(p->axes, (AxesDirection)d),
                            p->axes->log[d]);
}

static void fit_limits(Panel *p) {
  const Axes *a = p->axes;
  p->limits[DIRECTION_X] = p->data[DIRECTION_X];
  p->limits[DIRECTION_Y] = p->data[DIRECTION_Y];
  if (a->equal && !a->log[DIRECTION_X] && !a->log[DIRECTION_Y]) make_equal(p);
}

/* Ticks need the width of the panel, the panel that of the ticks: three rounds
 * settle it. */
void panels_layout(const Render *r, Panel *panels) {
  const Figure *f = r->figure;
  size_t n = f->rows * f->columns;
  Margins m = {50 * r->unit, 14 * r->unit, 30 * r->unit, 40 * r->unit};
  memset(panels, 0, n * sizeof *panels);
  for (size_t i = 0; i < n; i++) {
    panels[i].axes = &f->axes[i];
    set_limits(&panels[i]);
  }
  for (int round = 0; round < 3; round++) {
    Margins next = {0, 0, 0, 0};
    for (size_t i = 0; i < n; i++) {
      place_panel(r, &panels[i], i, m);
      fit_limits(&panels[i]);
      make_ticks(&panels[i], r->unit);
      meet_margins(&next, &panels[i], r->unit);
    }
    if (round < 2) m = next;
  }
}
