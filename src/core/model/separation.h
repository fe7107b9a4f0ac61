/* separation.h - are the classes linearly separable?
 *
 * If they are, no finite weights minimize the cross-entropy: the weights grow
 * without bound (Albert and Anderson 1984). With z = (x, 1), a direction of
 * class vectors β separates when
 *
 *   (β_y - β_l)·z >= 0   for every example and every other class l,
 *
 * with > for some pair of example and class (quasi-separable) or for all of
 * them (linearly separable). A linear program finds a direction for which as
 * many pairs as possible have > (after Konis 2007):
 *
 *   maximize Σ t   with (β_y - β_l)·z >= t,  0 <= t <= 1,
 *
 * in its dual form, which has one row per unknown instead of one per pair:
 *
 *   maximize Σ a   with Σ (a + b) (pair's row) = 0,  0 <= a <= 1,  b >= 0.
 *
 * t is 1 where a is 0. Of many examples some are enough: if they overlap, all
 * do, and a direction is tried on the others, of which those join that it does
 * not separate.
 *
 * The solver works in doubles, so its answer is only a
 * hint: a direction counts when the signs of all its products are right in
 * exact arithmetic, an overlap when rounding cannot have caused it. What cannot
 * be confirmed is solved in rational arithmetic, if it is small, or unknown.
 */
#ifndef CORE_MODEL_SEPARATION_H
#define CORE_MODEL_SEPARATION_H

#include "core/model/separation_types.h"

/* How many doubles of scratch separation takes for m examples of n features. */
size_t separation_scratch(size_t m, size_t n, size_t classes);

/* found->in and found->apart point into scratch, of separation_scratch doubles.
 * solve may be NULL. A verdict of quasi-separable with a doubt may be complete
 * in truth. */
Status separation(Separation *found, const SeparationData *data,
                  SeparationSolver *solve, double seconds, double *scratch,
                  StopFlag stop);

#endif
