/* terminal_layout.c - assigns cells to the parts of an axes. */
#include <math.h>

#include "plot/text/terminal_layout.h"
#include "plot/text/terminal_marks.h"
#include "plot/canvas/limits.h"

enum { NAME_COLUMNS = 4 }; /* for a name, which may be truncated */
enum { DATA_ROWS = 3, DATA_COLUMNS = 8, BAR_COLUMNS = 2 };

static size_t widest(const Ticks *t) {
  size_t most = 0;
  for (size_t i = 0; i < t->n; i++) {
    size_t n = braille_width(t->text[i]);
    most = n > most ? n : most;
  }
  return most;
}

static bool is_solid(const TerminalPanel *p) {
  return axes_has(p->panel.axes, MARK_SURFACE);
}

/* Ticks that were removed by the user take no room. */
static bool has_ticks(const TerminalPanel *p, AxesDirection which) {
  const Names *names = p->panel.axes->names[which];
  return p->told[which] && !is_solid(p) && (!names || names->n);
}

static bool has_text(const TerminalPanel *p, AxesText which) {
  const char *text = p->panel.axes->text[which];
  return text && *text;
}

static bool has_bar(const TerminalPanel *p) { return p->panel.bar.mark; }

double terminal_width(const char *text) { return (double)braille_width(text); }

size_t terminal_title_columns(const TerminalPanel *p) {
  enum { BEFORE = 10 };
  size_t n = p->area.columns;
  return n > 3 * BEFORE ? n - BEFORE : n;
}

static size_t title_lines(const TerminalPanel *p) {
  const char *lines[TERMINAL_TITLE];
  size_t lengths[TERMINAL_TITLE];
  if (!has_text(p, TEXT_TITLE)) return 0;
  return text_lines(lines, lengths, TERMINAL_TITLE,
                    p->panel.axes->text[TEXT_TITLE], terminal_width,
                    (double)terminal_title_columns(p));
}

/* -- rows ----------------------------------------------------------------- */

static size_t rows_above(const TerminalPanel *p) {
  bool told = p->y_label || (p->right && has_text(p, TEXT_RIGHT)) ||
              (p->bar && p->panel.bar.mark->text);
  return p->title + p->legend + (size_t)told;
}

/* The line, the tick labels, the axis label. */
static size_t rows_below(const TerminalPanel *p) {
  return (p->x_ticks ? 2u : 0u) + (size_t)p->x_label;
}

/* The least important part is dropped first. */
static void make_room(TerminalPanel *p) {
  size_t rows = p->area.rows;
  bool *parts[] = {&p->x_label, &p->y_label, &p->x_ticks};
  for (size_t i = 0; i < 4; i++) {
    while (p->title > 1 && rows_above(p) + rows_below(p) + DATA_ROWS > rows)
      p->title--;
    while (p->legend > 1 && rows_above(p) + rows_below(p) + DATA_ROWS > rows)
      p->legend--;
    if (rows_above(p) + rows_below(p) + DATA_ROWS <= rows) return;
    if (i == 2) p->legend = 0;
    if (rows_above(p) + rows_below(p) + DATA_ROWS <= rows) return;
    if (i < 3)
      *parts[i] = false;
    else
      p->title = 0;
  }
}

/* -- columns -------------------------------------------------------------- */

static size_t limit(size_t n, size_t most) { return n < most ? n : most; }

/* The labels and the line; long names are truncated. */
static size_t columns_before(const TerminalPanel *p) {
  if (!p->y_ticks) return 0;
  return limit(widest(&p->panel.ticks[DIRECTION_Y]), p->area.columns / 3) + 1;
}

/* The line of the right axis and its labels. */
size_t terminal_right_columns(const TerminalPanel *p) {
  return p->right ? 1 + widest(&p->panel.right_ticks) : 0;
}

static size_t columns_behind(const TerminalPanel *p) {
  size_t bar = p->bar ? 2 + BAR_COLUMNS + widest(&p->panel.bar.ticks) : 0;
  return bar + terminal_right_columns(p);
}

static void make_ticks(TerminalPanel *p, AxesDirection which, size_t most) {
  Panel *panel = &p->panel;
  ticks_make(&panel->ticks[which], &panel->rule[which], panel->limits[which],
             most);
}

/* More ticks would be too close together to be useful. */
static size_t some(size_t n) {
  enum { LEAST = 2, MOST = 11 };
  return n < LEAST ? LEAST : n > MOST ? MOST : n;
}

