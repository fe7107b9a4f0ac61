/* text.c - converts UTF-8 to PLplot's escapes; widths are those of DejaVu
 * Sans. */
#include "plot/figure/text.h"
#include "plot/figure/formula.h"
#include "sys/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ELLIPSIS = 0x2026 };

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
  return (letter >= 0x300 && letter < 0x370) || letter == 0x20D7;
}

/* Digits and signs that exist as superscript and subscript characters, which
 * look better than those that PLplot shifts. */
static bool is_small(unsigned long letter) {
  return letter == 0xb2 || letter == 0xb3 || letter == 0xb9 ||
         (letter >= 0x2b0 && letter <= 0x2e3) || letter == 0x2c7c ||
         (letter >= 0x1d40 && letter <= 0x1dbb) ||
         (letter >= 0x2070 && letter <= 0x209c);
}

static double letter_width(unsigned long letter) {
  if (letter == 0x2098 || letter == 0x1d50) return 0.62; /* small m */
  if (is_small(letter)) return 0.42;
  if (letter >= 32 && letter < 127) return widths[letter - 32] / 100.0;
  if (is_mark(letter)) return 0;
  if (letter == 0x2212) return 0.84;
  if (letter == 0xb7) return 0.32;
  return letter >= 0x1100 ? 1.0 : 0.66;
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
  enum { TAIL = 24 }; /* for "…", "#u" and the final 0 */
  if (w->used + TAIL > TEXT_ROOM || w->letters >= TEXT_LETTERS ||
      w->out->width + width > w->widest)
    return false;
  w->used += utf8_encode(w->out->escaped + w->used, letter);
  if (letter == '#') w->out->escaped[w->used++] = '#';
  w->out->width += width;
  w->letters++;
  return true;
}

static void put_escape(Writer *w, bool up) {
  memcpy(w->out->escaped + w->used, up ? "#u" : "#d", 2);
  w->used += 2;
}

/* -- superscripts and subscripts ------------------------------------------- */

typedef struct Small {
  unsigned char letter;
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
  {'x', 0x02E3, 0x2093}, {'T', 0x1D40, 0},      {'a', 0x1D43, 0x2090},
  {'b', 0x1D47, 0},      {'c', 0x1D9C, 0},      {'d', 0x1D48, 0},
  {'e', 0x1D49, 0x2091}, {'f', 0x1DA0, 0},      {'h', 0x2B0, 0x2095},
  {'l', 0x2E1, 0x2097},  {'o', 0x1D52, 0x2092}, {'p', 0x1D56, 0x209A},
  {'r', 0x2B3, 0x1D63},  {'s', 0x2E2, 0x209B},  {'u', 0x1D58, 0x1D64},
  {'v', 0x1D5B, 0x1D65}};

/* The superscript or subscript form of the character; 0: none. */
static unsigned long small_form(bool up, unsigned long letter) {
  if (letter == 0x2212) letter = '-';
  for (size_t i = 0; i < sizeof smalls / sizeof *smalls; i++)
    if (smalls[i].letter == letter) return up ? smalls[i].up : smalls[i].down;
  return 0;
}

static bool all_small(const FormulaLetter *l, size_t n, unsigned depth,
                      bool up) {
  for (size_t i = 0; i < n; i++)
    if (l[i].depth != depth || !small_form(up, l[i].letter)) return false;
  return true;
}

static bool put_level(Writer *w, const FormulaLetter *l, size_t n,
                      unsigned depth);

static bool is_up(const FormulaLetter *l, unsigned depth) {
  return (l->raised >> depth & 1) != 0;
}

/* Writes letters that are one level from `depth`. PLplot cannot lower what it
 * has raised: it would be on the line again. */
