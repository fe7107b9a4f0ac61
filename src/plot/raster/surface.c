/* surface.c - draws a surface in parallel projection, with a path on it.
 *
 * PLplot's own surface plots are not used, because a path must be hidden behind
 * the surface, and vector files must stay small. Cells are painted from the
 * farthest to the nearest, which is correct in parallel projection.
 */
#include "plot/raster/surface.h"
#include "plot/raster/color_bar.h"
#include "plot/raster/space.h"
#include "plot/canvas/render_pen.h"
#include "plot/canvas/thin.h"

#include <math.h>

/* A short piece of the path, and the cell after which it is painted. */
typedef struct Piece {
  size_t i, j;
  Spot from, to;
  bool dot;
} Piece;

typedef struct Surface {
  const Render *r;
  const Mark *mark; /* thinned */
  View view;
  bool lined;               /* cells are large enough for lines around them */
  bool far_row, far_column; /* the last is the farthest */
  size_t pieces;
  Piece *piece;
} Surface;

static void node_at(const Surface *s, size_t i, size_t j, double at[3]) {
  const Mark *m = s->mark;
  at[0] = space_part(s->view.x, *vec_at(m->x, j));
  at[1] = space_part(s->view.y, *vec_at(m->y, i));
  at[2] = space_height(&s->view, *mat_at(m->z, i, j));
}

/* Light from above and the viewer's left: 0.72 to 1.08. */
static Color lit(const View *v, Color c, double c00[3], double c10[3],
                 double c01[3]) {
  double a[3], b[3], n[3];
  for (int k = 0; k < 3; k++) {
    a[k] = c10[k] - c00[k];
    b[k] = c01[k] - c00[k];
  }
  for (int k = 0; k < 3; k++)
    n[k] = a[(k + 1) % 3] * b[(k + 2) % 3] - a[(k + 2) % 3] * b[(k + 1) % 3];
  double sign = n[2] < 0 ? -1 : 1;
  double length = fmax(hypot(hypot(n[0], n[1]), n[2]), 1e-12) * sign;
  double right = (n[1] * v->cos_turn - n[0] * v->sin_turn) / length;
  double bright = 0.9 + 0.12 * (n[2] / length) - 0.14 * right;
  bright = fmax(0.72, fmin(1.08, bright));
  return (Color){(unsigned char)fmin(255, c.r * bright),
                 (unsigned char)fmin(255, c.g * bright),
                 (unsigned char)fmin(255, c.b * bright)};
}

/* Without a finite height at one corner the cell is a gap. */
static bool is_gap(Mat z, size_t i, size_t j) {
  return !isfinite(*mat_at(z, i, j)) || !isfinite(*mat_at(z, i, j + 1)) ||
         !isfinite(*mat_at(z, i + 1, j)) || !isfinite(*mat_at(z, i + 1, j + 1));
}

static void draw_cell(const Surface *s, size_t i, size_t j) {
  double c[4][3], x[5], y[5];
  if (is_gap(s->mark->z, i, j)) return;
  node_at(s, i, j, c[0]);
  node_at(s, i, j + 1, c[1]);
  node_at(s, i + 1, j + 1, c[2]);
  node_at(s, i + 1, j, c[3]);
  for (int k = 0; k < 5; k++) {
    Spot at = space_spot(&s->view, c[k % 4][0], c[k % 4][1], c[k % 4][2]);
    x[k] = at.x;
    y[k] = at.y;
  }
  double mean = 0;
  for (int k = 0; k < 4; k++)
    mean += color_bar_position(
      s->view.colors, *mat_at(s->mark->z, i + (k > 1), j + (k == 1 || k == 2)));
  Color color = color_map(s->mark->style.map, mean / 4);
  canvas_color(lit(&s->view, color, c[0], c[1], c[3]), 1);
  canvas_patch(4, x, y, 0.8 * s->r->unit);
  if (!s->lined) return;
  canvas_color(themes[THEME_LIGHT].ink, 0.22);
  canvas_pen(0.6 * s->r->unit, LINE_SOLID);
  canvas_line(5, x, y);
}

/* -- the path ------------------------------------------------------------- */

/* The cell of a value, and the position within it. */
static size_t cell_of(Vec places, double value, double *part) {
  bool up = *vec_at(places, places.n - 1) >= *vec_at(places, 0);
  size_t i = 0;
  while (i + 2 < places.n) {
    double next = *vec_at(places, i + 1);
    if (up ? value < next : value > next) break;
    i++;
  }
  double a = *vec_at(places, i), b = *vec_at(places, i + 1);
  *part = b == a ? 0 : fmax(0, fmin(1, (value - a) / (b - a)));
  return i;
}

static bool in_range(Range r, double value) {
  return value >= r.lo && value <= r.hi;
}

