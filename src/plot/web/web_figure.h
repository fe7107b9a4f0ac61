/* web_figure.h - a figure as JSON, for the script of the page.
 *
 * The JSON holds every decision that a picture needs: places, limits, ticks and
 * their labels, colors, the legend. The script (lib/page) decides them anew only
 * when the view changes. Coordinates are pixels from the top left.
 */
#ifndef PLOT_WEB_WEB_FIGURE_H
#define PLOT_WEB_WEB_FIGURE_H

#include "plot/canvas/render_guard.h"
#include "plot/figure/bytes.h"
#include "plot/figure/figure.h"

/* Appends the JSON to *out, also if it fails halfway. Errors and why[WHY_ROOM]
 * are as in render_memory; PLplot is not needed. */
Status web_figure(const Figure *figure, Bytes *out, char *why, StopFlag stop);

#endif
