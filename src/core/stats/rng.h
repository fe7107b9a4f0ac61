/* rng.h - a seeded random number generator, with the same numbers on every
 * machine.
 *
 * xoshiro256++ (Blackman and Vigna 2019), seeded by splitmix64.
 */
#ifndef CORE_STATS_RNG_H
#define CORE_STATS_RNG_H

#include <stddef.h>
#include <stdint.h>

typedef struct Rng {
  uint64_t s[4];
} Rng;

void rng_seed(Rng *rng, uint64_t seed);
uint64_t rng_next(Rng *rng);
/* Uniform in [0, 1), a multiple of 2^-53. */
double rng_uniform(Rng *rng);
/* Normal with mean 0 and standard deviation 1 (Marsaglia's polar method). */
double rng_normal(Rng *rng);
/* Uniform in 0 .. n - 1 without bias (Lemire 2019); n >= 1. */
size_t rng_below(Rng *rng, size_t n);
/* Shuffles n indices: every order is equally likely (Fisher and Yates). */
void rng_shuffle(Rng *rng, size_t *order, size_t n);

#endif
