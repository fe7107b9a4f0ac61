#include "lua/linalg/linear_system.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "core/factor/lu.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/linalg/child_work.h"

typedef struct System {
  Mat A, B;
  bool transposed;
  size_t k; /* columns of B */
  double *scratch;
} System;

/* x (n × k, by columns) = B */
static void copy_right(double *x, const System *s) {
  const size_t n = s->A.rows;
  if (s->B.d) {
    mat_transpose(mat_of(x, s->k, n), s->B);
    return;
  }
  vec_fill(vec_of(x, n * n), 0);
  vec_fill((Vec){x, n, (ptrdiff_t)n + 1}, 1);
}

/* out: the condition number, then X by columns. */
static int work_solve(void *context, double *out) {
  const System *s = context;
  const Lu lu = lu_factor(s->A, s->scratch);
  out[0] = lu.condition;
  copy_right(out + 1, s);
  if (isfinite(lu.condition)) lu_solve(&lu, s->transposed, out + 1, s->k);
  return STATUS_OK;
}

/* As R does: beyond this condition number no digit is certain. */
static void check_condition(lua_State *L, double condition, bool inverse) {
  static const double MOST = 1 / DBL_EPSILON;
  char number[32];
  if (condition <= MOST) return;
  snprintf(number, sizeof number, "%.2g", condition);
  fail(L,
       "A is singular (condition number %s): its columns are linearly "
       "dependent%s; rank(A) counts the independent ones, and %s",
       number, isfinite(condition) ? ", up to rounding" : "",
       inverse ? "pinv(A) is the pseudoinverse"
               : "pinv(A):dot(b) is the shortest least-squares solution");
}

static void warn_of_condition(lua_State *L, double condition) {
  static const double MANY = 1e12;
  char number[32];
  if (condition <= MANY) return;
  snprintf(number, sizeof number, "%.2g", condition);
  warn_of(L,
          "A is nearly singular (condition number %s); only about %d digits of "
          "the result are correct",
          number, (int)fmax(0, floor(-log10(DBL_EPSILON * condition))));
}

void linear_system_solve(lua_State *L, Mat X, Mat A, bool transposed, Mat B) {
  const int top = lua_gettop(L);
  const double n = (double)A.rows, k = (double)X.cols;
  System s = {.A = A, .B = B, .transposed = transposed, .k = X.cols};
  s.scratch = push_scratch(L, lu_scratch(A.rows), sizeof(double));
  const size_t count = 1 + A.rows * X.cols;
  double *found = push_scratch(L, count, sizeof *found);
  child_work_lapack(L, found, count, work_solve, &s,
                    n * n * (2 * n / 3 + 2 * k));
  check_condition(L, found[0], !B.d);
  chunked_transpose(L, X, mat_of(found + 1, X.cols, A.rows));
  if (!isfinite(vec_trace(mat_flat(X))) &&
      vec_nonfinite(mat_flat(X)) < X.rows * X.cols)
    fail(L, "the result is too large for a number (above 1.8e308); change the "
            "units of A or b");
  warn_of_condition(L, found[0]);
  lua_settop(L, top);
}
