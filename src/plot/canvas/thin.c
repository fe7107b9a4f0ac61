/* thin.c - a surface with fewer rows and columns that keeps its extremes. */
#include "plot/canvas/thin.h"

#include <math.h>

size_t thin_step(size_t n, size_t most) {
  return n < 2 ? 1 : (n - 2) / most + 1;
}

/* The nodes 0, step, 2 step ... of n, and the last. */
typedef struct Kept {
  size_t n, step, count;
} Kept;

static Kept kept_of(size_t n, size_t most) {
  size_t step = thin_step(n, most);
  return (Kept){n, step, (n - 2) / step + 2};
}

static size_t node(Kept k, size_t i) {
  return i + 1 < k.count ? i * k.step : k.n - 1;
}

/* The nodes nearest to node i of those kept: [from, to). */
static void nearest(Kept k, size_t i, size_t *from, size_t *to) {
  size_t at = node(k, i);
  *from = i ? (node(k, i - 1) + at) / 2 + 1 : 0;
  *to = i + 1 < k.count ? (at + node(k, i + 1)) / 2 + 1 : k.n;
}

static void include(Range *r, double z) {
  if (!isfinite(z)) return;
  r->lo = fmin(r->lo, z);
  r->hi = fmax(r->hi, z);
}

static Range all_near(Mat z, Kept rows, Kept columns, size_t i, size_t j) {
  Range all = {INFINITY, -INFINITY};
  size_t row, row_end, column, column_end;
  nearest(rows, i, &row, &row_end);
  nearest(columns, j, &column, &column_end);
  for (size_t k = row; k < row_end; k++)
    for (size_t l = column; l < column_end; l++)
      include(&all, *mat_at(z, k, l));
  return all;
}

static Range kept_around(Mat z, Kept rows, Kept columns, size_t i, size_t j) {
  Range all = {INFINITY, -INFINITY};
  for (size_t k = i ? i - 1 : 0; k <= i + 1 && k < rows.count; k++)
    for (size_t l = j ? j - 1 : 0; l <= j + 1 && l < columns.count; l++)
      include(&all, *mat_at(z, node(rows, k), node(columns, l)));
  return all;
}

static double height(Mat z, Kept rows, Kept columns, size_t i, size_t j) {
  double own = *mat_at(z, node(rows, i), node(columns, j));
  Range all = all_near(z, rows, columns, i, j);
  Range kept = kept_around(z, rows, columns, i, j);
  double above = all.hi - kept.hi, below = kept.lo - all.lo;
  if (!isfinite(own) || !(fmax(above, below) > 0)) return own;
  return above > below ? all.hi : all.lo;
}

static Vec keep(Render *r, Vec v, Kept kept) {
  double *d = render_scratch(r, kept.count, sizeof *d);
  for (size_t i = 0; i < kept.count; i++) d[i] = *vec_at(v, node(kept, i));
  return vec_of(d, kept.count);
}

Mark thin_surface(Render *r, const Mark *m, size_t most) {
  Kept rows = kept_of(m->z.rows, most), columns = kept_of(m->z.cols, most);
  Mark copy = *m;
  if (rows.step == 1 && columns.step == 1) return copy;
  copy.x = keep(r, m->x, columns);
  copy.y = keep(r, m->y, rows);
  double *d = render_scratch(r, rows.count * columns.count, sizeof *d);
  copy.z = mat_of(d, rows.count, columns.count);
  for (size_t i = 0; i < rows.count; i++) {
    render_poll(r);
    for (size_t j = 0; j < columns.count; j++)
      *mat_at(copy.z, i, j) = height(m->z, rows, columns, i, j);
  }
  return copy;
}
