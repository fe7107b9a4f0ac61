/* vec_reduce.h - reductions of a vector to a number.
 *
 * Every function needs n >= 1 except vec_sum (0 for none). nan in the data
 * gives nan, as NumPy does. When the stop flag is set the result is
 * unspecified: the caller checks the flag.
 */
#ifndef CORE_LINALG_VEC_REDUCE_H
#define CORE_LINALG_VEC_REDUCE_H

#include "core/linalg/vec.h"

/* Pairwise sum: the error grows with log n, not n (Higham 1993). */
double vec_sum(Vec v, StopFlag stop);
/* The sum over n, corrected by the mean of the deviations, which NIST's NumAcc
 * data sets require. */
double vec_mean(Vec v, StopFlag stop);
/* Mean squared deviation (divided by n), in two passes; *mean is set to the
 * mean unless it is NULL. Exactly 0 for a constant vector. */
double vec_var(Vec v, double *mean, StopFlag stop);
double vec_std(Vec v, StopFlag stop);
double vec_min(Vec v, StopFlag stop);
double vec_max(Vec v, StopFlag stop);
/* Index of the first smallest or largest element, or of the first nan. */
size_t vec_argmin(Vec v, StopFlag stop);
size_t vec_argmax(Vec v, StopFlag stop);
/* The number at t in [0, 1] on the way from a to b, without overflow. */
double vec_between(double a, double b, double t);
/* Linear between the two nearest order statistics, q in [0, 1] (Hyndman and
 * Fan's type 7, NumPy's default). `sorted` is in ascending order. */
double vec_sorted_quantile(Vec sorted, double q);

#endif
