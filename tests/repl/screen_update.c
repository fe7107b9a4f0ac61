/* screen_update.c - what is sent to the terminal, seen by a small terminal:
 * after each update it shows exactly the new image. */
#define _XOPEN_SOURCE 700
#include "check.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "repl/screen/screen_entry.h"
#include "repl/screen/screen_style.h"
#include "repl/screen/screen_update.h"

/* -- a terminal ----------------------------------------------------------- */

enum { ROWS = 64, COLUMNS = 48, BYTES = 96 };

typedef struct Glyph {
  char text[BYTES], style[BYTES];
} Glyph;

typedef struct Tty {
  int width;
  int row, column; /* in column `width` the next character wraps */
  Glyph glyph[ROWS][COLUMNS];
  bool wraps[ROWS];
  char style[BYTES];
  int family;  /* columns of emoji that are joined: 0: their sum */
  bool joined; /* was the last character a joiner? */
} Tty;

static void set_glyph(Tty *t, int row, int column, const char *text, size_t n) {
  Glyph *g = &t->glyph[row][column];
  snprintf(g->text, BYTES, "%.*s", (int)n, text);
  strcpy(g->style, t->style);
}

/* Erasing forgets that the row wraps; all of a row, also the one above. */
static void erase(Tty *t, int row, int from) {
  for (int c = from; c < t->width; c++) t->glyph[row][c] = (Glyph){" ", ""};
  t->wraps[row] = false;
  if (!from && row) t->wraps[row - 1] = false;
}

static void start(Tty *t, int width, int family) {
  memset(t, 0, sizeof *t);
  t->width = width;
  t->family = family;
  for (int row = 0; row < ROWS; row++) erase(t, row, 0);
}

/* The glyph that a mark joins. */
static Glyph *last_glyph(Tty *t) {
  int c = t->column - 1;
  while (c > 0 && !*t->glyph[t->row][c].text) c--;
  return c < 0 ? NULL : &t->glyph[t->row][c];
}

/* Half of a wide character is a space. */
static void split(Tty *t, int column) {
  int first = column, end = column + 1;
  if (column >= t->width || *t->glyph[t->row][column].text) return;
  while (first > 0 && !*t->glyph[t->row][first].text) first--;
  while (end < t->width && !*t->glyph[t->row][end].text) end++;
  for (int c = first; c < end; c++) strcpy(t->glyph[t->row][c].text, " ");
}

static void put(Tty *t, const char *text, size_t n, wchar_t code) {
  Glyph *before = last_glyph(t);
  const bool part = code == 0x1F3FD && before && before->text[1];
  const bool narrow = t->family && before && (t->joined || part);
  const int columns = narrow ? 0 : wcwidth(code);
  t->joined = code == 0x200D;
  if (!columns && before) {
    if (strlen(before->text) + n < BYTES) strncat(before->text, text, n);
    return;
  }
  assert_true(columns > 0 && columns <= t->width);
  if (t->column + columns > t->width) {
    t->wraps[t->row++] = true;
    t->column = 0;
  }
  assert_true(t->row < ROWS);
  split(t, t->column);
  split(t, t->column + columns);
  set_glyph(t, t->row, t->column, text, n);
  for (int c = 1; c < columns; c++) set_glyph(t, t->row, t->column + c, "", 0);
  t->column += columns;
}

static void shift(Tty *t, int n) {
  Glyph *row = t->glyph[t->row];
  split(t, t->column);
  const size_t rest = (size_t)(t->width - t->column);
  const size_t k = (size_t)abs(n) < rest ? (size_t)abs(n) : rest;
  Glyph *at = row + t->column, *from = n > 0 ? at : at + k;
  memmove(n > 0 ? at + k : at, from, (rest - k) * sizeof *row);
  Glyph *blank = n > 0 ? at : at + rest - k;
  for (size_t i = 0; i < k; i++) blank[i] = (Glyph){" ", ""};
}

