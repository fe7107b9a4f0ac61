/* svg.h - pages in SVG.
 *
 * Written here rather than by PLplot, whose driver writes each marker and each
 * cell as a polygon of its own. Texts are texts, and lengths are the pixels of
 * the figure.
 */
#ifndef PLOT_SVG_SVG_H
#define PLOT_SVG_SVG_H

#include "plot/canvas/raster_backend.h"

const RasterBackend *svg_backend(void);

#endif
