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
/* Draws text at most `widest` pixels wide; its size is in Render units. */
void render_text(const Render *r, double x, double y, Lettering how,
                 const char *text, double widest);

#endif
