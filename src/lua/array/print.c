/* print.c - printing vectors and matrices as NumPy prints arrays: with common
 * forms of numbers (number_form.h); long arrays show only their ends. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/column_names.h"
#include "lua/array/number_form.h"
#include "lua/array/shared.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/printoptions.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "sys/plain_text.h"
#include "sys/utf8.h"

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

/* Checks for Ctrl-C after every 65536 numbers or so. */
static void count_numbers(lua_State *L, size_t *done, size_t n) {
  *done += n;
  if (*done < 65536) return;
  *done = 0;
  check_interrupt(L);
}

/* Widths depend only on the numbers shown. */
static NumberForm form_of(lua_State *L, PrintOptions show, Mat m, Shown rows,
                          Shown cols) {
  NumberForm f = number_form_begin(show.precision, show.width);
  void (*const passes[])(NumberForm *, double) = {number_form_range,
                                                  number_form_fit};
  size_t done = 0;
  for (int pass = 0; pass < 2; pass++) {
    for (size_t i = 0; i < rows.count; i++)
      for (size_t j = 0; j < cols.count; j++) {
        passes[pass](&f, *mat_at(m, shown_at(rows, i), shown_at(cols, j)));
        count_numbers(L, &done, 1);
      }
    if (!pass) number_form_choose(&f);
  }
  number_form_end(&f);
  return f;
}

static void add_spaces(luaL_Buffer *b, size_t n) {
  while (n--) luaL_addchar(b, ' ');
}

/* Adds what separates column j from the previous one: a space, or a line break
 * if it does not fit; then "..." where columns are omitted. */
static void add_gap(luaL_Buffer *b, const NumberForm *f, Shown cols, size_t j,
                    size_t wide, size_t indent, size_t *at) {
  size_t need = 1 + wide + (gap_before(cols, j) ? 4 : 0);
  if (j && *at + need > f->line) {
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
static void add_row(luaL_Buffer *b, const NumberForm *f, Vec row, Shown cols,
                    size_t indent, const size_t *room) {
  luaL_addchar(b, '[');
  size_t at = indent + 1, wide = number_form_width(f);
  size_t done = 0;
  for (size_t j = 0; j < cols.count; j++) {
    count_numbers(b->L, &done, 1);
    size_t blanks = room ? room[j] : 0;
    add_gap(b, f, cols, j, wide + blanks, indent, &at);
    add_spaces(b, blanks);
    at += blanks + number_form_add(f, b, *vec_at(row, shown_at(cols, j))) + 1;
  }
  luaL_addchar(b, ']');
}

/* -- names above the columns ---------------------------------------------- */

enum { LONGEST_NAME = 16, HEADING = 4 * NUMBER_FORM_LONGEST };

/* Maximum length of a printed name: more only if the numbers are wider. */
static size_t most_letters(const NumberForm *f) {
  size_t full = number_form_width(f);
  if (full < LONGEST_NAME) return LONGEST_NAME;
  return full < NUMBER_FORM_LONGEST ? full : NUMBER_FORM_LONGEST;
}

/* Writes the printed name of column j: truncated if long, with spaces for
 * control characters. Returns its number of characters. */
static size_t write_heading(lua_State *L, char *text, const NumberForm *f,
                            int names, size_t j) {
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
static size_t *push_room(lua_State *L, const NumberForm *f, int names,
                         Shown cols) {
  char text[HEADING];
  size_t *room = push_scratch(L, cols.count, sizeof *room);
  for (size_t j = 0; j < cols.count; j++) {
    size_t letters = write_heading(L, text, f, names, shown_at(cols, j));
    room[j] =
      letters > number_form_width(f) ? letters - number_form_width(f) : 0;
  }
  return room;
}

/* Adds the line of names, wrapped where the rows below are. */
static void add_heading(lua_State *L, luaL_Buffer *b, const NumberForm *f,
                        int names, Shown cols, const size_t *room) {
  char text[HEADING];
  size_t at = 2, wide = (size_t)f->before + (size_t)f->behind + 1;
  add_spaces(b, 2);
  for (size_t j = 0; j < cols.count; j++) {
    size_t width = number_form_width(f) + room[j];
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
  NumberForm f = form_of(L, show, column, all, shown_of(1, false, 0));
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
  NumberForm f = form_of(L, show, m, rows, cols);
  size_t *room = names ? push_room(L, &f, names, cols) : NULL;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  if (names && m.cols) add_heading(L, &b, &f, names, cols, room);
  luaL_addchar(&b, '[');
  size_t done = 0;
  for (size_t i = 0; i < rows.count; i++) {
    if (i) luaL_addstring(&b, "\n ");
    if (gap_before(rows, i)) luaL_addstring(&b, "...\n ");
    add_row(&b, &f, mat_row(m, shown_at(rows, i)), cols, 1, room);
    count_numbers(L, &done, cols.count);
  }
  luaL_addchar(&b, ']');
  luaL_pushresult(&b);
}

/* Of a share of the rows, says which rows follow. */
static void add_share(lua_State *L) {
  Share share;
  if (!shared_find(L, 1, &share) || share.last - share.first == share.whole)
    return;
  shared_push_text(L, &share);
  lua_pushfstring(L, "%s:\n%s", lua_tostring(L, -1), lua_tostring(L, -2));
}

static int l_tostring(lua_State *L) {
  Vec *v = to_vec(L, 1);
  if (v)
    push_vec_text(L, *v);
  else {
    Mat m = check_mat(L, 1);
    push_mat_with_names(L, m, push_names(L, 1) ? lua_gettop(L) : 0);
  }
  add_share(L);
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
