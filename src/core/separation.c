#include "separation.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "wide.h"

/* Larger programs are not tried: numbers in the rows of all pairs, unknowns,
 * products of the confirmation. */
static const double MOST_NUMBERS = 4e6, MOST_UNKNOWNS = 600,
                    MOST_PRODUCTS = 1e9;
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
  size_t kept; /* columns of X in the program */
  size_t *label, *column;
  int *power;
  double *shift, *z, *work, *a, *sum, *beta, *full, *terms, *gram;
  Separation *found;
} Search;

/* -- room ------------------------------------------------------------------- */

static bool too_large(size_t m, size_t n, size_t classes) {
  const double p = (double)n + 1, others = (double)classes - 1;
  const double unknowns = p * others;
  return (double)m * p * others * (others > 1 ? 2 : 1) > MOST_NUMBERS ||
         unknowns > MOST_UNKNOWNS ||
         (double)m * unknowns * unknowns > MOST_PRODUCTS;
}

size_t separation_scratch(size_t m, size_t n, size_t classes) {
  const size_t p = n + 1, u = (classes - 1) * p, pairs = m * (classes - 1);
  const size_t found = n + classes * classes;
  const size_t least = found + m + 2 * n + classes * p + 8 * p + 8;
  if (too_large(m, n, classes)) return least;
  return least + n + 2 * m * p + 2 * pairs + u + u * (u + 1);
}

static double *take(double **room, size_t count) {
  double *part = *room;
  *room += count;
  return part;
}

static void lay_out(Search *s, double *room) {
  const size_t m = s->X.rows, n = s->n, p = n + 1, K = s->classes;
  const size_t u = (K - 1) * p;
  s->label = (size_t *)(void *)take(&room, m);
  s->power = (int *)(void *)take(&room, n);
  s->shift = take(&room, n);
  s->full = take(&room, K * p);
  s->terms = take(&room, 8 * p + 8);
  if (too_large(m, n, K)) return;
  s->column = (size_t *)(void *)take(&room, n);
  s->z = take(&room, m * p);
  s->work = take(&room, m * p);
  s->a = take(&room, s->pairs);
  s->sum = take(&room, s->pairs);
  s->beta = take(&room, u);
  s->gram = take(&room, u * (u + 1));
}

static Status stopped(void) { return status_error(STATUS_STOPPED, 0, 0, 0); }

/* -- one column alone ------------------------------------------------------- */

static void first_border(Separation *f, Vec x, Vec y, double upper) {
  f->low = -INFINITY;
  f->high = INFINITY;
  for (size_t i = 0; i < x.n; i++) {
    const double value = *vec_at(x, i);
    if (*vec_at(y, i) == upper) f->high = lower(f->high, value);
    else f->low = higher(f->low, value);
  }
}

static void find_neighbours(Separation *f, Vec x, Vec y, double upper) {
  f->next = f->before = NAN;
  for (size_t i = 0; i < x.n; i++) {
    const double value = *vec_at(x, i);
    const bool above = *vec_at(y, i) == upper;
    if (above && value > f->low && !(value >= f->next)) f->next = value;
    if (!above && value < f->high && !(value <= f->before)) f->before = value;
  }
}

/* Two classes on the two sides of a number, with some off it; without an
 * intercept of 0. */
static bool splits(const Separation *f, bool intercept) {
  const bool border = intercept || (f->low <= 0 && f->high >= 0);
  return f->low <= f->high && border;
}

static bool is_strict(const Separation *f, bool intercept) {
  return intercept ? f->low < f->high : f->low < 0 && f->high > 0;
}

/* The first column that separates all examples, or else some. */
static SeparationVerdict scan_columns(Search *s, Vec y) {
  SeparationVerdict best = SEPARATION_NONE;
  s->found->column = s->n;
  for (size_t j = 0; j < s->n && best != SEPARATION_COMPLETE; j++)
    for (size_t above = 0; above < 2; above++) {
      const Vec x = mat_col(s->X, j);
      Separation f = *s->found;
      if (stop_asked(s->program.stop)) return best;
      first_border(&f, x, y, (double)above);
      if (!splits(&f, s->intercept)) continue;
      find_neighbours(&f, x, y, (double)above);
      const bool strict = is_strict(&f, s->intercept);
      if (!strict && (best == SEPARATION_QUASI ||
                      (isnan(f.next) && isnan(f.before))))
        continue;
      f.column = j;
      f.above = above;
      *s->found = f;
      best = strict ? SEPARATION_COMPLETE : SEPARATION_QUASI;
    }
  return best;
}

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