/* Returns the end of the sequence after `ESC [`. */
static const char *sequence(Tty *t, const char *at) {
  char *end;
  const int given = (int)strtol(at, &end, 10), n = given ? given : 1;
  if (strchr("CDABP@K", *end) && t->column == t->width) t->column--;
  switch (*end) {
  case 'A': t->row -= n; break;
  case 'B': t->row += n; break;
  case 'C': t->column += n; break;
  case 'D': t->column -= n; break;
  case '@': shift(t, n); break;
  case 'P': shift(t, -n); break;
  case 'K': erase(t, t->row, t->column); break;
  case 'J':
    erase(t, t->row, t->column);
    for (int row = t->row + 1; row < ROWS; row++) erase(t, row, 0);
    break;
  case 'm':
  case ';':
    while (*end != 'm') end++;
    if (end == at)
      *t->style = 0;
    else
      sprintf(t->style, "\033[%.*s", (int)(end + 1 - at), at);
    break;
  default: fail_msg("unknown sequence %s", at);
  }
  assert_true(t->row >= 0 && t->row < ROWS);
  assert_true(t->column >= 0 && t->column <= t->width);
  return end + 1;
}

static void receive(Tty *t, const char *at, size_t n) {
  for (const char *end = at + n; at < end;) {
    wchar_t code;
    size_t length = 1;
    if (*at == '\033') {
      assert_int_equal(at[1], '[');
      at = sequence(t, at + 2);
      continue;
    }
    if (*at == '\r')
      t->column = 0;
    else if (*at == '\n')
      t->row++;
    else if (*at == '\b')
      t->column -= t->column == t->width ? 2 : 1;
    else {
      mbstate_t state = {0};
      length = mbrtowc(&code, at, (size_t)(end - at), &state);
      assert_true(length && length < 8);
      put(t, at, length, code);
    }
    assert_true(t->column >= 0);
    at += length;
  }
}

/* -- comparing ------------------------------------------------------------ */

static void expect_cell(const Tty *t, const ScreenImage *image, int row,
                        int c) {
  const ScreenCell *cell = screen_image_cells(image, row) + c;
  const Glyph *g = &t->glyph[row][c];
  char text[BYTES] = " ";
  if (!cell->width) return;
  if (cell->n)
    snprintf(text, BYTES, "%.*s", (int)cell->n, image->text + cell->text);
  if (cell->loose)
    assert_int_equal(*g->text, *text);
  else
    assert_string_equal(g->text, text);
  assert_string_equal(g->style, screen_style_sequence(cell->style));
}

static void expect_image(const Tty *t, const ScreenImage *image) {
  for (int row = 0; row < ROWS; row++) {
    const bool used = row < image->rows;
    const int length = used ? image->row[row].length : 0;
    for (int c = 0; c < length; c++) expect_cell(t, image, row, c);
    for (int c = length; c < t->width; c++)
      assert_string_equal(t->glyph[row][c].text, " ");
    assert_int_equal(t->wraps[row], used && image->row[row].wraps);
  }
  assert_int_equal(t->row, image->cursor.row);
  assert_int_equal(t->column, image->cursor.column);
}

/* -- random entries ------------------------------------------------------- */

static unsigned long seed = 1;

static int any(int n) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (int)(seed >> 33) % n;
}

enum { MOST = 400 };

typedef struct Text {
  char bytes[MOST + 64];
  size_t n;
} Text;

static const char *const pieces[] = {
  "a",        "b",    "local x", " ",       "\n",         "\t",
  "\001",     "é",    "日本",    "e\u0301", "\u0301",     "👩\u200d🔬",
  "👍🏽", "\xff", "❤\ufe0f", "     ",   "aaaaaaaaaa", "x"};

/* Inserts or deletes something, as keys do. */
static void edit(Text *text) {
  const int count = sizeof pieces / sizeof *pieces;
  const char *piece = pieces[any(count)];
  const size_t n = strlen(piece), at = (size_t)any((int)text->n + 1);
  const size_t cut = (size_t)any(any(4) ? 3 : 60);
  if (any(3) && text->n + n <= MOST) {
    memmove(text->bytes + at + n, text->bytes + at, text->n - at);
    memcpy(text->bytes + at, piece, n);
    text->n += n;
  } else if (at + cut <= text->n) {
    text->n -= cut;
    memmove(text->bytes + at, text->bytes + at + cut, text->n - at);
  }
}

