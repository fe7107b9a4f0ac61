#include "lua/linalg/matrix_args.h"

#include <stdio.h>

#include "core/factor/symmetric.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "sys/interrupt.h"

/* The sizes of LAPACK's work arrays are ints. */
enum { MOST = 20000, LONGEST = 30000000 };

static void check_size(lua_State *L, int arg, Mat A) {
  const size_t lesser = A.rows < A.cols ? A.rows : A.cols;
  if (lesser <= MOST && A.rows <= LONGEST && A.cols <= LONGEST) return;
  fail(L, "A is too large, %s; at most %d x %d is possible",
       push_description(L, arg), (int)MOST, (int)MOST);
}

Mat matrix_args_finite(lua_State *L, int arg) {
  const Mat A = check_mat(L, arg);
  check_size(L, arg, A);
  check_status(L, mat_check_finite(A, &interrupted), "A");
  return A;
}

Mat matrix_args_square(lua_State *L, int arg, const char *advice) {
  const Mat A = check_mat(L, arg);
  if (A.rows != A.cols)
    fail(L, "A: square matrix expected, got %s%s", push_description(L, arg),
         advice);
  return matrix_args_finite(L, arg);
}

void matrix_args_symmetric(lua_State *L, Mat A) {
  size_t i, j;
  char upper[32], lower_half[32];
  if (symmetric_check(&i, &j, A)) return;
  snprintf(upper, sizeof upper, "%.7g", *mat_at(A, i, j));
  snprintf(lower_half, sizeof lower_half, "%.7g", *mat_at(A, j, i));
  fail(L,
       "A: symmetric matrix expected, but A[%I][%I] is %s and "
       "A[%I][%I] is %s",
       (LUAI_UACINT)i + 1, (LUAI_UACINT)j + 1, upper, (LUAI_UACINT)j + 1,
       (LUAI_UACINT)i + 1, lower_half);
}
