#include "separation.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "wide.h"

/* Not tried: more numbers than this in X, unknowns, products for finding the
 * columns that depend on others. */
static const double MOST_VALUES = 4e6, MOST_UNKNOWNS = 600, MOST_PRODUCTS = 2e9;
/* Numbers in the rows of a program: at first, and at most. */
static const double FIRST_NUMBERS = 1e5, MOST_NUMBERS = 4e5;
/* Pairs times the square of the unknowns: a tenth of a second of rational
 * arithmetic. */
static const double MOST_EXACT = 4e4;
/* What is left of a column of which less is a combination of others. */
static const double NO_LENGTH = 1e-12;

typedef struct Search {
  Mat X;
  SeparationProgram program;
  bool intercept, rounded; /* are the program's numbers not quite X's? */
  size_t n, classes, pairs;
  size_t kept;    /* columns of X in the program */
  size_t chosen;  /* examples in the program */
  size_t *column, *row; /* which */
  size_t *label, *row_label;
  unsigned char *is_in; /* m: is the example in the program? */
  signed char *least;   /* m: the lowest sign of its pairs */
  int *power;
  double *shift, *z, *work, *a, *sum, *beta, *full, *terms, *gram;
  Separation *found;
} Search;

/* -- room ------------------------------------------------------------------- */

static bool too_large(size_t m, size_t n, size_t classes) {
  const double p = (double)n + 1;
  return (double)m * p > MOST_VALUES || (double)m * p * p > MOST_PRODUCTS ||
         p * (double)(classes - 1) > MOST_UNKNOWNS;
}

/* How many of m examples make a program of so many numbers. */
static size_t examples_of(double numbers, size_t m, size_t p, size_t classes) {
  const double others = (double)classes - 1;
  const double each = (double)p * others * (others > 1 ? 2 : 1);
  const double count = higher(numbers / each, 2 * (double)classes);
  return count < (double)m ? (size_t)count : m;
}

size_t separation_scratch(size_t m, size_t n, size_t classes) {
  const size_t p = n + 1, u = (classes - 1) * p;
  const size_t least = n + classes * classes + m + 2 * n + classes * p + 8 * p + 8;
  if (too_large(m, n, classes)) return least;
  const size_t most = examples_of(MOST_NUMBERS, m, p, classes);
  return least + n + 2 * most + 2 * (m / sizeof(double) + 1) + most * p +
         m * p + 2 * most * (classes - 1) + u + u * (u + 1);
}

static double *take(double **room, size_t count) {
  double *part = *room;
  *room += count;
  return part;
}

static void lay_out(Search *s, double *room) {
  const size_t m = s->X.rows, n = s->n, p = n + 1, K = s->classes;
  const size_t u = (K - 1) * p, bytes = m / sizeof(double) + 1;
  s->label = (size_t *)(void *)take(&room, m);
  s->power = (int *)(void *)take(&room, n);
  s->shift = take(&room, n);
  s->full = take(&room, K * p);
  s->terms = take(&room, 8 * p + 8);
  if (too_large(m, n, K)) return;
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

static Status stopped(void) { return status_error(STATUS_STOPPED, 0, 0, 0); }

/* -- the program's numbers -------------------------------------------------- */

/* Powers of two and a shift of few digits, so that nothing is rounded as a
 * rule. */
static void choose_units(Search *s, bool shifted) {
  for (size_t j = 0; j < s->n; j++) {
    const Vec x = mat_col(s->X, j);
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < x.n; i++) {
      low = lower(low, *vec_at(x, i));
      high = higher(high, *vec_at(x, i));
    }
    s->shift[j] = 0;
    if (shifted && high == low) s->shift[j] = low;
    else if (shifted) {
      const double unit = ldexp(1, ilogb(high / 2 - low / 2));
      s->shift[j] = unit * nearbyint(low / unit / 2 + high / unit / 2);
      if (!isfinite(s->shift[j])) s->shift[j] = 0;
    }
    const double most = higher(fabs(low - s->shift[j]),
                               fabs(high - s->shift[j]));
    s->power[j] = most > 0 && isfinite(most) ? ilogb(most) + 1 : 0;
  }
}