static void make_both_ticks(TerminalPanel *p) {
  panel_right_ticks(&p->panel, some(p->data.rows / 3));
  const TickRule *rule = p->panel.rule;
  bool x_names = rule[DIRECTION_X].names, y_names = rule[DIRECTION_Y].names;
  make_ticks(p, DIRECTION_Y, y_names ? p->data.rows : some(p->data.rows / 3));
  make_ticks(p, DIRECTION_X,
             x_names ? p->data.columns / NAME_COLUMNS
                     : some(p->data.columns / 12));
  if (x_names) return;
  size_t each = widest(&p->panel.ticks[DIRECTION_X]) + 4;
  make_ticks(p, DIRECTION_X, some(p->data.columns / each));
}

/* What all labels have in common is added to the label of the axis. */
static void add_offsets(TerminalPanel *p) {
  const Ticks *t = p->panel.ticks;
  if (p->x_ticks && t[DIRECTION_X].offset[0]) p->x_label = true;
  if (p->y_ticks && t[DIRECTION_Y].offset[0]) p->y_label = true;
  make_room(p);
}

/* -- all of it ------------------------------------------------------------ */

/* The ends of the axis are the centers of the first and last dots. */
static Box box_of(const Braille *d, Area a) {
  double bottom = (double)((d->rows - a.row - a.rows) * DOTS_HIGH);
  return (Box){(double)(a.column * DOTS_WIDE) + 0.5, bottom + 0.5,
               (double)((a.column + a.columns) * DOTS_WIDE) - 0.5,
               bottom + (double)(a.rows * DOTS_HIGH) - 0.5};
}

/* A box that shrank to stay square is aligned to cells. */
static Area area_of(const Braille *d, Box b) {
  size_t left = (size_t)(b.x0 / DOTS_WIDE), right = (size_t)(b.x1 / DOTS_WIDE);
  size_t low = (size_t)(b.y0 / DOTS_HIGH), high = (size_t)(b.y1 / DOTS_HIGH);
  return (Area){left, d->rows - 1 - high, right - left + 1, high - low + 1};
}

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

Spare terminal_spare(const TerminalPanel *p) {
  return (Spare){columns_before(p), columns_behind(p), rows_above(p),
                 rows_below(p)};
}

static void place_data(const Braille *d, TerminalPanel *p) {
  size_t before = larger(columns_before(p), p->least.left);
  size_t behind = columns_behind(p);
  size_t above = larger(rows_above(p), p->least.above),
         below = larger(rows_below(p), p->least.below);
  Area a = p->area;
  size_t columns = a.columns - limit(a.columns - 1, before + behind);
  size_t rows = a.rows - limit(a.rows - 1, above + below);
  p->data = (Area){a.column + limit(before, a.columns - 1),
                   a.row + limit(above, a.rows - 1), columns, rows};
  p->panel.box = box_of(d, p->data);
  limits_fit(&p->panel);
  p->data = area_of(d, p->panel.box);
}

/* An axis uses at most a part of a narrow panel, or is omitted. */
static void drop_columns(TerminalPanel *p) {
  size_t n = p->area.columns;
  if (columns_before(p) + columns_behind(p) + DATA_COLUMNS > n) p->bar = false;
  if (columns_before(p) + columns_behind(p) + DATA_COLUMNS > n)
    p->right = false;
  if (columns_before(p) + DATA_COLUMNS > n) p->y_ticks = false;
}

void terminal_place(const Braille *d, TerminalPanel *p) {
  const Axes *a = p->panel.axes;
  p->title = title_lines(p);
  p->y_label = has_text(p, TEXT_Y) && !is_solid(p);
  p->x_label = has_text(p, TEXT_X) && !is_solid(p);
  p->x_ticks = has_ticks(p, DIRECTION_X);
  p->y_ticks = has_ticks(p, DIRECTION_Y);
  p->bar = has_bar(p);
  p->right = p->panel.has_right;
  p->legend =
    a->legend ? terminal_legend_rows(a, p->area.columns, p->area.rows / 4) : 0;
  p->panel.limits[DIRECTION_X] = p->panel.data[DIRECTION_X];
  p->panel.limits[DIRECTION_Y] = p->panel.data[DIRECTION_Y];
  make_room(p);
  p->data = p->area;
  make_both_ticks(p);
  add_offsets(p);
  drop_columns(p);
  for (int round = 0; round < 2; round++) {
    place_data(d, p);
    make_both_ticks(p);
    add_offsets(p);
  }
  place_data(d, p);
}
