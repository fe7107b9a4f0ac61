/* decimal_short.h - numbers of at most eight characters, the most common cells of
 * tables, without a loop or a branch that depends on a digit. */
#ifndef CORE_FORMAT_DECIMAL_SHORT_H
#define CORE_FORMAT_DECIMAL_SHORT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/format/digits.h"

enum { DECIMAL_SHORT = 8 };

/* Reads all of [p, end) if it is an optional '-', then up to eight digits with an
 * optional point. As many bytes before `end` must be readable. Returns false,
 * with *value unchanged, for anything else: then use decimal_read. */
static inline bool decimal_short(const char *p, const char *end, char point,
                                 double *value) {
  /* What to divide by, for each number of digits after the point. */
  static const double units[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
  static const double signs[] = {1, -1};
  const bool negative = *p == '-';
  const size_t n = (size_t)(end - p) - negative;
  int decimals = 0;
  if (n - 1 > 7) return false;
  uint64_t d = digits_load(end - 8) & ~UINT64_C(0) << (64 - 8 * n);
  const uint64_t found =
    eight_bytes_equal(d, eight_bytes_of((char)(point ^ '0')));
  if (found) { /* the digits before it take its place */
    const int at = __builtin_ctzll(found) - 7;
    const uint64_t before = (UINT64_C(1) << at) - 1;
    if (n == 1) return false;
    d = (d & ~before << 8) | (d & before) << 8;
    decimals = 7 - at / 8;
  }
  if (digits_others(d)) return false;
  *value = (double)(int64_t)digits_value(d) / units[decimals] * signs[negative];
  return true;
}

#endif
