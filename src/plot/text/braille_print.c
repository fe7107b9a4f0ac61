/* braille_print.c - cells as UTF-8 and colors as escape sequences. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/text/braille.h"
#include "sys/utf8.h"

enum { CELL = DOTS_WIDE * DOTS_HIGH, HALF = CELL / 2, ALL = 0xFF };

/* The contents of one cell. */
typedef struct Cell {
  unsigned long letter, mark;
  bool bold, has_front, has_back;
  bool turned; /* foreground and background are swapped */
  Color front, back;
} Cell;

static bool same(Color a, Color b) {
  return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* The eight dots of a cell, row by row. */
static void take_dots(const Braille *d, size_t column, size_t row,
                      Dot out[CELL]) {
  for (size_t i = 0; i < CELL; i++) {
    size_t y = row * DOTS_HIGH + i / DOTS_WIDE,
           x = column * DOTS_WIDE + i % DOTS_WIDE;
    out[i] = d->dots[y * d->columns * DOTS_WIDE + x];
  }
}

/* -- shades --------------------------------------------------------------- */

/* The mean color of the shaded dots among `n`; false: there are none. */
static bool mean_shade(const Dot *dots, size_t n, Color *out) {
  unsigned r = 0, g = 0, b = 0, count = 0;
  for (size_t i = 0; i < n; i++) {
    if (!dots[i].shaded) continue;
    r += dots[i].shade.r;
    g += dots[i].shade.g;
    b += dots[i].shade.b;
    count++;
  }
  if (!count) return false;
  *out = (Color){(unsigned char)(r / count), (unsigned char)(g / count),
                 (unsigned char)(b / count)};
  return true;
}

/* Two colors, one above the other. */
static void shade_halves(const Dot *dots, Cell *c) {
  enum { UPPER = 0x2580, LOWER = 0x2584 };
  Color top, bottom;
  bool above = mean_shade(dots, HALF, &top),
       below = mean_shade(dots + HALF, HALF, &bottom);
  if (!above && !below) return;
  c->has_back = above && below;
  if (above && below && same(top, bottom)) {
    c->back = top;
    return;
  }
  c->letter = above ? UPPER : LOWER;
  c->has_front = true;
  c->front = above ? top : bottom;
  if (c->has_back) c->back = bottom;
}

/* -- dots ----------------------------------------------------------------- */

/* The bits of a braille character, row by row (Unicode 3.0, U+2800). */
static unsigned braille_bit(size_t i) {
  static const unsigned char bits[CELL] = {0x01, 0x08, 0x02, 0x10,
                                           0x04, 0x20, 0x40, 0x80};
  return bits[i];
}

static unsigned pattern_of(const Dot *dots, Ink ink) {
  unsigned bits = 0;
  for (size_t i = 0; i < CELL; i++)
    if (dots[i].ink == ink) bits |= braille_bit(i);
  return bits;
}

/* Solid shapes are drawn by a block character if one has their form. */
static unsigned long block_of(unsigned bits) {
  static const unsigned short blocks[][2] = {
    {0xFF, 0x2588}, {0xF6, 0x2586}, {0xE4, 0x2584}, {0xC0, 0x2582},
    {0x1B, 0x2580}, {0x47, 0x258C}, {0xB8, 0x2590}, {0x44, 0x2596},
    {0xA0, 0x2597}, {0x03, 0x2598}, {0x18, 0x259D}, {0xE7, 0x2599},
    {0xFC, 0x259F}, {0x5F, 0x259B}, {0xBB, 0x259C}};
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
    if (blocks[i][0] == bits) return blocks[i][1];
  return 0x2800 + bits;
}

/* The most frequent color among dots of this ink. */
static Color main_color(const Dot *dots, Ink ink) {
  Color best = {0, 0, 0};
  size_t most = 0;
  for (size_t i = 0; i < CELL; i++) {
    size_t n = 0;
    for (size_t j = 0; j < CELL; j++)
      n += dots[j].ink == ink && same(dots[i].color, dots[j].color);
    if (dots[i].ink != ink || n <= most) continue;
    most = n;
    best = dots[i].color;
  }
  return best;
}

/* There are no block characters for the upper one and three quarters, so those
 * for the rest of the cell are used with colors swapped. */
static void turn_upper(unsigned bits, Cell *c) {
  enum { UPPER_1 = 0x09, UPPER_3 = 0x3F, LOWER_1 = 0x2582, LOWER_3 = 0x2586 };
  if (c->has_back || (bits != UPPER_1 && bits != UPPER_3)) return;
  c->letter = bits == UPPER_1 ? LOWER_3 : LOWER_1;
  c->turned = true;
}

static bool is_plain(Color c) {
  return same(c, themes[THEME_LIGHT].ink) || same(c, themes[THEME_DARK].ink) ||
         same(c, themes[THEME_LIGHT].axis) || same(c, themes[THEME_DARK].axis);
}

/* If two solid shapes meet in a cell, one becomes the background. */
static void show_solid(const Braille *d, const Dot *dots, Cell *c) {
  unsigned bits = pattern_of(dots, INK_SOLID), first = 0;
  c->front = main_color(dots, INK_SOLID);
  c->has_front = true;
  for (size_t i = 0; i < CELL; i++)
    if (dots[i].ink == INK_SOLID && same(dots[i].color, c->front))
      first |= braille_bit(i);
    else if (dots[i].ink == INK_SOLID && bits == ALL && !c->has_back) {
      c->has_back = true;
      c->back = dots[i].color;
    }
  c->letter = block_of(c->has_back && bits == ALL ? first : bits);
  if (d->depth != COLORS_NONE) turn_upper(bits, c);
}

/* Shapes and shades are the background of lines. */
static void show_strokes(const Dot *dots, Cell *c) {
  unsigned solid = pattern_of(dots, INK_SOLID);
  c->letter = 0x2800 + pattern_of(dots, INK_STROKE);
  c->front = main_color(dots, INK_STROKE);
  c->has_front = true;
  c->has_back = mean_shade(dots, CELL, &c->back);
  if ((solid | pattern_of(dots, INK_STROKE)) != ALL || !solid) return;
  c->has_back = true;
  c->back = main_color(dots, INK_SOLID);
}

static double luma(Color c) {
  return (0.299 * c.r + 0.587 * c.g + 0.114 * c.b) / 255;
}

/* Without colors a shade is drawn by dots whose density shows the value. */
static bool is_sown(const Braille *d, size_t x, size_t y, const Dot *dot) {
  static const unsigned char order[4][4] = {
    {0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}};
  double bright = luma(dot->shade);
  double dense = d->bright_is_dense ? bright : 1 - bright;
  return dot->shaded && dense * 16 > order[y & 3][x & 3] + 0.9;
}

static void sow(const Braille *d, size_t column, size_t row, const Dot *dots,
                Cell *c) {
  unsigned bits = 0;
  for (size_t i = 0; i < CELL; i++)
    if (is_sown(d, column * DOTS_WIDE + i % DOTS_WIDE,
                row * DOTS_HIGH + i / DOTS_WIDE, &dots[i]))
      bits |= braille_bit(i);
  if (bits) c->letter = 0x2800 + bits;
}

/* -- cells ---------------------------------------------------------------- */

static Cell letter_cell(const Glyph *g, const Dot *dots) {
  Cell c = {
    .letter = g->letter, .mark = g->mark, .bold = g->bold, .front = g->color};
  c.has_back = mean_shade(dots, CELL, &c.back);
  c.has_front = c.has_back || !g->plain;
  return c;
}

static Cell cell_at(const Braille *d, size_t column, size_t row) {
  const Glyph *g = &d->glyphs[row * d->columns + column];
  Dot dots[CELL];
  Cell c = {.letter = ' '};
  take_dots(d, column, row, dots);
  if (g->letter) return letter_cell(g, dots);
  if (pattern_of(dots, INK_STROKE))
    show_strokes(dots, &c);
  else if (pattern_of(dots, INK_SOLID))
    show_solid(d, dots, &c);
  else if (d->depth != COLORS_NONE)
    shade_halves(dots, &c);
  else
    sow(d, column, row, dots, &c);
  if (c.has_front && !c.has_back && is_plain(c.front)) c.has_front = false;
  return c;
}

/* -- bytes ---------------------------------------------------------------- */

static bool add_letter(Bytes *out, unsigned long c) {
  char s[4];
  return bytes_add(out, s, utf8_encode(s, c));
}

/* The nearest of the 6 x 6 x 6 colors that begin at 16, or of the 24 grays
 * that begin at 232 (xterm). */
static int index_256(Color c) {
  static const int steps[] = {0, 95, 135, 175, 215, 255};
  const int parts[] = {c.r, c.g, c.b};
  int cube = 0, apart = 0, gray = (c.r + c.g + c.b) / 3;
  for (int k = 0; k < 3; k++) {
    int best = 0;
    for (int i = 1; i < 6; i++)
      if (abs(steps[i] - parts[k]) < abs(steps[best] - parts[k])) best = i;
    cube = cube * 6 + best;
    apart += abs(steps[best] - parts[k]);
  }
  int most = c.r > c.g ? c.r : c.g, least = c.r < c.g ? c.r : c.g;
  if (c.b > most) most = c.b;
  if (c.b < least) least = c.b;
  int level = gray < 8 ? 0 : gray > 238 ? 23 : (gray - 3) / 10;
  bool is_gray = most - least < 20 && abs(8 + 10 * level - gray) * 3 < apart;
  return is_gray ? 232 + level : 16 + cube;
}

static bool add_color(Bytes *out, ColorDepth depth, int which, Color c) {
  char s[32];
  int n = depth == COLORS_TRUE
            ? snprintf(s, sizeof s, "\033[%d;2;%d;%d;%dm", which, c.r, c.g, c.b)
            : snprintf(s, sizeof s, "\033[%d;5;%dm", which, index_256(c));
  return bytes_add(out, s, (size_t)n);
}

static bool same_look(const Cell *a, const Cell *b) {
  return a->bold == b->bold && a->turned == b->turned &&
         a->has_front == b->has_front && a->has_back == b->has_back &&
         (!a->has_front || same(a->front, b->front)) &&
         (!a->has_back || same(a->back, b->back));
}

static bool add_look(Bytes *out, ColorDepth depth, const Cell *c) {
  if (!bytes_add(out, "\033[0m", 4)) return false;
  if (c->bold && !bytes_add(out, "\033[1m", 4)) return false;
  if (c->turned && !bytes_add(out, "\033[7m", 4)) return false;
  if (c->has_front && !add_color(out, depth, 38, c->front)) return false;
  return !c->has_back || add_color(out, depth, 48, c->back);
}

static bool is_empty(const Cell *c) { return c->letter == ' ' && !c->has_back; }

/* Trailing blank cells are not written. */
static bool print_row(const Braille *d, size_t row, Bytes *out) {
  size_t n = d->columns;
  Cell look = {.letter = ' '};
  bool good = true;
  while (n) {
    Cell c = cell_at(d, n - 1, row);
    if (!is_empty(&c)) break;
    n--;
  }
  for (size_t j = 0; j < n && good; j++) {
    Cell c = cell_at(d, j, row);
    if (c.letter == GLYPH_TAIL) continue;
    if (d->depth != COLORS_NONE && !same_look(&c, &look) &&
        !(is_empty(&c) && !look.has_back && !look.turned))
      good = add_look(out, d->depth, &c), look = c;
    good = good && add_letter(out, c.letter);
    if (c.mark) good = good && add_letter(out, c.mark);
  }
  const Cell plain = {.letter = ' '};
  if (!same_look(&look, &plain)) good = good && bytes_add(out, "\033[0m", 4);
  return good && bytes_add(out, "\n", 1);
}

bool braille_print(const Braille *d, Bytes *out) {
  for (size_t row = 0; row < d->rows; row++)
    if (!print_row(d, row, out)) return false;
  return true;
}
