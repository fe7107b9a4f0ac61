/* tick_names.c - how the names of bars, rows and columns fit along an axis. */
#include "plot/canvas/tick_names.h"
#include "plot/canvas/render_pen.h"

#include <math.h>

/* Relative sizes, and the distance between lines of text. */
static const double SMALLEST = 0.6, SMALLER = 0.8, LINE = 1.15, APART = 8;

double tick_names_width(const Ticks *t) {
  double w = 0;
  Text text;
  for (size_t i = 0; i < t->n; i++) {
    text_make(&text, t->text[i], false, 1000);
    w = fmax(w, text.width);
  }
  return w * tick_size;
}

static double pixel_of(const Panel *p, AxesDirection which, size_t i) {
  double at = p->ticks[which].at[i];
  return which == DIRECTION_X ? panel_x(p, at) : panel_y(p, at);
}

/* The distance between the closest two names, in pixels. */
static double closest(const Panel *p, AxesDirection which) {
  bool x = which == DIRECTION_X;
  double least = x ? p->box.x1 - p->box.x0 : p->box.y1 - p->box.y0;
  for (size_t i = 1; i < p->ticks[which].n; i++) {
    double apart = fabs(pixel_of(p, which, i) - pixel_of(p, which, i - 1));
    if (apart > 0) least = fmin(least, apart);
  }
  return least;
}

/* Names are thinned until lines of the smallest size are not too close. */
static double thin(Panel *p, AxesDirection which, double unit) {
  const Names *names = p->rule[which].names;
  size_t every = names->n / TICKS_MOST + (names->n % TICKS_MOST > 0);
  double least = SMALLEST * tick_size * LINE, room;
  if (every < 1) every = 1;
  do {
    ticks_given(&p->ticks[which], names, every);
    room = closest(p, which) / unit;
  } while (room < least && every++ < names->n);
  return room;
}

void tick_names_fit(Panel *p, AxesDirection which, double unit,
                    double longest) {
  double room = thin(p, which, unit);
  double wide = tick_names_width(&p->ticks[which]);
  double *scale = &p->name_scale[which];
  *scale = 1;
  p->name_longest[which] = longest;
  if (which == DIRECTION_X) {
    p->turned = SMALLER * wide + APART > room;
    if (!p->turned) {
      *scale = fmin(1, (room - APART) / fmax(wide, 1));
      p->name_longest[which] = INFINITY;
      return;
    }
  }
  double across = longest / fmax(wide, 1);
  *scale = fmin(1, fmin(fmax(SMALLER, across), room / (tick_size * LINE)));
  *scale = fmax(SMALLEST, *scale);
}
