/* limits.c - the limits of an axis. */
#include "plot/canvas/limits.h"
#include "plot/figure/symlog.h"

#include <math.h>

static bool only_curves(const Axes *axes) {
  for (const Mark *m = axes->first; m; m = m->next) {
    bool curve = m->kind == MARK_LINE && m->style.marker == MARKER_NONE;
    if (!curve && m->kind != MARK_FILL && m->kind != MARK_SPAN) return false;
  }
  return true;
}

/* Does a bar start at 0? If nothing is lower, so does the axis. */
static bool stands_on_zero(const Axes *axes, AxesDirection which) {
  for (const Mark *m = axes->first; m; m = m->next) {
    if (m->kind != MARK_BAR && m->kind != MARK_HISTOGRAM) continue;
    Vec base = which == DIRECTION_X ? m->x : m->y2;
    for (size_t i = 0; i < base.n; i++)
      if (*vec_at(base, i) == 0) return true;
  }
  return false;
}

/* Margins around the data, as fractions of their range: none around a contour,
 * none left and right of curves. */
static double margin(const Axes *axes, AxesDirection which) {
  if (axes_has(axes, MARK_CONTOUR) || axes_has(axes, MARK_IMAGE)) return 0;
  return which == DIRECTION_X && only_curves(axes) ? 0 : 0.05;
}

/* The minimum distance between limits, relative to their size. */
static const double NEAR = 4e-15;

/* Limits this far apart can be drawn: beyond rounding, and not so far that
 * differences overflow. */
static Range widen_linear(Range r, double part) {
  static const double FAR = 1e300, TINY = 1e-290;
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
  return (Range){pow(10, lo - pad), pow(10, fmin(hi + pad, 305))};
}

static Range widen_symlog(Range r, double part, double threshold) {
  double lo = symlog_of(r.lo, threshold), hi = symlog_of(r.hi, threshold);
  double pad = lo == hi ? 0.5 : (hi - lo) * part;
  return (Range){symlog_value(lo - pad, threshold),
                 symlog_value(hi + pad, threshold)};
}

static bool given(double end) { return !isnan(end); }

/* Given limits, or those of the data. If a given limit is beyond all data, the
 * other one is moved away from it. */
static Range limits_of(const Panel *p, AxesDirection which, Range r) {
  const Axes *axes = p->axes;
  bool log = axes->log[which];
  Range wish = axes->limits[which];
  if (r.lo > r.hi) r = log ? (Range){1, 10} : (Range){0, 1};
  bool ground = !log && r.lo == 0 && stands_on_zero(axes, which);
  double part = margin(axes, which);
  r = log                   ? widen_log(r, part)
      : axes->symlog[which] ? widen_symlog(r, part, p->rule[which].threshold)
                            : widen_linear(r, part);
  if (ground) r.lo = 0;
  if (given(wish.lo)) r.lo = wish.lo;
  if (given(wish.hi)) r.hi = wish.hi;
  if (given(wish.lo) && given(wish.hi)) return r;
  double size = fmax(fabs(r.lo), fabs(r.hi)), step = size > 0 ? size : 1;
  if (r.lo >= r.hi && given(wish.lo)) r.hi = log ? r.lo * 10 : r.lo + step;
  if (r.lo >= r.hi) r.lo = log ? r.hi / 10 : r.hi - step;
  return r;
}

/* Given limits may differ by less than can be drawn. */
static Range keep_apart(Range r, bool log) {
  double size = fmax(fabs(r.lo), fabs(r.hi));
  double least = fmax(size * NEAR, 1e-290);
  if (log || fabs(r.hi - r.lo) >= least) return r;
  double sign = r.lo < r.hi ? 1 : -1;
  return (Range){r.lo - sign * least, r.hi + sign * least};
}

/* Row 1 of an image is at the top, so its axis runs downwards. */
static Range downwards(const Axes *axes, Range r) {
  bool wish =
    isnan(axes->limits[DIRECTION_Y].lo) && isnan(axes->limits[DIRECTION_Y].hi);
  for (const Mark *m = axes->first; m && wish; m = m->next)
    if (m->downwards) return (Range){r.hi, r.lo};
  return r;
}

/* Extends the limits to those of another axes, unless they were given. */
static void join(Panel *p, const Panel *other, AxesDirection which) {
  Range wish = p->axes->limits[which], *r = &p->data[which];
  Range o = other->data[which];
  if (r->lo > r->hi || o.lo > o.hi) return;
  if (p->axes->log[which] != other->axes->log[which]) return;
  if (p->axes->symlog[which] != other->axes->symlog[which]) return;
  if (!given(wish.lo)) r->lo = fmin(r->lo, o.lo);
  if (!given(wish.hi)) r->hi = fmax(r->hi, o.hi);
}

