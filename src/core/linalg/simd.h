/* simd.h - functions that exist once for any x86-64 processor and once for
 * those with AVX2 and FMA; which one is called is settled when the program is
 * loaded. The sanitizers do not get along with that. */
#ifndef CORE_LINALG_SIMD_H
#define CORE_LINALG_SIMD_H

#if defined __x86_64__ && defined __gnu_linux__ &&                             \
  !defined __SANITIZE_ADDRESS__ && !defined __clang__
#define FOR_EACH_PROCESSOR                                                     \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define FOR_EACH_PROCESSOR
#endif

/* What such a function calls in its loop must be part of it. */
#define INLINE __attribute__((always_inline)) static inline

#endif
