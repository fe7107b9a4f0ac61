/* double_bits.h - doubles as their 64 bits, for branch-free functions. */
#ifndef CORE_ELEMENTARY_DOUBLE_BITS_H
#define CORE_ELEMENTARY_DOUBLE_BITS_H

#include <stdint.h>
#include <string.h>

#include "core/simd.h"

INLINE double double_of_bits(uint64_t bits) {
  double d;
  memcpy(&d, &bits, sizeof d);
  return d;
}

INLINE uint64_t double_bits(double d) {
  uint64_t bits;
  memcpy(&bits, &d, sizeof bits);
  return bits;
}

#endif
