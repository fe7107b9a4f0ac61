/* coefficients.h - the table of coefficients: estimates and how sure they are. */
#ifndef CORE_MODEL_COEFFICIENTS_H
#define CORE_MODEL_COEFFICIENTS_H

#include <stddef.h>

typedef enum Role {
  ROLE_FREE,    /* the data determine it */
  ROLE_ALIASED, /* its column is 0 or a combination of the ones and earlier
                   columns */
  ROLE_ABSENT   /* the intercept of a model that has none: all results are 0 */
} Role;

/* Arrays of n + 1 elements, the intercept last, as in theta. */
typedef struct Coefficients {
  double *estimate;           /* theta without the aliased columns */
  double *se, *statistic, *p; /* p: two-sided */
  double *low, *high;         /* confidence interval */
  Role *role;
} Coefficients;

/* Fills row j from its estimate and standard error. df: degrees of freedom of
 * Student's t; 0: the normal distribution. `width` is half the interval in
 * standard errors. */
void coefficients_fill(Coefficients *out, size_t j, double df, double width);

/* Fills row j with the given interval; the statistic is 0, p is 1. */
void coefficients_set(Coefficients *out, size_t j, double se, double low,
                      double high);

#endif
