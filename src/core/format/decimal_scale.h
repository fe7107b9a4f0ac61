/* decimal_scale.h - the double nearest to digits times a power of ten. */
#ifndef CORE_FORMAT_DECIMAL_SCALE_H
#define CORE_FORMAT_DECIMAL_SCALE_H

#include <stdbool.h>
#include <stdint.h>

/* Sets *value to digits * 10^exponent, correctly rounded (ties to even). Returns
 * false for large exponents, and on machines without integers of 128 bits. */
bool decimal_scale(uint64_t digits, long exponent, double *value);

#endif
