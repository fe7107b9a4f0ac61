#include "core/model/coefficients.h"

#include <stdbool.h>

#include "core/stats/distribution.h"

void coefficients_fill(Coefficients *out, size_t j, double df, double width) {
  const double se = out->se[j], estimate = out->estimate[j];
  const bool known = se > 0 || estimate != 0;
  out->statistic[j] = known ? estimate / se : 0;
  out->p[j] = !known   ? 1
              : df > 0 ? distribution_t_two_sided(out->statistic[j], df)
                       : distribution_normal_two_sided(out->statistic[j]);
  out->low[j] = estimate - width * se;
  out->high[j] = estimate + width * se;
}

void coefficients_set(Coefficients *out, size_t j, double se, double low,
                      double high) {
  out->se[j] = se;
  out->statistic[j] = 0;
  out->p[j] = 1;
  out->low[j] = low;
  out->high[j] = high;
}
