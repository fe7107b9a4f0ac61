/* print.c - printing vectors and matrices as NumPy prints arrays.
 *
 * Each number is printed with the fewest digits that identify it, up to
 * `precision` decimal places, in a common width. All use exponent notation if
 * the largest is at least 1e8, the smallest below 1e-4, or their ratio above
 * 1000. Long arrays show only their ends. If all numbers are integers, the
 * decimal point is omitted.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/column_names.h"
#include "lua/base/args.h"
#include "lua/base/modules.h"
#include "lua/base/printoptions.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "sys/plain_text.h"
#include "sys/utf8.h"

enum { DIGITS = 17, CELL = 400 };

/* -- one number ----------------------------------------------------------- */

/* The fewest significant digits, at most `most`, that read back as x. */
static int digits_needed(double x, int most) {
  char text[CELL];
  for (int n = 1; n < most; n++) {
    snprintf(text, sizeof text, "%.*e", n - 1, x);
    if (strtod(text, NULL) == x) return n;
  }
  return most;
}

/* Drops trailing zeros of a fraction; returns the remaining number of decimal
 * places. */
static int trim(char *digits, int behind) {
  size_t n = strlen(digits);
  while (behind > 0 && digits[n - 1] == '0') {
    digits[--n] = 0;
    behind--;
  }
  return behind;
}

/* Decimal places that x needs in fixed notation. */
static int behind_plain(double x, int precision) {
  char text[CELL];
  if (x == 0) return 0;
  int exponent = (int)floor(log10(fabs(x)));
  int behind = digits_needed(x, DIGITS) - 1 - exponent;
  if (behind <= 0) return 0;
  if (behind > precision) behind = precision;
  snprintf(text, sizeof text, "%.*f", behind, x);
  return trim(text, behind);
}

/* Decimal places of the mantissa in exponent notation. */
static int behind_exponent(double x, int precision) {
  char text[CELL];
  int behind = digits_needed(x, DIGITS) - 1;
  if (behind > precision) behind = precision;
  snprintf(text, sizeof text, "%.*e", behind, x);
  *strchr(text, 'e') = 0;
  return trim(text, behind);
}

/* -- common format of several numbers ------------------------------------- */

typedef struct Form {
  bool exponent;
  int behind; /* decimal places, the maximum over all numbers */
  int before; /* characters before the decimal point, the maximum */
  int word;   /* width of the widest nan or inf */
  double low, high;
  PrintOptions show;
} Form;

static void meet_range(Form *f, double x) {
  double size = fabs(x);
  if (!isfinite(x) || x == 0) return;
  if (size < f->low) f->low = size;
  if (size > f->high) f->high = size;
}

static void choose_exponent(Form *f) {
  f->exponent =
    f->high > 0 && (f->high >= 1e8 || f->low < 1e-4 || f->high / f->low > 1000);
}

/* Integers use fixed notation even over a wide range. */
static void allow_whole(Form *f, bool whole) {
  if (whole && f->high < 1e15) f->exponent = false;
}

/* Writes x without padding; *before is the length before the point. */
static void write_number(char *text, const Form *f, double x, int behind,
                         size_t *before) {
  if (isnan(x))
    strcpy(text, "nan");
  else if (isinf(x))
    strcpy(text, x > 0 ? "inf" : "-inf");
  else
    snprintf(text, CELL, f->exponent ? "%.*e" : "%.*f", behind,
             x == 0 ? 0 : x); /* no -0 */
  *before = strcspn(text, ".e");
}

static int own_behind(const Form *f, double x) {
  if (!isfinite(x)) return 0;
  return f->exponent ? behind_exponent(x, f->show.precision)
                     : behind_plain(x, f->show.precision);
}

static void meet_width(Form *f, double x) {
  char text[CELL];
  size_t before;
  int behind = own_behind(f, x);
  if (behind > f->behind) f->behind = behind;
  write_number(text, f, x, behind, &before);
  int *widest = isfinite(x) ? &f->before : &f->word;
  if ((int)before > *widest) *widest = (int)before;
}

/* A nan or inf may extend over the decimal places. */
static void make_room_for_words(Form *f) {
  int behind = f->behind ? f->behind + 1 : 0;
  if (f->word > f->before + behind) f->before = f->word - behind;
}

static bool long_exponent(const Form *f) {
  return f->high >= 1e100 || f->low <= 1e-100;
}

