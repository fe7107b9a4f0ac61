/* eight_bytes.h - eight bytes of a text at a time: the first is the lowest byte of
 * the word, on every machine. */
#ifndef CORE_FORMAT_EIGHT_BYTES_H
#define CORE_FORMAT_EIGHT_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint64_t eight_bytes_load(const char *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/* The same byte eight times. */
static inline uint64_t eight_bytes_of(char c) {
  return (unsigned char)c * UINT64_C(0x0101010101010101);
}

/* The highest bit of each byte that is the same in both words. */
static inline uint64_t eight_bytes_equal(uint64_t a, uint64_t b) {
  const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F), other = a ^ b;
  return ~(((other & low) + low) | other | low);
}

/* One bit for each byte, from its highest bit; the others must be 0. */
static inline unsigned eight_bytes_bits(uint64_t highest) {
  return (unsigned)((highest >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

#endif
