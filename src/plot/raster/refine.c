/* refine.c - interpolates smooth heights between the points of a grid. */
#include "plot/raster/refine.h"

#include <math.h>
#include <string.h>

enum { ORDER = 4 }; /* values that determine a cubic spline */

typedef struct Coarse {
  const Mark *mark;
  Mat z;
  Vec levels;
  unsigned char *curved; /* for each cell */
  double low, high;      /* of all heights */
} Coarse;

/* The place of a row or column: after node i, at this part of the cell. */
typedef struct Position {
  size_t i;
  double part;
} Position;

/* -- splines -------------------------------------------------------------- */

/* Catmull and Rom's, between p[1] and p[2]. */
static double spline(const double p[ORDER], double t) {
  double square = 2 * p[0] - 5 * p[1] + 4 * p[2] - p[3];
  double cube = 3 * (p[1] - p[2]) + p[3] - p[0];
  return p[1] + t / 2 * (p[2] - p[0] + t * (square + t * cube));
}

/* Continues a row beyond its end as a quadratic function. */
static double next_after(double last, double before, double first) {
  return 3 * last - 3 * before + first;
}

/* The heights around cell (i, j): s[1][1] is its first corner. The grid has at
 * least three rows and columns. */
static void gather(Mat z, size_t i, size_t j, double s[ORDER][ORDER]) {
  memset(s, 0, ORDER * sizeof *s);
  bool left = j == 0, right = j + 2 == z.cols;
  bool low = i == 0, high = i + 2 == z.rows;
  for (size_t k = low; k < ORDER - (size_t)high; k++) {
    for (size_t l = left; l < ORDER - (size_t)right; l++)
      s[k][l] = *mat_at(z, i + k - 1, j + l - 1);
    if (left) s[k][0] = next_after(s[k][1], s[k][2], s[k][3]);
    if (right) s[k][3] = next_after(s[k][2], s[k][1], s[k][0]);
  }
  for (size_t l = 0; l < ORDER; l++) {
    if (low) s[0][l] = next_after(s[1][l], s[2][l], s[3][l]);
    if (high) s[3][l] = next_after(s[2][l], s[1][l], s[0][l]);
  }
}

/* -- where ---------------------------------------------------------------- */

/* The largest second and third differences in one direction. */
typedef struct Bends {
  double second, third;
} Bends;

static void add_bends(Bends *b, double p, double q, double r, double s) {
  b->second = fmax(b->second, fmax(fabs(p - 2 * q + r), fabs(q - 2 * r + s)));
  double third = fabs(s - p + 3 * (q - r));
  if (!(third <= b->third)) b->third = third; /* nan too */
}

static bool is_smooth(double s[ORDER][ORDER]) {
  static const double MOST = 0.75; /* a kink has 1, a step 2 */
  Bends b = {0, 0};
  for (int k = 0; k < ORDER; k++) {
    add_bends(&b, s[k][0], s[k][1], s[k][2], s[k][3]);
    add_bends(&b, s[0][k], s[1][k], s[2][k], s[3][k]);
  }
  return isfinite(b.third) && b.third <= MOST * b.second;
}

/* How far the spline is from the straight line, in the middle of q and r. */
static double sag(double p, double q, double r, double s) {
  return fabs(q + r - p - s) / 16;
}

/* How far the spline may be from the plane through the corners. */
static double bulge(double s[ORDER][ORDER]) {
  double along = 0, across = 0;
  for (int k = 1; k < 3; k++) {
    along = fmax(along, sag(s[k][0], s[k][1], s[k][2], s[k][3]));
    across = fmax(across, sag(s[0][k], s[1][k], s[2][k], s[3][k]));
  }
  return along + across;
}

static bool passes(Vec levels, double low, double high) {
  for (size_t k = 0; k < levels.n; k++) {
    double level = *vec_at(levels, k);
    if (level >= low && level <= high) return true;
  }
  return false;
}

