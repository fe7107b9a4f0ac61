#include "core/squares/qr.h"

#include <math.h>
#include <string.h>

#include "core/linalg/lapack.h"

enum { LAPACK_BLOCK = 32 };

static size_t work_size(size_t p) { return (p + 1) * LAPACK_BLOCK + 3 * p; }

/* -- factors: by LAPACK or, if they are small, without loading it ------------ */

/* Loading BLAS takes as long as thousands of small factors, and vec_dot calls it
 * for longer columns. */
static bool is_small(int height, int p) {
  enum { LONGEST = 4096, WIDEST = 32 };
  return height <= LONGEST && p <= WIDEST;
}

static Vec after_first(Vec v) { return vec_part(v, 1, v.n - 1); }

/* Makes x = (beta, 0 ...) by H = I - tau v vᵀ with v = (1, ...), and stores v
 * below beta, as LAPACK does; returns tau. */
static double make_reflector(Vec x) {
  const Vec v = after_first(x);
  const double rest = sqrt(vec_dot(v, v)), alpha = x.d[0];
  if (!(rest > 0)) return 0;
  const double beta = -copysign(hypot(alpha, rest), alpha);
  for (size_t i = 0; i < v.n; i++) v.d[i] /= alpha - beta;
  x.d[0] = beta;
  return (beta - alpha) / beta;
}

/* x <- H x */
static void apply_reflector(Vec x, Vec v, double tau) {
  const Vec below = after_first(x);
  const double along = tau * (x.d[0] + vec_dot(below, after_first(v)));
  x.d[0] -= along;
  vec_axpy(below, -along, after_first(v));
}

/* Column j of d (by columns of length height) from row i on. */
static Vec column_from(double *d, int height, size_t j, size_t i) {
  return vec_of(d + j * (size_t)height + i, (size_t)height - i);
}

/* Exchanges column k with the longest one after it, below row k. */
static void take_longest(double *d, int height, int p, int *pivot, size_t k) {
  size_t longest = k;
  double most = -1;
  for (size_t j = k; j < (size_t)p; j++) {
    const Vec x = column_from(d, height, j, k);
    const double square = vec_dot(x, x);
    if (square > most) {
      most = square;
      longest = j;
    }
  }
  for (size_t i = 0; i < (size_t)height && longest > k; i++) {
    const double x = *column_from(d, height, k, i).d;
    *column_from(d, height, k, i).d = *column_from(d, height, longest, i).d;
    *column_from(d, height, longest, i).d = x;
  }
  const int place = pivot[k];
  pivot[k] = pivot[longest];
  pivot[longest] = place;
}

/* As dgeqrf or, with pivots, dgeqp3. */
static void factor_small(double *d, double *tau, int height, int p,
                         int *pivot) {
  for (int j = 0; pivot && j < p; j++) pivot[j] = j + 1;
  for (size_t k = 0; k < (size_t)p && k < (size_t)height; k++) {
    if (pivot) take_longest(d, height, p, pivot, k);
    const Vec v = column_from(d, height, k, k);
    tau[k] = make_reflector(v);
    for (size_t j = k + 1; j < (size_t)p; j++)
      apply_reflector(column_from(d, height, j, k), v, tau[k]);
  }
}

/* Factors d (height × p, by columns); pivot is NULL: without pivots. */
static void factor(const TallQr *qr, double *d, double *tau, int height, int p,
                   int *pivot) {
  const int size = (int)work_size(qr->p);
  int info;
  if (is_small(height, p)) {
    factor_small(d, tau, height, p, pivot);
  } else if (pivot) {
    memset(pivot, 0, (size_t)p * sizeof *pivot);
    lapack()->dgeqp3(&height, &p, d, &height, pivot, tau, qr->work, &size,
                     &info);
  } else
    lapack()->dgeqrf(&height, &p, d, &height, tau, qr->work, &size, &info);
}

/* v <- Q v or Qᵀ v, with p reflectors. */
static void reflect(const TallQr *qr, char transposed, double *d,
                    const double *tau, int height, int p, double *v) {
  const int size = (int)work_size(qr->p), one = 1;
  int info;
  if (!is_small(height, p)) {
    lapack()->dormqr("L", &transposed, &height, &one, &p, d, &height, tau, v,
                     &height, qr->work, &size, &info, 1, 1);
    return;
  }
  for (size_t i = 0; i < (size_t)p; i++) {
    const size_t k = transposed == 'T' ? i : (size_t)p - 1 - i;
    apply_reflector(vec_of(v + k, (size_t)height - k),
                    column_from(d, height, k, k), tau[k]);
  }
}

