#define _POSIX_C_SOURCE 200809L
#include "core/format/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

/* -- UTF-8 ---------------------------------------------------------------- */

/* Most text is ASCII: without branches, so that the compiler takes vectors. */
static bool is_ascii(const unsigned char *p, size_t n) {
  unsigned char all = 0;
  for (size_t i = 0; i < n; i++) all |= p[i];
  return all < 0x80;
}

/* Bytes of the character at p, 0 when it is none (RFC 3629, section 4). */
static size_t character_length(const unsigned char *p, size_t n) {
  const unsigned char c = *p;
  size_t length = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3
                : c < 0xF5 ? 4 : 0;
  if (length > n) return 0;
  for (size_t i = 1; i < length; i++)
    if ((p[i] & 0xC0) != 0x80) return 0;
  const bool overlong = (c == 0xE0 && p[1] < 0xA0) || (c == 0xF0 && p[1] < 0x90);
  const bool beyond = (c == 0xED && p[1] > 0x9F) || (c == 0xF4 && p[1] > 0x8F);
  return overlong || beyond ? 0 : length;
}

size_t utf8_prefix(const char *text, size_t n) {
  enum { BLOCK = 4096 };
  const unsigned char *p = (const unsigned char *)text;
  for (size_t i = 0; i < n;) {
    const size_t end = n - i < BLOCK ? n : i + BLOCK;
    if (is_ascii(p + i, end - i)) i = end;
    while (i < end) {
      size_t length = character_length(p + i, n - i);
      if (!length) return i;
      i += length;
    }
  }
  return n;
}

/* -- others --------------------------------------------------------------- */

static const iconv_t unknown = (iconv_t)-1;

/* Python writes latin-1 and mac-roman, iconv latin1 and macroman. */
static iconv_t open_encoding(const char *name) {
  enum { LONGEST = 60 };
  char joined[LONGEST + 1];
  size_t n = 0;
  iconv_t convert = iconv_open("UTF-8", name);
  if (convert != unknown) return convert;
  for (; *name && n < LONGEST; name++)
    if (!strchr("-_ ", *name)) joined[n++] = *name;
  joined[n] = 0;
  return n && !*name ? iconv_open("UTF-8", joined) : unknown;
}

bool encoding_known(const char *name) {
  iconv_t convert = open_encoding(name);
  if (convert == unknown) return false;
  iconv_close(convert);
  return true;
}

/* Counts in a block of its own what has no room to go to. */
static Status convert_all(iconv_t convert, const char *text, size_t n,
                          char *out, size_t room, size_t *length) {
  enum { BLOCK = 4096 };
  char block[BLOCK], *from = (char *)(uintptr_t)text;
  size_t left = n;
  *length = 0;
  for (bool flush = false;;) {
    char *to = out ? out + *length : block;
    size_t free = out ? room - *length : BLOCK, before = free;
    size_t done = iconv(convert, flush ? NULL : &from, flush ? NULL : &left,
                        &to, &free);
    *length += before - free;
    if (done == (size_t)-1 && errno != E2BIG)
      return status_error(STATUS_SYNTAX, n - left, 0, 0);
    if (done == (size_t)-1 && out)
      return status_error(STATUS_SHAPE, room, *length, 0);
    if (done == (size_t)-1) continue;
    if (flush) return status_ok();
    flush = true; /* what a shift state still owes */
  }
}

Status encoding_to_utf8(const char *name, const char *text, size_t n,
                        char *out, size_t room, size_t *length) {
  iconv_t convert = open_encoding(name);
  if (convert == unknown) return status_error(STATUS_RANGE, 0, 0, 0);
  Status s = convert_all(convert, text, n, out, room, length);
  iconv_close(convert);
  return s;
}