/* Would a contour in the cell be visibly off as a straight line? */
static bool is_curved(const Coarse *c, size_t i, size_t j) {
  static const double VISIBLE = 0.03; /* of a cell */
  double s[ORDER][ORDER];
  gather(c->z, i, j, s);
  double low = fmin(fmin(s[1][1], s[1][2]), fmin(s[2][1], s[2][2]));
  double high = fmax(fmax(s[1][1], s[1][2]), fmax(s[2][1], s[2][2]));
  double off = bulge(s);
  return off > VISIBLE * (high - low) && is_smooth(s) &&
         passes(c->levels, low - 2 * off, high + 2 * off);
}

static bool curved_at(const Coarse *c, size_t i, size_t j) {
  return c->curved[i * (c->z.cols - 1) + j];
}

/* -- the finer grid ------------------------------------------------------- */

static bool is_even(Vec v) {
  double step = (*vec_at(v, v.n - 1) - *vec_at(v, 0)) / (double)(v.n - 1);
  for (size_t i = 0; i < v.n; i++)
    if (!(fabs(*vec_at(v, i) - *vec_at(v, 0) - step * (double)i) <=
          1e-6 * fabs(step)))
      return false;
  return true;
}

/* How many parts a curved cell gets, so that they are about two pixels. */
static size_t parts_of(const Render *r, const Panel *p, const Mark *m) {
  static const double FINE = 2, MOST = 10;
  Vec x = m->x, y = m->y;
  double wide =
    fabs(panel_x(p, *vec_at(x, x.n - 1)) - panel_x(p, *vec_at(x, 0)));
  double high =
    fabs(panel_y(p, *vec_at(y, y.n - 1)) - panel_y(p, *vec_at(y, 0)));
  double cell = fmax(wide / (double)(x.n - 1), high / (double)(y.n - 1));
  if (isnan(cell)) return 1;
  return (size_t)fmax(1, fmin(MOST, ceil(cell / (FINE * r->unit))));
}

static void find_range(Coarse *c) {
  for (size_t i = 0; i < c->z.rows; i++)
    for (size_t j = 0; j < c->z.cols; j++) {
      double z = *mat_at(c->z, i, j);
      if (!isfinite(z)) continue;
      c->low = fmin(c->low, z);
      c->high = fmax(c->high, z);
    }
}

/* Marks the curved cells, and the rows and columns that hold some. */
static void mark_curved(Render *r, Coarse *c, unsigned char *in_row,
                        unsigned char *in_column) {
  size_t rows = c->z.rows - 1, columns = c->z.cols - 1;
  memset(in_row, 0, rows);
  memset(in_column, 0, columns);
  for (size_t i = 0; i < rows; i++) {
    render_poll(r);
    for (size_t j = 0; j < columns; j++) {
      bool curved = is_curved(c, i, j);
      c->curved[i * columns + j] = curved;
      in_row[i] |= curved;
      in_column[j] |= curved;
    }
  }
}

static size_t count_positions(size_t cells, const unsigned char *divided,
                              size_t parts) {
  size_t n = 1;
  for (size_t i = 0; i < cells; i++) n += divided[i] ? parts : 1;
  return n;
}

static Position *make_positions(Render *r, size_t cells,
                                const unsigned char *divided, size_t parts,
                                size_t n) {
  Position *spots = render_scratch(r, n, sizeof *spots), *next = spots;
  for (size_t i = 0; i < cells; i++)
    for (size_t k = 0; k < (divided[i] ? parts : 1); k++)
      *next++ = (Position){i, (double)k / (double)parts};
  *next = (Position){cells, 0};
  return spots;
}

static double *positions(Render *r, Vec v, const Position *spots, size_t n) {
  double *at = render_scratch(r, n, sizeof *at);
  for (size_t k = 0; k < n; k++) {
    Position s = spots[k];
    at[k] = *vec_at(v, s.i);
    if (s.part > 0) at[k] += s.part * (*vec_at(v, s.i + 1) - at[k]);
  }
  return at;
}

