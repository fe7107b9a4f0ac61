/* regions.c - the regions of a grid above a level, as one polygon, and their
 * boundaries, as long lines.
 *
 * Bands painted cell by cell need megabytes and show seams. Instead, the
 * boundary of a region is traced from cell to cell, with the region on its
 * left, so that holes run in the opposite direction and stay empty. The loops
 * are joined to one polygon by bridges that are traversed in both directions.
 *
 * The grid is surrounded by a frame of nodes of height -infinity, which closes
 * every loop: a boundary that crosses into the frame, or into a gap of the grid,
 * is at the node itself.
 */
#include "plot/raster/regions.h"
#include "plot/canvas/clip.h"

#include <math.h>
#include <string.h>

typedef struct Tracer {
  const HeightGrid *grid;
  double level;
  size_t rows, columns; /* cells, including those of the frame */
  unsigned char
    *visited; /* per cell: bit e is set if edge e was used as an exit */
  bool lines; /* boundaries only: nan where the frame begins */
  size_t crossings;
  size_t n, start; /* points; the first of the current loop */
  double *x, *y;
} Tracer;

/* Node indices start at 0 in the frame. */
static double height(const Tracer *t, size_t i, size_t j) {
  const HeightGrid *g = t->grid;
  if (!i || !j || i > g->row_count || j > g->columns) return -INFINITY;
  return g->rows[g->first_row + i - 1][j - 1];
}

/* The corners of a cell, anticlockwise; edge e lies between e and e + 1. */
static const size_t corner_i[] = {0, 0, 1, 1}, corner_j[] = {0, 1, 1, 0};

typedef struct Cell {
  size_t i, j;
  double z[4];
  bool in[4];
} Cell;

static Cell cell_at(const Tracer *t, size_t i, size_t j) {
  Cell c = {.i = i, .j = j};
  for (int k = 0; k < 4; k++) {
    c.z[k] = height(t, i + corner_i[k], j + corner_j[k]);
    c.in[k] = c.z[k] >= t->level;
  }
  return c;
}

static bool leaves(const Cell *c, int e) {
  return c->in[e] && !c->in[(e + 1) % 4];
}

static bool returns(const Cell *c, int e) {
  return !c->in[e] && c->in[(e + 1) % 4];
}

/* The exit edge of a boundary that entered over edge e. If two opposite corners
 * are inside, the center decides whether they are connected. */
static int next_edge(const Tracer *t, const Cell *c, int e) {
  bool joined =
    (c->z[0] / 4 + c->z[1] / 4 + c->z[2] / 4 + c->z[3] / 4) >= t->level;
  int step = joined ? 1 : 3;
  for (int k = 1; k < 4; k++) {
    int f = (e + k * step) % 4;
    if (returns(c, f)) return f;
  }
  return e;
}

/* Collinear points are one segment; points too close together are dropped. */
static void add_point(Tracer *t, double x, double y) {
  static const double NEAR = 0.2;
  size_t n = t->n;
  if (n > t->start && fabs(x - t->x[n - 1]) + fabs(y - t->y[n - 1]) < NEAR)
    return;
  if (n > t->start + 1 && ((x == t->x[n - 1] && x == t->x[n - 2]) ||
                           (y == t->y[n - 1] && y == t->y[n - 2])))
    n--;
  t->x[n] = x;
  t->y[n] = y;
  t->n = n + 1;
}

static void add_gap(Tracer *t) {
  if (t->n && isnan(t->x[t->n - 1])) return;
  t->x[t->n] = NAN;
  t->y[t->n++] = NAN;
}

static void add_crossing(Tracer *t, const Cell *c, int e) {
  int f = (e + 1) % 4;
  if (t->lines && isinf(c->z[f])) {
    add_gap(t);
    return;
  }
  double part = (c->z[e] - t->level) / (c->z[e] - c->z[f]), x, y;
  double i = (double)(c->i + corner_i[e]) - 1;
  double j = (double)(c->j + corner_j[e]) - 1;
  i += part * ((double)corner_i[f] - (double)corner_i[e]);
  j += part * ((double)corner_j[f] - (double)corner_j[e]);
  t->grid->place(i + (double)t->grid->first_row, j, &x, &y, t->grid->data);
  if (t->lines) {
    t->x[t->n] = x;
    t->y[t->n++] = y;
  } else
    add_point(t, x, y);
}

