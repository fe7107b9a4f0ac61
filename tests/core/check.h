/* check.h - shared by the C tests: cmocka, and comparison of numbers. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

/* The tolerance is absolute for numbers up to 1, relative for larger ones. */
static inline void assert_near(double got, double expected, double tolerance) {
  double scale = fmax(1, fabs(expected));
  if (fabs(got - expected) <= tolerance * scale) return;
  fail_msg("got %.17g, expected %.17g within %g", got, expected, tolerance);
}

#endif
