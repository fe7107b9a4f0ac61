/* lbfgs.c - limited-memory quasi-Newton steps (Nocedal and Wright 2006,
 * algorithms 7.4 and 7.5) with a line search for the strong Wolfe conditions
 * (3.5 and 3.6). */
#include <math.h>
#include <string.h>

#include "core/optim/lbfgs.h"

enum { MEMORY = 20, MOST_TRIES = 40 };

/* Recent steps: s = change of theta, y = change of the gradient. */
typedef struct History {
  double *s, *y, *rho, *weight; /* MEMORY × p, MEMORY × p, MEMORY, MEMORY */
  Trail *trail;                 /* number stored, position of the next */
} History;

/* A point on the line theta0 + t direction, with its cost and slope. */
typedef struct Point {
  double t, cost, slope;
} Point;

typedef struct Search {
  Minimizer *m;
  double *from, *before, *direction; /* theta0, its gradient, the direction */
  Point start;
  bool blind; /* no earlier step to estimate the length from */
} Search;

static size_t scratch(size_t p) { return 3 * p + 2 * MEMORY * (p + 1); }

/* -- the direction -------------------------------------------------------- */

static size_t entry(const History *h, size_t back) {
  return (h->trail->next + MEMORY - 1 - back) % MEMORY;
}

static void add_scaled(double *y, double factor, const double *x, size_t p) {
  for (size_t j = 0; j < p; j++) y[j] += factor * x[j];
}

/* direction = -H g by the two-loop recursion, where H approximates the inverse
 * curvature. Without history it is -g, scaled to norm at most 1, because the
 * square of a gradient may overflow. */
static void find_direction(double *direction, const double *gradient,
                           History *h, size_t p) {
  const size_t count = h->trail->count;
  const double length = count ? 1 : fmax(1, minimizer_largest(gradient, p));
  for (size_t j = 0; j < p; j++) direction[j] = -gradient[j] / length;
  for (size_t back = 0; back < count; back++) {
    size_t i = entry(h, back);
    h->weight[i] = h->rho[i] * minimizer_dot(h->s + i * p, direction, p);
    add_scaled(direction, -h->weight[i], h->y + i * p, p);
  }
  if (count) {
    const double *y = h->y + entry(h, 0) * p;
    double scale = 1 / (h->rho[entry(h, 0)] * minimizer_dot(y, y, p));
    for (size_t j = 0; j < p; j++) direction[j] *= scale;
  }
  for (size_t back = count; back-- > 0;) {
    size_t i = entry(h, back);
    double beta = h->rho[i] * minimizer_dot(h->y + i * p, direction, p);
    add_scaled(direction, h->weight[i] - beta, h->s + i * p, p);
  }
}

/* Keeps the last step if the curvature along it is positive beyond rounding. */
static void remember(History *h, const Search *line, size_t p) {
  Trail *at = h->trail;
  double *s = h->s + at->next * p, *y = h->y + at->next * p;
  for (size_t j = 0; j < p; j++) {
    s[j] = line->m->theta[j] - line->from[j];
    y[j] = line->m->gradient[j] - line->before[j];
  }
  double curvature = minimizer_dot(s, y, p);
  double most = sqrt(minimizer_dot(s, s, p)) * sqrt(minimizer_dot(y, y, p));
  if (!(curvature > 1e-16 * most) || !isfinite(most + 1 / curvature)) return;
  h->rho[at->next] = 1 / curvature;
  at->next = (at->next + 1) % MEMORY;
  if (at->count < MEMORY) at->count++;
}

/* -- line search ----------------------------------------------------------- */

static Status look(Search *line, double t, Point *point) {
  Minimizer *m = line->m;
  const size_t p = m->objective->size;
  for (size_t j = 0; j < p; j++) /* t = 0 restores the start exactly */
    m->theta[j] =
      t > 0 ? line->from[j] + t * line->direction[j] : line->from[j];
  Status s = minimizer_evaluate(m);
  *point = (Point){t, m->cost, minimizer_dot(m->gradient, line->direction, p)};
  return s;
}

/* Higher by more than the rounding of a long sum? */
static bool higher(const Point *a, const Point *b) {
  return !(a->cost <= b->cost + 1e-12 * fabs(b->cost));
}

/* Is the decrease insufficient? Close to the minimum the costs are equal to
 * rounding, but the slopes still differ (Hager and Zhang 2005, "approximate
 * Wolfe"). */
static bool falls_enough(const Search *line, const Point *point) {
  const Point *start = &line->start;
  const double promise = 1e-4 * point->t * start->slope;
  if (point->cost <= start->cost + promise) return true;
  return !higher(point, start) && point->slope <= -(1 - 2e-4) * start->slope;
}

static bool flat_enough(const Search *line, const Point *point) {
  return fabs(point->slope) <= 0.9 * fabs(line->start.slope);
}

/* The zero of the slope by linear interpolation between two points. */
static double secant(const Point *a, const Point *b) {
  return a->t - a->slope * (b->t - a->t) / (b->slope - a->slope);
}

/* The minimum of the cubic through two points with their slopes (Nocedal and
 * Wright, 3.59). */
static double cubic(const Point *a, const Point *b) {
  double d1 = a->slope + b->slope - 3 * (a->cost - b->cost) / (a->t - b->t);
  double square = d1 * d1 - a->slope * b->slope;
  double d2 = copysign(sqrt(fmax(square, 0)), b->t - a->t);
  return square < 0 ? NAN
                    : b->t - (b->t - a->t) * (b->slope + d2 - d1) /
                               (b->slope - a->slope + 2 * d2);
}

