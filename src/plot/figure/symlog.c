/* symlog.c - the scale of Webber, "A bi-symmetric log transformation", with a
 * sharp change at the threshold, as in matplotlib. */
#include "plot/figure/symlog.h"

#include <math.h>

double symlog_of(double x, double threshold) {
  double size = fabs(x) / threshold;
  return copysign(size <= 1 ? size : 1 + log10(size), x);
}

double symlog_value(double position, double threshold) {
  double size = fabs(position);
  return copysign(threshold * (size <= 1 ? size : pow(10, size - 1)), position);
}
