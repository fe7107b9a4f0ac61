#include "core/linalg/qr.h"

#include <math.h>
#include <string.h>

#include "core/linalg/lapack.h"

enum { LAPACK_BLOCK = 32 };

/* A block has about ten thousand numbers and, if possible, more rows than
 * columns. */
static size_t block_rows(size_t rows, size_t p) {
  size_t high = 16384 / p < 2 * p ? 2 * p : 16384 / p;
  return high < rows ? high : rows;
}

static size_t work_size(size_t p) { return (p + 1) * LAPACK_BLOCK + 3 * p; }

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
  const int p = (int)qr->p, size = (int)work_size(qr->p);
  int info;
  memset(qr->R, 0, qr->p * qr->p * sizeof *qr->R);
  for (size_t k = 0; k < qr->blocks; k++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, k, 0, 0);
    Panel at = panel_of(qr, k);
    fill_panel(qr, &at, element, context);
    lapack()->dgeqrf(&at.height, &p, at.d, &at.height, at.tau, qr->work, &size,
                     &info);
    copy_triangle(qr->R, qr->p, at.d, (size_t)at.height, qr->p);
  }
  memset(qr->pivot, 0, qr->p * sizeof *qr->pivot);
  lapack()->dgeqp3(&p, &p, qr->R, &p, qr->pivot, qr->tau, qr->work, &size,
                   &info);
  return status_ok();
}

/* v <- Q v or Qᵀ v, for one panel or the last R. */
static void reflect(const TallQr *qr, char transposed, const double *d,
                    const double *tau, int height, double *v) {
  const int p = (int)qr->p, size = (int)work_size(qr->p), one = 1;
  int info;
  lapack()->dormqr("L", &transposed, &height, &one, &p, d, &height, tau, v,
                   &height, qr->work, &size, &info, 1, 1);
}

/* One block of f between p numbers carried along. */
static void reflect_block(const TallQr *qr, char transposed, size_t k,
                          double *top, double *f) {
  const Panel at = panel_of(qr, k);
  const size_t p = qr->p;
  memcpy(qr->carry, top, p * sizeof *f);
  memcpy(qr->carry + p, f + at.first, at.rows * sizeof *f);
  reflect(qr, transposed, at.d, at.tau, at.height, qr->carry);
  memcpy(top, qr->carry, p * sizeof *f);
  memcpy(f + at.first, qr->carry + p, at.rows * sizeof *f);
}

Status qr_rotate(const TallQr *qr, double *top, double *f, StopFlag stop) {
  memset(top, 0, qr->p * sizeof *top);
  for (size_t k = 0; k < qr->blocks; k++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, k, 0, 0);
    reflect_block(qr, 'T', k, top, f);
  }
  reflect(qr, 'T', qr->R, qr->tau, (int)qr->p, top);
  return status_ok();
}

Status qr_rotate_back(const TallQr *qr, double *top, double *f, StopFlag stop) {
  reflect(qr, 'N', qr->R, qr->tau, (int)qr->p, top);
  for (size_t k = qr->blocks; k-- > 0;) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, k, 0, 0);
    reflect_block(qr, 'N', k, top, f);
  }
  return status_ok();
}

void qr_solve(const TallQr *qr, char transposed, size_t rank, double *v) {
  const int p = (int)qr->p, n = (int)rank, one = 1;
  int info;
  if (rank)
    lapack()->dtrtrs("U", &transposed, "N", &n, &one, qr->R, &p, v, &n, &info,
                     1, 1, 1);
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
  const int p = (int)qr->p, r = (int)rank, one = 1;
  const int size = (int)work_size(qr->p);
  int info;
  s.tau = s.turned + qr->p * qr->p;
  s.t = s.tau + qr->p;
  s.order = (int *)(void *)(s.t + qr->p);
  s.pivot = (int *)(void *)(s.t + 2 * qr->p);
  sort_by_length(qr, &s);
  turn_rows(qr, &s);
  memset(s.pivot, 0, qr->p * sizeof *s.pivot);
  lapack()->dgeqp3(&p, &r, s.turned, &p, s.pivot, s.tau, qr->work, &size,
                   &info);
  multiply(qr, &s, v);
  lapack()->dtrtrs("U", "T", "N", &r, &one, s.turned, &p, s.t, &p, &info, 1, 1,
                   1);
  lapack()->dormqr("L", "N", &p, &one, &r, s.turned, &p, s.tau, s.t, &p,
                   qr->work, &size, &info, 1, 1);
  for (size_t k = 0; k < qr->p; k++)
    v[s.order[k]] = s.t[k] * relative_length(&s, k);
}

size_t qr_rank_before(const TallQr *qr, size_t rank) {
  if (!rank) return 0;
  const double limit = 100 * diagonal(qr, rank - 1);
  while (rank && diagonal(qr, rank - 1) <= limit) rank--;
  return rank;
}

double qr_condition(const TallQr *qr) {
  const double last = diagonal(qr, qr->p - 1);
  return last > 0 ? diagonal(qr, 0) / last : INFINITY;
}
