/* Gradient descent on a function with a closed-form path. */
#include "core/optim/descent.h"

#include <string.h>

#include "check.h"

/* f(x, y) = (a x² + b y²) / 2: after k steps x = x0 (1 - alpha a)^k. */
typedef struct Bowl {
  double a, b;
  int calls, stop_at; /* stop_at: the call that answers STATUS_STOPPED */
} Bowl;

static Status bowl(void *context, const double *theta, double *cost,
                   double *gradient) {
  Bowl *f = context;
  if (++f->calls == f->stop_at) return status_error(STATUS_STOPPED, 0, 0, 0);
  *cost = (f->a * theta[0] * theta[0] + f->b * theta[1] * theta[1]) / 2;
  gradient[0] = f->a * theta[0];
  gradient[1] = f->b * theta[1];
  return status_ok();
}

typedef struct Log {
  size_t calls, last;
  double cost;
  size_t stop_after; /* 0: never */
} Log;

static bool note(void *context, const Step *step) {
  Log *log = context;
  log->calls++;
  log->last = step->iteration;
  log->cost = step->cost;
  return !log->stop_after || step->iteration < log->stop_after;
}

static Objective bowl_of(Bowl *f) {
  return (Objective){.size = 2, .evaluate = bowl, .context = f};
}

static Outcome run(Bowl *f, double *theta, double alpha, size_t iterations,
                   double tolerance, Log *log, Status *status) {
  double scratch[2];
  Objective objective = bowl_of(f);
  Descent options = {METHOD_GD, alpha, 0, iterations, tolerance, note, log, 0};
  Outcome outcome;
  *status = descent_run(&outcome, theta, scratch, &objective, &options);
  return outcome;
}

static void the_path_agrees_with_the_closed_form(void **state) {
  (void)state;
  Bowl f = {1, 4, 0, 0};
  Log log = {0};
  Status s;
  double theta[] = {3, -2};
  Outcome o = run(&f, theta, 0.1, 50, 0, &log, &s);
  assert_int_equal(s.code, STATUS_OK);
  assert_int_equal(o.reason, STOP_ITERATIONS);
  assert_near(theta[0], 3 * pow(0.9, 50), 1e-14);
  assert_near(theta[1], -2 * pow(0.6, 50), 1e-14);
  assert_near(o.first_cost, 4.5 + 8, 0);
  assert_int_equal(log.calls, 51);
  assert_int_equal(f.calls, 51); /* one more than there are iterations */
}

static void it_stops_when_the_gradient_is_small(void **state) {
  (void)state;
  Bowl f = {1, 1, 0, 0};
  Log log = {0};
  Status s;
  double theta[] = {1, 1};
  Outcome o = run(&f, theta, 0.5, 1000, 1e-3, &log, &s);
  assert_int_equal(o.reason, STOP_CONVERGED);
  assert_int_equal(o.iterations, 10); /* 2^-10 < 1e-3 <= 2^-9 */
}

static void growing_costs_are_divergence(void **state) {
  (void)state;
  Bowl f = {1, 1, 0, 0};
  Log log = {0};
  Status s;
  double theta[] = {1, 1};
  Outcome o = run(&f, theta, 2.1, 1000, 0, &log, &s);
  assert_int_equal(o.reason, STOP_DIVERGED);
  assert_int_equal(o.iterations, DIVERGENCE_STEPS);
  assert_int_equal(o.growing, DIVERGENCE_STEPS);
  theta[0] = 1e300;
  o = run(&f, theta, 1, 1000, 0, &log, &s);
  assert_int_equal(o.reason, STOP_DIVERGED); /* the first cost is inf */
  assert_int_equal(o.iterations, 0);
}

/* In a short run two growing costs mean divergence, one does not. */
static void a_short_run_diverges_at_its_end(void **state) {
  (void)state;
  for (size_t n = 1; n <= DIVERGENCE_STEPS; n++) {
    Bowl f = {1, 1, 0, 0};
    Log log = {0};
    Status s;
    double theta[] = {1, 1};
    Outcome o = run(&f, theta, 2.1, n, 0, &log, &s);
    assert_int_equal(o.iterations, n);
    assert_int_equal(o.reason, n > 1 ? STOP_DIVERGED : STOP_ITERATIONS);
  }
}

