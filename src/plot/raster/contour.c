/* contour.c - bands and lines of equal height. */
#include "plot/raster/contour.h"
#include "plot/raster/refine.h"
#include "plot/raster/regions.h"
#include "plot/canvas/limits.h"
#include "plot/canvas/render_pen.h"

#include <math.h>

/* Heights are scaled to -1..1 by a power of two, so that differences do not
 * overflow and heights equal to a level remain equal. Gaps are at -inf, where the
 * regions end. */
typedef struct Heights {
  Range span;
  int power;
  double least;
  FineGrid grid;
} Heights;

typedef struct Place {
  const Panel *panel;
  const FineGrid *grid;
} Place;

static double between(const double *at, size_t n, double position) {
  double whole = floor(position), part = position - whole;
  size_t i = (size_t)fmax(0, whole);
  if (i + 1 >= n) return at[n - 1];
  return at[i] * (1 - part) + at[i + 1] * part;
}

static void place(double row, double column, double *x, double *y,
                  const void *data) {
  const Place *p = data;
  const FineGrid *g = p->grid;
  *x = panel_edge(p->panel, DIRECTION_X, between(g->x, g->columns, column));
  *y = panel_edge(p->panel, DIRECTION_Y, between(g->y, g->rows, row));
}

/* On a logarithmic scale all heights below `least` are clamped to it. */
static double height_of(const Mark *m, double z, double least) {
  return m->log_levels ? log10(fmax(z, least)) : z;
}

/* The lowest height on a logarithmic scale: above 0 and at most twelve powers
 * of ten below the largest. */
static double least_height(const Mark *m) {
  double least = INFINITY, most = 0;
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++) {
      double z = *mat_at(m->z, i, j);
      if (z > 0) least = fmin(least, z);
      if (isfinite(z)) most = fmax(most, z);
    }
  return fmax(fmin(least, most), fmax(most * 1e-12, 1e-300));
}

static Range span_of(const Mark *m, double least) {
  Range r = {INFINITY, -INFINITY};
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++) {
      if (!isfinite(*mat_at(m->z, i, j))) continue;
      double z = height_of(m, *mat_at(m->z, i, j), least);
      r.lo = fmin(r.lo, z);
      r.hi = fmax(r.hi, z);
    }
  return r;
}

static int power_of(Range h) {
  int power;
  if (h.lo > h.hi) return 0; /* only gaps */
  frexp(fmax(fabs(h.lo), fabs(h.hi)), &power);
  return power;
}

/* -- levels --------------------------------------------------------------- */

enum { LEVELS_USUAL = 16 };

/* Round numbers that cover all heights: about as many bands as requested. */
static Levels round_levels(Range r, size_t bands) {
  Levels l = {0};
  if (!bands) bands = LEVELS_USUAL;
  if (bands > LEVELS_MOST - 3) bands = LEVELS_MOST - 3;
  r = limits_apart(r, 1e-12); /* constant heights are in the middle band */
  if (!(r.lo < r.hi) || !isfinite(r.hi - r.lo)) return l;
  double step = ticks_nice_step(r, bands), first = floor(r.lo / step) * step;
  while (l.n < LEVELS_MOST) {
    l.at[l.n] = first + (double)l.n * step;
    if (l.at[l.n++] >= r.hi) break;
  }
  return l;
}

Levels contour_levels(const Mark *m) {
  Levels l = {0};
  if (!m->levels.n) {
    l = round_levels(span_of(m, m->log_levels ? least_height(m) : 0), m->bands);
    for (size_t i = 0; m->log_levels && i < l.n; i++)
      l.at[i] = pow(10, l.at[i]);
    return l;
  }
  while (l.n < LEVELS_MOST && l.n < m->levels.n) {
    l.at[l.n] = *vec_at(m->levels, l.n);
    l.n++;
  }
  return l;
}

/* -- drawing -------------------------------------------------------------- */

static Heights heights_of(Render *r, const Panel *p, const Mark *m,
                          Levels *levels) {
  double least = m->log_levels ? least_height(m) : 0;
  Range span = span_of(m, least);
  Heights h = {span, power_of(span), least,
               refine_grid(r, p, m, vec_of(levels->at, levels->n))};
  for (size_t i = 0; i < h.grid.rows; i++) {
    render_poll(r);
    for (size_t j = 0; j < h.grid.columns; j++) {
      double *z = &h.grid.z[i][j];
      *z = isfinite(*z) ? ldexp(height_of(m, *z, least), -h.power) : -INFINITY;
    }
  }
  return h;
}

