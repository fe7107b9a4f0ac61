#include "separation.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "lapack.h"

enum { WORK_A_COLUMN = 34 };

/* What is less counts as 0: of a unit vector's part, of the nearest point's
 * distance, of the share that a corner has in it. */
static const double NO_LENGTH = 1e-8, NO_MARGIN = 1e-11, NO_SHARE = 1e-10;

/* The search for the point of the hull nearest to 0. All points are vectors of
 * p = n + 1 coordinates, of length 1. */
typedef struct Search {
  Mat X;
  Vec y;
  const Scale *scale;
  bool intercept;
  StopFlag stop;
  size_t p, most;
  size_t fixed;     /* directions that are searched no more */
  bool border;      /* has an example nothing left in the others? */
  size_t corners;   /* points whose mixture the nearest one is */
  size_t *row;      /* p + 1: which examples they are */
  double *points;   /* (p + 1) × p */
  double *mix;      /* p + 1 weights above 0 of sum 1 */
  double *nearest;  /* p */
  double *basis;    /* p × p: the fixed directions, orthonormal rows */
  double *point;    /* p */
  double *a, *beta; /* (p + 1)², p + 1: the smaller problem */
  double *work;     /* WORK_A_COLUMN (p + 1) */
} Search;

size_t separation_scratch(size_t n) {
  const size_t p = n + 1, q = p + 1;
  return q + q * p + q + p + p * p + p + q * q + q + WORK_A_COLUMN * q;
}

static Search lay_out(size_t p, double *scratch) {
  const size_t q = p + 1;
  Search s = {.p = p, .most = 500 + 50 * p, .row = (size_t *)(void *)scratch};
  s.points = scratch + q;
  s.mix = s.points + q * p;
  s.nearest = s.mix + q;
  s.basis = s.nearest + p;
  s.point = s.basis + p * p;
  s.a = s.point + p;
  s.beta = s.a + q * q;
  s.work = s.beta + q;
  return s;
}

/* -- examples as points --------------------------------------------------- */

static double dot(const double *a, const double *b, size_t p) {
  double sum = 0;
  for (size_t j = 0; j < p; j++) sum += a[j] * b[j];
  return sum;
}

static void axpy(double *y, double a, const double *x, size_t p) {
  for (size_t j = 0; j < p; j++) y[j] += a * x[j];
}

/* Example i, z-scored; the ones last; turned round for class 0. */
static void read_point(const Search *s, size_t i) {
  const double *x = mat_at(s->X, i, 0);
  const double sign = *vec_at(s->y, i) != 0 ? 1 : -1;
  for (size_t j = 0; j + 1 < s->p; j++) {
    const double std = *vec_at(s->scale->std, j);
    const double shift = s->intercept ? *vec_at(s->scale->mean, j) : 0;
    s->point[j] = sign * (x[j] - shift) / (std > 0 ? std : 1);
  }
  s->point[s->p - 1] = s->intercept ? sign : 0;
}

static bool normalize(double *v, size_t p, double least) {
  const double length = vec_norm(vec_of(v, p));
  if (!(length > least)) return false;
  for (size_t j = 0; j < p; j++) v[j] /= length;
  return true;
}

/* What is left of s->point at right angles to the fixed directions, as a unit
 * vector; false when nothing is. */
static bool project(Search *s, double *v) {
  if (!normalize(v, s->p, 0)) return false;
  if (!s->fixed) return true;
  for (int twice = 0; twice < 2; twice++)
    for (size_t k = 0; k < s->fixed; k++) {
      const double *e = s->basis + k * s->p;
      axpy(v, -dot(e, v, s->p), e, s->p);
    }
  return normalize(v, s->p, NO_LENGTH);
}

/* The example with the least product with s->nearest, which becomes s->point;
 * *least is infinity when no example is left. */