static bool put_shifted(Writer *w, const FormulaLetter *l, size_t n,
                        unsigned depth) {
  bool up = is_up(l, depth), mixed = depth > 0 && up != is_up(l, depth - 1);
  bool room = true;
  if (all_small(l, n, depth + 1, up)) {
    for (size_t i = 0; room && i < n; i++)
      room = put(w, small_form(up, l[i].letter));
    return room;
  }
  if (mixed) return put(w, up ? '^' : '_') && put_level(w, l, n, depth + 1);
  if (w->used + 40 > TEXT_ROOM) return false;
  put_escape(w, up);
  w->scale *= SMALL;
  room = put_level(w, l, n, depth + 1);
  w->scale /= SMALL;
  put_escape(w, !up);
  return room;
}

static bool put_level(Writer *w, const FormulaLetter *l, size_t n,
                      unsigned depth) {
  size_t next;
  for (size_t i = 0; i < n; i = next) {
    next = i + 1;
    if (l[i].depth <= depth) {
      if (!put(w, l[i].letter)) return false;
      continue;
    }
    while (next < n && l[next].depth > depth &&
           is_up(&l[next], depth) == is_up(&l[i], depth))
      next++;
    if (!put_shifted(w, l + i, next - i, depth)) return false;
  }
  return true;
}

void text_make(Text *out, const char *utf8, bool bold, double widest) {
  static const double DOTS = 0.8;
  FormulaLetter letters[TEXT_LETTERS + 1];
  size_t n = formula_read(letters, TEXT_LETTERS + 1, utf8);
  double factor = bold ? BOLD : 1;
  Writer w = {out, 0, 0, factor, widest};
  out->width = 0;
  if (!put_level(&w, letters, n, 0)) {
    w = (Writer){out, 0, 0, factor, widest - DOTS};
    out->width = 0;
    put_level(&w, letters, n, 0);
    w.widest = widest + 1;
    w.letters = 0;
    put(&w, ELLIPSIS);
  }
  out->escaped[w.used] = 0;
}

/* -- runs ------------------------------------------------------------------ */

static bool is_move(const char *p) {
  return *p == '#' && (p[1] == 'u' || p[1] == 'd');
}

bool text_next_run(TextRun *run) {
  const char *p = run->at + run->n;
  for (; is_move(p); p += 2) run->level += p[1] == 'u' ? 1 : -1;
  run->at = p;
  while (*p && !is_move(p)) p += *p == '#' ? 2 : 1;
  run->n = (size_t)(p - run->at);
  return run->n > 0;
}

double text_run_size(const TextRun *run) { return pow(SMALL, abs(run->level)); }

double text_run_rise(const TextRun *run) {
  static const double RAISED = 0.38, LOWERED = 0.24;
  return run->level * (run->level > 0 ? RAISED : LOWERED);
}

/* -- lines ----------------------------------------------------------------- */

double text_bold_width(const char *text) {
  Text made;
  text_make(&made, text, true, 1e9);
  return made.width;
}

static bool fits(const char *text, size_t n, TextWidth *width, double widest) {
  char part[TEXT_ROOM];
  if (n >= sizeof part) return false;
  memcpy(part, text, n);
  part[n] = 0;
  return width(part) <= widest;
}

/* The bytes of the longest start of a text that fits, at least a word. */
static size_t line_length(const char *text, TextWidth *width, double widest) {
  size_t n = formula_word(text);
  while (text[n] == ' ') {
    size_t spaces = strspn(text + n, " ");
    size_t longer = n + spaces + formula_word(text + n + spaces);
    if (!fits(text, longer, width, widest)) break;
    n = longer;
  }
  return n;
}

size_t text_lines(const char *lines[], size_t lengths[], size_t most,
                  const char *utf8, TextWidth *width, double widest) {
  size_t count = 0;
  while (*utf8 && count < most) {
    size_t n = line_length(utf8, width, widest);
    if (count + 1 == most) n = strlen(utf8);
    lines[count] = utf8;
    lengths[count++] = n;
    utf8 += n;
    if (*utf8) utf8 += 1 + (*utf8 == ' ' ? strspn(utf8 + 1, " ") : 0);
  }
  return count;
}