/* A point slightly above the surface. False: outside the surface. */
static bool path_spot(const Surface *s, double x, double y, Piece *piece,
                      Spot *out) {
  const Mark *m = s->mark;
  double px, py;
  if (!in_range(s->view.x, x) || !in_range(s->view.y, y)) return false;
  size_t j = cell_of(m->x, x, &px);
  size_t i = cell_of(m->y, y, &py);
  if (is_gap(m->z, i, j)) return false;
  double z = *mat_at(m->z, i, j) * (1 - px) * (1 - py) +
             *mat_at(m->z, i, j + 1) * px * (1 - py) +
             *mat_at(m->z, i + 1, j) * (1 - px) * py +
             *mat_at(m->z, i + 1, j + 1) * px * py;
  *out =
    space_spot(&s->view, space_part(s->view.x, x), space_part(s->view.y, y),
               space_height(&s->view, z) + 0.006);
  piece->i = i;
  piece->j = j;
  return true;
}

/* Nearer cells would cover half of the stroke, so it is painted after the next
 * ones. */
static size_t one_nearer(size_t i, size_t cells, bool far_last) {
  if (far_last) return i ? i - 1 : 0;
  return i + 1 < cells ? i + 1 : i;
}

static void add_piece(Surface *s, Piece piece) {
  piece.i = one_nearer(piece.i, s->mark->z.rows - 1, s->far_row);
  piece.j = one_nearer(piece.j, s->mark->z.cols - 1, s->far_column);
  s->piece[s->pieces++] = piece;
}

enum { PATH_MOST = 400, PIECES = 24 };

static void make_pieces(Render *r, Surface *s) {
  const Mark *m = s->mark;
  size_t n = m->x2.n, step = n / PATH_MOST + 1;
  s->piece =
    render_scratch(r, (PATH_MOST + 2) * (PIECES + 1), sizeof *s->piece);
  for (size_t k = 0; k < n; k += step) {
    size_t next = k + step < n ? k + step : n - 1;
    double x0 = *vec_at(m->x2, k), y0 = *vec_at(m->y2, k);
    double x1 = *vec_at(m->x2, next), y1 = *vec_at(m->y2, next);
    Piece dot = {.dot = true};
    if (path_spot(s, x0, y0, &dot, &dot.from)) add_piece(s, dot);
    for (int t = 0; t < PIECES && next > k; t++) {
      double a = (double)t / PIECES, b = (t + 1.0) / PIECES;
      Piece piece = {.dot = false};
      if (path_spot(s, x0 + b * (x1 - x0), y0 + b * (y1 - y0), &piece,
                    &piece.to) &&
          path_spot(s, x0 + a * (x1 - x0), y0 + a * (y1 - y0), &piece,
                    &piece.from))
        add_piece(s, piece);
    }
  }
}

static void draw_pieces(const Surface *s, size_t i, size_t j) {
  const Style *style = &s->mark->style;
  double u = s->r->unit;
  for (size_t k = 0; k < s->pieces; k++) {
    const Piece *p = &s->piece[k];
    if (p->i != i || p->j != j) continue;
    render_color(s->r, style->color, 1);
    if (p->dot) {
      canvas_dot(&s->r->canvas, p->from.x, p->from.y, 5 * u);
      continue;
    }
    canvas_pen(style->linewidth * u, LINE_SOLID);
    canvas_segment(p->from.x, p->from.y, p->to.x, p->to.y);
  }
}

static size_t from_far(size_t k, size_t cells, bool far_last) {
  return far_last ? cells - 1 - k : k;
}

/* Lines around cells smaller than this would darken the surface. */
static bool has_lines(const Render *r, const View *v, Mat z) {
  static const double LEAST = 4;
  double most = (double)(z.rows > z.cols ? z.rows : z.cols);
  return 2 * v->scale / (most - 1) > LEAST * r->unit;
}

static void draw_cells(Render *r, const Surface *s) {
  size_t rows = s->mark->z.rows - 1, columns = s->mark->z.cols - 1;
  for (size_t i = 0; i < rows; i++) {
    render_poll(r);
    for (size_t j = 0; j < columns; j++) {
      size_t row = from_far(i, rows, s->far_row);
      size_t column = from_far(j, columns, s->far_column);
      draw_cell(s, row, column);
      draw_pieces(s, row, column);
    }
  }
}

void surface_draw(Render *r, const Panel *p, const Mark *m) {
  Mark thinned = thin_surface(r, m, r->canvas.detail);
  Surface s = {.r = r, .mark = &thinned, .view = space_view(r, p, m)};
  View *v = &s.view;
  Walls w = space_walls(v);
  s.lined = has_lines(r, v, thinned.z);
  s.far_row = (*vec_at(m->y, m->y.n - 1) > *vec_at(m->y, 0)) == (w.y > 0);
  s.far_column = (*vec_at(m->x, m->x.n - 1) > *vec_at(m->x, 0)) == (w.x > 0);
  if (m->x2.n) make_pieces(r, &s);
  canvas_view(&r->canvas, NULL);
  space_draw(r, p, v);
  bool quick = r->figure->moving && canvas_quick_begin(&r->canvas);
  draw_cells(r, &s);
  if (quick) canvas_quick_end(&r->canvas);
  canvas_pen(1, LINE_SOLID);
}
