/* braille_glyphs.c - characters in cells. */
#include <math.h>
#include <string.h>

#include "plot/text/braille.h"
#include "sys/utf8.h"

enum { ELLIPSIS = 0x2026 };

/* -- letters of a text that text.c has made safe
 * ---------------------------- */

typedef struct Reader {
  const char *p;
  int level; /* above 0: raised, below 0: lowered */
} Reader;

/* The next character; 0 at the end. Cells cannot be shifted, so that the start
 * of a superscript is ^ and that of a subscript _. */
static unsigned long decode_next(Reader *r) {
  while (*r->p == '#' && r->p[1] != '#') {
    int move = r->p[1] == 'u' ? 1 : -1;
    r->level += move;
    r->p += 2;
    if (r->level * move > 0) return move > 0 ? '^' : '_';
  }
  if (!*r->p) return 0;
  if (*r->p == '#') r->p++;
  unsigned long letter = 0;
  r->p += utf8_decode(r->p, 4, &letter);
  return letter;
}

static bool is_between(unsigned long c, unsigned long lo, unsigned long hi) {
  return c >= lo && c <= hi;
}

static size_t cells_of(unsigned long letter) {
  int columns = utf8_columns(letter);
  return columns > 0 ? (size_t)columns : 0;
}

static size_t width_of(const char *escaped) {
  size_t n = 0;
  Reader r = {escaped, 0};
  for (unsigned long c; (c = decode_next(&r)) != 0;) n += cells_of(c);
  return n;
}

size_t braille_width(const char *text) {
  Text t;
  text_make(&t, text, false, 1e9);
  return width_of(t.escaped);
}

/* -- writing -------------------------------------------------------------- */

static Glyph *glyph_at(const Braille *d, long column, long row) {
  if (column < 0 || row < 0 || column >= (long)d->columns ||
      row >= (long)d->rows)
    return NULL;
  return &d->glyphs[(size_t)row * d->columns + (size_t)column];
}

/* Black or white text has the terminal's foreground color, unless it is on a
 * shade. */
static bool is_plain(Color c) {
  int most = c.r > c.g ? c.r : c.g, least = c.r < c.g ? c.r : c.g;
  if (c.b > most) most = c.b;
  if (c.b < least) least = c.b;
  return most - least <= 20 && (most < 100 || least > 200);
}

static void put(Braille *d, long column, long row, unsigned long letter,
                bool bold) {
  Glyph *g = glyph_at(d, column, row);
  if (!g) return;
  Color c = d->dark ? color_in_theme(THEME_DARK, d->color) : d->color;
  *g = (Glyph){letter, 0, c, bold, is_plain(d->color)};
}

void braille_put(Braille *d, long column, long row, unsigned long letter) {
  put(d, column, row, letter, false);
}

/* An accent combines with the previous character; a wide character uses a
 * second cell, marked by GLYPH_TAIL, which is not printed. */
static size_t write_letters(Braille *d, long column, long row,
                            const char *escaped, size_t most, bool bold) {
  size_t at = 0;
  Reader r = {escaped, 0};
  for (unsigned long c; (c = decode_next(&r)) != 0;) {
    size_t n = cells_of(c);
    Glyph *before = at ? glyph_at(d, column + (long)at - 1, row) : NULL;
    if (!n && before && (is_between(c, 0x300, 0x36F) || c == 0x20D7))
      before->mark = c;
    if (!n) continue;
    if (at + n > most) break;
    put(d, column + (long)at, row, c, bold);
    if (n == 2) put(d, column + (long)at + 1, row, GLYPH_TAIL, bold);
    at += n;
  }
  return at;
}

static size_t write_escaped(Braille *d, long column, long row,
                            const char *escaped, size_t most, bool bold) {
  if (width_of(escaped) <= most)
    return write_letters(d, column, row, escaped, most, bold);
  if (!most) return 0;
  size_t n = write_letters(d, column, row, escaped, most - 1, bold);
  put(d, column + (long)n, row, ELLIPSIS, bold);
  return n + 1;
}

size_t braille_write(Braille *d, size_t column, size_t row, const char *text,
                     size_t most, bool bold) {
  Text t;
  text_make(&t, text, false, 1e9);
  return write_escaped(d, (long)column, (long)row, t.escaped, most, bold);
}

static long row_of(const Braille *d, double y) {
  return (long)d->rows - 1 - (long)floor(y / DOTS_HIGH);
}

void braille_letter(Braille *d, double x, double y, unsigned long letter) {
  put(d, (long)floor(x / DOTS_WIDE), row_of(d, y), letter, false);
}

/* A character is one cell wide, whatever its size: `just` aligns the middle or
 * the end. */
void braille_text(Braille *d, double x, double y, Lettering how,
                  const char *escaped) {
  if (!isfinite(x) || !isfinite(y)) return;
  size_t n = width_of(escaped);
  long from = (long)floor(x / DOTS_WIDE - how.just * (double)n + 0.5);
  if (from + (long)n > (long)d->columns) from = (long)d->columns - (long)n;
  if (from < 0) from = 0;
  write_escaped(d, from, row_of(d, y), escaped, d->columns - (size_t)from,
                how.bold);
}
