/* separation_proof.c - verifies a verdict computed in doubles. */
#include <math.h>
#include <stdint.h>

#include "core/separation/separation_proof.h"
#include "core/double_double.h"

/* -- exact signs ---------------------------------------------------------- */

/* A sum of nonoverlapping doubles, the smallest first (Shewchuk 1997): it is
 * exact, and its last component has its sign. */
typedef struct Expansion {
  double *part;
  size_t n;
} Expansion;

static void expansion_add(Expansion *e, double term) {
  size_t kept = 0;
  for (size_t k = 0; k < e->n; k++) {
    const DoubleDouble sum = dd_sum(term, e->part[k]);
    if (sum.lo != 0) e->part[kept++] = sum.lo;
    term = sum.hi;
  }
  if (term != 0) e->part[kept++] = term;
  e->n = kept;
}

static void expansion_add_product(Expansion *e, double a, double b) {
  const double product = a * b;
  expansion_add(e, fma(a, b, -product));
  expansion_add(e, product);
}

/* e += sign β·z for row x */
static void add_value(Expansion *e, double sign, const double *beta,
                      const double *x, size_t n, const SeparationUnits *units) {
  for (size_t j = 0; j < n; j++) {
    if (beta[j] == 0) continue;
    const DoubleDouble moved = dd_sum(x[j], -units->shift[j]);
    const double factor = sign * ldexp(beta[j], -units->power[j]);
    expansion_add_product(e, factor, moved.hi);
    if (moved.lo != 0) expansion_add_product(e, factor, moved.lo);
  }
  expansion_add(e, sign * beta[n]);
}

/* -1, 0 or 1: the side of the boundary between two classes on which x is. */
static int side(const double *x, size_t n, const double *own,
                const double *other, const SeparationUnits *units,
                double *scratch) {
  Expansion e = {scratch, 0};
  add_value(&e, 1, own, x, n, units);
  add_value(&e, -1, other, x, n, units);
  const double sign = e.n ? e.part[e.n - 1] : 0;
  return sign > 0 ? 1 : sign == 0 ? 0 : -1;
}

size_t separation_count(double *apart, signed char *least, Mat X,
                        const size_t *label, size_t classes, const double *beta,
                        const SeparationUnits *units, double *scratch,
                        StopFlag stop) {
  const size_t p = X.cols + 1;
  size_t above = 0;
  bool good = true;
  for (size_t k = 0; k < classes * classes; k++) apart[k] = 0;
  for (size_t i = 0; i < X.rows && (good || least); i++) {
    const size_t own = label[i];
    int lowest = 1;
    if (stop_asked(stop)) return SIZE_MAX;
    for (size_t l = 0; l < classes; l++) {
      if (l == own) continue;
      const int sign = side(mat_at(X, i, 0), X.cols, beta + own * p,
                            beta + l * p, units, scratch);
      lowest = sign < lowest ? sign : lowest;
      above += sign > 0;
      apart[own * classes + l] += sign > 0;
    }
    if (least) least[i] = (signed char)lowest;
    good = good && lowest >= 0;
  }
  return good ? above : SIZE_MAX;
}

/* -- overlap -------------------------------------------------------------- */

/* A pivot below this fraction of its diagonal counts as 0, because rounding may
 * have caused it. */
static const double NO_PIVOT = 1e-12;
/* The weights of the pairs are at least 1; a change by this much is allowed. */
static const double LITTLE = 1e-3;

/* Adds sign · scale · z to the blocks of the two classes of a pair; class 0 has
 * none. */
static void add_row(double *to, double scale, const double *z, size_t p,
                    size_t own, size_t other) {
  for (size_t j = 0; own && j < p; j++) to[(own - 1) * p + j] += scale * z[j];
  for (size_t j = 0; other && j < p; j++)
    to[(other - 1) * p + j] -= scale * z[j];
}

static void add_square(double *gram, size_t u, const double *z, size_t p,
                       size_t own, size_t other) {
  const size_t block[2] = {own, other};
  for (int a = 0; a < 2; a++)
    for (int b = 0; b < 2; b++) {
      if (!block[a] || !block[b]) continue;
      const double sign = a == b ? 1 : -1;
      double *to = gram + (block[a] - 1) * p * u + (block[b] - 1) * p;
      for (size_t j = 0; j < p; j++)
        for (size_t k = 0; k < p; k++) to[j * u + k] += sign * z[j] * z[k];
    }
}

/* gram = L Lᵀ, L in its lower half. */
static bool factor(double *gram, size_t u) {
  for (size_t j = 0; j < u; j++) {
    double *row = gram + j * u, whole = row[j];
    for (size_t k = 0; k < j; k++) {
      const double *other = gram + k * u;
      double sum = row[k];
      for (size_t q = 0; q < k; q++) sum -= row[q] * other[q];
      row[k] = sum / other[k];
      row[j] -= row[k] * row[k];
    }
    if (!(row[j] > NO_PIVOT * whole)) return false;
    row[j] = sqrt(row[j]);
  }
  return true;
}

static void solve(const double *l, double *r, size_t u) {
  for (size_t j = 0; j < u; j++) {
    for (size_t k = 0; k < j; k++) r[j] -= l[j * u + k] * r[k];
    r[j] /= l[j * u + j];
  }
  for (size_t j = u; j-- > 0;) {
    for (size_t k = j + 1; k < u; k++) r[j] -= l[k * u + j] * r[k];
    r[j] /= l[j * u + j];
  }
}

/* Positive weights of the pairs' rows whose weighted sum is 0 prove an overlap
 * (Stiemke 1915). The sum of these is r, nearly 0; subtracting row·(G⁻¹ r) from
 * each weight makes it 0, where G is the Gram matrix of the rows. */
bool separation_overlaps(const SeparationProgram *program, const double *sum,
                         double *scratch) {
  const size_t p = program->Z.cols, K = program->classes, u = (K - 1) * p;
  double *gram = scratch, *r = scratch + u * u;
  size_t at = 0;
  for (size_t k = 0; k < u * (u + 1); k++) scratch[k] = 0;
  for (size_t i = 0; i < program->Z.rows; i++) {
    const double *z = mat_at(program->Z, i, 0);
    if (stop_asked(program->stop)) return false;
    for (size_t l = 0; l < K; l++) {
      if (l == program->label[i]) continue;
      add_square(gram, u, z, p, program->label[i], l);
      add_row(r, sum[at++], z, p, program->label[i], l);
    }
  }
  if (!factor(gram, u)) return false;
  solve(gram, r, u);
  for (size_t i = 0; i < program->Z.rows; i++) {
    const double *z = mat_at(program->Z, i, 0);
    double most = 0;
    for (size_t k = 0; k < K - 1; k++) {
      double product = 0;
      for (size_t j = 0; j < p; j++) product += fabs(r[k * p + j] * z[j]);
      most = higher(most, product);
    }
    if (!(2 * most < LITTLE)) return false;
  }
  return true;
}