static double number_at(Search *s, size_t i, size_t j) {
  const Wide moved = wide_sum(*mat_at(s->X, i, j), -s->shift[j]);
  s->rounded = s->rounded || moved.lo != 0;
  return ldexp(moved.hi, -s->power[j]);
}

/* What is left of the column at the end of `work` (kept columns, column by
 * column, of length 1) at right angles to the others, made of length 1 too. */
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

/* Keeps the columns that are no combination of earlier ones and of ones. */
static Status keep_columns(Search *s) {
  const size_t m = s->X.rows;
  size_t used = s->intercept;
  s->kept = 0;
  s->rounded = false;
  for (size_t i = 0; i < m; i++) s->work[i] = 1 / sqrt((double)m);
  for (size_t j = 0; j < s->n; j++) {
    if (stop_asked(s->program.stop)) return stopped();
    for (size_t i = 0; i < m; i++) s->work[used * m + i] = number_at(s, i, j);
    if (!is_new(s, used)) continue;
    used++;
    s->column[s->kept++] = j;
  }
  return status_ok();
}

static void keep_all_columns(Search *s) {
  s->kept = s->n;
  for (size_t j = 0; j < s->n; j++) s->column[j] = j;
}

/* -- the program's examples ------------------------------------------------- */

static void add_example(Search *s, size_t i) {
  s->is_in[i] = 1;
  s->row[s->chosen] = i;
  s->row_label[s->chosen++] = s->label[i];
}

