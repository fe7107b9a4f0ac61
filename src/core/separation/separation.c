#include "core/separation/separation.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/separation/separation_column.h"
#include "core/separation/separation_proof.h"
#include "core/separation/separation_search.h"

/* Limit of pairs times unknowns squared: 0.1 s of rational arithmetic. */
static const double MOST_EXACT = 4e4;
static Status stopped(void) { return status_error(STATUS_STOPPED, 0, 0, 0); }

/* -- verifying the solver's result ----------------------------------------- */

/* Extends beta from the program's columns to all columns and classes. */
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

/* Rounds to few digits, so that weights that should be 0 or equal in two
 * classes are. */
static void make_coarse(double *beta, size_t count) {
  double most = 0;
  for (size_t k = 0; k < count; k++) most = higher(most, fabs(beta[k]));
  const double unit = most > 0 ? ldexp(1, ilogb(most) - 26) : 1;
  for (size_t k = 0; k < count; k++) beta[k] = unit * nearbyint(beta[k] / unit);
}

/* Examples on the boundary are exactly on it only for the exact direction,
 * whose components are usually integers up to a common factor. */
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

/* The number of the program's pairs that cannot be separated. */
static size_t count_held(const Search *s) {
  size_t held = 0;
  for (size_t k = 0; k < s->chosen * (s->classes - 1); k++)
    held += s->a[k] > 0.5;
  return held;
}

typedef enum Answer { CERTAIN, MORE_EXAMPLES, NOT_CERTAIN } Answer;

/* If an overlap of some examples rules out every direction, no direction exists
 * for all examples. */
static Answer confirm_overlap(Search *s) {
  if (separation_overlaps(&s->program, s->sum, s->gram)) {
    s->found->verdict = SEPARATION_NONE;
    return CERTAIN;
  }
  memset(s->least, 0, s->X.rows);
  return separation_search_more(s, 1) ? MORE_EXAMPLES : NOT_CERTAIN;
}

/* Is an example on the boundary that is not in the program? */
static bool is_any_left(const Search *s) {
  for (size_t i = 0; i < s->X.rows; i++)
    if (!s->is_in[i] && s->least[i] < 1) return true;
  return false;
}

/* The direction must be valid for all examples; those on the boundary that are
 * not in the program might be separated by another direction. */
static Answer confirm_direction(Search *s, size_t held) {
  const size_t count = s->classes * (s->n + 1);
  widen(s);
  if (held && !make_whole(s->full, count)) make_coarse(s->full, count);
  const size_t above = count_above(s, s->least);
  if (separation_search_more(s, 1)) return MORE_EXAMPLES;
  if (above == SIZE_MAX) return NOT_CERTAIN;
  const bool all_in = s->chosen == s->X.rows;
  if (all_in && above != s->pairs - held) return NOT_CERTAIN;
  if (!all_in && above < s->pairs && (!held || !above)) return NOT_CERTAIN;
  conclude(s, above == s->pairs ? SEPARATION_COMPLETE : SEPARATION_QUASI);
  if (is_any_left(s)) s->found->doubt = DOUBT_SIZE;
  return CERTAIN;
}

static bool is_small(const Search *s) {
  const double u = (double)((s->classes - 1) * (s->n + 1));
  return (double)s->pairs * u * u <= MOST_EXACT;
}

static Answer confirm(Search *s) {
  const size_t held = count_held(s);
  /* A nearly dependent column may separate. */
  if (held && s->kept < s->n && is_small(s)) return NOT_CERTAIN;
  return held == s->chosen * (s->classes - 1) ? confirm_overlap(s)
                                              : confirm_direction(s, held);
}

/* Rational results need no verification; `a` shows which pairs are
 * separated. */
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
              : held           ? SEPARATION_QUASI
                               : SEPARATION_COMPLETE);
}

/* -- solving -------------------------------------------------------------- */

static Status doubt(Search *s, SeparationDoubt why, Status status) {
  s->found->doubt = why;
  return status.code == STATUS_STOPPED ? status : status_ok();
}

static Status solve_exactly(Search *s, SeparationSolver *solve) {
  if (s->rounded) separation_search_units(s, false);
  separation_search_all_columns(s);
  s->rounded = false;
  separation_search_fill(s);
  if (s->rounded || s->chosen < s->X.rows)
    return doubt(s, DOUBT_CLOSE, status_ok());
  s->program.exact = true;
  Status status = solve(s->a, s->sum, s->beta, &s->program);
  if (status.code != STATUS_OK) return doubt(s, DOUBT_SIZE, status);
  believe(s);
  return status;
}

