#define _XOPEN_SOURCE 700
#include "sys/utf8.h"

#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* -- decoding and encoding ------------------------------------------------ */

/* The length of a character by its first byte; 0: invalid first byte. */
static size_t announced(unsigned char c) {
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c < 0xE0) return 2;
  if (c >= 0xE0 && c < 0xF0) return 3;
  return c >= 0xF0 && c < 0xF5 ? 4 : 0;
}

static bool is_allowed(unsigned long code, size_t length) {
  static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
  bool surrogate = code >= 0xD800 && code < 0xE000;
  return code >= least[length] && code <= 0x10FFFF && !surrogate;
}

size_t utf8_decode(const char *s, size_t n, unsigned long *code) {
  size_t length = n ? announced((unsigned char)*s) : 0;
  if (!length || length > n) return 0;
  unsigned long c = (unsigned char)*s;
  if (length > 1) c &= 0x7Fu >> length;
  for (size_t i = 1; i < length; i++) {
    if (!utf8_continues(s[i])) return 0;
    c = c << 6 | ((unsigned char)s[i] & 0x3F);
  }
  *code = c;
  return is_allowed(c, length) ? length : 0;
}

size_t utf8_encode(char out[4], unsigned long c) {
  static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
  size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = n; i-- > 1; c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
  out[0] = (char)(n == 1 ? c : first[n] | c);
  return n;
}

/* -- counting ------------------------------------------------------------- */

size_t utf8_count(const char *s, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += !utf8_continues(s[i]);
  return count;
}

size_t utf8_cut(const char *s, size_t most) {
  while (most && utf8_continues(s[most])) most--;
  return most;
}

/* Most text is ASCII, which is checked eight bytes at a time. */
static bool is_ascii(const char *s, size_t n) {
  uint64_t all = 0, some;
  size_t i = 0;
  for (; i + sizeof some <= n; i += sizeof some) {
    memcpy(&some, s + i, sizeof some);
    all |= some;
  }
  for (; i < n; i++) all |= (unsigned char)s[i];
  return !(all & UINT64_C(0x8080808080808080));
}

size_t utf8_valid_prefix(const char *s, size_t n) {
  enum { BLOCK = 4096 };
  unsigned long code;
  for (size_t i = 0, length; i < n;) {
    const size_t end = n - i < BLOCK ? n : i + BLOCK;
    if (is_ascii(s + i, end - i)) i = end;
    for (; i < end; i += length)
      if (!(length = utf8_decode(s + i, n - i, &code))) return i;
  }
  return n;
}

/* -- columns -------------------------------------------------------------- */

/* wcwidth supports Unicode only in a UTF-8 locale, so one is used regardless of
 * the user's. */
int utf8_columns(unsigned long code) {
  static locale_t unicode = (locale_t)0;
  if (code >= 32 && code < 127) return 1;
  if (!unicode) unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (!unicode) return 1;
  locale_t before = uselocale(unicode);
  int columns = wcwidth((wchar_t)code);
  uselocale(before);
  return columns;
}
