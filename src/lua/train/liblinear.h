/* liblinear.h - logistic regression by LIBLINEAR (Fan et al. 2008). */
#ifndef LUA_TRAIN_LIBLINEAR_H
#define LUA_TRAIN_LIBLINEAR_H

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/status.h"

typedef struct LiblinearTask {
  Mat X;       /* m × n, finite, m and n at least 1 and below 2^31 - 1 */
  Vec y;       /* contains both 0 and 1 */
  double C;    /* > 0 */
  double bias; /* the column for the intercept, > 0 */
  void *room;  /* liblinear_room(m, n) pieces of LIBLINEAR_PIECE bytes */
} LiblinearTask;

enum { LIBLINEAR_PIECE = 16 };
size_t liblinear_room(size_t m, size_t n);

/* For a LiblinearTask, in a child process: the n weights and the intercept b
 * with the smallest
 *   (Σ w² + (b / bias)²) / 2 + C Σ log(1 + exp(-z)),  z = w·x + b, or -z for 0
 * as precisely as LIBLINEAR's Newton method finds them. Loads the library when
 * called, so that it does not slow down startup. Returns STATUS_FILE if the
 * library is missing or has another version, STATUS_RANGE if it rejects the
 * data. */
Status liblinear_logistic(void *task, double *theta);

#endif