/* v <- R⁻¹ v or R⁻ᵀ v, with the first n rows and columns of R (p × p). */
static void divide(char transposed, double *R, int p, int n, double *v) {
  const int one = 1;
  int info;
  if (!is_small(p, p)) {
    lapack()->dtrtrs("U", &transposed, "N", &n, &one, R, &p, v, &n, &info, 1, 1,
                     1);
    return;
  }
  for (size_t i = 0; i < (size_t)n; i++) {
    const size_t k = transposed == 'T' ? i : (size_t)n - 1 - i;
    double *column = R + k * (size_t)p;
    if (transposed == 'T') v[k] -= vec_dot(vec_of(column, k), vec_of(v, k));
    v[k] /= column[k];
    if (transposed == 'N') vec_axpy(vec_of(v, k), -v[k], vec_of(column, k));
  }
}

/* -- the layout -------------------------------------------------------------- */

/* A block has about ten thousand numbers and, if possible, more rows than
 * columns. */
static size_t block_rows(size_t rows, size_t p) {
  size_t high = 16384 / p < 2 * p ? 2 * p : 16384 / p;
  return high < rows ? high : rows;
}

size_t qr_scratch(size_t rows, size_t p) {
  const size_t high = block_rows(rows, p), blocks = (rows + high - 1) / high;
  return blocks * ((p + high) * p + p) + p * p + 2 * p + (p + high) +
         work_size(p);
}

TallQr qr_lay_out(size_t rows, size_t p, double *scratch) {
  TallQr qr = {.rows = rows, .p = p, .high = block_rows(rows, p)};
  qr.blocks = (rows + qr.high - 1) / qr.high;
  qr.panels = scratch;
  qr.taus = qr.panels + qr.blocks * (p + qr.high) * p;
  qr.R = qr.taus + qr.blocks * p;
  qr.tau = qr.R + p * p;
  qr.pivot = (int *)(void *)(qr.tau + p);
  qr.carry = qr.tau + 2 * p;
  qr.work = qr.carry + p + qr.high;
  return qr;
}

/* A block for LAPACK: p rows carried over from the previous block, then its
 * own. */
typedef struct Panel {
  double *d, *tau;
  size_t first, rows; /* of A */
  int height;
} Panel;

static Panel panel_of(const TallQr *qr, size_t k) {
  const size_t first = k * qr->high, left = qr->rows - first;
  const size_t rows = left < qr->high ? left : qr->high;
  return (Panel){qr->panels + k * (qr->p + qr->high) * qr->p,
                 qr->taus + k * qr->p, first, rows, (int)(qr->p + rows)};
}

/* Copies the upper triangle of `from` (leading dimension `ld`) to the top of
 * `to`, with zeros below it. */
static void copy_triangle(double *to, size_t ld_to, const double *from,
                          size_t ld, size_t p) {
  for (size_t j = 0; j < p; j++)
    for (size_t i = 0; i < p; i++)
      to[j * ld_to + i] = i <= j ? from[j * ld + i] : 0;
}

static void fill_panel(const TallQr *qr, const Panel *at, Element *element,
                       const void *context) {
  const size_t ld = (size_t)at->height;
  copy_triangle(at->d, ld, qr->R, qr->p, qr->p);
  for (size_t j = 0; j < qr->p; j++)
    for (size_t i = 0; i < at->rows; i++)
      at->d[j * ld + qr->p + i] = element(context, at->first + i, j);
}

Status qr_factor(TallQr *qr, Element *element, const void *context,
                 StopFlag stop) {
  const int p = (int)qr->p;
  memset(qr->R, 0, qr->p * qr->p * sizeof *qr->R);
  for (size_t k = 0; k < qr->blocks; k++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, k, 0, 0);
    Panel at = panel_of(qr, k);
    fill_panel(qr, &at, element, context);
    factor(qr, at.d, at.tau, at.height, p, NULL);
    copy_triangle(qr->R, qr->p, at.d, (size_t)at.height, qr->p);
  }
  factor(qr, qr->R, qr->tau, p, p, qr->pivot);
  return status_ok();
}

/* One block of f between p numbers carried along. */
static void reflect_block(const TallQr *qr, char transposed, size_t k,
                          double *top, double *f) {
  const Panel at = panel_of(qr, k);
  const size_t p = qr->p;
  memcpy(qr->carry, top, p * sizeof *f);
  memcpy(qr->carry + p, f + at.first, at.rows * sizeof *f);
  reflect(qr, transposed, at.d, at.tau, at.height, (int)p, qr->carry);
  memcpy(top, qr->carry, p * sizeof *f);
  memcpy(f + at.first, qr->carry + p, at.rows * sizeof *f);
}

