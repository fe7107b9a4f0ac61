#include "lua/data/data_text.h"

#include <stdbool.h>
#include <string.h>

#include "core/format/encoding.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/values.h"
#include "sys/utf8.h"

static LUAI_UACINT line_of(const char *text, size_t at) {
  LUAI_UACINT line = 1;
  for (size_t i = 0; i < at; i++) line += text[i] == '\n';
  return line;
}

/* UTF-16 and UTF-32 begin with a byte order mark; without one, every second
 * byte of ASCII text is zero. */
static void check_wide(lua_State *L, const char *path, const char *p,
                       size_t n) {
  if (n < 2) return;
  bool marked = !memcmp(p, "\xFF\xFE", 2) || !memcmp(p, "\xFE\xFF", 2);
  bool wide =
    n >= 4 && (!memcmp(p, "\xFF\xFE\0\0", 4) || !memcmp(p, "\0\0\xFE\xFF", 4));
  bool bare = (p[0] == 0) != (p[1] == 0);
  int bits = wide ? 32 : 16;
  const char *order = wide || marked ? "" : p[0] ? "le" : "be";
  if (marked || wide || bare)
    fail(L, "%s is UTF-%d text; use encoding=\"utf-%d%s\"", path, bits, bits,
         order);
}

static void fail_byte(lua_State *L, const char *path, const char *text,
                      size_t at, const char *is) {
  static const char digits[] = "0123456789ABCDEF";
  const unsigned char byte = (unsigned char)text[at];
  fail(L, "%s, line %I: byte 0x%c%c is %s", path, line_of(text, at),
       digits[byte >> 4], digits[byte & 15], is);
}

static void check_utf8(lua_State *L, const char *path, const char *text,
                       size_t n) {
  const size_t good = utf8_valid_prefix(text, n);
  if (good < n)
    fail_byte(L, path, text, good,
              "not valid UTF-8; use encoding=\"latin-1\" for Western European "
              "text (or \"windows-1252\", \"shift_jis\" and others)");
}

/* Pushes a copy in UTF-8. The first pass determines its length. */
static const char *push_converted(lua_State *L, const char *encoding,
                                  const char *path, const char *text,
                                  size_t *n) {
  size_t length;
  Status s = encoding_to_utf8(encoding, text, *n, NULL, 0, &length);
  if (s.code == STATUS_SYNTAX) {
    lua_pushfstring(L, "not valid in encoding \"%s\"", encoding);
    fail_byte(L, path, text, s.i < *n ? s.i : *n - 1, lua_tostring(L, -1));
  }
  char *out = push_scratch(L, length + 1, 1);
  if (s.code == STATUS_OK)
    s = encoding_to_utf8(encoding, text, *n, out, length, &length);
  check_status(L, s, path);
  *n = length;
  return out;
}

const char *const usual_encodings[] = {"utf-8", "latin-1", "windows-1252",
                                       "utf-16", NULL};

/* The value is at the top. */
static void fail_encoding(lua_State *L) {
  int value = lua_gettop(L);
  lua_pushliteral(L, "");
  for (int i = 0; usual_encodings[i]; i++) {
    lua_pushfstring(L, "%s%s\"%s\"", lua_tostring(L, -1), i ? ", " : "",
                    usual_encodings[i]);
    lua_remove(L, -2);
  }
  lua_pushfstring(L, "%s or another encoding known to iconv",
                  lua_tostring(L, -1));
  lua_pushvalue(L, value);
  fail_option(L, "encoding", lua_tostring(L, -2));
}

static const char *encoding_option(lua_State *L, int arg) {
  int type = option_push(L, arg, "encoding");
  if (type == LUA_TNIL) return NULL;
  if (type != LUA_TSTRING || !encoding_known(lua_tostring(L, -1)))
    fail_encoding(L);
  return lua_tostring(L, -1);
}

const char *push_text(lua_State *L, int arg, const char *path, size_t *n) {
  const char *encoding = encoding_option(L, arg);
  const char *text = push_file(L, path, n);
  if (encoding)
    text = push_converted(L, encoding, path, text, n);
  else
    check_wide(L, path, text, *n);
  const char *zero = *n ? memchr(text, 0, *n) : NULL;
  if (zero)
    fail(L, "%s, line %I: not a text file (it contains a zero byte)", path,
         line_of(text, (size_t)(zero - text)));
  if (!encoding) check_utf8(L, path, text, *n);
  return text;
}
