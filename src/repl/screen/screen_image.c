#include "repl/screen/screen_image.h"

#include <stdlib.h>
#include <string.h>

/* -- memory --------------------------------------------------------------- */

/* Makes room for the given number of bytes at *block. */
static bool reserve(void *block, size_t bytes) {
  void *larger = realloc(*(void **)block, bytes ? bytes : 1);
  if (larger) *(void **)block = larger;
  return larger;
}

bool screen_image_clear(ScreenImage *image, int width, int height) {
  const size_t rows = (size_t)height, cells = rows * (size_t)width;
  image->rows = 0;
  image->n = 0;
  *image->sequences = 0;
  image->cursor = (ScreenPlace){0, 0};
  if (width == image->width && height == image->height) return true;
  image->width = image->height = 0;
  if (!reserve(&image->row, rows * sizeof *image->row) ||
      !reserve(&image->cells, cells * sizeof *image->cells))
    return false;
  image->width = width;
  image->height = height;
  return true;
}

void screen_image_free(ScreenImage *image) {
  free(image->row);
  free(image->cells);
  free(image->text);
  *image = (ScreenImage){0};
}

/* Appends to the text; false if there is no memory. */
static bool keep(ScreenImage *image, const char *text, size_t n) {
  if (image->size < image->n + n) {
    const size_t size = 2 * (image->n + n) + 256;
    if (!reserve(&image->text, size)) return false;
    image->size = size;
  }
  if (n) memcpy(image->text + image->n, text, n);
  image->n += n;
  return true;
}

/* -- cells ---------------------------------------------------------------- */

static ScreenCell *cells_of(const ScreenImage *image, int row) {
  return image->cells + (size_t)row * (size_t)image->width;
}

const ScreenCell *screen_image_cells(const ScreenImage *image, int row) {
  return cells_of(image, row);
}

void screen_image_clear_row(ScreenImage *image, int row) {
  image->row[row] = (ScreenRow){0, false};
  if (row) image->row[row - 1].wraps = false;
}

static void add_rows(ScreenImage *image, int rows) {
  for (; image->rows < rows; image->rows++)
    image->row[image->rows] = (ScreenRow){0, false};
}

void screen_image_set_rows(ScreenImage *image, int rows) {
  add_rows(image, rows);
  image->rows = rows;
  if (rows) image->row[rows - 1].wraps = false;
}

void screen_image_replace(ScreenImage *image, int row, int column, char c) {
  ScreenCell *cells = cells_of(image, row);
  int first = column, end = column + 1;
  while (!cells[first].width && first > 0) first--;
  while (end < image->row[row].length && !cells[end].width) end++;
  for (int i = first; i < end; i++) cells[i] = (ScreenCell){.width = 1};
  cells[column].text = (uint32_t)image->n;
  cells[column].n = keep(image, &c, 1);
}

/* Sets the width of the last cell of a row. A terminal cannot be relied on to
 * wrap before a loose character. */
static void set_width(ScreenImage *image, int row, int column, int width) {
  ScreenCell *cell = cells_of(image, row) + column;
  cell->width = (uint8_t)width;
  for (int i = 1; i < width; i++) cell[i] = (ScreenCell){0};
  image->row[row].length = column + width;
  if (cell->loose && !column && row) image->row[row - 1].wraps = false;
}

/* Stores a character if the image shows its place, after empty cells. */
static ScreenCell *store(ScreenPen *pen, const char *text, size_t n,
                         int columns, bool loose) {
  ScreenImage *image = pen->image;
  const int row = pen->at.row - pen->from.row;
  const int column = pen->at.column - pen->from.column;
  if (!image || row < 0 || row >= image->height) return NULL;
  if (row >= image->rows) add_rows(image, row + 1);
  if (column < 0 || column + columns > image->width) return NULL;
  const size_t at = image->n;
  if (!keep(image, text, n)) return NULL;
  ScreenRow *r = &image->row[row];
  ScreenCell *cell = cells_of(image, row) + column;
  for (int i = r->length; i < column; i++)
    cells_of(image, row)[i] = (ScreenCell){.width = 1};
  *cell = (ScreenCell){.text = (uint32_t)at,
                       .n = (uint16_t)n,
                       .style = (uint8_t)pen->style,
                       .loose = loose};
  set_width(image, row, column, columns);
  return cell;
}

