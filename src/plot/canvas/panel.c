/* panel.c - converts data to pixels and back. */
#include "plot/canvas/panel.h"

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

double panel_x(const Panel *p, double x) {
  return panel_scale(x, p->limits[DIRECTION_X], p->axes->log[DIRECTION_X],
                     p->box.x0, p->box.x1);
}

double panel_y(const Panel *p, double y) {
  return panel_scale(y, p->limits[DIRECTION_Y], p->axes->log[DIRECTION_Y],
                     p->box.y0, p->box.y1);
}

static double value_at(double pixel, Range r, bool log, double from,
                       double to) {
  double position = (pixel - from) / (to - from);
  return log ? r.lo * pow(10, position * (log10(r.hi) - log10(r.lo)))
             : r.lo * (1 - position) + r.hi * position;
}

bool panel_place(const Panel *p, double right, double up, double *x,
                 double *y) {
  Box b = p->box;
  bool inside = right >= b.x0 && right <= b.x1 && up >= b.y0 && up <= b.y1;
  if (!inside || axes_has(p->axes, MARK_SURFACE)) return false;
  *x = value_at(right, p->limits[DIRECTION_X], p->axes->log[DIRECTION_X], b.x0,
                b.x1);
  *y =
    value_at(up, p->limits[DIRECTION_Y], p->axes->log[DIRECTION_Y], b.y0, b.y1);
  return true;
}
