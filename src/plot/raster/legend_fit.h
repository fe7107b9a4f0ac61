/* legend_fit.h - how the entries of a legend are arranged. */
#ifndef PLOT_RASTER_LEGEND_FIT_H
#define PLOT_RASTER_LEGEND_FIT_H

#include "plot/canvas/panel.h"

enum { LEGEND_ENTRIES = 200 };

/* Entries fill the columns from top to bottom. */
typedef struct Legend {
  size_t n, rows, columns;
  size_t more; /* entries that do not fit; the last line shows their number */
  const Mark *marks[LEGEND_ENTRIES];
  double size, row;             /* of text and of a line, in Render units */
  double room;                  /* for the widest text, in em */
  double column, width, height; /* pixels */
} Legend;

/* Units around samples, texts and the whole legend. */
extern const double legend_sample, legend_gap, legend_pad, legend_apart;

/* Arranges all entries, in columns and with smaller lines and letters if need
 * be, as many as fit into the panel or next to it. */
void legend_fit(const Render *r, const Panel *panel, bool outside,
                Legend *legend);

#endif
