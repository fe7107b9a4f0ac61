/* terminal_axes.c - axes, ticks, titles and color bars drawn with
 * characters. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/text/terminal_axes.h"
#include "plot/text/terminal_marks.h"
#include "plot/canvas/render_pen.h"

enum {
  LINE_X = 0x2500,
  LINE_Y = 0x2502,
  TICK_X = 0x252C,
  TICK_Y = 0x2524,
  TICK_RIGHT = 0x251C,
  CORNER = 0x2514,
  CORNER_Y = 0x253C
};

enum { LABEL_ROOM = TEXT_ROOM + TICK_TEXT };

/* -- positions of ticks ---------------------------------------------------- */

/* The cell of a tick, relative to the data area; -1: outside. */
static long tick_cell(const TerminalPanel *p, AxesDirection which, size_t i) {
  double value = p->panel.ticks[which].at[i];
  Box b = p->panel.box;
  bool x = which == DIRECTION_X;
  double at =
    x ? panel_x(&p->panel, value) - b.x0 : b.y1 - panel_y(&p->panel, value);
  double most = x ? b.x1 - b.x0 : b.y1 - b.y0;
  if (!(at >= -0.5 && at <= most + 0.5)) return -1;
  double first = x ? b.x0 - (double)(p->data.column * DOTS_WIDE) : 0.5;
  long cell = (long)floor((at + first) / (x ? DOTS_WIDE : DOTS_HIGH));
  long last = (long)(x ? p->data.columns : p->data.rows) - 1;
  return cell < 0 ? 0 : cell > last ? last : cell;
}

/* -- along y -------------------------------------------------------------- */

static void draw_y(Braille *d, const TerminalPanel *p) {
  const Ticks *t = &p->panel.ticks[DIRECTION_Y];
  long line = (long)p->data.column - 1, top = (long)p->data.row;
  size_t room = p->data.column - p->area.column - 1;
  long before = -1;
  for (size_t i = 0; i < p->data.rows; i++)
    braille_put(d, line, top + (long)i, LINE_Y);
  for (size_t i = t->n; i-- > 0;) {
    long cell = tick_cell(p, DIRECTION_Y, i);
    if (cell < 0 || cell == before) continue;
    before = cell;
    size_t n = braille_width(t->text[i]);
    n = n < room ? n : room;
    braille_put(d, line, top + cell, TICK_Y);
    braille_write(d, p->data.column - 1 - n, p->data.row + (size_t)cell,
                  t->text[i], n, false);
  }
}

static void draw_right(Braille *d, const TerminalPanel *p) {
  TerminalPanel right = *p;
  right.panel = panel_right(&p->panel);
  const Ticks *t = &right.panel.ticks[DIRECTION_Y];
  size_t line = p->data.column + p->data.columns;
  size_t room = p->area.column + p->area.columns - line - 1;
  long before = -1;
  for (size_t i = 0; i < p->data.rows; i++)
    braille_put(d, (long)line, (long)(p->data.row + i), LINE_Y);
  for (size_t i = t->n; i-- > 0;) {
    long cell = tick_cell(&right, DIRECTION_Y, i);
    if (cell < 0 || cell == before) continue;
    before = cell;
    braille_put(d, (long)line, (long)p->data.row + cell, TICK_RIGHT);
    braille_write(d, line + 1, p->data.row + (size_t)cell, t->text[i], room,
                  false);
  }
}

/* -- along x -------------------------------------------------------------- */

/* Names are side by side: each may use the space between two of them. */
static size_t name_room(const TerminalPanel *p) {
  size_t n = p->panel.ticks[DIRECTION_X].n;
  return n ? p->data.columns / n : 0;
}

static void draw_x_text(Braille *d, const TerminalPanel *p, size_t i, long cell,
                        long *free_from) {
  enum { READABLE = 3 };
  const char *text = p->panel.ticks[DIRECTION_X].text[i];
  size_t n = braille_width(text), room = name_room(p);
  bool named = p->panel.axes->names[DIRECTION_X];
  if (named && n >= room && room > READABLE) n = room - 1;
  long from = (long)p->data.column + cell - (long)(n / 2);
  long end = (long)(p->area.column + p->area.columns);
  if (from + (long)n > end) from = end - (long)n;
  if (from < (long)p->area.column) from = (long)p->area.column;
  if (from < *free_from || from + (long)n > end) return;
  size_t row = p->data.row + p->data.rows + 1;
  braille_write(d, (size_t)from, row, text, n, false);
  *free_from = from + (long)n + 1;
}

/* From left to right, in either direction of the axis. */
static void draw_x(Braille *d, const TerminalPanel *p) {
  const Ticks *t = &p->panel.ticks[DIRECTION_X];
  long row = (long)(p->data.row + p->data.rows), free_from = 0;
  bool back = p->panel.limits[DIRECTION_X].lo > p->panel.limits[DIRECTION_X].hi;
  for (size_t i = 0; i < p->data.columns; i++)
    braille_put(d, (long)(p->data.column + i), row, LINE_X);
  if (p->y_ticks) braille_put(d, (long)p->data.column - 1, row, CORNER);
  for (size_t k = 0; k < t->n; k++) {
    size_t i = back ? t->n - 1 - k : k;
    long cell = tick_cell(p, DIRECTION_X, i);
    if (cell < 0) continue;
    braille_put(d, (long)p->data.column + cell, row, TICK_X);
    draw_x_text(d, p, i, cell, &free_from);
  }
}

/* -- words ---------------------------------------------------------------- */

