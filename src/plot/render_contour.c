/* render_contour.c - bands and lines of equal height. */
#include "render_parts.h"

#include <math.h>

/* Heights are scaled to 0..1, so that differences of huge ones do not
 * overflow. */
typedef struct Heights {
  double low, high;
  const double **rows;
} Heights;

typedef struct Place {
  const Panel *panel;
  const Mark *mark;
} Place;

static double between(Vec v, double position) {
  double whole = floor(position), part = position - whole;
  size_t i = (size_t)fmax(0, whole);
  if (i + 1 >= v.n) return *vec_at(v, v.n - 1);
  return *vec_at(v, i) * (1 - part) + *vec_at(v, i + 1) * part;
}

static void place(double row, double column, double *x, double *y,
                  const void *data) {
  const Place *p = data;
  *x = panel_x(p->panel, between(p->mark->x, column));
  *y = panel_y(p->panel, between(p->mark->y, row));
  if (isnan(*x)) *x = -CANVAS_FAR; /* not above 0 on a log axis */
  if (isnan(*y)) *y = -CANVAS_FAR;
}

static double scaled(const Heights *h, double z) {
  double span = h->high / 2 - h->low / 2;
  return span > 0 ? (z / 2 - h->low / 2) / span : 0.5;
}

static Heights heights_of(Render *r, Mat z) {
  const double **rows = render_scratch(r, z.rows, sizeof *rows);
  Heights h = {INFINITY, -INFINITY, rows};
  double *room = render_scratch(r, z.rows * z.cols, sizeof *room);
  for (size_t i = 0; i < z.rows; i++)
    for (size_t j = 0; j < z.cols; j++) {
      h.low = fmin(h.low, *mat_at(z, i, j));
      h.high = fmax(h.high, *mat_at(z, i, j));
    }
  for (size_t i = 0; i < z.rows; i++) {
    render_poll(r);
    h.rows[i] = room + i * z.cols;
    for (size_t j = 0; j < z.cols; j++)
      room[i * z.cols + j] = scaled(&h, *mat_at(z, i, j));
  }
  return h;
}

/* -- levels --------------------------------------------------------------- */

enum { LEVELS_MOST = 64, LEVELS_USUAL = 16 };

typedef struct Levels {
  size_t n;
  double at[LEVELS_MOST];
} Levels;

/* Round numbers that span all heights: about as many bands as were asked. */
static Levels round_levels(const Heights *h, size_t bands) {
  Levels l = {0};
  Range r = {h->low, h->high};
  if (!bands) bands = LEVELS_USUAL;
  if (bands > LEVELS_MOST - 3) bands = LEVELS_MOST - 3;
  if (!(r.lo < r.hi) || !isfinite(r.hi - r.lo)) return l;
  double step = nice_step(r, bands), first = floor(r.lo / step) * step;
  while (l.n < LEVELS_MOST) {
    l.at[l.n] = first + (double)l.n * step;
    if (l.at[l.n++] >= r.hi) break;
  }
  return l;
}

static Levels levels_of(const Heights *h, const Mark *m) {
  if (!m->levels.n) return round_levels(h, m->bands);
  Levels l = {0};
  while (l.n < LEVELS_MOST && l.n < m->levels.n) {
    l.at[l.n] = *vec_at(m->levels, l.n);
    l.n++;
  }
  return l;
}

/* -- drawing -------------------------------------------------------------- */

/* The grid in blocks of rows, small enough to stop between two. */
static void each_block(Render *r, CanvasGrid grid, size_t rows, double low,
                       double high) {
  size_t most = 20000 / grid.columns + 2;
  for (size_t i = 0; i + 1 < rows; i += most - 1) {
    render_poll(r);
    grid.first_row = i;
    grid.row_count = rows - i < most ? rows - i : most;
    if (low < high) canvas_band(&grid, low, high);
    else canvas_contour(&grid, low);
  }
}

static void draw_bands(Render *r, CanvasGrid grid, const Heights *h,
                       const Levels *l, const Mark *m) {
  size_t bands = l->n - 1;
  for (size_t k = 0; k < bands; k++) {
    double position = bands > 1 ? (double)k / (double)(bands - 1) : 0.5;
    canvas_color(color_map(m->style.map, position), 1);
    each_block(r, grid, m->z.rows, scaled(h, l->at[k]),
               scaled(h, l->at[k + 1]));
  }
}

static void draw_lines(Render *r, CanvasGrid grid, const Heights *h,
                       const Levels *l, const Mark *m) {
  size_t last = l->n > 1 ? l->n - 1 : 1;
  canvas_pen(m->style.linewidth * r->unit, m->style.line);
  for (size_t k = 0; k < l->n; k++) {
    Color mapped = color_map(m->style.map, (double)k / (double)last);
    canvas_color(m->style.color_given ? m->style.color : mapped,
                 m->style.alpha);
    each_block(r, grid, m->z.rows, scaled(h, l->at[k]), scaled(h, l->at[k]));
  }
  canvas_pen(1, LINE_SOLID);
}

void draw_contour(Render *r, const Panel *p, const Mark *m) {
  Heights h = heights_of(r, m->z);
  Levels l = levels_of(&h, m);
  Place where = {p, m};
  CanvasGrid grid = {h.rows, 0, m->z.rows, m->z.cols, place, &where};
  if (m->style.filled && l.n > 1)
    draw_bands(r, grid, &h, &l, m);
  else if (!m->style.filled)
    draw_lines(r, grid, &h, &l, m);
}
