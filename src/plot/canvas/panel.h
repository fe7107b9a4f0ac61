/* panel.h - an axes placed on the page: from data to pixels and back. */
#ifndef PLOT_CANVAS_PANEL_H
#define PLOT_CANVAS_PANEL_H

#include "plot/canvas/render_guard.h"
#include "plot/figure/ticks.h"

/* The color bar next to an axes. */
typedef struct ColorBar {
  const Mark *mark; /* NULL: none */
  Range range;
  bool log;
  size_t bands; /* number of color bands */
  Ticks ticks;
} ColorBar;

/* An axes and its position on the page. */
typedef struct Panel {
  const Axes *axes;
  size_t row, column;
  Box box;         /* the data area */
  Range data[2];   /* limits by direction, before `equal` */
  Range limits[2]; /* hi < lo: reversed */
  TickRule rule[2];
  Ticks ticks[2];
  bool told[2]; /* has tick labels; shared axes label only the outer panels */
  bool turned;  /* long x labels run upwards */
  double name_scale[2];   /* relative size of tick labels */
  double name_longest[2]; /* longer ones are truncated, in Render units */
  const char *note;       /* what could not be shown, or NULL */
  bool has_right;         /* a second axis of y, at the right */
  bool on_right;          /* panel_right: y is that axis */
  Range right;
  Ticks right_ticks;
  ColorBar bar;
  double legend; /* width of a legend outside the data area; 0: inside */
} Panel;

/* Maps a value of the range to a pixel between `from` and `to`. */
double panel_scale(double value, Range range, bool log, double from, double to);
/* From data to pixels; nan stays nan, distant values are clamped to
 * CANVAS_FAR. */
double panel_x(const Panel *panel, double x);
double panel_y(const Panel *panel, double y);
/* The same for an edge of a bar or a cell: on a logarithmic axis, what is not
 * above 0 is far beyond the end of the small numbers. */
double panel_edge(const Panel *panel, AxesDirection which, double value);
/* The panel with the right axis as its y. */
Panel panel_right(const Panel *panel);
TickKind panel_right_kind(const Panel *panel);
void panel_right_ticks(Panel *panel, size_t most);
/* The inverse. Returns false if the pixel is outside or the axes shows a
 * surface. */
bool panel_place(const Panel *panel, double right, double up, double *x,
                 double *y);

#endif
