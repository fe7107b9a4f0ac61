/* encoding_web.c - encodings are those of the browser, see page/encodings.mjs:
 * the tables of a C library would be a tenth of the page. */
#include "core/format/encoding.h"

/* Imported, see imports.js. Returns the length of the text in UTF-8; -1: the
 * encoding is unknown; -2 - i: byte i is invalid in it. Writes the text to out
 * unless out is NULL. */
int web_decode(const char *name, const char *text, size_t n, char *out,
               size_t room);

bool encoding_known(const char *name) {
  return web_decode(name, "", 0, NULL, 0) != -1;
}

Status encoding_to_utf8(const char *name, const char *text, size_t n, char *out,
                        size_t room, size_t *length) {
  const int got = web_decode(name, text, n, out, room);
  *length = got < 0 ? 0 : (size_t)got;
  if (got == -1) return status_error(STATUS_RANGE, 0, 0, 0);
  if (got < 0) return status_error(STATUS_SYNTAX, (size_t)(-2 - got), 0, 0);
  if (out && *length > room)
    return status_error(STATUS_SHAPE, room, *length, 0);
  return status_ok();
}
