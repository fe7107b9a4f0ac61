/* separation_search.c - selects the columns and examples of the linear program
 * and their units. */
#include <math.h>
#include <string.h>

#include "core/separation/separation_search.h"
#include "core/double_double.h"

/* Limits: numbers in X, unknowns, and products for finding dependent
 * columns. */
static const double MOST_VALUES = 4e6, MOST_UNKNOWNS = 600, MOST_PRODUCTS = 2e9;
/* Numbers in the rows of a program: initial and maximum. */
static const double FIRST_NUMBERS = 1e5, MOST_NUMBERS = 4e5;
/* A column whose remaining part is smaller than this is a combination of
 * others. */
static const double NO_LENGTH = 1e-12;

/* -- room ----------------------------------------------------------------- */

bool separation_search_too_large(size_t m, size_t n, size_t classes) {
  const double p = (double)n + 1;
  return (double)m * p > MOST_VALUES || (double)m * p * p > MOST_PRODUCTS ||
         p * (double)(classes - 1) > MOST_UNKNOWNS;
}

/* How many of m examples fit in a program of this many numbers. */
static size_t examples_of(double numbers, size_t m, size_t p, size_t classes) {
  const double others = (double)classes - 1;
  const double each = (double)p * others * (others > 1 ? 2 : 1);
  const double count = higher(numbers / each, 2 * (double)classes);
  return count < (double)m ? (size_t)count : m;
}

size_t separation_search_scratch(size_t m, size_t n, size_t classes) {
  const size_t p = n + 1, u = (classes - 1) * p;
  const size_t least =
    n + classes * classes + m + 2 * n + (classes + 8) * p + 8;
  if (separation_search_too_large(m, n, classes)) return least;
  const size_t most = examples_of(MOST_NUMBERS, m, p, classes);
  return least + n + 2 * most + 2 * (m / sizeof(double) + 1) + most * p +
         m * p + 2 * most * (classes - 1) + u + u * (u + 1);
}

static double *take(double **room, size_t count) {
  double *part = *room;
  *room += count;
  return part;
}

void separation_search_lay_out(Search *s, double *room) {
  const size_t m = s->X.rows, n = s->n, p = n + 1, K = s->classes;
  const size_t u = (K - 1) * p, bytes = m / sizeof(double) + 1;
  s->label = (size_t *)(void *)take(&room, m);
  s->power = (int *)(void *)take(&room, n);
  s->shift = take(&room, n);
  s->full = take(&room, K * p);
  s->terms = take(&room, 8 * p + 8);
  if (separation_search_too_large(m, n, K)) return;
  const size_t most = examples_of(MOST_NUMBERS, m, p, K);
  s->column = (size_t *)(void *)take(&room, n);
  s->row = (size_t *)(void *)take(&room, most);
  s->row_label = (size_t *)(void *)take(&room, most);
  s->is_in = (unsigned char *)take(&room, bytes);
  s->least = (signed char *)take(&room, bytes);
  s->z = take(&room, most * p);
  s->work = take(&room, m * p);
  s->a = take(&room, most * (K - 1));
  s->sum = take(&room, most * (K - 1));
  s->beta = take(&room, u);
  s->gram = take(&room, u * (u + 1));
}

/* -- the program's numbers ------------------------------------------------ */

void separation_search_units(Search *s, bool shifted) {
  for (size_t j = 0; j < s->n; j++) {
    const Vec x = mat_col(s->X, j);
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < x.n; i++) {
      low = lower(low, *vec_at(x, i));
      high = higher(high, *vec_at(x, i));
    }
    s->shift[j] = 0;
    if (shifted && high == low)
      s->shift[j] = low;
    else if (shifted) {
      const double unit = ldexp(1, ilogb(high / 2 - low / 2));
      s->shift[j] = unit * nearbyint(low / unit / 2 + high / unit / 2);
      if (!isfinite(s->shift[j])) s->shift[j] = 0;
    }
    const double most =
      higher(fabs(low - s->shift[j]), fabs(high - s->shift[j]));
    s->power[j] = most > 0 && isfinite(most) ? ilogb(most) + 1 : 0;
  }
}

