/* metric_args.c - checks the arguments and results of metrics. */
#include "lua/metrics/metric_args.h"

#include <math.h>
#include <stdbool.h>

#include "core/linalg/vec.h"
#include "lua/base/args.h"
#include "lua/base/error.h"

Vec check_finite_numbers(lua_State *L, int arg) {
  Vec v = check_numbers(L, arg);
  size_t i = vec_nonfinite(v);
  if (v.n == 0) fail_arg_because(L, arg, "it is empty");
  if (i < v.n)
    fail_arg_because(L, arg, "element %I is %s", (LUAI_UACINT)i + 1,
                     isnan(*vec_at(v, i)) ? "nan" : "infinite");
  return v;
}

Vec check_pair(lua_State *L, Vec *guess) {
  Vec y = check_finite_numbers(L, TRUTH);
  *guess = check_finite_numbers(L, GUESS);
  if (y.n != guess->n)
    fail(L, "y and yhat must have the same length, got %I and %I",
         (LUAI_UACINT)y.n, (LUAI_UACINT)guess->n);
  return y;
}

void check_binary(lua_State *L, int arg, Vec v, const char *advice) {
  for (size_t i = 0; i < v.n; i++)
    if (*vec_at(v, i) != 0 && *vec_at(v, i) != 1)
      fail_arg_because(L, arg, "element %I must be 0 or 1, got %f%s",
                       (LUAI_UACINT)i + 1, to_printable(*vec_at(v, i)), advice);
}

bool option_positive(lua_State *L, double *positive) {
  bool given = option_push(L, OPTIONS, "positive") != LUA_TNIL;
  if (given) *positive = option_number(L, OPTIONS, "positive", 1);
  if (given && isnan(*positive)) fail_option(L, "positive", "number");
  lua_pop(L, 1);
  return given;
}

int push_metric(lua_State *L, double x) {
  if (!isfinite(x)) fail(L, "the result overflows: the values are too large");
  lua_pushnumber(L, x);
  return 1;
}

void check_probability(lua_State *L, double p, size_t i) {
  if (p >= 0 && p <= 1) return;
  fail_arg_because(L, GUESS,
                   "element %I must be a probability from 0 to 1, got %f; "
                   "m:probability(X) returns probabilities",
                   (LUAI_UACINT)i + 1, to_printable(p));
}
