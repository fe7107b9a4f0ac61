/* Gradient descent on a function whose path is known in closed form. */
#include "train.h"

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

static Outcome run(Bowl *f, double *theta, double alpha, size_t iterations,
                   double tolerance, Log *log, Status *status) {
  double gradient[2];
  Objective objective = {2, bowl, f};
  Descent options = {alpha, iterations, tolerance, note, log};
  Outcome outcome;
  *status = descend(&outcome, theta, gradient, &objective, &options);
  return outcome;
}

static void the_path_is_the_closed_form(void **state) {
  (void)state;
  Bowl f = {1, 4, 0, 0};
  Log log = {0, 0, 0, 0};
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

static void it_stops_where_the_gradient_is_small(void **state) {
  (void)state;
  Bowl f = {1, 1, 0, 0};
  Log log = {0, 0, 0, 0};
  Status s;
  double theta[] = {1, 1};
  Outcome o = run(&f, theta, 0.5, 1000, 1e-3, &log, &s);
  assert_int_equal(o.reason, STOP_CONVERGED);
  assert_int_equal(o.iterations, 10); /* 2^-10 < 1e-3 <= 2^-9 */
}

static void growing_costs_are_divergence(void **state) {
  (void)state;
  Bowl f = {1, 1, 0, 0};
  Log log = {0, 0, 0, 0};
  Status s;
  double theta[] = {1, 1};
  Outcome o = run(&f, theta, 2.1, 1000, 0, &log, &s);
  assert_int_equal(o.reason, STOP_DIVERGED);
  assert_int_equal(o.iterations, DIVERGENCE_STEPS);
  theta[0] = 1e300;
  o = run(&f, theta, 1, 1000, 0, &log, &s);
  assert_int_equal(o.reason, STOP_DIVERGED); /* the very first cost is inf */
  assert_int_equal(o.iterations, 0);
}

static void just_below_the_limit_it_converges(void **state) {
  (void)state;
  Bowl f = {1, 0.5, 0, 0};
  Log log = {0, 0, 0, 0};
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

static void a_status_of_the_objective_ends_it(void **state) {
  (void)state;
  Bowl f = {1, 1, 0, 4};
  Log log = {0, 0, 0, 0};
  Status s;
  double theta[] = {1, 1};
  Outcome o = run(&f, theta, 0.1, 1000, 0, &log, &s);
  assert_int_equal(s.code, STATUS_STOPPED);
  assert_int_equal(o.iterations, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_path_is_the_closed_form),
    cmocka_unit_test(it_stops_where_the_gradient_is_small),
    cmocka_unit_test(growing_costs_are_divergence),
    cmocka_unit_test(just_below_the_limit_it_converges),
    cmocka_unit_test(the_callback_can_stop_it),
    cmocka_unit_test(a_status_of_the_objective_ends_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
