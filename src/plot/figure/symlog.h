/* symlog.h - a scale that is logarithmic far from 0 and linear near it, so that
 * it also shows 0 and negative numbers. */
#ifndef PLOT_FIGURE_SYMLOG_H
#define PLOT_FIGURE_SYMLOG_H

/* Linear between -threshold and threshold, which is as long as two decades
 * elsewhere; 1 is a decade. threshold > 0. */
double symlog_of(double x, double threshold);
/* The inverse. */
double symlog_value(double position, double threshold);

#endif