/* The common width of all numbers. */
static size_t full_width(const Form *f) {
  size_t full = (size_t)f->before;
  if (f->behind) full += 1 + (size_t)f->behind;
  if (f->exponent) full += long_exponent(f) ? 5 : 4;
  return full;
}

/* Adds x to the buffer, aligned at the decimal point and padded on both sides.
 * In exponent notation all have the same number of digits. */
static size_t add_number(luaL_Buffer *b, const Form *f, double x) {
  char text[CELL];
  size_t before;
  int behind = f->exponent ? f->behind : own_behind(f, x);
  write_number(text, f, x, behind, &before);
  if (isfinite(x) && f->behind && !f->exponent && !behind) strcat(text, ".");
  size_t width = strlen(text), full = full_width(f);
  size_t left = isfinite(x) ? (size_t)f->before - before : full - width;
  for (size_t i = 0; i < left; i++) luaL_addchar(b, ' ');
  luaL_addstring(b, text);
  for (size_t i = left + width; i < full; i++) luaL_addchar(b, ' ');
  return full;
}

/* -- vectors and matrices ------------------------------------------------- */

/* The positions shown out of n: all, or both ends. */
typedef struct Shown {
  size_t n, count, edge; /* count < n: abbreviated after `edge` */
} Shown;

static Shown shown_of(size_t n, bool abbreviate, size_t edge) {
  bool cut = abbreviate && n > 2 * edge;
  return (Shown){n, cut ? 2 * edge : n, edge};
}

static size_t shown_at(Shown s, size_t i) {
  return s.count < s.n && i >= s.edge ? s.n - (s.count - i) : i;
}

static bool gap_before(Shown s, size_t i) {
  return s.count < s.n && i == s.edge;
}

/* Widths depend only on the numbers shown. */
static Form form_of(PrintOptions show, Mat m, Shown rows, Shown cols) {
  Form f = {false, 0, 0, 0, INFINITY, 0, show};
  bool whole = true;
  for (int pass = 0; pass < 2; pass++) {
    for (size_t i = 0; i < rows.count; i++)
      for (size_t j = 0; j < cols.count; j++) {
        double x = *mat_at(m, shown_at(rows, i), shown_at(cols, j));
        whole = whole && (!isfinite(x) || x == floor(x));
        if (pass)
          meet_width(&f, x);
        else
          meet_range(&f, x);
      }
    if (!pass) choose_exponent(&f);
    if (!pass) allow_whole(&f, whole);
  }
  make_room_for_words(&f);
  return f;
}

static void add_spaces(luaL_Buffer *b, size_t n) {
  while (n--) luaL_addchar(b, ' ');
}

/* Adds what separates column j from the previous one: a space, or a line break
 * if it does not fit; then "..." where columns are omitted. */
static void add_gap(luaL_Buffer *b, const Form *f, Shown cols, size_t j,
                    size_t wide, size_t indent, size_t *at) {
  size_t need = 1 + wide + (gap_before(cols, j) ? 4 : 0);
  if (j && *at + need > f->show.width) {
    luaL_addchar(b, '\n');
    add_spaces(b, indent + 1);
    *at = indent + 1;
  } else if (j)
    luaL_addchar(b, ' ');
  if (!gap_before(cols, j)) return;
  luaL_addstring(b, "... ");
  *at += 4;
}

/* Adds one bracketed row, wrapped at the line width. `room` is the padding
 * before each number that the names above require; NULL without names. */
static void add_row(luaL_Buffer *b, const Form *f, Vec row, Shown cols,
                    size_t indent, const size_t *room) {
  luaL_addchar(b, '[');
  size_t at = indent + 1, wide = full_width(f);
  for (size_t j = 0; j < cols.count; j++) {
    size_t blanks = room ? room[j] : 0;
    add_gap(b, f, cols, j, wide + blanks, indent, &at);
    add_spaces(b, blanks);
    at += blanks + add_number(b, f, *vec_at(row, shown_at(cols, j))) + 1;
  }
  luaL_addchar(b, ']');
}

/* -- names above the columns ---------------------------------------------- */

enum { LONGEST_NAME = 16, HEADING = 4 * CELL };

/* Maximum length of a printed name: more only if the numbers are wider. */
static size_t most_letters(const Form *f) {
  size_t full = full_width(f);
  return full < LONGEST_NAME ? LONGEST_NAME : full < CELL ? full : CELL;
}