static void draw(ScreenImage *image, Text *text, ScreenView *view, int width,
                 int height) {
  unsigned char styles[MOST + 64];
  for (size_t i = 0; i < text->n; i++)
    styles[i] = (unsigned char)text->bytes[i] % 5;
  text->bytes[text->n] = 0;
  ScreenEntry e = {.prompt = "\001\033[1;36m\002ml> \001\033[0m\002",
                   .indent = 4,
                   .text = text->bytes,
                   .n = text->n,
                   .point = (size_t)any((int)text->n + 1),
                   .styles = styles,
                   .ghost = any(4) ? "" : "ghost of\nan entry",
                   .status = any(4) ? "" : "f(x) what it does",
                   .accepted = !any(9)};
  if (!any(3) || e.accepted) e.point = text->n;
  if (e.point < text->n) e.ghost = "";
  assert_true(screen_image_clear(image, width, height));
  screen_entry_draw(image, &e, view);
  assert_in_range(image->rows, 1, height);
}

static void edit_in_window(int width, int height, int family) {
  static Tty tty;
  Text text = {.n = 0};
  ScreenImage image[2] = {{0}, {0}};
  ScreenView view = {0, 0};
  ScreenBytes out = {0};
  start(&tty, width, family);
  for (int i = 1; i <= 200; i++) {
    ScreenImage *old = &image[i % 2], *new = &image[(i + 1) % 2];
    edit(&text);
    draw(new, &text, &view, width, height);
    out.n = 0;
    screen_update_show(&out, old, new);
    receive(&tty, out.bytes, out.n);
    expect_image(&tty, new);
  }
  screen_image_free(&image[0]);
  screen_image_free(&image[1]);
  screen_update_free(&out);
}

static void test_the_terminal_shows_each_image(void **state) {
  (void)state;
  for (int round = 0; round < 20; round++)
    for (int width = 1; width <= 40; width++)
      edit_in_window(width, 1 + any(30), any(2) ? 2 : 0);
}

/* -- bytes ---------------------------------------------------------------- */

/* What is sent when `before` becomes `after`, with the cursor at the end. */
static const char *sent(const char *before, const char *after, int width) {
  static char bytes[512];
  unsigned char styles[256] = {0};
  ScreenImage old = {0}, new = {0};
  ScreenBytes out = {0};
  ScreenView view = {0, 0};
  ScreenEntry e = {
    .prompt = "ml> ", .styles = styles, .ghost = "", .status = ""};
  screen_image_clear(&old, width, 24);
  screen_image_clear(&new, width, 24);
  e.text = before;
  e.n = e.point = strlen(before);
  screen_entry_draw(&old, &e, &view);
  e.text = after;
  e.n = e.point = strlen(after);
  screen_entry_draw(&new, &e, &view);
  screen_update_show(&out, &old, &new);
  snprintf(bytes, sizeof bytes, "%.*s", (int)out.n, out.bytes);
  screen_image_free(&old);
  screen_image_free(&new);
  screen_update_free(&out);
  return bytes;
}

static void test_only_changes_are_sent(void **state) {
  (void)state;
  assert_string_equal(sent("abc", "abcd", 80), "d");
  assert_string_equal(sent("abc", "abc", 80), "");
  assert_string_equal(sent("abc", "ab", 80), "\b\033[K");
  assert_string_equal(sent("abcdefghijkl", "xabcdefghijkl", 80),
                      "\033[12D\033[@x\033[12C");
  assert_string_equal(sent("xabcdefghijkl", "abcdefghijkl", 80),
                      "\033[13D\033[P\033[12C");
  assert_string_equal(sent("abcde", "abcdef", 10), "f \r");
}

int main(void) {
  setlocale(LC_CTYPE, "C.UTF-8");
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_the_terminal_shows_each_image),
    cmocka_unit_test(test_only_changes_are_sent)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
