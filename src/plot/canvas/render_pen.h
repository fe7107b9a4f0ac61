/* render_pen.h - colors and text in the units and the theme of a drawing. */
#ifndef PLOT_CANVAS_RENDER_PEN_H
#define PLOT_CANVAS_RENDER_PEN_H

#include "plot/canvas/render_guard.h"

const Theme *render_theme(const Render *r);
/* Sets the pen to a color as it appears in the theme. */
void render_color(const Render *r, Color color, double alpha);

/* Text sizes and lengths in Render units. */
extern const double tick_size, label_size, title_size, legend_size;
extern const double tick_length, tick_gap, label_gap, offset_rise;
/* The size of a title or label of the axes, in Render units. */
double render_text_size(const Axes *axes, AxesText which);

/* A title in up to TITLE_LINES lines. */
enum { TITLE_LINES = 3 };
typedef struct TitleLines {
  size_t n;
  const char *at[TITLE_LINES];
  size_t length[TITLE_LINES];
} TitleLines;

extern const double line_height; /* relative to the size of the text */

/* At most as many lines as fit into the height, or one; none if text is NULL.
 * `size` is in Render units, the room in pixels. */
TitleLines render_title_lines(const Render *r, const char *text, double size,
                              double widest, double highest);
/* Draws lines from `y`, the middle of the last one, upwards. */
void render_title(const Render *r, double x, double y, double size,
                  const TitleLines *lines, double widest);

/* Draws text at most `widest` pixels wide; its size is in Render units. */
void render_text(const Render *r, double x, double y, Lettering how,
                 const char *text, double widest);

#endif