/* Writes the printed name of column j: truncated if long, with spaces for
 * control characters. Returns its number of characters. */
static size_t write_heading(lua_State *L, char *text, const Form *f, int names,
                            size_t j) {
  size_t letters = 0, n = 0, cut = 0, most = most_letters(f);
  lua_rawgeti(L, names, (lua_Integer)j + 1);
  char plain[HEADING];
  const char *p = lua_tostring(L, -1);
  size_t length = strlen(p);
  if (length >= HEADING) length = utf8_cut(p, HEADING - 1);
  plain[plain_text(plain, p, length)] = 0;
  lua_pop(L, 1);
  for (p = plain; *p && n < HEADING - 4; p++) {
    letters += !utf8_continues(*p);
    if (letters == most - 2 && !utf8_continues(*p)) cut = n;
    if (letters > most) break;
    text[n++] = *p;
  }
  strcpy(text + (*p ? cut : n), *p ? "..." : "");
  return letters < most ? letters : most;
}

/* Pushes the padding that each shown column needs so that its name fits above
 * the numbers. */
static size_t *push_room(lua_State *L, const Form *f, int names, Shown cols) {
  char text[HEADING];
  size_t *room = push_scratch(L, cols.count, sizeof *room);
  for (size_t j = 0; j < cols.count; j++) {
    size_t letters = write_heading(L, text, f, names, shown_at(cols, j));
    room[j] = letters > full_width(f) ? letters - full_width(f) : 0;
  }
  return room;
}

/* Adds the line of names, wrapped where the rows below are. */
static void add_heading(lua_State *L, luaL_Buffer *b, const Form *f, int names,
                        Shown cols, const size_t *room) {
  char text[HEADING];
  size_t at = 2, wide = (size_t)f->before + (size_t)f->behind + 1;
  add_spaces(b, 2);
  for (size_t j = 0; j < cols.count; j++) {
    size_t width = full_width(f) + room[j];
    add_gap(b, f, cols, j, wide + room[j], 1, &at);
    add_spaces(b, width - write_heading(L, text, f, names, shown_at(cols, j)));
    luaL_addstring(b, text);
    at += width + 1;
  }
  luaL_addchar(b, '\n');
}

static void push_vec_text(lua_State *L, Vec v) {
  PrintOptions show = printoptions_get(L);
  Mat column = mat_column(v);
  Shown all = shown_of(v.n, v.n > show.threshold, show.edge);
  Form f = form_of(show, column, all, shown_of(1, false, 0));
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  add_row(&b, &f, v, all, 0, NULL);
  luaL_pushresult(&b);
}

/* `names` is the stack index of the list of names, or 0. */
static void push_mat_with_names(lua_State *L, Mat m, int names) {
  PrintOptions show = printoptions_get(L);
  bool abbreviate = m.cols && m.rows > show.threshold / m.cols;
  Shown rows = shown_of(m.rows, abbreviate, show.edge);
  Shown cols = shown_of(m.cols, abbreviate, show.edge);
  Form f = form_of(show, m, rows, cols);
  size_t *room = names ? push_room(L, &f, names, cols) : NULL;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  if (names && m.cols) add_heading(L, &b, &f, names, cols, room);
  luaL_addchar(&b, '[');
  for (size_t i = 0; i < rows.count; i++) {
    if (i) luaL_addstring(&b, "\n ");
    if (gap_before(rows, i)) luaL_addstring(&b, "...\n ");
    add_row(&b, &f, mat_row(m, shown_at(rows, i)), cols, 1, room);
  }
  luaL_addchar(&b, ']');
  luaL_pushresult(&b);
}

static int l_tostring(lua_State *L) {
  Vec *v = to_vec(L, 1);
  if (v)
    push_vec_text(L, *v);
  else {
    Mat m = check_mat(L, 1);
    push_mat_with_names(L, m, push_names(L, 1) ? lua_gettop(L) : 0);
  }
  return 1;
}

static int l_concat_text(lua_State *L) {
  luaL_tolstring(L, 1, NULL);
  luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return 1;
}

static const Meta metas[] = {{"__tostring", l_tostring, NULL},
                             {"__concat", l_concat_text, ".."},
                             {NULL, NULL, NULL}};

void open_print(lua_State *L) {
  registry_metamethods(L, TYPE_VECTOR, metas);
  registry_metamethods(L, TYPE_MATRIX, metas);
}