/* Decreases first, then grows, but stays below the start. */
static void growth_below_the_start_is_not_divergence(void **state) {
  (void)state;
  Bowl f = {1, 0.1, 0, 0};
  Log log = {0};
  Status s;
  double theta[] = {1e-3, 1e3};
  Outcome o = run(&f, theta, 2.05, 90, 0, &log, &s);
  assert_true(o.cost < o.first_cost && o.growing > DIVERGENCE_STEPS);
  assert_int_equal(o.reason, STOP_ITERATIONS);
  theta[0] = 1e-3;
  theta[1] = 1e3;
  assert_int_equal(run(&f, theta, 2.05, 900, 0, &log, &s).reason,
                   STOP_DIVERGED);
}

static void a_cost_below_the_floor_is_rounding(void **state) {
  (void)state;
  Bowl f = {1, 1, 0, 0};
  Log log = {0};
  double theta[] = {1e-15, 0}, scratch[2];
  Objective objective = bowl_of(&f);
  Descent how = {METHOD_GD, 2.1, 0, 10, 0, note, &log, 1e-20};
  Outcome o;
  descent_run(&o, theta, scratch, &objective, &how);
  assert_true(o.growing == 10 && o.reason == STOP_ITERATIONS);
}

/* Near its limit, 2 (1 + momentum) / curvature, momentum overshoots to nearly
 * (1 + momentum) / (1 - momentum) times the start before it converges. */
static void momentum_overshoots_below_its_limit_and_diverges_above(void **state) {
  (void)state;
  const double momenta[] = {0.1, 0.5, 0.9, 0.99};
  for (size_t i = 0; i < 4; i++) {
    for (int above = 0; above < 2; above++) {
      Bowl f = {1, 0.01, 0, 0};
      Log log = {0};
      double theta[] = {1, 1}, scratch[4];
      Objective objective = bowl_of(&f);
      const double limit = 2 * (1 + momenta[i]);
      Descent how = {METHOD_MOMENTUM, limit * (above ? 1.01 : 0.9999),
                     momenta[i], 5000, 0, note, &log, 0};
      Outcome o;
      descent_run(&o, theta, scratch, &objective, &how);
      assert_int_equal(o.reason == STOP_DIVERGED, above);
    }
  }
}

/* From near the minimum its first steps are far too long. */
static void adam_may_rise_and_converge(void **state) {
  (void)state;
  Bowl f = {1, 0.01, 0, 0};
  Log log = {0};
  double theta[] = {1e-8, 1e-8}, scratch[6];
  Objective objective = bowl_of(&f);
  Descent how = {METHOD_ADAM, 0.1, 0, 3000, 0, note, &log, 0};
  Outcome o;
  descent_run(&o, theta, scratch, &objective, &how);
  assert_int_equal(o.reason, STOP_ITERATIONS);
}

static void just_below_the_limit_it_converges(void **state) {
  (void)state;
  Bowl f = {1, 0.5, 0, 0};
  Log log = {0};
  Status s;
  double theta[] = {1, 1};
  Outcome o = run(&f, theta, 1.999, 100000, 1e-9, &log, &s);
  assert_int_equal(o.reason, STOP_CONVERGED);
}

static void the_callback_can_stop_it(void **state) {
  (void)state;
  Bowl f = {1, 1, 0, 0};
  Log log = {0, 0, 0, 7};
  Status s;
  double theta[] = {1, 1};
  Outcome o = run(&f, theta, 0.1, 1000, 0, &log, &s);
  assert_int_equal(o.reason, STOP_CALLBACK);
  assert_int_equal(o.iterations, 7);
  assert_near(theta[0], pow(0.9, 7), 1e-15);
}

