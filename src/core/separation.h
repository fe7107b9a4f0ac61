/* separation.h - can a line (a plane, ...) tell the two classes apart?
 *
 * If so, no finite weights make the logistic cost smallest: they grow for ever
 * unless lambda holds them (Albert and Anderson 1984).
 *
 * With each example, the ones included, turned round where its class is 0, a
 * weight vector separates when its product with every example is above 0. It
 * exists unless 0 lies in the convex hull of the examples. The point of the
 * hull nearest to 0 is found by Wolfe's algorithm (1976), which ends after
 * finitely many steps: on the way any point that has products above 0 with all
 * examples is a proof of separation, and 0 in the hull is a proof of the
 * contrary. Then what is at right angles to the face that holds 0 is searched
 * in the same way for a separation of some examples, the others on the border.
 */
#ifndef CORE_SEPARATION_H
#define CORE_SEPARATION_H

#include "scale.h"

typedef enum Separation {
  SEPARATION_NONE,     /* the classes overlap: there are best weights */
  SEPARATION_PARTLY,   /* some examples on the border, the others apart: weights
                          grow for ever ("quasi-complete") */
  SEPARATION_COMPLETE, /* every example on its own side */
  SEPARATION_UNKNOWN   /* too close to tell, or too long to find out */
} Separation;

size_t separation_scratch(size_t n);

/* X m × n, m >= 1, finite; y m: 0 for one class, anything else for the other;
 * scale: scale_fit of X. Margins (in z-scored units, the sine of an angle) of
 * less than about 1e-8 may stay unknown, of less than 1e-11 count as none.
 * Takes some passes over X for each feature. Scratch: separation_scratch(n)
 * doubles. */
Status separation(Separation *found, Mat X, Vec y, bool intercept,
                  const Scale *scale, double *scratch, StopFlag stop);

#endif