static void step_over(size_t *i, size_t *j, int edge) {
  if (edge == 0) (*i)--;
  if (edge == 1) (*j)++;
  if (edge == 2) (*i)++;
  if (edge == 3) (*j)--;
}

/* Returns to the first point of this loop, and of all. */
static void close_loop(Tracer *t) {
  size_t first = t->start;
  t->start = t->n;           /* bridges are kept as they are */
  if (first == t->n) return; /* a gap was there already */
  t->x[t->n] = t->x[first];
  t->y[t->n++] = t->y[first];
  if (t->lines)
    add_gap(t);
  else if (first) {
    t->x[t->n] = t->x[0];
    t->y[t->n++] = t->y[0];
  }
  t->start = t->n;
}

static void follow(Tracer *t, size_t i, size_t j, int e) {
  for (;;) {
    unsigned char *seen = &t->visited[i * t->columns + j];
    if (*seen & 1 << e) break;
    *seen = (unsigned char)(*seen | 1 << e);
    Cell c = cell_at(t, i, j);
    add_crossing(t, &c, e);
    int f = next_edge(t, &c, e);
    step_over(&i, &j, f);
    e = (f + 2) % 4;
  }
  close_loop(t);
}

/* -- scanning ------------------------------------------------------------- */

/* The heights of the nodes of row i; NULL: the frame. */
static const double *node_row(const Tracer *t, size_t i) {
  const HeightGrid *g = t->grid;
  return i && i <= g->row_count ? g->rows[g->first_row + i - 1] : NULL;
}

/* Is the node above the level, 1 or 0? */
static unsigned above(const Tracer *t, const double *row, size_t j) {
  return row && j && j <= t->grid->columns && row[j - 1] >= t->level;
}

/* Visits the cells that the boundary crosses. */
static void each_crossed(Tracer *t, void (*visit)(Tracer *, size_t, size_t)) {
  for (size_t i = 0; i < t->rows; i++) {
    const double *low = node_row(t, i), *high = node_row(t, i + 1);
    unsigned left = 0;
    for (size_t j = 0; j < t->columns; j++) {
      unsigned right = above(t, low, j + 1) + above(t, high, j + 1);
      if (left + right != 0 && left + right != 4) visit(t, i, j);
      left = right;
    }
  }
}

static void count_crossings(Tracer *t, size_t i, size_t j) {
  Cell c = cell_at(t, i, j);
  for (int e = 0; e < 4; e++) t->crossings += leaves(&c, e);
}

static void trace_cell(Tracer *t, size_t i, size_t j) {
  Cell c = cell_at(t, i, j);
  for (int e = 0; e < 4; e++)
    if (leaves(&c, e) && !(t->visited[i * t->columns + j] & 1 << e))
      follow(t, i, j, e);
}

static bool all_inside(Box b, const Tracer *t) {
  for (size_t i = 0; i < t->n; i++)
    if (t->x[i] < b.x0 || t->x[i] > b.x1 || t->y[i] < b.y0 || t->y[i] > b.y1)
      return false;
  return true;
}

static Tracer trace_level(Render *r, const HeightGrid *grid, double level,
                          bool lines) {
  Tracer t = {.grid = grid,
              .level = level,
              .rows = grid->row_count + 1,
              .columns = grid->columns + 1,
              .lines = lines};
  each_crossed(&t, count_crossings);
  size_t most = 3 * t.crossings + 4; /* a loop has 1 or more */
  t.visited = render_scratch(r, t.rows * t.columns, 1);
  memset(t.visited, 0, t.rows * t.columns);
  t.x = render_scratch(r, most, sizeof *t.x);
  t.y = render_scratch(r, most, sizeof *t.y);
  each_crossed(&t, trace_cell);
  return t;
}

void regions_fill(Render *r, Box box, const HeightGrid *grid, double level) {
  struct Scratch *mark = render_mark(r);
  Tracer t = trace_level(r, grid, level, false);
  if (all_inside(box, &t))
    canvas_polygon(t.n, t.x, t.y);
  else
    clip_polygon(r, box, t.n, t.x, t.y);
  render_release(r, mark);
}

void regions_outline(Render *r, Box box, const HeightGrid *grid, double level) {
  clip_open(r, box, false); /* its scratch stays */
  struct Scratch *mark = render_mark(r);
  Tracer t = trace_level(r, grid, level, true);
  clip_path(r, t.n, t.x, t.y);
  render_release(r, mark);
}
