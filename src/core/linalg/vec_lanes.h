/* vec_lanes.h - sums in lanes, so that loops can be vectorized. */
#ifndef CORE_LINALG_VEC_LANES_H
#define CORE_LINALG_VEC_LANES_H

/* Independent partial sums, so that the loop can be vectorized. */
enum { LANES = 8 };

static inline double lanes_sum(const double *lane) {
  double sum = 0;
  for (int k = 0; k < LANES; k++) sum += lane[k];
  return sum;
}

#endif