/* Examples from the whole of X, and one of each class at least. */
static void choose_first(Search *s) {
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

/* Adds examples that the last direction does not separate, twice as many in all
 * at most; false when there is none, or no room. */
static bool choose_more(Search *s, signed char above) {
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

static void fill(Search *s) {
  const size_t p = s->kept + s->intercept;
  double *z = s->z;
  for (size_t k = 0; k < s->chosen; k++) {
    for (size_t j = 0; j < s->kept; j++)
      *z++ = number_at(s, s->row[k], s->column[j]);
    if (s->intercept) *z++ = 1;
  }
  s->program.Z = mat_of(s->z, s->chosen, p);
}

/* -- what the solver answers ------------------------------------------------ */

/* beta of the program's columns as one of all columns and classes. */
static void widen(Search *s) {
  const size_t p = s->program.Z.cols, q = s->n + 1;
  memset(s->full, 0, s->classes * q * sizeof *s->full);
  for (size_t k = 1; k < s->classes; k++) {
    const double *from = s->beta + (k - 1) * p;
    double *to = s->full + k * q;
    for (size_t j = 0; j < s->kept; j++) to[s->column[j]] = from[j];
    if (s->intercept) to[s->n] = from[s->kept];
  }
}

/* Few digits: what should be 0 or the same in two classes becomes so. */
static void make_coarse(double *beta, size_t count) {
  double most = 0;
  for (size_t k = 0; k < count; k++) most = higher(most, fabs(beta[k]));
  const double unit = most > 0 ? ldexp(1, ilogb(most) - 26) : 1;
  for (size_t k = 0; k < count; k++)
    beta[k] = unit * nearbyint(beta[k] / unit);
}

/* A border that meets examples meets them exactly only when its direction has
 * the right numbers: whole ones, as a rule, up to a common factor. */
static bool make_whole(double *beta, size_t count) {
  enum { LARGEST = 64 };
  static const double NEAR = 1e-8;
  double most = 0;
  for (size_t k = 0; k < count; k++) most = higher(most, fabs(beta[k]));
  double least = most;
  for (size_t k = 0; k < count; k++)
    if (fabs(beta[k]) > NEAR * most) least = lower(least, fabs(beta[k]));
  for (int q = 1; q <= LARGEST && most > 0; q++) {
    bool whole = true;
    for (size_t k = 0; k < count && whole; k++) {
      const double value = q * (beta[k] / least);
      whole = fabs(value - nearbyint(value)) <= NEAR * q * (most / least);
    }
    if (!whole || most / least > 1e6) continue;
    for (size_t k = 0; k < count; k++)
      beta[k] = nearbyint(q * (beta[k] / least));
    return true;
  }
  return false;
}

static size_t count_above(Search *s, signed char *least) {
  const SeparationUnits units = {s->shift, s->power};
  return separation_count(s->found->apart, least, s->X, s->label, s->classes,
                          s->full, &units, s->terms, s->program.stop);
}

static void conclude(Search *s, SeparationVerdict verdict) {
  s->found->verdict = verdict;
  for (size_t j = 0; j < s->n; j++)
    for (size_t k = 0; k < s->classes; k++)
      if (s->full[k * (s->n + 1) + j] != 0) s->found->in[j] = 1;
}

/* How many of the program's pairs cannot be apart. */
static size_t count_held(const Search *s) {
  size_t held = 0;
  for (size_t k = 0; k < s->chosen * (s->classes - 1); k++)
    held += s->a[k] > 0.5;
  return held;
}

typedef enum Answer { CERTAIN, MORE_EXAMPLES, NOT_CERTAIN } Answer;

/* An overlap of some examples that leaves no direction leaves none to all. */
static Answer confirm_overlap(Search *s) {
  if (separation_overlaps(&s->program, s->sum, s->gram)) {
    s->found->verdict = SEPARATION_NONE;
    return CERTAIN;
  }
  memset(s->least, 0, s->X.rows);
  return choose_more(s, 1) ? MORE_EXAMPLES : NOT_CERTAIN;
}

/* The direction must hold for all examples; of those it leaves on the border,
 * the ones that are not in the program might be separated by another. */
static Answer confirm_direction(Search *s, size_t held) {
  const size_t count = s->classes * (s->n + 1);
  widen(s);
  if (held && !make_whole(s->full, count)) make_coarse(s->full, count);
  const size_t above = count_above(s, s->least);
  if (choose_more(s, 1)) return MORE_EXAMPLES;
  if (above == SIZE_MAX) return NOT_CERTAIN;
  const bool all_in = s->chosen == s->X.rows;
  if (all_in && above != s->pairs - held) return NOT_CERTAIN;
  if (!all_in && above < s->pairs && (!held || !above)) return NOT_CERTAIN;
  conclude(s, above == s->pairs ? SEPARATION_COMPLETE : SEPARATION_QUASI);
  return CERTAIN;
}

static bool is_small(const Search *s) {
  const double u = (double)((s->classes - 1) * (s->n + 1));
  return (double)s->pairs * u * u <= MOST_EXACT;
}

static Answer confirm(Search *s) {
  const size_t held = count_held(s);
  /* A column that is nearly a combination of others may separate. */
  if (held && s->kept < s->n && is_small(s)) return NOT_CERTAIN;
  return held == s->chosen * (s->classes - 1) ? confirm_overlap(s)
                                              : confirm_direction(s, held);
}

/* Rational numbers need no confirmation; which pairs are apart, a tells. */
static void believe(Search *s) {
  const size_t held = count_held(s), K = s->classes;
  size_t at = 0;
  widen(s);
  memset(s->found->apart, 0, K * K * sizeof *s->found->apart);
  for (size_t i = 0; i < s->X.rows; i++)
    for (size_t l = 0; l < K; l++)
      if (l != s->row_label[i])
        s->found->apart[s->row_label[i] * K + l] += !(s->a[at++] > 0.5);
  conclude(s, held == s->pairs ? SEPARATION_NONE
                               : held ? SEPARATION_QUASI : SEPARATION_COMPLETE);
}

/* -- solving ---------------------------------------------------------------- */

static Status doubt(Search *s, SeparationDoubt why, Status status) {
  s->found->doubt = why;
  return status.code == STATUS_STOPPED ? status : status_ok();
}

static Status solve_exactly(Search *s, SeparationSolver *solve) {
  if (s->rounded) choose_units(s, false);
  keep_all_columns(s);
  s->rounded = false;
  fill(s);
  if (s->rounded || s->chosen < s->X.rows)
    return doubt(s, DOUBT_CLOSE, status_ok());
  s->program.exact = true;
  Status status = solve(s->a, s->sum, s->beta, &s->program);
  if (status.code != STATUS_OK) return doubt(s, DOUBT_SIZE, status);
  believe(s);
  return status;
}

static Status solve_program(Search *s, SeparationSolver *solve) {
  choose_units(s, s->intercept);
  Status status = keep_columns(s);
  Answer answer = MORE_EXAMPLES;
  if (status.code != STATUS_OK) return status;
  s->found->verdict = SEPARATION_NONE;
  if (!s->kept && !s->intercept) return status; /* every column is 0 */
  s->found->verdict = s->found->column < s->n ? SEPARATION_QUASI
                                              : SEPARATION_UNKNOWN;
  for (choose_first(s); answer == MORE_EXAMPLES;) {
    fill(s);
    status = solve(s->a, s->sum, s->beta, &s->program);
    if (status.code != STATUS_OK) return doubt(s, DOUBT_SIZE, status);
    answer = confirm(s);
    if (stop_asked(s->program.stop)) return stopped();
  }
  if (answer == CERTAIN) return status;
  if (!is_small(s))
    return doubt(s, s->chosen < s->X.rows ? DOUBT_SIZE : DOUBT_CLOSE, status);
  return solve_exactly(s, solve);
}

/* -- all of it -------------------------------------------------------------- */

/* Weights that have every example on its own side are a direction. */
static bool try_weights(Search *s, const double *theta) {
  if (!theta) return false;
  for (size_t j = 0; j < s->n; j++) s->shift[j] = s->power[j] = 0;
  memcpy(s->full, theta, s->classes * (s->n + 1) * sizeof *theta);
  if (count_above(s, NULL) != s->pairs) return false;
  conclude(s, SEPARATION_COMPLETE);
  return true;
}

static Search prepare(Separation *found, const SeparationData *data,
                      double seconds, double *scratch, StopFlag stop) {
  const size_t n = data->X.cols, K = data->classes;
  Search s = {.X = data->X, .n = n, .intercept = data->intercept,
              .classes = K, .pairs = data->X.rows * (K - 1), .found = found};
  *found = (Separation){.column = n, .in = scratch, .apart = scratch + n};
  memset(scratch, 0, (n + K * K) * sizeof *scratch);
  lay_out(&s, scratch + n + K * K);
  for (size_t i = 0; i < data->X.rows; i++)
    s.label[i] = (size_t)*vec_at(data->y, i);
  s.program = (SeparationProgram){.label = s.row_label, .classes = K,
                                  .seconds = seconds, .stop = stop};
  return s;
}

Status separation(Separation *found, const SeparationData *data,
                  SeparationSolver *solve, double seconds, double *scratch,
                  StopFlag stop) {
  Search s = prepare(found, data, seconds, scratch, stop);
  SeparationVerdict alone = SEPARATION_NONE;
  if (data->classes == 2) alone = separation_column(found, data, stop);
  if (stop_asked(stop)) return stopped();
  found->verdict = alone == SEPARATION_NONE ? SEPARATION_UNKNOWN : alone;
  if (alone == SEPARATION_COMPLETE) return status_ok();
  Status status = status_ok();
  if (try_weights(&s, data->theta)) found->column = s.n;
  else if (too_large(s.X.rows, s.n, s.classes)) found->doubt = DOUBT_SIZE;
  else if (!solve) found->doubt = DOUBT_SOLVER;
  else status = solve_program(&s, solve);
  if (stop_asked(stop)) return stopped();
  if (found->verdict == SEPARATION_COMPLETE) found->column = s.n;
  return status;
}
