#include "core/stats/rng.h"

#include <math.h>

static uint64_t splitmix(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void rng_seed(Rng *rng, uint64_t seed) {
  for (int i = 0; i < 4; i++) rng->s[i] = splitmix(&seed);
}

static uint64_t rotate(uint64_t x, int k) { return x << k | x >> (64 - k); }

uint64_t rng_next(Rng *rng) {
  uint64_t *s = rng->s, result = rotate(s[0] + s[3], 23) + s[0];
  uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return result;
}

double rng_uniform(Rng *rng) { return (double)(rng_next(rng) >> 11) * 0x1p-53; }

double rng_normal(Rng *rng) {
  for (;;) {
    double u = 2 * rng_uniform(rng) - 1, v = 2 * rng_uniform(rng) - 1;
    double s = u * u + v * v;
    if (s > 0 && s < 1) return u * sqrt(-2 * log(s) / s);
  }
}

size_t rng_below(Rng *rng, size_t n) {
  uint64_t bound = n, least = (0 - bound) % bound;
  for (;;) {
    uint64_t x = rng_next(rng), low = x * bound;
    if (low < least) continue;
    /* The high half of the 128-bit product x * bound. */
    uint64_t xl = x & 0xffffffff, xh = x >> 32;
    uint64_t bl = bound & 0xffffffff, bh = bound >> 32;
    uint64_t mid = xh * bl + (xl * bl >> 32);
    uint64_t mid2 = xl * bh + (mid & 0xffffffff);
    return (size_t)(xh * bh + (mid >> 32) + (mid2 >> 32));
  }
}

void rng_shuffle(Rng *rng, size_t *order, size_t n) {
  for (size_t i = n; i > 1; i--) {
    size_t j = rng_below(rng, i), moved = order[i - 1];
    order[i - 1] = order[j];
    order[j] = moved;
  }
}