/* -- the pen -------------------------------------------------------------- */

/* Goes to the next row, which begins with a space if text wraps into it. */
static void begin_row(ScreenPen *pen, bool wraps) {
  const int row = pen->at.row - pen->from.row;
  pen->at = (ScreenPlace){pen->at.row + 1, 0};
  if (!pen->image || row + 1 >= pen->image->height) return;
  const int style = pen->style;
  pen->style = 0;
  if (wraps && row >= 0) pen->image->row[row].wraps = true;
  if (wraps) store(pen, "", 0, 1, false);
  pen->style = style;
}

void screen_image_newline(ScreenPen *pen) {
  begin_row(pen, false);
  pen->columns = 0;
  pen->joiners = 0;
  pen->last = pen->at;
}

/* A terminal may not wrap after a loose character. */
static void make_room(ScreenPen *pen, int columns, bool loose) {
  const int end = pen->at.column + columns;
  if (end > pen->margin || (loose && end == pen->margin && pen->at.column))
    begin_row(pen, !loose);
}

void screen_image_put(ScreenPen *pen, const char *text, size_t n, int columns,
                      bool loose) {
  if (columns > pen->margin || (loose && columns >= pen->margin)) {
    text = "?";
    n = 1;
    columns = 1;
    loose = false;
  }
  make_room(pen, columns, loose);
  pen->last = pen->at;
  pen->columns = columns;
  pen->joiners = 0;
  pen->cell = store(pen, text, n, columns, loose);
  pen->at.column += columns;
  if (pen->at.column >= pen->margin) begin_row(pen, true);
}

bool screen_image_join(ScreenPen *pen, const char *text, size_t n, int columns,
                       bool loose) {
  enum { MOST_COLUMNS = 64, MOST_BYTES = 4096 };
  const int width = pen->columns + columns, end = pen->last.column + width;
  const bool same_row = pen->at.row == pen->last.row;
  if (!pen->columns || width > MOST_COLUMNS) return false;
  if (loose && (!same_row || end >= pen->margin)) return false;
  ScreenCell *cell = pen->cell;
  pen->joiners = 0;
  pen->columns = width;
  if (same_row) pen->at.column = end;
  if (!cell || cell->n + n > MOST_BYTES) return true;
  if (pen->last.column - pen->from.column + width > pen->image->width)
    return true;
  if (cell->text + cell->n != pen->image->n) return true;
  if (!keep(pen->image, text, n)) return true;
  cell->n = (uint16_t)(cell->n + n);
  cell->loose |= loose;
  const int row = pen->last.row - pen->from.row;
  if (loose)
    set_width(pen->image, row, pen->last.column - pen->from.column, width);
  return true;
}

/* -- another width -------------------------------------------------------- */

/* Rows that wrap are one line: its characters up to the cursor are laid out
 * anew. At the end of a line, the cursor stays in the last row. */
static int row_in_line(const ScreenImage *image, int first, int last,
                       int width) {
  int row = 0, column = 0;
  for (int r = first; r <= last; r++) {
    const ScreenCell *cells = cells_of(image, r);
    for (int c = 0; c < image->row[r].length; c++) {
      if (!cells[c].width) continue;
      if (column + cells[c].width > width) {
        row++;
        column = 0;
      }
      if (r == image->cursor.row && c >= image->cursor.column) return row;
      column += cells[c].width;
    }
  }
  return row;
}

int screen_image_reflow(const ScreenImage *image, int width) {
  int above = 0, last = 0;
  for (int first = 0; first <= image->cursor.row; first = last + 1) {
    if (first >= image->rows) return above + image->cursor.row - first;
    last = first;
    while (last + 1 < image->rows && image->row[last].wraps) last++;
    if (last >= image->cursor.row)
      return above + row_in_line(image, first, last, width);
    above += row_in_line(image, first, last, width) + 1;
  }
  return above;
}
