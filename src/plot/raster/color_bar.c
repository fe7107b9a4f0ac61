/* color_bar.c - the values of colors, and the bar that shows them. */
#include "plot/raster/color_bar.h"
#include "plot/raster/contour.h"
#include "plot/raster/layout.h"
#include "plot/canvas/limits.h"
#include "plot/canvas/render_pen.h"
#include "plot/canvas/tick_names.h"

#include <math.h>

static const double GAP = 14, WIDE = 14;

static void widen(Range *r, double value) {
  if (!isfinite(value)) return;
  r->lo = fmin(r->lo, value);
  r->hi = fmax(r->hi, value);
}

/* lo > hi: no number is finite. */
static Range finite_span(const Mark *m) {
  Range r = {INFINITY, -INFINITY};
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++) widen(&r, *mat_at(m->z, i, j));
  for (size_t i = 0; i < m->values.n; i++) widen(&r, *vec_at(m->values, i));
  return r;
}

Range color_bar_mark_colors(const Mark *m) {
  Range r = finite_span(m);
  if (r.lo > r.hi) r = (Range){0, 1};
  bool none = m->low == 0 && m->high == 0;
  if (!none && !isnan(m->low)) r.lo = m->low;
  if (!none && !isnan(m->high)) r.hi = m->high;
  return limits_apart(r, 1e-9);
}

double color_bar_position(Range r, double value) {
  double at = (value / 2 - r.lo / 2) / (r.hi / 2 - r.lo / 2);
  return fmax(0, fmin(1, at));
}

/* -- the bar -------------------------------------------------------------- */

static const Mark *with_bar(const Axes *axes) {
  for (const Mark *m = axes->first; m; m = m->next)
    if (m->colorbar) return m;
  return NULL;
}

static double probability(double logit) { return 1 / (1 + exp(-logit)); }

static void probability_ticks(Ticks *ticks) {
  static double at[] = {0, 0.25, 0.5, 0.75, 1};
  static const char texts[] = "0\0000.25\0000.5\0000.75\0001";
  const Names names = {0, sizeof at / sizeof *at, at, texts};
  ticks_given(ticks, &names, 1);
}

void color_bar_prepare(ColorBar *bar, const Axes *axes) {
  enum { SMOOTH = 96, TICKS = 6 };
  const Mark *m = with_bar(axes);
  if (!m) return;
  const Range span = finite_span(m);
  if (span.lo > span.hi) return; /* nothing is drawn in a color */
  *bar = (ColorBar){.bands = SMOOTH, .log = m->log_levels};
  if (m->kind == MARK_CONTOUR) {
    Levels l = contour_levels(m);
    if (l.n < 2) return; /* a single line */
    bar->range = (Range){l.at[0], l.at[l.n - 1]};
    bar->bands = l.n - 1;
    if (m->logits) bar->range = (Range){0, 1};
  } else
    bar->range = color_bar_mark_colors(m);
  if (bar->log && !(bar->range.lo > 0)) return;
  bar->mark = m;
  if (m->logits)
    probability_ticks(&bar->ticks);
  else if (bar->log)
    ticks_log(&bar->ticks, bar->range, TICKS);
  else
    ticks_linear(&bar->ticks, bar->range, TICKS);
}

double color_bar_room(const ColorBar *bar) {
  double label = bar->mark->text ? label_size + 8 : 0;
  double ticks =
    fmax(tick_names_width(&bar->ticks), layout_offset_width(&bar->ticks) / 2);
  return GAP + WIDE + tick_gap + ticks + label;
}

/* The value at the foot of a band, or at the top of the last. */
static double band_foot(const ColorBar *bar, size_t k) {
  double part = (double)k / (double)bar->bands;
  if (bar->mark->kind == MARK_CONTOUR) {
    double level = contour_levels(bar->mark).at[k];
    return bar->mark->logits ? probability(level) : level;
  }
  return bar->range.lo * (1 - part) + bar->range.hi * part;
}

/* Each band reaches under the next, which covers it: a page or SVG of another size
 * would show seams between them. */
static void draw_bands(const Panel *p, Box b) {
  static const double BEHIND = 2;
  const ColorBar *bar = &p->bar;
  size_t last = bar->bands > 1 ? bar->bands - 1 : 1;
  double y0 = floor(b.y0), top = floor(b.y1 + 0.5);
  for (size_t k = 0; k < bar->bands; k++) {
    double y1 = floor(
      panel_scale(band_foot(bar, k + 1), bar->range, bar->log, b.y0, b.y1) +
      0.5);
    double at = bar->bands > 1 ? (double)k / (double)last : 0.5;
    canvas_color(color_map(bar->mark->style.map, at), 1);
    if (y1 > y0)
      canvas_rectangle((Box){b.x0, y0, b.x1, fmin(y1 + BEHIND, top)});
    y0 = y1;
  }
}

static void draw_ticks(const Render *r, const Panel *p, Box b) {
  const ColorBar *bar = &p->bar;
  const Ticks *t = &bar->ticks;
  canvas_color(render_theme(r)->axis, 1);
  canvas_pen(1.1 * r->unit, LINE_SOLID);
  for (size_t i = 0; i < t->n; i++) {
    double y = panel_scale(t->at[i], bar->range, bar->log, b.y0, b.y1);
    canvas_segment(b.x1, y, b.x1 + tick_length * r->unit, y);
    render_text(r, b.x1 + tick_gap * r->unit, y,
                (Lettering){tick_size, 0, false, false}, t->text[i],
                r->canvas.width);
  }
  if (t->offset[0])
    render_text(r, b.x1 + tick_gap * r->unit, b.y1 + offset_rise * r->unit,
                (Lettering){tick_size, 0.5, false, false}, t->offset,
                r->canvas.width);
}

void color_bar_draw(const Render *r, const Panel *p) {
  double u = r->unit;
  double right = layout_right_room(p);
  Box b = {floor(p->box.x1 + (GAP + right) * u), p->box.y0, 0, p->box.y1};
  b.x1 = floor(b.x0 + WIDE * u);
  draw_bands(p, b);
  draw_ticks(r, p, b);
  if (!p->bar.mark->text) return;
  canvas_color(render_theme(r)->ink, 1);
  double x =
    b.x1 +
    (tick_gap + tick_names_width(&p->bar.ticks) + 8 + label_size / 2) * u;
  render_text(r, x, (b.y0 + b.y1) / 2,
              (Lettering){label_size, 0.5, false, true}, p->bar.mark->text,
              b.y1 - b.y0);
}