static Status find_lowest(Search *s, size_t *row, double *least) {
  *least = INFINITY;
  for (size_t i = 0; i < s->X.rows; i++) {
    if (stop_asked(s->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    read_point(s, i);
    if (!project(s, s->point)) {
      s->border = true;
      continue;
    }
    const double product = dot(s->point, s->nearest, s->p);
    if (!(product < *least)) continue;
    *least = product;
    *row = i;
  }
  if (*least < INFINITY) {
    read_point(s, *row);
    project(s, s->point);
  }
  return status_ok();
}

/* -- the nearest point of a few ------------------------------------------- */

static void add_corner(Search *s, size_t row, double weight) {
  memcpy(s->points + s->corners * s->p, s->point, s->p * sizeof *s->point);
  s->row[s->corners] = row;
  s->mix[s->corners++] = weight;
}

static void remove_corner(Search *s, size_t k) {
  const size_t after = --s->corners - k;
  memmove(s->points + k * s->p, s->points + (k + 1) * s->p,
          after * s->p * sizeof *s->points);
  memmove(s->mix + k, s->mix + k + 1, after * sizeof *s->mix);
  memmove(s->row + k, s->row + k + 1, after * sizeof *s->row);
}

/* Into beta the weights, of any sign, of the point nearest to 0 in the plane
 * through the corners: least squares of (1, ...; points) u = (1, 0, ...), then
 * u over its sum (Wolfe 1976, section 5). */
static bool solve_plane(Search *s) {
  const int height = (int)s->p + 1, columns = (int)s->corners, one = 1;
  const int size = WORK_A_COLUMN * height;
  int info;
  double sum = 0;
  for (size_t k = 0; k < s->corners; k++) {
    s->a[k * (s->p + 1)] = 1;
    memcpy(s->a + k * (s->p + 1) + 1, s->points + k * s->p,
           s->p * sizeof *s->a);
  }
  for (size_t j = 0; j <= s->p; j++) s->beta[j] = j == 0;
  dgels_("N", &height, &columns, &one, s->a, &height, s->beta, &height,
         s->work, &size, &info, 1);
  for (size_t k = 0; k < s->corners; k++) sum += s->beta[k];
  for (size_t k = 0; k < s->corners; k++) s->beta[k] /= sum;
  return info == 0 && isfinite(s->beta[0]) && sum != 0;
}

/* From mix towards beta until the first weight is 0: that corner goes. */
static void go_to_border(Search *s) {
  double t = 1;
  size_t first = 0;
  for (size_t k = 0; k < s->corners; k++) {
    if (s->beta[k] > DBL_EPSILON) continue;
    const double gap = s->mix[k] - s->beta[k];
    const double way = gap > 0 ? s->mix[k] / gap : 0;
    if (!(way < t)) continue;
    t = way;
    first = k;
  }
  for (size_t k = 0; k < s->corners; k++)
    s->mix[k] += t * (s->beta[k] - s->mix[k]);
  remove_corner(s, first);
}

static bool all_inside(const Search *s) {
  for (size_t k = 0; k < s->corners; k++)
    if (!(s->beta[k] > DBL_EPSILON)) return false;
  return true;
}

/* Makes s->nearest the nearest point of the corners' hull, and drops the
 * corners that have no part in it. False when rounding is in the way. */
static bool find_nearest(Search *s) {
  for (;;) {
    if (stop_asked(s->stop) || !solve_plane(s)) return false;
    if (all_inside(s)) break;
    go_to_border(s);
    if (!s->corners) return false;
  }
  memset(s->nearest, 0, s->p * sizeof *s->nearest);
  for (size_t k = 0; k < s->corners; k++) {
    s->mix[k] = s->beta[k];
    axpy(s->nearest, s->mix[k], s->points + k * s->p, s->p);
  }
  return true;
}

/* -- the nearest point of all --------------------------------------------- */

typedef enum Answer { APART, AROUND_ZERO, NO_POINTS, UNDECIDED } Answer;

static bool is_corner(const Search *s, size_t row) {
  for (size_t k = 0; k < s->corners; k++)
    if (s->row[k] == row) return true;
  return false;
}

/* One more corner, the lowest example. True when there is an answer. */
static bool improve(Search *s, size_t row, double least, Answer *answer) {
  const double length = vec_norm(vec_of(s->nearest, s->p));
  *answer = length < NO_MARGIN ? AROUND_ZERO : UNDECIDED;
  if (least > 4 * DBL_EPSILON * (double)s->p * length) {
    *answer = APART;
    return true;
  }
  if (*answer == AROUND_ZERO) return true;
  if (is_corner(s, row) || s->corners > s->p) return true;
  add_corner(s, row, 0);
  if (!find_nearest(s)) return true;
  return !(vec_norm(vec_of(s->nearest, s->p)) < length);
}

static Status search(Search *s, Answer *answer) {
  size_t row = 0;
  double least;
  memset(s->nearest, 0, s->p * sizeof *s->nearest);
  s->corners = 0;
  Status status = find_lowest(s, &row, &least);
  *answer = NO_POINTS;
  if (status.code != STATUS_OK || !isfinite(least)) return status;
  add_corner(s, row, 1);
  find_nearest(s);
  for (size_t step = 0; step < s->most; step++) {
    status = find_lowest(s, &row, &least);
    if (status.code != STATUS_OK || improve(s, row, least, answer))
      return status;
  }
  *answer = UNDECIDED;
  return status;
}

/* The directions of the corners become fixed. False when none is new. */
static bool fix_corners(Search *s) {
  const size_t before = s->fixed;
  for (size_t k = 0; k < s->corners && s->fixed < s->p; k++) {
    double *v = s->points + k * s->p;
    if (s->mix[k] < NO_SHARE || !project(s, v)) continue;
    memcpy(s->basis + s->fixed++ * s->p, v, s->p * sizeof *v);
  }
  return s->fixed > before;
}

Status separation(Separation *found, Mat X, Vec y, bool intercept,
                  const Scale *scale, double *scratch, StopFlag stop) {
  Search s = lay_out(X.cols + 1, scratch);
  Answer answer;
  s.X = X;
  s.y = y;
  s.scale = scale;
  s.intercept = intercept;
  s.stop = stop;
  *found = SEPARATION_UNKNOWN;
  do {
    Status status = search(&s, &answer);
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, 0, 0);
    if (status.code != STATUS_OK) return status;
  } while (answer == AROUND_ZERO && fix_corners(&s));
  if (answer == NO_POINTS) *found = SEPARATION_NONE;
  if (answer == APART)
    *found = s.border ? SEPARATION_PARTLY : SEPARATION_COMPLETE;
  return status_ok();
}
