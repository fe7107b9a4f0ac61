#include "sys/plain_text.h"

#include <stdbool.h>
#include <string.h>

#include "sys/utf8.h"

/* The characters of the Unicode properties Bidi_Control and, but for the tab,
 * which is a control character, Line_Break=BK. */
static bool has_effect(unsigned long code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x61C ||
         code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

size_t plain_text(char *out, const char *text, size_t n) {
  char *to = out;
  for (size_t i = 0; i < n;) {
    unsigned long code;
    size_t length = utf8_decode(text + i, n - i, &code);
    if (!length)
      *to++ = '?';
    else if (has_effect(code))
      *to++ = ' ';
    else {
      memcpy(to, text + i, length);
      to += length;
    }
    i += length ? length : 1;
  }
  return (size_t)(to - out);
}

/* The pairs are star-slash, slash-star and two question marks. */
static bool is_pair(char a, char b) {
  return (a == '*' && b == '/') || (a == '/' && b == '*') ||
         (a == '?' && b == '?');
}

/* Backslashes are replaced before pairs are looked for, because a star and a
 * backslash would become the end of a comment. */
size_t plain_text_comment(char *out, const char *text, size_t n) {
  char *plain = out + n; /* the copy never overtakes it */
  size_t m = plain_text(plain, text, n), length = 0;
  for (size_t i = 0; i < m; i++) {
    char c = plain[i] == '\\' ? '/' : plain[i];
    if (length && is_pair(out[length - 1], c)) out[length++] = ' ';
    out[length++] = c;
  }
  return length;
}