/* Are all cells at this place curved? */
static bool all_curved(const Coarse *c, Position row, Position column) {
  size_t i0 = row.part > 0 || row.i == 0 ? row.i : row.i - 1;
  size_t j0 = column.part > 0 || column.i == 0 ? column.i : column.i - 1;
  for (size_t i = i0; i <= row.i && i + 1 < c->z.rows; i++)
    for (size_t j = j0; j <= column.i && j + 1 < c->z.cols; j++)
      if (!curved_at(c, i, j)) return false;
  return true;
}

static double mixed(double a, double b, double part) {
  return part > 0 ? a + part * (b - a) : a;
}

static double plain_height(Mat z, Position row, Position column) {
  size_t i = row.i, j = column.i;
  size_t i1 = row.part > 0 ? i + 1 : i, j1 = column.part > 0 ? j + 1 : j;
  double low = mixed(*mat_at(z, i, j), *mat_at(z, i, j1), column.part);
  double high = mixed(*mat_at(z, i1, j), *mat_at(z, i1, j1), column.part);
  return mixed(low, high, row.part);
}

/* The spline of the cell; a place at the upper end belongs to the cell below. */
static double smooth_height(Mat z, Position row, Position column) {
  double s[ORDER][ORDER], across[ORDER];
  if (row.i + 1 == z.rows) row = (Position){row.i - 1, 1};
  if (column.i + 1 == z.cols) column = (Position){column.i - 1, 1};
  gather(z, row.i, column.i, s);
  for (int k = 0; k < ORDER; k++) across[k] = spline(s[k], column.part);
  return spline(across, row.part);
}

/* Within the range of all heights, so that levels that cover them cover it. */
static double height_at(const Coarse *c, Position row, Position column) {
  bool node = row.part == 0 && column.part == 0;
  if (!node && all_curved(c, row, column)) {
    double height = smooth_height(c->z, row, column);
    if (isfinite(height)) return fmax(c->low, fmin(c->high, height));
  }
  return plain_height(c->z, row, column);
}

static FineGrid make_grid(Render *r, const Coarse *c, const Position *rows,
                          const Position *columns, size_t m, size_t n) {
  FineGrid g = {m, n, render_scratch(r, m, sizeof *g.z),
                positions(r, c->mark->x, columns, n),
                positions(r, c->mark->y, rows, m)};
  double *room = render_scratch(r, m * n, sizeof *room);
  for (size_t i = 0; i < m; i++) {
    render_poll(r);
    g.z[i] = room + i * n;
    for (size_t j = 0; j < n; j++)
      g.z[i][j] = height_at(c, rows[i], columns[j]);
  }
  return g;
}

FineGrid refine_grid(Render *r, const Panel *p, const Mark *m, Vec levels) {
  enum { MOST = 300000, LEAST = 4 };
  Mat z = m->z;
  size_t rows = z.rows - 1, columns = z.cols - 1, parts = 1, high, wide;
  Coarse c = {m,        z,        levels, render_scratch(r, rows * columns, 1),
              INFINITY, -INFINITY};
  unsigned char *in_row = render_scratch(r, rows, 1);
  unsigned char *in_column = render_scratch(r, columns, 1);
  memset(in_row, 0, rows);
  memset(in_column, 0, columns);
  if (z.rows >= LEAST && z.cols >= LEAST && is_even(m->x) && is_even(m->y))
    parts = parts_of(r, p, m);
  if (parts > 1) find_range(&c);
  if (parts > 1) mark_curved(r, &c, in_row, in_column);
  do {
    high = count_positions(rows, in_row, parts);
    wide = count_positions(columns, in_column, parts);
  } while (parts > 1 && high * wide > MOST && parts--);
  return make_grid(r, &c, make_positions(r, rows, in_row, parts, high),
                   make_positions(r, columns, in_column, parts, wide), high,
                   wide);
}