/* The range of the data in all axes that share this direction. */
static Range extent(const Axes *axes, AxesDirection which) {
  const Figure *f = axes->figure;
  Range r = axes_extent(axes, which);
  for (size_t i = 0; f->share[which] && i < f->rows * f->columns; i++) {
    Range other = axes_extent(&f->axes[i], which);
    r.lo = fmin(r.lo, other.lo);
    r.hi = fmax(r.hi, other.hi);
  }
  return r;
}

/* Axes that share a direction have the same ticks: whole numbers only if they
 * suit all of them. */
static void share_rules(Panel *panels, size_t n, AxesDirection which) {
  double threshold = 0;
  bool whole = true;
  for (size_t i = 0; i < n; i++) {
    const TickRule *rule = &panels[i].rule[which];
    threshold = fmax(threshold, rule->threshold);
    if (rule->kind == TICKS_LINEAR && panels[i].axes->count) whole = false;
  }
  for (size_t i = 0; i < n; i++) {
    TickRule *rule = &panels[i].rule[which];
    rule->threshold = threshold;
    if (!whole && rule->kind == TICKS_WHOLE) rule->kind = TICKS_LINEAR;
  }
}

/* The limits of the right axis. */
static Range right_limits(const Axes *axes) {
  Range r = axes_right_extent(axes), wish = axes->right;
  bool log = axes->right_log;
  if (r.lo > r.hi) r = log ? (Range){1, 10} : (Range){0, 1};
  r = log ? widen_log(r, 0.05) : widen_linear(r, 0.05);
  if (given(wish.lo)) r.lo = wish.lo;
  if (given(wish.hi)) r.hi = wish.hi;
  bool both = given(wish.lo) && given(wish.hi);
  if (r.lo >= r.hi && !both && given(wish.lo))
    r.hi = log ? r.lo * 10 : r.lo + 1;
  if (r.lo >= r.hi && !both) r.lo = log ? r.hi / 10 : r.hi - 1;
  return keep_apart(r, log);
}

/* Shared limits include those of all axes. */
void limits_of_panels(const Render *r, Panel *panels) {
  const Figure *f = r->figure;
  size_t n = f->rows * f->columns;
  for (size_t i = 0; i < n; i++) {
    panels[i].has_right = axes_has_right(panels[i].axes);
    panels[i].right = right_limits(panels[i].axes);
  }
  for (int d = 0; d < 2; d++) {
    AxesDirection which = (AxesDirection)d;
    for (size_t i = 0; i < n; i++)
      panels[i].rule[d] = ticks_rule(panels[i].axes, which);
    if (f->share[d]) share_rules(panels, n, which);
    for (size_t i = 0; i < n; i++) {
      const Axes *a = panels[i].axes;
      Range limits = limits_of(&panels[i], which, extent(a, which));
      if (which == DIRECTION_Y) limits = downwards(a, limits);
      panels[i].data[d] = keep_apart(limits, a->log[d]);
    }
    for (size_t i = 0; f->share[d] && i < n * n; i++)
      join(&panels[i / n], &panels[i % n], which);
  }
}

/* Widens the direction with fewer units per pixel. */
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

/* Makes the cells of an image square by shrinking the panel. */
static void make_square(Panel *p) {
  Box *b = &p->box;
  double dx = fabs(p->limits[DIRECTION_X].hi - p->limits[DIRECTION_X].lo);
  double dy = fabs(p->limits[DIRECTION_Y].hi - p->limits[DIRECTION_Y].lo);
  double wide = b->x1 - b->x0, high = b->y1 - b->y0;
  double unit = fmin(wide / dx, high / dy);
  double less_x = floor((wide - fmax(unit * dx, wide / 20)) / 2);
  double less_y = floor((high - fmax(unit * dy, high / 20)) / 2);
  *b = (Box){b->x0 + less_x, b->y0 + less_y, b->x1 - less_x, b->y1 - less_y};
}

void limits_fit(Panel *p) {
  const Axes *a = p->axes;
  bool plain = !a->log[DIRECTION_X] && !a->log[DIRECTION_Y] &&
               !a->symlog[DIRECTION_X] && !a->symlog[DIRECTION_Y];
  p->limits[DIRECTION_X] = p->data[DIRECTION_X];
  p->limits[DIRECTION_Y] = p->data[DIRECTION_Y];
  if (a->first && a->first->downwards && plain)
    make_square(p);
  else if (a->equal && plain)
    make_equal(p);
}

Range limits_apart(Range r, double near) {
  double size = fmax(fabs(r.lo), fabs(r.hi));
  double least = fmax(size * near, 1e-290);
  if (r.hi - r.lo >= least) return r;
  double half = size > 0 ? fmax(size * 0.05, least) : 0.5;
  return (Range){r.lo - half, r.lo + half};
}