Status qr_rotate(const TallQr *qr, double *top, double *f, StopFlag stop) {
  memset(top, 0, qr->p * sizeof *top);
  for (size_t k = 0; k < qr->blocks; k++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, k, 0, 0);
    reflect_block(qr, 'T', k, top, f);
  }
  reflect(qr, 'T', qr->R, qr->tau, (int)qr->p, (int)qr->p, top);
  return status_ok();
}

Status qr_rotate_back(const TallQr *qr, double *top, double *f, StopFlag stop) {
  reflect(qr, 'N', qr->R, qr->tau, (int)qr->p, (int)qr->p, top);
  for (size_t k = qr->blocks; k-- > 0;) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, k, 0, 0);
    reflect_block(qr, 'N', k, top, f);
  }
  return status_ok();
}

void qr_solve(const TallQr *qr, char transposed, size_t rank, double *v) {
  if (rank) divide(transposed, qr->R, (int)qr->p, (int)rank, v);
}

static double diagonal(const TallQr *qr, size_t k) {
  return fabs(qr->R[k * qr->p + k]);
}

double qr_pivot(const TallQr *qr, size_t k) { return diagonal(qr, k); }

size_t qr_rank(const TallQr *qr, double limit) {
  const double least = diagonal(qr, 0) * limit;
  size_t rank = 0;
  while (rank < qr->p && diagonal(qr, rank) > least) rank++;
  return rank;
}

/* M = the first `rank` rows of R, with columns multiplied by their length. Rows
 * of very different norm keep their digits in a QR only if the longest come
 * first and columns are pivoted (Cox and Higham 1998); `order` is that
 * order. */
typedef struct Shortest {
  size_t rank;
  const double *length;
  double *turned, *tau, *t; /* Mᵀ, p × rank, then its factors; p; p */
  int *order, *pivot;       /* p each */
} Shortest;

size_t qr_least_norm_scratch(size_t p) { return p * p + 4 * p; }

static void sort_by_length(const TallQr *qr, const Shortest *s) {
  for (size_t j = 0; j < qr->p; j++) {
    size_t at = j;
    for (; at && s->length[s->order[at - 1]] < s->length[j]; at--)
      s->order[at] = s->order[at - 1];
    s->order[at] = (int)j;
  }
}

/* Lengths relative to the longest cannot overflow. */
static double relative_length(const Shortest *s, size_t k) {
  return s->length[s->order[k]] / s->length[s->order[0]];
}

static void turn_rows(const TallQr *qr, const Shortest *s) {
  for (size_t i = 0; i < s->rank; i++)
    for (size_t k = 0; k < qr->p; k++) {
      const size_t j = (size_t)s->order[k];
      const double r = j < i ? 0 : qr->R[j * qr->p + i];
      s->turned[i * qr->p + k] = r * relative_length(s, k);
    }
}

/* t = R v, in pivot order. */
static void multiply(const TallQr *qr, const Shortest *s, const double *v) {
  for (size_t k = 0; k < qr->p; k++) s->t[k] = 0;
  for (size_t k = 0; k < s->rank; k++) {
    const size_t i = (size_t)s->pivot[k] - 1;
    for (size_t j = i; j < s->rank; j++) s->t[k] += qr->R[j * qr->p + i] * v[j];
  }
}

/* Of all solutions of M t = c, t = Mᵀ(M Mᵀ)⁻¹ c has minimum norm: with Mᵀ P = Q
 * T it is Q T⁻ᵀ Pᵀ c. */
void qr_least_norm(const TallQr *qr, size_t rank, double *v,
                   const double *length, double *scratch) {
  Shortest s = {.rank = rank, .length = length, .turned = scratch};
  const int p = (int)qr->p, r = (int)rank;
  s.tau = s.turned + qr->p * qr->p;
  s.t = s.tau + qr->p;
  s.order = (int *)(void *)(s.t + qr->p);
  s.pivot = (int *)(void *)(s.t + 2 * qr->p);
  sort_by_length(qr, &s);
  turn_rows(qr, &s);
  factor(qr, s.turned, s.tau, p, r, s.pivot);
  multiply(qr, &s, v);
  divide('T', s.turned, p, r, s.t);
  reflect(qr, 'N', s.turned, s.tau, p, r, s.t);
  for (size_t k = 0; k < qr->p; k++)
    v[s.order[k]] = s.t[k] * relative_length(&s, k);
}

size_t qr_rank_before(const TallQr *qr, size_t rank) {
  if (!rank) return 0;
  const double limit = 100 * diagonal(qr, rank - 1);
  while (rank && !(diagonal(qr, rank - 1) > limit)) rank--; /* nan, too */
  return rank;
}

double qr_condition(const TallQr *qr) {
  const double last = diagonal(qr, qr->p - 1);
  return last > 0 ? diagonal(qr, 0) / last : INFINITY;
}
