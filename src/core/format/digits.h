/* digits.h - runs of digits in a text, eight at a time. */
#ifndef CORE_FORMAT_DIGITS_H
#define CORE_FORMAT_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/format/eight_bytes.h"

static inline bool digits_is(char c) { return (unsigned char)(c - '0') < 10; }

/* Eight bytes, in which digits are 0 to 9. */
static inline uint64_t digits_load(const char *p) {
  return eight_bytes_load(p) ^ eight_bytes_of('0');
}

/* Bits of the bytes of digits_load that are not digits, for all bytes up to the
 * first such one: what it carries goes to the bytes after it. */
static inline uint64_t digits_others(uint64_t d) {
  return (d | (d + UINT64_C(0x0606060606060606))) &
         UINT64_C(0xF0F0F0F0F0F0F0F0);
}

/* The number of eight digits: of pairs, of fours, of all. */
static inline uint64_t digits_value(uint64_t d) {
  const uint64_t pairs = UINT64_C(0x000000FF000000FF);
  d = d * 10 + (d >> 8);
  return ((d & pairs) * UINT64_C(0x000F424000000064) +
          (d >> 16 & pairs) * UINT64_C(0x0000271000000001)) >>
         32;
}

/* Appends the digits from p on to *digits, which wraps around at 2^64; returns
 * their end. */
static inline const char *digits_take(const char *p, const char *end,
                                      uint64_t *digits) {
  static const uint64_t tens[] = {1,      10,      100,      1000,     10000,
                                  100000, 1000000, 10000000, 100000000};
  while (end - p >= 8) {
    const uint64_t d = digits_load(p), others = digits_others(d);
    const int n = others ? __builtin_ctzll(others) / 8 : 8;
    if (!n) return p;
    *digits = *digits * tens[n] + digits_value(d << (64 - 8 * n));
    p += n;
    if (n < 8) return p;
  }
  for (; p < end && digits_is(*p); p++)
    *digits = *digits * 10 + (uint64_t)(*p - '0');
  return p;
}

#endif
