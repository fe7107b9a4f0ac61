/* terminal_parts.h - what the files that draw a terminal's page share. */
#ifndef PLOT_TEXT_TERMINAL_PARTS_H
#define PLOT_TEXT_TERMINAL_PARTS_H

#include "plot/raster/panel.h"
#include "plot/text/terminal.h"

/* A rectangle of cells; rows count from the top. */
typedef struct Area {
  size_t column, row, columns, rows;
} Area;

/* Cells that are taken beside the data. */
typedef struct Spare {
  size_t left, right, above, below;
} Spare;

/* An axes in its place. Parts that have no room are left out. */
typedef struct TerminalPanel {
  Panel panel;   /* its box is in dots */
  Area area;     /* of all of it */
  Area data;     /* of what is drawn */
  Spare least;   /* which it takes even when it needs less */
  size_t legend; /* lines */
  bool title, y_label, x_label, x_ticks, y_ticks, bar;
  bool told[2]; /* may have texts at its ticks: shared ones stand at the rim */
} TerminalPanel;

/* terminal_layout.c: where the parts of the panel are, and its ticks. The
 * panel's axes, data limits and bar are known. */
void terminal_place(const Braille *d, TerminalPanel *p);
/* What the parts of a placed panel need. */
Spare terminal_spare(const TerminalPanel *p);

/* terminal_axes.c */
void terminal_draw_frame(const Render *r, Braille *d, const TerminalPanel *p);
void terminal_draw_bar(Braille *d, const TerminalPanel *p);

/* terminal_marks.c: marks as a terminal can tell them apart. */
void terminal_draw_marks(Render *r, Braille *d, const TerminalPanel *p);
/* Lines that the legend takes in so many columns, 3 at most. */
size_t terminal_legend_rows(const Axes *axes, size_t columns);
void terminal_draw_legend(const Render *r, Braille *d, const TerminalPanel *p,
                          size_t row);

#endif