static void an_error_in_the_objective_ends_it(void **state) {
  (void)state;
  Bowl f = {1, 1, 0, 4};
  Log log = {0};
  Status s;
  double theta[] = {1, 1};
  Outcome o = run(&f, theta, 0.1, 1000, 0, &log, &s);
  assert_int_equal(s.code, STATUS_STOPPED);
  assert_int_equal(o.iterations, 2);
}

/* Rosenbrock (1960): a curved valley with minimum 0 at (1, 1). */
static Status valley(void *context, const double *theta, double *cost,
                     double *gradient) {
  (void)context;
  double x = theta[0], y = theta[1], bend = y - x * x;
  *cost = (1 - x) * (1 - x) + 100 * bend * bend;
  gradient[0] = -2 * (1 - x) - 400 * x * bend;
  gradient[1] = 200 * bend;
  return status_ok();
}

static Status valley_curvature(void *context, const double *theta, double *h) {
  (void)context;
  double x = theta[0], y = theta[1];
  h[0] = 2 - 400 * (y - 3 * x * x);
  h[1] = h[2] = -400 * x;
  h[3] = 200;
  return status_ok();
}

static void walk_valley(Method method, size_t most) {
  double scratch[200], theta[] = {-1.2, 1};
  Log log = {0};
  Objective objective = {
    .size = 2, .evaluate = valley, .curvature = valley_curvature};
  Descent options = {method, 0, 0, 1000, 1e-9, note, &log, 0};
  Outcome o;
  assert_true(descent_scratch(method, 2) <= 200);
  assert_int_equal(descent_run(&o, theta, scratch, &objective, &options).code,
                   STATUS_OK);
  assert_true(o.reason == STOP_CONVERGED || o.reason == STOP_PRECISION);
  assert_true(o.iterations <= most);
  assert_near(theta[0], 1, 1e-8);
  assert_near(theta[1], 1, 1e-8);
}

static void lbfgs_minimizes_rosenbrock(void **state) {
  (void)state;
  walk_valley(METHOD_LBFGS, 60);
}

static void newton_minimizes_rosenbrock(void **state) {
  (void)state;
  walk_valley(METHOD_NEWTON, 60);
}

/* By hand: v1 = g0, v2 = 0.5 v1 + g1 with f = x²/2 from 1, alpha 0.1. */
static void momentum_adds_half_the_previous_step(void **state) {
  (void)state;
  double scratch[4], theta[] = {1, 0};
  Bowl f = {1, 1, 0, 0};
  Log log = {0};
  Objective objective = bowl_of(&f);
  Descent options = {METHOD_MOMENTUM, 0.1, 0.5, 2, 0, note, &log, 0};
  Outcome o;
  descent_run(&o, theta, scratch, &objective, &options);
  assert_near(theta[0], 0.9 - 0.1 * (0.5 * 1 + 0.9), 1e-15);
}

/* Kingma and Ba: the first step has length alpha. */
static void adams_first_step_has_length_alpha(void **state) {
  (void)state;
  double scratch[6], theta[] = {1, -5};
  Bowl f = {3, 7, 0, 0};
  Log log = {0};
  Objective objective = bowl_of(&f);
  Descent options = {METHOD_ADAM, 0.01, 0, 1, 0, note, &log, 0};
  Outcome o;
  descent_run(&o, theta, scratch, &objective, &options);
  assert_near(theta[0], 0.99, 1e-9);
  assert_near(theta[1], -4.99, 1e-9);
}

static void an_error_in_a_line_search_keeps_the_last_iteration(void **state) {
  (void)state;
  double scratch[200], theta[] = {3, -2};
  Bowl f = {1, 4, 0, 2};
  Log log = {0};
  Objective objective = bowl_of(&f);
  Descent options = {METHOD_LBFGS, 0, 0, 9, 0, note, &log, 0};
  Outcome o;
  Status s = descent_run(&o, theta, scratch, &objective, &options);
  assert_int_equal(s.code, STATUS_STOPPED);
  assert_true(theta[0] == 3 && theta[1] == -2);
}

