/* select.c - selection by digits. Every pass counts how many numbers have each
 * value of the next twelve bits, and keeps those with the digit of the element
 * sought. So the time is linear for any data, and no branch depends on them. */
#include "core/stats/select.h"

#include <math.h>
#include <stdbool.h>

#include "core/elementary/double_bits.h"
#include "core/simd.h"
#include "core/linalg/vec_reduce.h"

enum { DIGIT = 12, DIGITS = 1 << DIGIT, FEW = 48, BLOCK = 1 << 16 };

static const uint64_t SIGN = UINT64_C(1) << 63;

/* Integers in the order of the numbers: negative ones have all bits inverted,
 * and nan is the largest. */
INLINE uint64_t key_of(double x) {
  const uint64_t bits = double_bits(x);
  const uint64_t key = bits & SIGN ? ~bits : bits | SIGN;
  return x != x ? UINT64_MAX : key;
}

static double number_of(uint64_t key) {
  const double x = double_of_bits(key & SIGN ? key & ~SIGN : ~key);
  return key == UINT64_MAX ? (double)NAN : x;
}

/* `step` is the constant 1 where possible. */
INLINE void keys_of(uint64_t *keys, const double *d, ptrdiff_t step, size_t n) {
  for (size_t i = 0; i < n; i++) keys[i] = key_of(d[(ptrdiff_t)i * step]);
}

FOR_EACH_PROCESSOR static void copy_keys(uint64_t *keys, Vec v) {
  if (v.step == 1)
    keys_of(keys, v.d, 1, v.n);
  else
    keys_of(keys, v.d, v.step, v.n);
}

static size_t piece_at(size_t i, size_t n) {
  return n - i < BLOCK ? n - i : BLOCK;
}

/* -- the element k --------------------------------------------------------- */

static void count_digits(size_t *count, const uint64_t *keys, size_t n,
                         int shift) {
  for (size_t i = 0; i < n; i++) count[keys[i] >> shift & (DIGITS - 1)]++;
}

/* Moves the keys with that digit to `to`, which may overlap them from below;
 * returns their number. */
static size_t keep_digit(uint64_t *to, const uint64_t *keys, size_t n,
                         int shift, size_t digit) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    const uint64_t key = keys[i];
    to[kept] = key;
    kept += (key >> shift & (DIGITS - 1)) == digit;
  }
  return kept;
}

static void sort_few(uint64_t *keys, size_t n) {
  for (size_t i = 1; i < n; i++) {
    const uint64_t key = keys[i];
    size_t at = i;
    for (; at && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
    keys[at] = key;
  }
}

/* Element k of n > k keys in ascending order; changes the order of the keys. */
static uint64_t select_key(uint64_t *keys, size_t n, size_t k, StopFlag stop) {
  for (int shift = 64 - DIGIT; n > FEW; shift -= DIGIT) {
    const int from = shift > 0 ? shift : 0;
    size_t count[DIGITS] = {0}, digit = 0, kept = 0;
    for (size_t i = 0; i < n && !stop_asked(stop); i += BLOCK)
      count_digits(count, keys + i, piece_at(i, n), from);
    if (stop_asked(stop)) return 0;
    for (; k >= count[digit]; digit++) k -= count[digit];
    for (size_t i = 0; i < n && !stop_asked(stop); i += BLOCK)
      kept += keep_digit(keys + kept, keys + i, piece_at(i, n), from, digit);
    if (stop_asked(stop) || !from) return keys[0];
    n = kept;
  }
  sort_few(keys, n);
  return keys[k];
}

/* -- the next one ----------------------------------------------------------- */

/* What the rest of the numbers say about the element k. */
typedef struct Around {
  size_t below, equal; /* how many are less than, or equal to it */
  uint64_t above;      /* the least that is larger */
  bool has_nan;
} Around;

FOR_EACH_PROCESSOR static void look_around(Around *a, uint64_t key,
                                           const uint64_t *keys, size_t n) {
  size_t below = 0, equal = 0, nans = 0;
  uint64_t above = a->above;
  for (size_t i = 0; i < n; i++) {
    const uint64_t x = keys[i], larger = x > key ? x : UINT64_MAX;
    below += x < key;
    equal += x == key;
    nans += x == UINT64_MAX;
    above = larger < above ? larger : above;
  }
  a->below += below;
  a->equal += equal;
  a->above = above;
  a->has_nan = a->has_nan || nans;
}

/* Looks at the numbers again, because selection has dropped keys. */
static Around around(Vec v, uint64_t key, StopFlag stop) {
  enum { ROOM = 1024 };
  uint64_t keys[ROOM];
  Around a = {0, 0, UINT64_MAX, false};
  for (size_t i = 0; i < v.n && !stop_asked(stop); i += ROOM) {
    const size_t n = v.n - i < ROOM ? v.n - i : ROOM;
    copy_keys(keys, vec_part(v, i, n));
    look_around(&a, key, keys, n);
  }
  return a;
}

static uint64_t select_around(Vec v, size_t k, uint64_t *scratch, Around *a,
                              StopFlag stop) {
  for (size_t i = 0; i < v.n && !stop_asked(stop); i += BLOCK)
    copy_keys(scratch + i, vec_part(v, i, piece_at(i, v.n)));
  const uint64_t key = select_key(scratch, v.n, k, stop);
  *a = around(v, key, stop);
  return key;
}

double select_quantile(Vec v, double q, uint64_t *scratch, StopFlag stop) {
  const double at = q * (double)(v.n - 1), low = floor(at);
  const size_t k = (size_t)low;
  Around a;
  const uint64_t key = select_around(v, k, scratch, &a, stop);
  const bool repeats = k + 1 >= v.n || k + 1 < a.below + a.equal;
  if (a.has_nan) return NAN;
  return vec_between(number_of(key), number_of(repeats ? key : a.above),
                     at - low);
}

/* The index of the element with that key that `before` others precede. */
static size_t find_key(Vec v, uint64_t key, size_t before) {
  size_t i = 0;
  for (; i + 1 < v.n; i++)
    if (key_of(*vec_at(v, i)) == key && before-- == 0) break;
  return i;
}

void select_places(Vec v, size_t k, size_t place[2], uint64_t *scratch,
                   StopFlag stop) {
  Around a;
  const uint64_t key = select_around(v, k, scratch, &a, stop);
  const size_t before = k - a.below;
  place[0] = place[1] = find_key(v, key, before);
  if (k + 1 >= v.n) return;
  place[1] = before + 1 < a.equal ? find_key(v, key, before + 1)
                                  : find_key(v, a.above, 0);
}
