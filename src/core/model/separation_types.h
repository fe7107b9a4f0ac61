/* separation_types.h - the question, the answer and the linear program of
 * separation.h. */
#ifndef CORE_MODEL_SEPARATION_TYPES_H
#define CORE_MODEL_SEPARATION_TYPES_H

#include "core/linalg/mat.h"

typedef enum SeparationVerdict {
  SEPARATION_NONE,     /* the classes overlap: there are best weights */
  SEPARATION_QUASI,    /* some pairs apart, the others on the border */
  SEPARATION_COMPLETE, /* every example on its own side */
  SEPARATION_UNKNOWN   /* see SeparationDoubt */
} SeparationVerdict;

typedef enum SeparationDoubt {
  DOUBT_NONE,
  DOUBT_SOLVER, /* there is no solver */
  DOUBT_SIZE,   /* too many numbers, or out of time */
  DOUBT_CLOSE   /* too close for doubles, too large for rational numbers */
} SeparationDoubt;

/* The linear program. Row i of Z, p numbers, belongs to the class label[i], 0
 * to classes - 1; class 0 has β = 0, so there are (classes - 1) p unknowns.
 * Example i and its k-th other class in order are pair i (classes - 1) + k. */
typedef struct SeparationProgram {
  Mat Z;
  const size_t *label;
  size_t classes;
  bool exact;     /* in rational arithmetic */
  double seconds; /* left; the solver takes off what it used */
  StopFlag stop;
} SeparationProgram;

/* Writes a and a + b of every pair and β of the classes from 1 on. STATUS_RANGE
 * when the budget is spent, STATUS_STOPPED, or STATUS_MEMORY. */
typedef Status SeparationSolver(double *a, double *sum, double *beta,
                                SeparationProgram *program);

typedef struct Separation {
  SeparationVerdict verdict;
  SeparationDoubt doubt;
  /* One column alone separates two classes: class `above` has the larger
   * values. low is the largest value of the other class, high the smallest of
   * this one (equal: quasi-separable), next the smallest value of this class
   * above low, before the largest of the other below high (nan: none). n when
   * no single column does. */
  size_t column, above;
  double low, high, next, before;
  /* Otherwise: in[j] != 0 when column j is part of the direction found; and
   * apart[k * classes + l] examples of class k are separated from class l. */
  double *in, *apart;
} Separation;

typedef struct SeparationData {
  Mat X;          /* m × n, m >= 1, finite */
  Vec y;          /* m class numbers from 0 to classes - 1 */
  size_t classes; /* 2 or more, each of which has examples */
  bool intercept;
  const double *theta; /* classes × (n + 1), b last, or NULL: weights that may
                          separate already, which saves the rest */
} SeparationData;

#endif