static Outcome run_lbfgs(Objective *objective, double *theta) {
  double scratch[200];
  Log log = {0};
  Descent options = {METHOD_LBFGS, 0, 0, 1000, 0, note, &log, 0};
  Outcome o;
  assert_int_equal(descent_run(&o, theta, scratch, objective, &options).code,
                   STATUS_OK);
  return o;
}

/* The squares of these gradients, or the cost at distance 1, overflow; the minimum
 * is at 0. */
static void lbfgs_handles_huge_gradients(void **state) {
  (void)state;
  for (double a = 1e4; a < 1e308; a *= 1e4) {
    double theta[] = {1 / sqrt(a), -1 / sqrt(a)};
    Bowl f = {a, a / 2, 0, 0};
    Objective objective = bowl_of(&f);
    Outcome o = run_lbfgs(&objective, theta);
    assert_true(o.cost < 1e-20);
  }
}

/* f = ((a x - 1)² + (2 a x + y)²) / 2, smallest at x = 1/a, y = -2. */
static Status two_scales(void *context, const double *theta, double *cost,
                         double *gradient) {
  double a = *(double *)context;
  double r = a * theta[0] - 1, s = 2 * a * theta[0] + theta[1];
  *cost = (r * r + s * s) / 2;
  gradient[0] = a * r + 2 * a * s;
  gradient[1] = s;
  return status_ok();
}

/* Rounding in the first derivative hides the second; this must not be reported as
 * an optimum. */
static void lbfgs_without_progress_is_not_converged(void **state) {
  (void)state;
  for (double a = 1; a < 1e300; a *= 10) {
    double theta[] = {0, 0};
    Objective objective = {.size = 2, .evaluate = two_scales, .context = &a};
    Outcome o = run_lbfgs(&objective, theta);
    bool right = fabs(theta[1] + 2) < 1e-6 && fabs(theta[0] * a - 1) < 1e-6;
    assert_true(right || o.reason == STOP_STUCK);
    assert_true(right || a > 1e8);
  }
}

/* -- one iteration at a time ---------------------------------------------- */

/* An epoch with its own generator, different each time. */
static Status wander(void *context, double *theta) {
  Bowl *f = context;
  f->calls = f->calls * 75 % 65537;
  for (int j = 0; j < 2; j++) theta[j] *= 0.9 + 1e-6 * f->calls;
  return status_ok();
}

static const Method all_methods[] = {METHOD_GD,    METHOD_MOMENTUM,
                                     METHOD_ADAM,  METHOD_LBFGS,
                                     METHOD_NEWTON, METHOD_EPOCHS};

static void stepping_agrees_with_descend(void **state) {
  (void)state;
  for (size_t i = 0; i < 6; i++) {
    double scratch[200], whole[] = {-1.2, 1}, pieces[] = {-1.2, 1};
    Log log = {0};
    Bowl f = {1, 4, 7, 0}, g = f;
    Objective objective = {.size = 2,
                           .evaluate = valley,
                           .curvature = valley_curvature,
                           .epoch = wander,
                           .context = &f};
    Descent how = {all_methods[i], 1e-3, 0.5, 30, 0, note, &log, 0};
    Outcome o, q;
    Minimizer m;
    descent_run(&o, whole, scratch, &objective, &how);
    const Log once = log;
    log = (Log){0, 0, 0, 0};
    objective.context = &g;
    descent_begin(&m, &q, pieces, scratch, &objective, &how);
    while (!m.done) assert_int_equal(descent_next(&m).code, STATUS_OK);
    assert_memory_equal(whole, pieces, sizeof whole);
    assert_memory_equal(&o.cost, &q.cost, sizeof o.cost);
    assert_int_equal(o.iterations, q.iterations);
    assert_int_equal(o.reason, q.reason);
    assert_int_equal(log.calls, once.calls);
  }
}