static double number_at(Search *s, size_t i, size_t j) {
  const DoubleDouble moved = dd_sum(*mat_at(s->X, i, j), -s->shift[j]);
  s->rounded = s->rounded || moved.lo != 0;
  return ldexp(moved.hi, -s->power[j]);
}

/* Is the last column in `work` independent of the kept ones, which are
 * orthonormal? Orthogonalizes and normalizes it. */
static bool is_new(Search *s, size_t kept) {
  const size_t m = s->X.rows;
  const Vec v = vec_of(s->work + kept * m, m);
  const double whole = vec_norm(v);
  for (int twice = 0; twice < 2; twice++)
    for (size_t k = 0; k < kept; k++) {
      const Vec e = vec_of(s->work + k * m, m);
      vec_axpy(v, -vec_dot(e, v), e);
    }
  const double left = vec_norm(v);
  if (!(left > NO_LENGTH * whole)) return false;
  for (size_t i = 0; i < m; i++) v.d[i] /= left;
  return true;
}

Status separation_search_columns(Search *s) {
  const size_t m = s->X.rows;
  size_t used = s->intercept;
  s->kept = 0;
  s->rounded = false;
  for (size_t i = 0; i < m; i++) s->work[i] = 1 / sqrt((double)m);
  for (size_t j = 0; j < s->n; j++) {
    if (stop_asked(s->program.stop))
      return status_error(STATUS_STOPPED, 0, 0, 0);
    for (size_t i = 0; i < m; i++) s->work[used * m + i] = number_at(s, i, j);
    if (!is_new(s, used)) continue;
    used++;
    s->column[s->kept++] = j;
  }
  return status_ok();
}

void separation_search_all_columns(Search *s) {
  s->kept = s->n;
  for (size_t j = 0; j < s->n; j++) s->column[j] = j;
}

/* -- the program's examples ----------------------------------------------- */

static void add_example(Search *s, size_t i) {
  s->is_in[i] = 1;
  s->row[s->chosen] = i;
  s->row_label[s->chosen++] = s->label[i];
}

void separation_search_first(Search *s) {
  const size_t m = s->X.rows, p = s->n + 1, K = s->classes;
  const size_t count = examples_of(FIRST_NUMBERS, m, p, K);
  memset(s->is_in, 0, m);
  s->chosen = 0;
  for (size_t k = 0; k < K && count < m; k++) {
    size_t i = 0;
    while (s->label[i] != k) i++;
    add_example(s, i);
  }
  for (size_t k = 0; s->chosen < count && k < count; k++) {
    const size_t i = (size_t)((double)k * (double)m / (double)count);
    if (!s->is_in[i]) add_example(s, i);
  }
}

bool separation_search_more(Search *s, signed char above) {
  const size_t m = s->X.rows, before = s->chosen;
  const size_t most = examples_of(MOST_NUMBERS, m, s->n + 1, s->classes);
  size_t left = 0;
  for (size_t i = 0; i < m; i++) left += !s->is_in[i] && s->least[i] < above;
  const size_t wanted = left < before ? left : before;
  for (size_t i = 0, seen = 0; i < m && s->chosen < most; i++) {
    if (s->is_in[i] || s->least[i] >= above) continue;
    if (seen * wanted / left != (seen + 1) * wanted / left) add_example(s, i);
    seen++;
  }
  return s->chosen > before;
}

void separation_search_fill(Search *s) {
  const size_t p = s->kept + s->intercept;
  double *z = s->z;
  for (size_t k = 0; k < s->chosen; k++) {
    for (size_t j = 0; j < s->kept; j++)
      *z++ = number_at(s, s->row[k], s->column[j]);
    if (s->intercept) *z++ = 1;
  }
  s->program.Z = mat_of(s->z, s->chosen, p);
}
