/* layout.h - positions on the page. */
#ifndef PLOT_RASTER_LAYOUT_H
#define PLOT_RASTER_LAYOUT_H

#include "plot/canvas/panel.h"
#include "plot/canvas/render_pen.h"

/* Places all panels of the figure and finds their limits and ticks. */
void layout_panels(Render *r, Panel *panels);
/* The width of the widest tick label, in Render units. */
double layout_ticks_width(const Panel *panel, AxesDirection which);
/* The room for the right axis, in Render units; 0: there is none. */
double layout_right_room(const Panel *panel);
/* The title of an axes, or of the figure, and the room for it in pixels; that
 * of an axes has lines for this height. */
TitleLines layout_title(const Render *r, const Panel *panel, double highest,
                        double *widest);
TitleLines layout_figure_title(const Render *r, double *widest);
/* How far the title is above the data area, in Render units. */
double layout_title_rise(const Panel *panel);
/* The same for the offset; 0: none. */
double layout_offset_width(const Ticks *ticks);

#endif
