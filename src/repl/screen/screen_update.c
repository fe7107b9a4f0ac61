#include "repl/screen/screen_update.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "repl/screen/screen_style.h"

/* -- bytes ---------------------------------------------------------------- */

void screen_update_add(ScreenBytes *out, const char *bytes, size_t n) {
  if (out->n + n > out->size) {
    const size_t size = 2 * (out->n + n) + 256;
    char *larger = realloc(out->bytes, size);
    if (!larger) out->failed = true;
    if (!larger) return;
    out->bytes = larger;
    out->size = size;
  }
  memcpy(out->bytes + out->n, bytes, n);
  out->n += n;
}

void screen_update_free(ScreenBytes *out) {
  free(out->bytes);
  *out = (ScreenBytes){0};
}

static void add(ScreenBytes *out, const char *text) {
  screen_update_add(out, text, strlen(text));
}

static void add_times(ScreenBytes *out, const char *text, int times) {
  for (int i = 0; i < times; i++) add(out, text);
}

/* A sequence with a count, which is omitted if it is 1. */
static void add_count(ScreenBytes *out, int count, char final) {
  char text[16];
  if (count == 1)
    snprintf(text, sizeof text, "\033[%c", final);
  else if (count > 0)
    snprintf(text, sizeof text, "\033[%d%c", count, final);
  if (count > 0) add(out, text);
}

/* -- the terminal --------------------------------------------------------- */

typedef struct Terminal {
  ScreenBytes *out;
  int width;
  ScreenPlace at; /* the cursor; in column `width` after a full row, until the
                     next character wraps to the next row */
  int bottom;     /* the last row that has been on the screen */
  int style;
  bool wraps; /* the row just written must be seen to wrap into the next */
} Terminal;

static void set_style(Terminal *t, int style) {
  if (style == t->style) return;
  if (t->style) add(t->out, "\033[m");
  add(t->out, screen_style_sequence(style));
  t->style = style;
}

static int digits(int n) { return n < 10 ? 1 : n < 100 ? 2 : 3; }

/* The bytes of a sequence with a count. */
static int cost(int count) {
  return !count ? 0 : count == 1 ? 3 : 3 + digits(count);
}

static void return_to(Terminal *t, int column) {
  add(t->out, "\r");
  add_count(t->out, column, 'C');
}

static void move_in_row(Terminal *t, int column) {
  const int from = t->at.column, back = from - column;
  const bool uncertain = from >= t->width;
  t->at.column = column;
  if (uncertain || (back > 0 && 1 + cost(column) < cost(back) && column < back))
    return_to(t, column);
  else if (back > 0 && back <= cost(back))
    add_times(t->out, "\b", back);
  else if (back > 0)
    add_count(t->out, back, 'D');
  else
    add_count(t->out, -back, 'C');
}

/* Rows that have not been on the screen yet are made by newlines. */
static void move_down(Terminal *t, int row, int column) {
  const int rows = row - t->at.row, sideways = abs(column - t->at.column);
  set_style(t, SCREEN_PLAIN);
  if (row > t->bottom ||
      2 * rows + cost(column) < cost(rows) + cost(sideways)) {
    add_times(t->out, "\r\n", rows);
    t->at.column = 0;
  } else
    add_count(t->out, rows, 'B');
  t->at.row = row;
  if (row > t->bottom) t->bottom = row;
}

static void move_to(Terminal *t, int row, int column) {
  if (t->at.row == row && t->at.column == column) return;
  if (t->at.column >= t->width) return_to(t, t->at.column = 0);
  if (row > t->at.row) move_down(t, row, column);
  add_count(t->out, t->at.row - row, 'A');
  t->at.row = row;
  if (t->at.column != column) move_in_row(t, column);
}

static void erase_to_end(Terminal *t) {
  set_style(t, SCREEN_PLAIN);
  add(t->out, "\033[K");
}

/* -- one row -------------------------------------------------------------- */

typedef struct Row {
  const ScreenImage *image;
  const ScreenCell *cells;
  int length;
  bool wraps;
} Row;

static Row row_of(const ScreenImage *image, int row) {
  static const Row none = {0};
  if (row >= image->rows) return none;
  return (Row){image, screen_image_cells(image, row), image->row[row].length,
               image->row[row].wraps};
}

static const char *text_of(const Row *r, const ScreenCell *cell) {
  return cell->n ? r->image->text + cell->text : " ";
}

static size_t bytes_of(const ScreenCell *cell) { return cell->n ? cell->n : 1; }

static bool same_cell(const Row *a, int i, const Row *b, int k) {
  const ScreenCell *x = &a->cells[i], *y = &b->cells[k];
  return x->width == y->width && x->style == y->style &&
         (!x->width || (bytes_of(x) == bytes_of(y) &&
                        !memcmp(text_of(a, x), text_of(b, y), bytes_of(x))));
}

/* The number of equal columns from a[i] and b[k]. */
static int same_columns(const Row *a, int i, const Row *b, int k) {
  const int start = i;
  while (i < a->length && k < b->length && same_cell(a, i, b, k)) i++, k++;
  return i - start;
}

/* The start of the character that the column is part of. */
static int start_of(const Row *r, int column) {
  while (column > 0 && column < r->length && !r->cells[column].width) column--;
  return column;
}

/* The terminal may use fewer columns: the others are spaces, and the cursor is
 * placed anew. */
static void write_loose(Terminal *t, const Row *r, int column) {
  const ScreenCell *cell = &r->cells[column];
  add_times(t->out, " ", cell->width);
  add_times(t->out, "\b", cell->width);
  screen_update_add(t->out, text_of(r, cell), bytes_of(cell));
  return_to(t, column + cell->width);
}

