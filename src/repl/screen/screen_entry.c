#include "repl/screen/screen_entry.h"

#include <limits.h>
#include <string.h>

#include "repl/screen/screen_prompt.h"
#include "repl/screen/screen_style.h"
#include "repl/screen/screen_text.h"

static const char DOTS[] = "...";

static int clamp(int value, int low, int high) {
  return value > high ? high : value < low ? low : value;
}

/* -- all of the entry ----------------------------------------------------- */

/* Draws a character of the entry; returns its length. */
static size_t put(ScreenPen *pen, const ScreenEntry *e, size_t at) {
  if (e->text[at] == '\n' && !e->one_row) {
    screen_image_newline(pen);
    if (e->indent <= pen->margin / 2) screen_prompt_continue(pen, e->indent);
    return 1;
  }
  pen->style = e->styles[at];
  return screen_text_put(pen, e->text + at, e->n - at);
}

/* Draws the text; returns the place of the cursor. If a character did not fit
 * in the row, the cursor is on it in the next row. */
static ScreenPlace put_text(ScreenPen *pen, const ScreenEntry *e) {
  ScreenPlace cursor = pen->at;
  for (size_t at = 0; at < e->n;) {
    ScreenPlace place = pen->at;
    const bool newline = e->text[at] == '\n';
    const size_t n = put(pen, e, at);
    if (!newline && pen->last.row > place.row) place = pen->last;
    if (at <= e->point && e->point < at + n) cursor = place;
    at += n;
  }
  return e->point < e->n ? cursor : pen->at;
}

static ScreenPlace put_all(ScreenPen *pen, const ScreenEntry *e) {
  const char *last = screen_prompt_last_line(e->prompt);
  screen_prompt_put(pen, e->one_row ? last : e->prompt);
  const ScreenPlace cursor = put_text(pen, e);
  pen->style = SCREEN_GHOST;
  const size_t n = strlen(e->ghost);
  const bool cut = !e->one_row && screen_text_put_in_row(pen, e->ghost, n);
  if (cut) screen_text_put_in_row(pen, DOTS, sizeof DOTS - 1);
  return cursor;
}

/* -- the part that fits --------------------------------------------------- */

static void draw_dots(ScreenImage *image, const ScreenEntry *e, int row) {
  ScreenPen pen = {.image = image, .margin = image->width, .at = {row, 0}};
  const int columns = row ? e->indent : screen_prompt_columns(e->prompt);
  screen_image_clear_row(image, row);
  if (columns + (int)sizeof DOTS > image->width) return;
  if (row)
    screen_prompt_continue(&pen, columns);
  else
    screen_prompt_put(&pen, screen_prompt_last_line(e->prompt));
  pen.style = SCREEN_DIM;
  screen_text_put_in_row(&pen, DOTS, sizeof DOTS - 1);
}

/* Shows `height` of the entry's `all` rows. The first and last of them become
 * dots if more is above and below. */
static void draw_rows(ScreenImage *image, const ScreenEntry *e, int height,
                      ScreenPlace cursor, int all, ScreenView *view) {
  enum { LEAST = 5 };
  const int dots = height >= LEAST;
  view->top =
    clamp(view->top, cursor.row - (height - 1 - dots), cursor.row - dots);
  view->top = clamp(view->top, 0, all > height ? all - height : 0);
  ScreenPen pen = {
    .image = image, .margin = image->width, .from = {view->top, 0}};
  put_all(&pen, e);
  image->cursor = (ScreenPlace){cursor.row - view->top, cursor.column};
  screen_image_set_rows(image, clamp(all - view->top, 1, height));
  if (dots && view->top) draw_dots(image, e, 0);
  if (dots && view->top + height < all) draw_dots(image, e, height - 1);
}

/* Scrolls by thirds of the row, as Readline does. */
static int scroll(int left, int cursor, int width) {
  const int third = width < 3 ? 1 : width / 3;
  if (cursor - left > width - 2)
    left = cursor - 2 * third;
  else if (cursor < width - 2)
    left = 0;
  else if (cursor - left < 1)
    left = (cursor - 1) / third * third;
  return clamp(left > 0 ? left : 0, cursor - width + 1, cursor);
}

/* Like Readline, leaves the last column empty. */
static void draw_one_row(ScreenImage *image, const ScreenEntry *e, int cursor,
                         int all, ScreenView *view) {
  const int width = image->width > 1 ? image->width - 1 : 1;
  view->left = scroll(view->left, cursor, width);
  ScreenPen pen = {.image = image, .margin = INT_MAX, .from = {0, view->left}};
  put_all(&pen, e);
  image->cursor = (ScreenPlace){0, cursor - view->left};
  screen_image_set_rows(image, 1);
  ScreenRow *row = image->row;
  if (view->left && row->length) screen_image_replace(image, 0, 0, '<');
  if (all - view->left > width && row->length >= width)
    screen_image_replace(image, 0, width - 1, '>');
  if (row->length > width) row->length = width;
}

/* -- what surrounds it ---------------------------------------------------- */

static void draw_status(ScreenImage *image, const char *status) {
  ScreenPen pen = {.image = image, .margin = image->width};
  pen.at.row = image->rows;
  pen.style = SCREEN_DIM;
  for (;;) {
    const size_t n = strcspn(status, "\001\002");
    const bool cut = screen_text_put_in_row(&pen, status, n);
    if (cut || !status[n]) return;
    pen.style = status[n] == '\001' ? SCREEN_STRONG : SCREEN_DIM;
    status += n + 1;
  }
}

/* After a full row, the cursor is in an empty one, which an accepted entry does
 * not need. */
static void drop_empty_row(ScreenImage *image) {
  const int last = image->rows - 1;
  if (last < 1 || !image->row[last - 1].wraps || image->cursor.column) return;
  image->rows = last;
  image->row[last - 1].wraps = false;
  image->cursor = (ScreenPlace){last - 1, image->width - 1};
}

void screen_entry_draw(ScreenImage *image, const ScreenEntry *entry,
                       ScreenView *view) {
  enum { LEAST = 3 }; /* rows with a status */
  const bool status = *entry->status && image->height >= LEAST;
  const int height = image->height - status;
  ScreenPen all = {.margin = entry->one_row ? INT_MAX : image->width};
  const ScreenPlace cursor = put_all(&all, entry);
  if (entry->one_row)
    draw_one_row(image, entry, cursor.column, all.at.column, view);
  else
    draw_rows(image, entry, height, cursor, all.at.row + 1, view);
  if (entry->accepted) drop_empty_row(image);
  if (status) draw_status(image, entry->status);
}