static Status solve_program(Search *s, SeparationSolver *solve) {
  separation_search_units(s, s->intercept);
  Status status = separation_search_columns(s);
  Answer answer = MORE_EXAMPLES;
  if (status.code != STATUS_OK) return status;
  s->found->verdict = SEPARATION_NONE;
  if (!s->kept && !s->intercept) return status; /* every column is 0 */
  s->found->verdict =
    s->found->column < s->n ? SEPARATION_QUASI : SEPARATION_UNKNOWN;
  for (separation_search_first(s); answer == MORE_EXAMPLES;) {
    separation_search_fill(s);
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

/* -- all of it ------------------------------------------------------------ */

/* Examples from one of a part to the next: few of many cost little. */
static size_t step_of_part(size_t m, size_t n, size_t classes) {
  const size_t step = m / (1000 + 50 * (n + 1) * (classes - 1));
  return step < 4 ? 1 : step;
}

size_t separation_scratch(size_t m, size_t n, size_t classes) {
  const size_t part = m / step_of_part(m, n, classes);
  const size_t of_part = separation_search_scratch(part, n, classes);
  const size_t of_all = separation_search_scratch(m, n, classes);
  return of_part > of_all ? of_part : of_all;
}

/* Weights that classify every example correctly are a direction. */
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
  Search s = {.X = data->X,
              .n = n,
              .intercept = data->intercept,
              .classes = K,
              .pairs = data->X.rows * (K - 1),
              .found = found};
  *found = (Separation){.column = n, .in = scratch, .apart = scratch + n};
  memset(scratch, 0, (n + K * K) * sizeof *scratch);
  separation_search_lay_out(&s, scratch + n + K * K);
  for (size_t i = 0; i < data->X.rows; i++)
    s.label[i] = (size_t)*vec_at(data->y, i);
  s.program = (SeparationProgram){
    .label = s.row_label, .classes = K, .seconds = seconds, .stop = stop};
  return s;
}

static SeparationData part_of(const SeparationData *data) {
  const size_t step = step_of_part(data->X.rows, data->X.cols, data->classes);
  SeparationData part = *data;
  part.X.rows = part.y.n = data->X.rows / step;
  part.X.stride *= (ptrdiff_t)step;
  part.y.step *= (ptrdiff_t)step;
  return part;
}

/* An overlap of some examples is one of all, if no column depends on others in
 * them: then every direction has one of these examples on its wrong side. */
static bool overlaps_in_part(Separation *found, const SeparationData *data,
                             SeparationSolver *solve, double seconds,
                             double *scratch, StopFlag stop) {
  const SeparationData part = part_of(data);
  if (!solve || part.X.rows == data->X.rows) return false;
  Search s = prepare(found, &part, seconds, scratch, stop);
  if (separation_search_too_large(s.X.rows, s.n, s.classes)) return false;
  separation_search_units(&s, s.intercept);
  if (separation_search_columns(&s).code != STATUS_OK || s.kept < s.n)
    return false;
  separation_search_first(&s);
  separation_search_fill(&s);
  if (solve(s.a, s.sum, s.beta, &s.program).code != STATUS_OK) return false;
  return count_held(&s) == s.chosen * (s.classes - 1) &&
         separation_overlaps(&s.program, s.sum, s.gram);
}

Status separation(Separation *found, const SeparationData *data,
                  SeparationSolver *solve, double seconds, double *scratch,
                  StopFlag stop) {
  if (overlaps_in_part(found, data, solve, seconds, scratch, stop)) {
    found->verdict = SEPARATION_NONE;
    return status_ok();
  }
  Search s = prepare(found, data, seconds, scratch, stop);
  SeparationVerdict alone = SEPARATION_NONE;
  if (data->classes == 2) alone = separation_column(found, data, stop);
  if (stop_asked(stop)) return stopped();
  found->verdict = alone == SEPARATION_NONE ? SEPARATION_UNKNOWN : alone;
  if (alone == SEPARATION_COMPLETE) return status_ok();
  Status status = status_ok();
  if (try_weights(&s, data->theta))
    found->column = s.n;
  else if (separation_search_too_large(s.X.rows, s.n, s.classes))
    found->doubt = DOUBT_SIZE;
  else if (!solve)
    found->doubt = DOUBT_SOLVER;
  else
    status = solve_program(&s, solve);
  if (stop_asked(stop)) return stopped();
  if (found->verdict == SEPARATION_COMPLETE) found->column = s.n;
  return status;
}
