#define _POSIX_C_SOURCE 200809L
#include "core/format/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

static const iconv_t unknown = (iconv_t)-1;

/* Python's names are latin-1 and mac-roman, iconv's latin1 and macroman. */
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

/* Converts to a local buffer when only the length is needed. */
static Status convert_all(iconv_t convert, const char *text, size_t n,
                          char *out, size_t room, size_t *length) {
  enum { BLOCK = 4096 };
  char block[BLOCK], *from = (char *)(uintptr_t)text;
  size_t left = n;
  *length = 0;
  for (bool flush = false;;) {
    char *to = out ? out + *length : block;
    size_t free = out ? room - *length : BLOCK, before = free;
    size_t done =
      iconv(convert, flush ? NULL : &from, flush ? NULL : &left, &to, &free);
    *length += before - free;
    if (done == (size_t)-1 && errno != E2BIG)
      return status_error(STATUS_SYNTAX, n - left, 0, 0);
    if (done == (size_t)-1 && out)
      return status_error(STATUS_SHAPE, room, *length, 0);
    if (done == (size_t)-1) continue;
    if (flush) return status_ok();
    flush = true; /* output pending in the shift state */
  }
}

Status encoding_to_utf8(const char *name, const char *text, size_t n, char *out,
                        size_t room, size_t *length) {
  iconv_t convert = open_encoding(name);
  if (convert == unknown) return status_error(STATUS_RANGE, 0, 0, 0);
  Status s = convert_all(convert, text, n, out, room, length);
  iconv_close(convert);
  return s;
}
