/* simd.h - functions compiled several times, for plain x86-64 and for AVX2 and
 * AVX-512 processors; the loader chooses. Off under the address sanitizer and
 * clang, which do not support it. */
#ifndef CORE_SIMD_H
#define CORE_SIMD_H

#if defined __x86_64__ && defined __gnu_linux__ &&                             \
  !defined __SANITIZE_ADDRESS__ && !defined __clang__
#define FOR_EACH_PROCESSOR                                                     \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define FOR_EACH_PROCESSOR
#endif

/* Helpers in the loops of such functions must be inlined into each version. */
#define INLINE __attribute__((always_inline)) static inline

#endif