typedef struct Drawing {
  const Panel *panel;
  const Mark *mark;
  Heights heights;
  Levels levels;
  HeightGrid grid;
} Drawing;

/* Levels far below or above all heights are clamped to finite values. */
static double level_at(const Drawing *d, size_t k) {
  double height = height_of(d->mark, d->levels.at[k], d->heights.least);
  return fmax(-2, fmin(2, ldexp(height, -d->heights.power)));
}

/* Draws the grid in blocks of rows, small enough to stop between two; a refined
 * grid is smooth, so that a level passes few of its cells. Blocks overlap by a
 * row of cells, because a gap would show between adjacent ones. */
static void each_block(Render *r, const Drawing *d, double level) {
  enum { CELLS = 20000, SMOOTH_CELLS = 100000 };
  HeightGrid grid = d->grid;
  size_t rows = d->heights.grid.rows;
  bool refined = rows * grid.columns > d->mark->z.rows * d->mark->z.cols;
  size_t most = (refined ? SMOOTH_CELLS : CELLS) / grid.columns + 3;
  bool filled = d->mark->style.filled;
  for (size_t i = 0; i + 1 < rows; i += most - (filled ? 2 : 1)) {
    render_poll(r);
    grid.first_row = i;
    grid.row_count = rows - i < most ? rows - i : most;
    if (filled)
      regions_fill(r, d->panel->box, &grid, level);
    else
      regions_outline(r, d->panel->box, &grid, level);
    if (grid.row_count == rows - i) return;
  }
}

/* Fills one band; opaque, because with alpha overlapping blocks of rows would
 * show. */
static Color tint(Render *r, const Style *s) {
  const Color panel = render_theme(r)->panel;
  const Color color = color_in_theme(r->figure->theme, s->color);
  const double a = s->alpha;
  return (Color){(unsigned char)(panel.r + a * (color.r - panel.r) + 0.5),
                 (unsigned char)(panel.g + a * (color.g - panel.g) + 0.5),
                 (unsigned char)(panel.b + a * (color.b - panel.b) + 0.5)};
}

/* From the lowest band up, each over the one below. Computed levels cover all
 * heights; nothing is drawn above the last of given levels. */
static void draw_bands(Render *r, const Drawing *d) {
  size_t bands = d->levels.n - 1;
  bool found = !d->mark->levels.n;
  const Style *s = &d->mark->style;
  canvas_view(&r->canvas, NULL);
  for (size_t k = 0; k < bands; k++) {
    double position = bands > 1 ? (double)k / (double)(bands - 1) : 0.5;
    canvas_color(s->color_given ? tint(r, s) : color_map(s->map, position), 1);
    each_block(r, d, found && !k ? -2 : level_at(d, k));
  }
  double last = level_at(d, bands);
  canvas_color(render_theme(r)->panel, 1);
  if (!found && last < ldexp(d->heights.span.hi, -d->heights.power))
    each_block(r, d, nextafter(last, 3));
  canvas_view(&r->canvas, &d->panel->box);
}

static void draw_lines(Render *r, const Drawing *d) {
  const Style *s = &d->mark->style;
  size_t last = d->levels.n > 1 ? d->levels.n - 1 : 1;
  canvas_pen(s->linewidth * r->unit, s->line);
  for (size_t k = 0; k < d->levels.n; k++) {
    Color mapped = color_map(s->map, (double)k / (double)last);
    if (s->color_given)
      render_color(r, s->color, s->alpha);
    else
      canvas_color(mapped, s->alpha);
    each_block(r, d, level_at(d, k));
  }
  canvas_pen(1, LINE_SOLID);
}

void contour_draw(Render *r, const Panel *p, const Mark *m) {
  Drawing d = {.panel = p, .mark = m, .levels = contour_levels(m)};
  d.heights = heights_of(r, p, m, &d.levels);
  const FineGrid *g = &d.heights.grid;
  Place where = {p, g};
  d.grid = (HeightGrid){
    (const double *const *)g->z, 0, g->rows, g->columns, place, &where};
  if (m->style.filled && d.levels.n > 1)
    draw_bands(r, &d);
  else if (!m->style.filled)
    draw_lines(r, &d);
}
