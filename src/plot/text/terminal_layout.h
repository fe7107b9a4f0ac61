/* terminal_layout.h - positions of the parts of a panel in a terminal. */
#ifndef PLOT_TEXT_TERMINAL_LAYOUT_H
#define PLOT_TEXT_TERMINAL_LAYOUT_H

#include "plot/canvas/panel.h"
#include "plot/text/braille.h"

/* A rectangle of cells; rows count from the top. */
typedef struct Area {
  size_t column, row, columns, rows;
} Area;

/* Cells used around the data. */
typedef struct Spare {
  size_t left, right, above, below;
} Spare;

/* A placed axes. Parts that do not fit are left out. */
typedef struct TerminalPanel {
  Panel panel;          /* its box is in dots */
  Area area;            /* the whole panel */
  Area data;            /* the data area */
  Spare least;          /* minimum margins */
  size_t legend, title; /* lines */
  bool y_label, x_label, x_ticks, y_ticks, bar, right;
  bool
    told[2]; /* may have tick labels; shared axes label only the outer panels */
} TerminalPanel;

enum { TERMINAL_TITLE = 3 }; /* lines of a title */

/* The width of a text in cells. */
double terminal_width(const char *text);
/* The room for a title: it begins above the data area, or earlier if that is
 * too narrow. */
size_t terminal_title_columns(const TerminalPanel *p);

/* Finds the parts of the panel and its ticks, given its axes, data limits and
 * color bar. */
void terminal_place(const Braille *d, TerminalPanel *p);
/* The columns of the right axis; 0: there is none. */
size_t terminal_right_columns(const TerminalPanel *p);
/* The margins that a placed panel needs. */
Spare terminal_spare(const TerminalPanel *p);

#endif
