/* text.c - converts UTF-8 to PLplot's escapes; widths are those of DejaVu
 * Sans. */
#include "plot/figure/text.h"
#include "sys/utf8.h"

#include <ctype.h>
#include <string.h>

enum { REPLACEMENT = 0xFFFD, ELLIPSIS = 0x2026 };

/* Advance widths of ' ' to '~' in hundredths of an em. PLplot has no public
 * function for this, and an estimate needs no font. */
static const unsigned char widths[] = {
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36,  32, 34, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63,
  58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63,  61, 73, 68, 99, 69,
  61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35,  63, 63, 28, 28, 58,
  28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59,  52, 64, 34, 64, 84};

static const double BOLD = 1.11, SMALL = 0.72;

static bool is_mark(unsigned long letter) {
  return letter >= 0x300 && letter < 0x370;
}

/* Digits and signs that exist as superscript and subscript characters, which
 * look better than those that PLplot shifts. */
static bool is_small(unsigned long letter) {
  return letter == 0xb2 || letter == 0xb3 || letter == 0xb9 ||
         letter == 0x2b2 || letter == 0x2e3 || letter == 0x2c7c ||
         (letter >= 0x1d40 && letter <= 0x1d62) ||
         (letter >= 0x2070 && letter <= 0x209c);
}

static double letter_width(unsigned long letter) {
  if (is_small(letter)) return 0.42;
  if (letter >= 32 && letter < 127) return widths[letter - 32] / 100.0;
  if (is_mark(letter)) return 0;
  if (letter == 0x2212) return 0.84;
  if (letter == 0xb7) return 0.32;
  return letter >= 0x1100 ? 1.0 : 0.66;
}

/* -- letters -------------------------------------------------------------- */

/* Takes the next character from *text; control characters become spaces. */
static unsigned long next_letter(const char **text) {
  unsigned long letter;
  size_t n = utf8_decode(*text, 4, &letter);
  *text += n ? n : 1;
  if (!n) return REPLACEMENT;
  return letter < 32 || (letter >= 127 && letter < 160) ? ' ' : letter;
}

/* -- writing -------------------------------------------------------------- */

typedef struct Writer {
  Text *out;
  size_t used, letters;
  double scale, widest;
} Writer;

/* Returns false if the character does not fit. */
static bool put(Writer *w, unsigned long letter) {
  double width = letter_width(letter) * w->scale;
  enum { TAIL = 16 }; /* for "…", "#u" and the final 0 */
  if (w->used + TAIL > TEXT_ROOM || w->letters >= TEXT_LETTERS ||
      w->out->width + width > w->widest)
    return false;
  w->used += utf8_encode(w->out->escaped + w->used, letter);
  if (letter == '#') w->out->escaped[w->used++] = '#';
  w->out->width += width;
  w->letters++;
  return true;
}

static void put_escape(Writer *w, const char *escape) {
  memcpy(w->out->escaped + w->used, escape, 2);
  w->used += 2;
}

/* -- superscripts and subscripts ------------------------------------------- */

static bool is_alnum(char c) { return isalnum((unsigned char)c) != 0; }

static bool word_before(const char *from, const char *p) {
  return p > from && (is_alnum(p[-1]) || (p[-1] & 0x80) || p[-1] == '_');
}

/* Is the word before the mark at p a single character? Characters beyond ASCII
 * (σ, ŷ) count too. */
static bool single_base(const char *from, const char *p) {
  if (p == from) return false;
  const char *base = p - 1;
  while (base > from && utf8_continues(*base)) base--;
  if (!(*base & 0x80) && !isalpha((unsigned char)*base)) return false;
  return !word_before(from, base);
}

/* Finds the text to be shifted, after the mark at p: sets *first to its first
 * byte and returns its length; 0: the mark is a plain character. */
static size_t moved(const char *from, const char *p, const char **first) {
  bool power = *p == '^';
  *first = p + 1;
  if (p == from || (!power && !single_base(from, p))) return 0;
  if (p[1] == '{') {
    *first = p + 2;
    size_t n = strcspn(p + 2, "}");
    return p[2 + n] ? n : 0;
  }
  size_t sign = power && (p[1] == '-' || p[1] == '+'), n = sign;
  while (is_alnum(p[1 + n]) && n < 4) n++;
  if (n == sign || is_alnum(p[1 + n]) || p[1 + n] == '_') return 0;
  return n > 2 && !power && !isdigit((unsigned char)p[1]) ? 0 : n;
}

static unsigned long true_minus(unsigned long letter) {
  return letter == '-' ? 0x2212 : letter;
}

typedef struct Small {
  char letter;
  unsigned long up, down; /* 0: none */
} Small;

static const Small smalls[] = {
  {'0', 0x2070, 0x2080}, {'1', 0xB9, 0x2081},   {'2', 0xB2, 0x2082},
  {'3', 0xB3, 0x2083},   {'4', 0x2074, 0x2084}, {'5', 0x2075, 0x2085},
  {'6', 0x2076, 0x2086}, {'7', 0x2077, 0x2087}, {'8', 0x2078, 0x2088},
  {'9', 0x2079, 0x2089}, {'+', 0x207A, 0x208A}, {'-', 0x207B, 0x208B},
  {'=', 0x207C, 0x208C}, {'(', 0x207D, 0x208D}, {')', 0x207E, 0x208E},
  {'i', 0x2071, 0x1D62}, {'j', 0x02B2, 0x2C7C}, {'k', 0x1D4F, 0x2096},
  {'m', 0x1D50, 0x2098}, {'n', 0x207F, 0x2099}, {'t', 0x1D57, 0x209C},
  {'x', 0x02E3, 0x2093}, {'T', 0x1D40, 0}};

/* The superscript or subscript form of the character; 0: none. */
static unsigned long small_form(bool up, char letter) {
  for (size_t i = 0; i < sizeof smalls / sizeof *smalls; i++)
    if (smalls[i].letter == letter) return up ? smalls[i].up : smalls[i].down;
  return 0;
}

static bool all_small(bool up, const char *p, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!small_form(up, p[i])) return false;
  return true;
}

/* Writes n bytes at another level. */
static bool put_moved(Writer *w, bool up, const char *p, size_t n) {
  const char *end = p + n;
  bool room = true;
  if (all_small(up, p, n)) {
    while (room && p < end) room = put(w, small_form(up, *p++));
    return room;
  }
  put_escape(w, up ? "#u" : "#d");
  w->scale *= SMALL;
  while (room && p < end) room = put(w, true_minus(next_letter(&p)));
  w->scale /= SMALL;
  put_escape(w, up ? "#d" : "#u");
  return room;
}

static bool put_all(Writer *w, const char *text) {
  const char *p = text, *first;
  while (*p) {
    size_t n = *p == '_' || *p == '^' ? moved(text, p, &first) : 0;
    if (!n) {
      if (!put(w, next_letter(&p))) return false;
      continue;
    }
    if (w->used + 32 > TEXT_ROOM || !put_moved(w, *p == '^', first, n))
      return false;
    p = first + n + (first[-1] == '{');
  }
  return true;
}

void text_make(Text *out, const char *utf8, bool bold, double widest) {
  static const double DOTS = 0.8;
  double factor = bold ? BOLD : 1;
  Writer w = {out, 0, 0, factor, widest};
  out->width = 0;
  bool whole = put_all(&w, utf8);
  if (!whole) {
    w = (Writer){out, 0, 0, factor, widest - DOTS};
    out->width = 0;
    put_all(&w, utf8);
    w.widest = widest + 1;
    w.letters = 0;
    put(&w, ELLIPSIS);
  }
  out->escaped[w.used] = 0;
}
