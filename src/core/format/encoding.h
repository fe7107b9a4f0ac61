/* encoding.h - converts text of other encodings to UTF-8, by iconv. */
#ifndef CORE_FORMAT_ENCODING_H
#define CORE_FORMAT_ENCODING_H

#include <stdbool.h>

#include "core/status.h"

/* Is this an encoding that iconv knows? "latin-1" is also found as "latin1". */
bool encoding_known(const char *name);

/* Writes the text as UTF-8 to out, which has `room` bytes, and sets *length;
 * with out NULL only sets it. STATUS_SYNTAX: the bytes at i are no text of this
 * encoding. */
Status encoding_to_utf8(const char *name, const char *text, size_t n, char *out,
                        size_t room, size_t *length);

#endif
