/* separation_types.h - the input, the result and the linear program of
 * separation.h. */
#ifndef CORE_SEPARATION_SEPARATION_TYPES_H
#define CORE_SEPARATION_SEPARATION_TYPES_H

#include "core/linalg/mat.h"

typedef enum SeparationVerdict {
  SEPARATION_NONE,     /* the classes overlap: finite optimal weights exist */
  SEPARATION_QUASI,    /* some pairs separated, the others on the boundary */
  SEPARATION_COMPLETE, /* all pairs separated */
  SEPARATION_UNKNOWN   /* see SeparationDoubt */
} SeparationVerdict;

typedef enum SeparationDoubt {
  DOUBT_NONE,
  DOUBT_SOLVER, /* there is no solver */
  DOUBT_SIZE,   /* problem too large, or out of time */
  DOUBT_CLOSE /* not decidable in doubles, too large for rational arithmetic */
} SeparationDoubt;

/* The linear program. Row i of Z (p numbers) has the class label[i], 0 to
 * classes - 1; class 0 has β = 0, so there are (classes - 1) p unknowns.
 * Example i and the k-th of the other classes, in order, are pair i (classes -
 * 1) + k. */
typedef struct SeparationProgram {
  Mat Z;
  const size_t *label;
  size_t classes;
  bool exact;     /* in rational arithmetic */
  double seconds; /* time left; the solver subtracts what it used */
  StopFlag stop;
} SeparationProgram;

/* Sets a and a + b for each pair and β for classes from 1 on. STATUS_RANGE if
 * the time is used up, STATUS_STOPPED, or STATUS_MEMORY. */
typedef Status SeparationSolver(double *a, double *sum, double *beta,
                                SeparationProgram *program);

typedef struct Separation {
  SeparationVerdict verdict;
  SeparationDoubt doubt;
  /* If one column alone separates two classes: class `above` has the larger
   * values; low is the largest value of the other class, high the smallest of
   * this one (equal if quasi-separable), next the smallest value of this class
   * above low, before the largest of the other below high (nan: none). column
   * is n if no single column separates. */
  size_t column, above;
  double low, high, next, before;
  /* Otherwise in[j] != 0 if column j is part of the direction found, and
   * apart[k * classes + l] examples of class k are separated from class l. */
  double *in, *apart;
} Separation;

typedef struct SeparationData {
  Mat X;          /* m × n, m >= 1, finite */
  Vec y;          /* m class numbers from 0 to classes - 1 */
  size_t classes; /* 2 or more, each of which has examples */
  bool intercept;
  const double
    *theta; /* classes × (n + 1), b last: weights that may already separate,
              which are tried first; NULL: none */
} SeparationData;

#endif
