/* screen_text.c - characters and their widths.
 *
 * Terminals agree about most characters. They do not about emoji and what
 * modifies or joins them: a family of four takes two columns or eight. The
 * parts of such a sequence are one loose character with all their columns; the
 * cursor is placed anew after it.
 */
#define _XOPEN_SOURCE 700
#include "repl/screen/screen_text.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum {
  JOINER = 0x200D,
  EMOJI_VARIANT = 0xFE0F,
  TEXT_VARIANT = 0xFE0E,
  FIRST_MODIFIER = 0x1F3FB, /* of skin color */
  LAST_MODIFIER = 0x1F3FF,
  FIRST_EMOJI = 0x1F000
};

static bool is_modifier(wchar_t c) {
  return c >= FIRST_MODIFIER && c <= LAST_MODIFIER;
}

static bool is_variant(wchar_t c) {
  return c == EMOJI_VARIANT || c == TEXT_VARIANT;
}

/* -- characters that are not shown as they are ---------------------------- */

/* Several cells that look like one character: the pen's last place is the
 * first. No mark joins them. */
static void put_all(ScreenPen *pen, const char *text, size_t n) {
  ScreenPlace first = {0, 0};
  for (size_t i = 0; i < n; i++) {
    screen_image_put(pen, text + i, 1, 1, false);
    if (!i) first = pen->last;
  }
  pen->last = first;
  pen->columns = 0;
}

static void put_tab(ScreenPen *pen) {
  static const char spaces[] = "        ";
  enum { STOP = sizeof spaces - 1 };
  put_all(pen, spaces, STOP - (size_t)pen->at.column % STOP);
}

static void put_control(ScreenPen *pen, char c) {
  const char shown[] = {'^', (char)(c ^ 64)};
  put_all(pen, shown, sizeof shown);
}

static void put_bytes(ScreenPen *pen, const char *text, size_t n) {
  enum { EACH = sizeof "\\xFF" - 1, MOST = 16 };
  char shown[MOST * EACH + 1];
  for (size_t i = 0; i < n && i < MOST; i++)
    sprintf(shown + i * EACH, "\\x%02X", (unsigned char)text[i]);
  put_all(pen, shown, n < MOST ? n * EACH : MOST * EACH);
}

/* -- characters ----------------------------------------------------------- */

/* A mark without a character is shown on a space. */
static void put_mark(ScreenPen *pen, const char *text, size_t n) {
  char shown[1 + 16] = " ";
  if (n > sizeof shown - 1) n = sizeof shown - 1;
  memcpy(shown + 1, text, n);
  screen_image_put(pen, shown, 1 + n, 1, false);
}

/* Adds to the last character, with the joiners before it. */
static bool join(ScreenPen *pen, const char *text, size_t n, wchar_t code) {
  const bool narrow = code == EMOJI_VARIANT && pen->columns == 1;
  const size_t before = pen->joiners;
  const bool loose = before || is_modifier(code) || is_variant(code);
  const int wider = narrow ? 1 : wcwidth(code);
  if (wider && !loose) return false;
  return screen_image_join(pen, text - before, before + n, wider, loose);
}

/* A joiner is drawn with what it joins, because a terminal would join anything
 * that follows. */
static void put_character(ScreenPen *pen, const char *text, size_t n,
                          wchar_t code) {
  const int columns = wcwidth(code);
  if (columns < 0)
    put_bytes(pen, text, n);
  else if (code == JOINER && pen->columns)
    pen->joiners += n;
  else if (join(pen, text, n, code))
    return;
  else if (!columns)
    put_mark(pen, text, code == JOINER ? 0 : n);
  else
    screen_image_put(pen, text, n, columns, code >= FIRST_EMOJI);
}

size_t screen_text_put(ScreenPen *pen, const char *text, size_t n) {
  const unsigned char c = (unsigned char)*text;
  mbstate_t state = {0};
  wchar_t code;
  size_t length = 1;
  if (c == '\t')
    put_tab(pen);
  else if (c < 32 || c == 127)
    put_control(pen, *text);
  else if (c < 127)
    screen_image_put(pen, text, 1, 1, false);
  else {
    length = mbrtowc(&code, text, n, &state);
    if (length && length <= n)
      put_character(pen, text, length, code);
    else
      put_bytes(pen, text, length = 1);
  }
  return length;
}

size_t screen_text_put_in_row(ScreenPen *pen, const char *text, size_t n) {
  enum { WIDEST = 4 }; /* an invalid byte */
  while (n && *text != '\n' && *text != '\t' &&
         pen->at.column + WIDEST < pen->margin) {
    size_t length = screen_text_put(pen, text, n);
    text += length;
    n -= length;
  }
  return n;
}