static void write_cells(Terminal *t, const Row *r, int from, int to) {
  for (int i = from; i < to; i += r->cells[i].width) {
    const ScreenCell *cell = &r->cells[i];
    set_style(t, cell->style);
    if (cell->loose)
      write_loose(t, r, i);
    else
      screen_update_add(t->out, text_of(r, cell), bytes_of(cell));
    t->at.column = i + cell->width;
  }
}

/* The number of columns that were inserted at `from` (or, if it is negative,
 * deleted), so that the terminal can move the rest of the row; 0 if none. */
static int shift_of(const Row *a, const Row *b, int from, int width) {
  enum { MOST = 8, GAIN = 6 };
  for (int n = 1; n <= MOST; n++) {
    const int in = same_columns(a, from, b, from + n);
    const bool all = from + in == a->length || b->length == width;
    if (in > GAIN && from + n + in == b->length && all) return n;
    const int out = same_columns(a, from + n, b, from);
    if (out > GAIN && from + n + out == a->length) return -n;
  }
  return 0;
}

/* Writes b[from] up to `to`, except for longer parts that a shows, too. */
static void write_changes(Terminal *t, int row, const Row *a, const Row *b,
                          int from, int to) {
  enum { GAIN = 6 };
  for (int i = from; i < to;) {
    const int same = same_columns(a, i, b, i);
    if (same > GAIN || i + same >= to)
      i += same;
    else {
      move_to(t, row, i);
      write_cells(t, b, i, i + b->cells[i].width);
      i = t->at.column;
    }
  }
}

static void insert(Terminal *t, int row, const Row *b, int from, int n) {
  move_to(t, row, from);
  set_style(t, SCREEN_PLAIN);
  add_count(t->out, n, '@');
  write_cells(t, b, from, from + n);
}

static void delete (Terminal *t, int row, int from, int n) {
  move_to(t, row, from);
  set_style(t, SCREEN_PLAIN);
  add_count(t->out, n, 'P');
}

/* Shows the part of the row that begins at column `from`. */
static void update_part(Terminal *t, int row, const Row *a, const Row *b,
                        int from) {
  const int shift = from ? shift_of(a, b, from, t->width) : 0;
  const Row none = {0};
  if (shift > 0)
    insert(t, row, b, from, shift);
  else if (shift < 0) {
    delete (t, row, from, -shift);
    write_changes(t, row, &none, b, a->length + shift, b->length);
  } else {
    write_changes(t, row, a, b, from, b->length);
    if (a->length > b->length) {
      move_to(t, row, b->length);
      erase_to_end(t);
    }
  }
}

/* -- rows that wrap ------------------------------------------------------- */

/* A terminal notes that a row wraps when a character is written after its last
 * one. It forgets that when the end of the row is erased; tmux, when all of the
 * next row is. */

/* Writes the last character of a row again unless it was the last written. */
static void begin_wrap(Terminal *t, int row, const Row *b) {
  const int last = start_of(b, b->length - 1);
  if (t->at.row != row || t->at.column != b->length) {
    move_to(t, row, last);
    write_cells(t, b, last, b->length);
  }
  t->wraps = true;
}

/* Writes the first character of the next row; returns its width. */
static int end_wrap(Terminal *t, int row, const Row *b) {
  t->wraps = false;
  t->at = (ScreenPlace){row, 0};
  if (row > t->bottom) t->bottom = row;
  write_cells(t, b, 0, b->cells->width);
  return b->cells->width;
}

static bool continues(const ScreenImage *image, int row) {
  return row && row < image->rows && image->row[row - 1].wraps;
}

static void update_row(Terminal *t, const ScreenImage *old,
                       const ScreenImage *new, int row) {
  Row a = row_of(old, row), b = row_of(new, row);
  if (continues(old, row) && !continues(new, row)) {
    move_to(t, row, 0);
    erase_to_end(t);
    a = (Row){0};
  }
  const int written = t->wraps ? end_wrap(t, row, &b) : 0;
  int from = same_columns(&a, 0, &b, 0);
  if (from < a.length || from < b.length) {
    from = start_of(&b, start_of(&a, from));
    update_part(t, row, &a, &b, from > written ? from : written);
  }
  const bool erased = a.length > b.length;
  if (b.wraps && (!a.wraps || erased)) begin_wrap(t, row, &b);
}

/* -- all ------------------------------------------------------------------ */

void screen_update_show(ScreenBytes *out, const ScreenImage *old,
                        const ScreenImage *new) {
  Terminal t = {.out = out, .width = new->width, .at = old->cursor};
  t.bottom = old->rows ? old->rows - 1 : 0;
  if (strcmp(old->sequences, new->sequences) != 0) add(out, new->sequences);
  for (int row = 0; row < new->rows; row++) update_row(&t, old, new, row);
  if (new->rows < old->rows) {
    move_to(&t, new->rows, 0);
    set_style(&t, SCREEN_PLAIN);
    add(out, "\033[J");
  }
  move_to(&t, new->cursor.row, new->cursor.column);
  set_style(&t, SCREEN_PLAIN);
}

void screen_update_leave(ScreenBytes *out, const ScreenImage *image) {
  add_count(out, image->rows - 1 - image->cursor.row, 'B');
}

void screen_update_clear(ScreenBytes *out, int row) {
  add(out, "\r");
  add_count(out, row, 'A');
  add(out, "\033[J");
}
