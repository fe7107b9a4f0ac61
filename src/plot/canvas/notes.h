/* notes.h - what an axes does not show. */
#ifndef PLOT_CANVAS_NOTES_H
#define PLOT_CANVAS_NOTES_H

#include "plot/canvas/panel.h"

/* Draws notes in the lower left corner of the panel: that a surface is thinned,
 * how many marks have no finite value to draw, and how many points a logarithmic
 * axis leaves out. */
void notes_draw(const Render *r, const Panel *panel);

#endif