static void alpha_may_change_between_two_iterations(void **state) {
  (void)state;
  double scratch[2], theta[] = {1, 1};
  Log log = {0};
  Bowl f = {1, 1, 0, 0};
  Objective objective = bowl_of(&f);
  Descent how = {METHOD_GD, 0.1, 0, 2, 0, note, &log, 0};
  Outcome o;
  Minimizer m;
  descent_begin(&m, &o, theta, scratch, &objective, &how);
  descent_next(&m);
  how.alpha = 0.5;
  descent_next(&m);
  assert_near(theta[0], 0.9 * 0.5, 1e-15);
  assert_true(m.done);
}

/* After a change of theta and objective, every method continues as if it started
 * there. */
static void a_restart_continues_as_from_the_start(void **state) {
  (void)state;
  for (size_t i = 0; i < 6; i++) {
    double scratch[200], fresh[] = {3, -2}, renewed[] = {8, 8};
    Log log = {0};
    Bowl f = {1, 4, 7, 0}, g = {9, 2, 7, 0};
    Objective objective = {.size = 2,
                           .evaluate = bowl,
                           .curvature = valley_curvature,
                           .epoch = wander,
                           .context = &g};
    Descent how = {all_methods[i], 0.01, 0.5, 12, 0, note, &log, 0};
    Outcome o;
    Minimizer m;
    descent_begin(&m, &o, renewed, scratch, &objective, &how);
    for (int k = 0; k < 6 && !m.done; k++) descent_next(&m);
    if (m.done) continue; /* newton and lbfgs may have converged */
    renewed[0] = 3;
    renewed[1] = -2;
    g = f;
    assert_int_equal(descent_renew(&m).code, STATUS_OK);
    while (!m.done) descent_next(&m);
    assert_int_equal(o.iterations, 12);
    how.iterations = 6;
    objective.context = &f;
    f.calls = 7;
    descent_run(&o, fresh, scratch, &objective, &how);
    assert_memory_equal(fresh, renewed, sizeof fresh);
  }
}

static void an_infinite_cost_ends_a_restarted_descent(void **state) {
  (void)state;
  double scratch[2], theta[] = {1, 1};
  Log log = {0};
  Bowl f = {1, 1, 0, 0};
  Objective objective = bowl_of(&f);
  Descent how = {METHOD_GD, 0.1, 0, 9, 0, note, &log, 0};
  Outcome o;
  Minimizer m;
  descent_begin(&m, &o, theta, scratch, &objective, &how);
  theta[0] = 1e200;
  descent_renew(&m);
  assert_true(m.done && o.reason == STOP_DIVERGED && o.iterations == 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_path_agrees_with_the_closed_form),
    cmocka_unit_test(it_stops_when_the_gradient_is_small),
    cmocka_unit_test(growing_costs_are_divergence),
    cmocka_unit_test(a_short_run_diverges_at_its_end),
    cmocka_unit_test(growth_below_the_start_is_not_divergence),
    cmocka_unit_test(a_cost_below_the_floor_is_rounding),
    cmocka_unit_test(momentum_overshoots_below_its_limit_and_diverges_above),
    cmocka_unit_test(adam_may_rise_and_converge),
    cmocka_unit_test(just_below_the_limit_it_converges),
    cmocka_unit_test(the_callback_can_stop_it),
    cmocka_unit_test(an_error_in_the_objective_ends_it),
    cmocka_unit_test(lbfgs_minimizes_rosenbrock),
    cmocka_unit_test(lbfgs_handles_huge_gradients),
    cmocka_unit_test(lbfgs_without_progress_is_not_converged),
    cmocka_unit_test(newton_minimizes_rosenbrock),
    cmocka_unit_test(momentum_adds_half_the_previous_step),
    cmocka_unit_test(adams_first_step_has_length_alpha),
    cmocka_unit_test(an_error_in_a_line_search_keeps_the_last_iteration),
    cmocka_unit_test(stepping_agrees_with_descend),
    cmocka_unit_test(alpha_may_change_between_two_iterations),
    cmocka_unit_test(a_restart_continues_as_from_the_start),
    cmocka_unit_test(an_infinite_cost_ends_a_restarted_descent),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
