/* separation.h - are the classes linearly separable?
 *
 * If they are, no finite weights minimize the cross-entropy: the weights grow
 * without bound (Albert and Anderson 1984). With z = (x, 1), a direction of
 * class vectors β separates when
 *
 *   (β_y - β_l)·z >= 0   for every example and every other class l,
 *
 * with > for some pairs of example and class (quasi-separable) or for all
 * (linearly separable). A linear program finds a direction for which as many
 * pairs as possible have > (after Konis 2007):
 *
 *   maximize Σ t   with (β_y - β_l)·z >= t,  0 <= t <= 1,
 *
 * in its dual form, which has one row per unknown instead of one per pair:
 *
 *   maximize Σ a   with Σ (a + b) (pair's row) = 0,  0 <= a <= 1,  b >= 0.
 *
 * t is 1 where a is 0. With many examples the program starts with a subset: if
 * it overlaps, all examples do. Otherwise the direction found is tested on the
 * other examples, and some of those that it does not separate are added.
 *
 * The solver works in doubles, so its result must be verified: a direction is
 * accepted if all its products have the right sign in exact arithmetic, an
 * overlap if rounding cannot have caused it. An unverified result is solved
 * again in rational arithmetic if the problem is small; otherwise the verdict
 * is unknown.
 */
#ifndef CORE_SEPARATION_SEPARATION_H
#define CORE_SEPARATION_SEPARATION_H

#include "core/separation/separation_types.h"

/* The number of doubles of scratch for m examples of n features. */
size_t separation_scratch(size_t m, size_t n, size_t classes);

/* found->in and found->apart point into scratch, which has separation_scratch
 * doubles. solve may be NULL; `seconds` limits the time. If found->doubt is
 * set, classes reported as quasi-separable may be completely separable. */
Status separation(Separation *found, const SeparationData *data,
                  SeparationSolver *solve, double seconds, double *scratch,
                  StopFlag stop);

#endif