static void write_column(Search *s, double *to, size_t j, size_t p) {
  for (size_t i = 0; i < s->X.rows; i++, to += p) {
    const Wide moved = wide_sum(*mat_at(s->X, i, j), -s->shift[j]);
    *to = ldexp(moved.hi, -s->power[j]);
    s->rounded = s->rounded || moved.lo != 0;
  }
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

/* Fills z with the columns that are no combination of earlier ones (`all`: with
 * all of them), then ones. */
static Status fill(Search *s, bool all) {
  const size_t m = s->X.rows, n = s->n;
  size_t used = 0;
  s->rounded = false;
  s->kept = 0;
  if (s->intercept) {
    for (size_t i = 0; i < m; i++) s->work[i] = 1 / sqrt((double)m);
    used = 1;
  }
  for (size_t j = 0; j < n; j++) {
    if (stop_asked(s->program.stop)) return stopped();
    write_column(s, s->work + used * m, j, 1);
    if (!all && !is_new(s, used)) continue;
    used += !all;
    s->column[s->kept++] = j;
  }
  const size_t p = s->kept + s->intercept;
  for (size_t k = 0; k < s->kept; k++) write_column(s, s->z + k, s->column[k], p);
  for (size_t i = 0; s->intercept && i < m; i++) s->z[i * p + s->kept] = 1;
  s->program.Z = mat_of(s->z, m, p);
  return status_ok();
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

static size_t count_above(Search *s) {
  const SeparationUnits units = {s->shift, s->power};
  return separation_count(s->found->apart, s->X, s->label, s->classes, s->full,
                          &units, s->terms, s->program.stop);
}

static void conclude(Search *s, SeparationVerdict verdict) {
  s->found->verdict = verdict;
  s->found->doubt = DOUBT_NONE;
  for (size_t j = 0; j < s->n; j++) {
    s->found->in[j] = 0;
    for (size_t k = 0; k < s->classes; k++)
      if (s->full[k * (s->n + 1) + j] != 0) s->found->in[j] = 1;
  }
}

/* How many pairs cannot be apart. */
static size_t count_held(const Search *s) {
  size_t held = 0;
  for (size_t k = 0; k < s->pairs; k++) held += s->a[k] > 0.5;
  return held;
}

static bool is_small(const Search *s) {
  const double u = (double)((s->classes - 1) * (s->n + 1));
  return (double)s->pairs * u * u <= MOST_EXACT;
}

static bool confirm(Search *s) {
  const size_t held = count_held(s);
  /* A column that is nearly a combination of others may separate. */
  if (held && s->kept < s->n && is_small(s)) return false;
  if (held == s->pairs) {
    if (!separation_overlaps(&s->program, s->sum, s->gram)) return false;
    s->found->verdict = SEPARATION_NONE;
    return true;
  }
  widen(s);
  const size_t count = s->classes * (s->n + 1);
  if (held && !make_whole(s->full, count)) make_coarse(s->full, count);
  if (count_above(s) != s->pairs - held) return false;
  conclude(s, held ? SEPARATION_QUASI : SEPARATION_COMPLETE);
  return true;
}

/* Rational numbers need no confirmation; which pairs are apart, a tells. */
static void believe(Search *s) {
  const size_t held = count_held(s), K = s->classes;
  size_t at = 0;
  widen(s);
  memset(s->found->apart, 0, K * K * sizeof *s->found->apart);
  for (size_t i = 0; i < s->X.rows; i++)
    for (size_t l = 0; l < K; l++)
      if (l != s->label[i])
        s->found->apart[s->label[i] * K + l] += !(s->a[at++] > 0.5);
  conclude(s, held == s->pairs ? SEPARATION_NONE
                               : held ? SEPARATION_QUASI : SEPARATION_COMPLETE);
}

static Status doubt(Search *s, SeparationDoubt why, Status status) {
  s->found->doubt = why;
  return status.code == STATUS_STOPPED ? status : status_ok();
}

static Status solve_exactly(Search *s, SeparationSolver *solve) {
  if (s->rounded) choose_units(s, false);
  Status status = fill(s, true);
  if (status.code != STATUS_OK) return status;
  if (s->rounded) return doubt(s, DOUBT_CLOSE, status);
  s->program.exact = true;
  status = solve(s->a, s->sum, s->beta, &s->program);
  if (status.code != STATUS_OK) return doubt(s, DOUBT_SIZE, status);
  believe(s);
  return status;
}

/* Every column is 0, and there is no intercept. */
static Status nothing_to_separate(Search *s) {
  s->found->verdict = SEPARATION_NONE;
  return status_ok();
}

static Status solve_program(Search *s, SeparationSolver *solve) {
  choose_units(s, s->intercept);
  Status status = fill(s, false);
  if (status.code != STATUS_OK) return status;
  if (!s->program.Z.cols) return nothing_to_separate(s);
  status = solve(s->a, s->sum, s->beta, &s->program);
  if (status.code != STATUS_OK) return doubt(s, DOUBT_SIZE, status);
  if (confirm(s)) return status;
  if (stop_asked(s->program.stop)) return stopped();
  if (!is_small(s)) return doubt(s, DOUBT_CLOSE, status);
  return solve_exactly(s, solve);
}

/* -- all of it -------------------------------------------------------------- */

/* Weights that have every example on its own side are a direction. */
static bool try_weights(Search *s, const double *theta) {
  if (!theta) return false;
  for (size_t j = 0; j < s->n; j++) s->shift[j] = s->power[j] = 0;
  memcpy(s->full, theta, s->classes * (s->n + 1) * sizeof *theta);
  if (count_above(s) != s->pairs) return false;
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
  s.program = (SeparationProgram){.label = s.label, .classes = K,
                                  .seconds = seconds, .stop = stop};
  return s;
}

Status separation(Separation *found, const SeparationData *data,
                  SeparationSolver *solve, double seconds, double *scratch,
                  StopFlag stop) {
  Search s = prepare(found, data, seconds, scratch, stop);
  SeparationVerdict alone = SEPARATION_NONE;
  if (data->classes == 2) alone = scan_columns(&s, data->y);
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