/* The next trial point, away from the ends. If rounding makes the costs equal,
 * only the slopes are used. */
static double between(const Point *a, const Point *b) {
  bool equal = !higher(a, b) && !higher(b, a);
  double t = equal ? secant(a, b) : cubic(a, b);
  double low = fmin(a->t, b->t), high = fmax(a->t, b->t);
  double edge = 0.1 * (high - low);
  if (!isfinite(t)) return (low + high) / 2;
  return fmin(fmax(t, low + edge), high - edge);
}

/* An acceptable point lies between low, the better one, and high: narrow the
 * interval. */
static Status zoom(Search *line, Point low, Point high, bool *found) {
  for (int i = 0; i < MOST_TRIES; i++) {
    Point p;
    Status s = look(line, between(&low, &high), &p);
    if (s.code != STATUS_OK) return s;
    *found = falls_enough(line, &p) && flat_enough(line, &p);
    if (*found) return s;
    if (!falls_enough(line, &p) || higher(&p, &low)) {
      high = p;
      continue;
    }
    if (p.slope * (high.t - low.t) >= 0) high = low;
    low = p;
  }
  /* The best point seen, if better than the start. */
  *found = low.t > 0 && low.cost < line->start.cost;
  line->m->outcome->refused = high.cost;
  Point unused;
  return look(line, *found ? low.t : 0, &unused);
}

/* Is a first step far too long? Then shortens *t: to the zero of a linear
 * slope, or much more when the cost overflows. */
static bool shorten(const Search *line, const Point *point, double *t) {
  const double slope = fabs(line->start.slope);
  if (!isfinite(point->cost) || !isfinite(point->slope)) {
    *t *= 1e-10;
    return true;
  }
  if (!(point->slope > 10 * slope)) return false;
  *t *= slope / (slope + point->slope);
  return true;
}

/* Finds a point that satisfies the Wolfe conditions; if rounding prevents that,
 * *found is false and theta is reset to the start. */
static Status search(Search *line, double t, bool *found) {
  Point last = line->start, p;
  for (int i = 0; i < MOST_TRIES; i++) {
    Status s = look(line, t, &p);
    if (s.code != STATUS_OK) return s;
    if (line->blind && shorten(line, &p, &t)) continue;
    bool bad = !falls_enough(line, &p) || (i && higher(&p, &last));
    if (bad || !isfinite(p.cost)) return zoom(line, last, p, found);
    *found = flat_enough(line, &p);
    if (*found) return s;
    if (p.slope >= 0) return zoom(line, p, last, found);
    last = p;
    t *= 2;
  }
  *found = isfinite(p.cost); /* unbounded descent: the outer loop decides */
  line->m->outcome->refused = p.cost;
  return *found ? status_ok() : look(line, 0, &p);
}

/* -- iterations ------------------------------------------------------------ */

static Status step(Minimizer *m, Search *line, History *h, bool *found) {
  const size_t p = m->objective->size;
  memcpy(line->from, m->theta, p * sizeof *m->theta);
  memcpy(line->before, m->gradient, p * sizeof *m->gradient);
  find_direction(line->direction, m->gradient, h, p);
  line->start =
    (Point){0, m->cost, minimizer_dot(m->gradient, line->direction, p)};
  line->blind = !h->trail->count;
  Status s = search(line, 1, found);
  if (s.code == STATUS_OK && *found) remember(h, line, p);
  if (s.code != STATUS_OK) memcpy(m->theta, line->from, p * sizeof *m->theta);
  return s;
}

/* If the quasi-Newton direction fails, retries along the gradient. */
static Status step_or_begin_anew(Minimizer *m, Search *line, History *h,
                                 bool *found) {
  Status s = step(m, line, h, found);
  if (s.code != STATUS_OK || *found || !h->trail->count) return s;
  h->trail->count = 0;
  return step(m, line, h, found);
}

enum { IDLE_ENOUGH = 50, IDLE_AT_BOTTOM = 10 };

/* Have many iterations reduced neither the cost nor the gradient? Near the
 * minimum in a narrow valley the gradient increases many times before it
 * decreases; once it is only rounding error, a few iterations are enough. */
static bool is_idle(Trail *best, const Minimizer *m) {
  const double slope = minimizer_largest(m->gradient, m->objective->size);
  const double noise = 1e-15 * fabs(best->cost);
  bool better = m->cost < best->cost - noise || slope < best->slope;
  best->idle = better ? 0 : best->idle + 1;
  best->cost = fmin(best->cost, m->cost);
  best->slope = fmin(best->slope, slope);
  best->steepest = fmax(best->steepest, slope);
  bool bottom = best->slope <= 1e-14 * best->steepest;
  return best->idle >= (bottom ? IDLE_AT_BOTTOM : IDLE_ENOUGH);
}

static Status iterate(Minimizer *m) {
  const size_t p = m->objective->size;
  double *line_at = m->state, *rest = m->state + 3 * p;
  Search line = {m, line_at, line_at + p, line_at + 2 * p, {0, 0, 0}, true};
  History h = {rest, rest + MEMORY * p, rest + 2 * MEMORY * p,
               rest + 2 * MEMORY * p + MEMORY, &m->trail};
  bool found = false;
  if (is_idle(&m->trail, m)) return minimizer_give_up(m);
  Status s = step_or_begin_anew(m, &line, &h, &found);
  if (s.code != STATUS_OK) return s;
  if (!found) return minimizer_give_up(m);
  minimizer_report(m, m->outcome->iterations + 1);
  return s;
}

const MinimizerMethod lbfgs = {scratch, iterate};
