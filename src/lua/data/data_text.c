#include "lua/data/data_text.h"

#include <stdbool.h>
#include <string.h>

#include "core/format/encoding.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "sys/utf8.h"

static LUAI_UACINT line_of(const char *text, size_t at) {
  LUAI_UACINT line = 1;
  for (size_t i = 0; i < at; i++) line += text[i] == '\n';
  return line;
}

/* The encoding by a byte order mark or, without one, by the zeros that every
 * second byte of ASCII text then is; NULL for others. */
static const char *wide_encoding(const char *p, size_t n, bool *marked) {
  *marked = true;
  if (n < 2) return NULL;
  if (n >= 4 &&
      (!memcmp(p, "\xFF\xFE\0\0", 4) || !memcmp(p, "\0\0\xFE\xFF", 4)))
    return "utf-32";
  if (!memcmp(p, "\xFF\xFE", 2) || !memcmp(p, "\xFE\xFF", 2)) return "utf-16";
  *marked = false;
  if (n >= 4 && !p[0] && !p[1] && !p[2] && p[3]) return "utf-32be";
  if (n >= 4 && p[0] && !p[1] && !p[2] && !p[3]) return "utf-32le";
  if ((p[0] == 0) == (p[1] == 0)) return NULL;
  return p[0] ? "utf-16le" : "utf-16be";
}

static void fail_byte(lua_State *L, const char *path, const char *text,
                      size_t at, const char *is) {
  static const char digits[] = "0123456789ABCDEF";
  const unsigned char byte = (unsigned char)text[at];
  fail(L, "%s, line %I: byte 0x%c%c is %s", path, line_of(text, at),
       digits[byte >> 4], digits[byte & 15], is);
}

/* Some letters are encoded in UTF-8, so that the file is damaged rather than
 * encoded otherwise. */
static bool has_utf8_letters(const char *text, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (text[i] & 0x80) return true;
  return false;
}

static void fail_utf8(lua_State *L, const char *path, const char *text,
                      size_t at) {
  fail_byte(L, path, text, at,
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

static void check_zero(lua_State *L, const char *path, const char *text,
                       size_t n) {
  const char *zero = n ? memchr(text, 0, n) : NULL;
  if (zero)
    fail(L, "%s, line %I: not a text file (it contains a zero byte)", path,
         line_of(text, (size_t)(zero - text)));
}

/* Bytes that are not UTF-8 are taken for windows-1252, which has Latin-1's
 * letters and the quotes and signs of Windows. */
static void guess_western(lua_State *L, const char *path, DataText *t) {
  const size_t good = utf8_valid_prefix(t->text, t->n);
  size_t length;
  if (good == t->n) return;
  const Status s =
    encoding_to_utf8("windows-1252", t->text, t->n, NULL, 0, &length);
  if (s.code || has_utf8_letters(t->text, good))
    fail_utf8(L, path, t->text, good);
  t->encoding = "windows-1252";
  t->guess = lua_pushfstring(
    L,
    "line %I is not UTF-8; the file is read as windows-1252 (Western European "
    "text); use encoding= if letters look wrong",
    line_of(t->text, good));
  t->text = push_converted(L, t->encoding, path, t->text, &t->n);
}

DataText push_data_text(lua_State *L, int arg, const char *path,
                        const char *bytes, size_t n) {
  DataText t = {.text = bytes, .n = n, .encoding = encoding_option(L, arg)};
  const bool given = t.encoding;
  bool marked = true;
  if (!given) t.encoding = wide_encoding(bytes, n, &marked);
  if (!given && !marked && t.encoding)
    t.guess = lua_pushfstring(L, "the file is read as %s, by its zero bytes",
                              t.encoding);
  if (t.encoding) t.text = push_converted(L, t.encoding, path, bytes, &t.n);
  check_zero(L, path, t.text, t.n);
  if (t.encoding) return t;
  t.encoding = "utf-8";
  guess_western(L, path, &t);
  return t;
}
