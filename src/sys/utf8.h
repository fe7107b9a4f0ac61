/* utf8.h - UTF-8 (RFC 3629): decoding, encoding, counting, columns. */
#ifndef SYS_UTF8_H
#define SYS_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Sets *code to the first code point of the n bytes at s. Returns its length in
 * bytes; 0 when n is 0 or the bytes are not valid UTF-8 (overlong forms,
 * surrogates and values above U+10FFFF are invalid). n may be 4 in any
 * NUL-terminated string, because a NUL also ends a character. */
size_t utf8_decode(const char *s, size_t n, unsigned long *code);
/* Writes a code point up to U+10FFFF; returns its length, 1 to 4. */
size_t utf8_encode(char out[4], unsigned long code);

/* Is this byte inside a character, not its first? */
static inline bool utf8_continues(char c) {
  return ((unsigned char)c & 0xC0) == 0x80;
}
/* Code points in n bytes; a malformed byte that could start one counts. */
size_t utf8_count(const char *s, size_t n);
/* The largest length up to `most` that does not split a character. */
size_t utf8_cut(const char *s, size_t most);
/* The number of bytes before the first invalid one; n if all are valid. */
size_t utf8_valid_prefix(const char *s, size_t n);

/* Terminal columns of a code point: 0 for combining marks and format
 * characters, 2 for East Asian wide ones and emoji, -1 for control characters.
 * Does not depend on the locale. */
int utf8_columns(unsigned long code);

#endif