static void draw_centered(Braille *d, Area where, size_t row, const char *text,
                          Area limits) {
  size_t n = braille_width(text);
  if (n > limits.columns) n = limits.columns;
  size_t middle = where.column + where.columns / 2;
  size_t from = middle > n / 2 ? middle - n / 2 : 0;
  if (from < limits.column) from = limits.column;
  if (from + n > limits.column + limits.columns)
    from = limits.column + limits.columns - n;
  braille_write(d, from, row, text, n, false);
}

/* The label of an axis, and what its tick labels have in common. */
static const char *label_of(const TerminalPanel *p, AxesDirection which,
                            char *room) {
  AxesText key = which == DIRECTION_X ? TEXT_X : TEXT_Y;
  const char *text = p->panel.axes->text[key];
  const char *offset = p->panel.ticks[which].offset;
  if (!offset[0]) return text ? text : "";
  snprintf(room, LABEL_ROOM, "%.*s%s%s", TEXT_LETTERS, text ? text : "",
           text ? "  " : "", offset);
  return room;
}

/* The y label is above its axis, the label of the colors above the bar. */
static void draw_y_words(Braille *d, const TerminalPanel *p, size_t row) {
  char label[LABEL_ROOM];
  const char *bar = p->bar     ? p->panel.bar.mark->text
                    : p->right ? p->panel.axes->text[TEXT_RIGHT]
                               : NULL;
  size_t room = p->area.columns, n = bar ? braille_width(bar) : 0;
  if (n > room / 2) n = room / 2;
  Spare spare = terminal_spare(p);
  size_t left = p->data.column - p->area.column;
  size_t from = left - (left < spare.left ? left : spare.left);
  if (p->y_label)
    braille_write(d, p->area.column + from, row,
                  label_of(p, DIRECTION_Y, label),
                  room - from - (n ? n + 1 : 0), false);
  size_t end = p->data.column + p->data.columns + spare.right - p->area.column;
  if (end < n || end > room) end = room;
  if (n) braille_write(d, p->area.column + end - n, row, bar, n, false);
}

/* Returns the row below. */
static size_t draw_title(Braille *d, const TerminalPanel *p, size_t row) {
  const char *lines[TERMINAL_TITLE];
  size_t lengths[TERMINAL_TITLE], room = terminal_title_columns(p);
  size_t end = p->area.column + p->area.columns, from = end - room;
  if (from > p->data.column || p->data.column + room <= end)
    from = p->data.column;
  size_t n =
    text_lines(lines, lengths, p->title, p->panel.axes->text[TEXT_TITLE],
               terminal_width, (double)room);
  for (size_t i = 0; i < n; i++) {
    char line[4 * TEXT_LETTERS];
    size_t bytes = lengths[i] < sizeof line ? lengths[i] : sizeof line - 1;
    memcpy(line, lines[i], bytes);
    line[bytes] = 0;
    braille_write(d, from, row + i, line, end - from, true);
  }
  return row + p->title;
}

void terminal_draw_frame(const Render *r, Braille *d, const TerminalPanel *p) {
  const Axes *a = p->panel.axes;
  size_t row = p->area.row;
  char label[LABEL_ROOM];
  braille_plain(d);
  if (p->title) row = draw_title(d, p, row);
  terminal_draw_legend(r, d, p, row);
  row += p->legend;
  braille_plain(d);
  draw_y_words(d, p, row);
  if (axes_has(a, MARK_SURFACE)) return;
  if (p->y_ticks) draw_y(d, p);
  if (p->right) draw_right(d, p);
  if (p->x_ticks) draw_x(d, p);
  row = p->data.row + p->data.rows + (p->x_ticks ? 2 : 0);
  if (p->x_label)
    draw_centered(d, p->data, row, label_of(p, DIRECTION_X, label), p->area);
}

/* -- the bar -------------------------------------------------------------- */

static void draw_bar_ticks(Braille *d, const TerminalPanel *p, size_t column) {
  const ColorBar *bar = &p->panel.bar;
  long before = -1;
  for (size_t i = bar->ticks.n; i-- > 0;) {
    double at = panel_scale(bar->ticks.at[i], bar->range, bar->log,
                            (double)p->data.rows, 0);
    long cell = (long)floor(fmin(at, (double)p->data.rows - 0.5));
    if (!(at >= -0.01) || cell <= before) continue;
    before = cell;
    braille_write(d, column, p->data.row + (size_t)cell, bar->ticks.text[i],
                  p->area.column + p->area.columns - column, false);
  }
}

void terminal_draw_bar(Braille *d, const TerminalPanel *p) {
  enum { WIDE = 2, GAP = 1 };
  const ColorBar *bar = &p->panel.bar;
  if (!p->bar) return;
  size_t column =
    p->data.column + p->data.columns + terminal_right_columns(p) + GAP;
  double x0 = (double)(column * DOTS_WIDE), x1 = x0 + WIDE * DOTS_WIDE;
  double bottom = (double)((d->rows - p->data.row - p->data.rows) * DOTS_HIGH);
  size_t steps = p->data.rows * DOTS_HIGH;
  braille_view(d, NULL);
  d->shading = true;
  for (size_t i = 0; i < steps; i++) {
    double y = bottom + (double)i, part = ((double)i + 0.5) / (double)steps;
    double x[] = {x0, x1, x1, x0}, ys[] = {y, y, y + 1, y + 1};
    d->color = color_map(bar->mark->style.map, part);
    braille_polygon(d, 4, x, ys);
  }
  d->shading = false;
  braille_plain(d);
  draw_bar_ticks(d, p, column + WIDE + GAP);
}
