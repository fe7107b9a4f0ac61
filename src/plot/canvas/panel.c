/* panel.c - converts data to pixels and back. */
#include "plot/canvas/panel.h"
#include "plot/figure/symlog.h"

#include <math.h>

double panel_scale(double value, Range r, bool log, double from, double to) {
  const double lo = log10(r.lo); /* a ratio of the ends may overflow */
  double position = log ? (log10(value) - lo) / (log10(r.hi) - lo)
                        : (value / 2 - r.lo / 2) / (r.hi / 2 - r.lo / 2);
  double pixel = from + position * (to - from);
  if (log && !(value > 0)) return NAN;
  if (isnan(pixel)) return pixel;
  return fmax(-CANVAS_FAR, fmin(CANVAS_FAR, pixel));
}

static double scale_of(const Panel *p, AxesDirection which, double value,
                       double from, double to) {
  Range r = p->limits[which];
  double threshold = p->rule[which].threshold;
  if (which == DIRECTION_Y && p->on_right)
    return panel_scale(value, r, p->axes->right_log, from, to);
  if (!p->axes->symlog[which])
    return panel_scale(value, r, p->axes->log[which], from, to);
  Range scaled = {symlog_of(r.lo, threshold), symlog_of(r.hi, threshold)};
  return panel_scale(symlog_of(value, threshold), scaled, false, from, to);
}

Panel panel_right(const Panel *p) {
  Panel right = *p;
  right.on_right = true;
  right.limits[DIRECTION_Y] = p->right;
  right.ticks[DIRECTION_Y] = p->right_ticks;
  right.name_scale[DIRECTION_Y] = 1;
  right.name_longest[DIRECTION_Y] = INFINITY;
  return right;
}

TickKind panel_right_kind(const Panel *p) {
  return p->axes->right_log ? TICKS_LOG : TICKS_LINEAR;
}

void panel_right_ticks(Panel *p, size_t most) {
  const TickRule rule = {panel_right_kind(p), 0, NULL};
  ticks_make(&p->right_ticks, &rule, p->right, most);
}

double panel_x(const Panel *p, double x) {
  return scale_of(p, DIRECTION_X, x, p->box.x0, p->box.x1);
}

double panel_y(const Panel *p, double y) {
  return scale_of(p, DIRECTION_Y, y, p->box.y0, p->box.y1);
}

double panel_edge(const Panel *p, AxesDirection which, double value) {
  double at = which == DIRECTION_X ? panel_x(p, value) : panel_y(p, value);
  if (!isnan(at) || isnan(value)) return at;
  return p->limits[which].lo < p->limits[which].hi ? -CANVAS_FAR : CANVAS_FAR;
}

static double value_at(const Panel *p, AxesDirection which, double pixel,
                       double from, double to) {
  double position = (pixel - from) / (to - from);
  double threshold = p->rule[which].threshold;
  Range r = p->limits[which];
  if (p->axes->symlog[which])
    return symlog_value(symlog_of(r.lo, threshold) * (1 - position) +
                          symlog_of(r.hi, threshold) * position,
                        threshold);
  return p->axes->log[which]
           ? r.lo * pow(10, position * (log10(r.hi) - log10(r.lo)))
           : r.lo * (1 - position) + r.hi * position;
}

bool panel_place(const Panel *p, double right, double up, double *x,
                 double *y) {
  Box b = p->box;
  bool inside = right >= b.x0 && right <= b.x1 && up >= b.y0 && up <= b.y1;
  if (!inside || axes_has(p->axes, MARK_SURFACE)) return false;
  *x = value_at(p, DIRECTION_X, right, b.x0, b.x1);
  *y = value_at(p, DIRECTION_Y, up, b.y0, b.y1);
  return true;
}
