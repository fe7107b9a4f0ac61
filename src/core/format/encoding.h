/* encoding.h - converts text in other encodings to UTF-8 with iconv. */
#ifndef CORE_FORMAT_ENCODING_H
#define CORE_FORMAT_ENCODING_H

#include <stdbool.h>

#include "core/status.h"

/* Does iconv support this encoding? "latin-1" is also accepted for "latin1". */
bool encoding_known(const char *name);

/* Writes the text as UTF-8 to out, which has `room` bytes, and sets *length; if
 * out is NULL, only sets *length. STATUS_SYNTAX: the bytes at i are invalid in
 * this encoding. */
Status encoding_to_utf8(const char *name, const char *text, size_t n, char *out,
                        size_t room, size_t *length);

#endif
