/* quick.h - filled polygons with hard edges in memory, for pictures that move:
 * a library that smooths edges takes ten times as long for each polygon. */
#ifndef PLOT_CANVAS_QUICK_H
#define PLOT_CANVAS_QUICK_H

#include "plot/canvas/canvas.h"

typedef struct Quick {
  uint32_t *pixels; /* 0xrrggbb, rows from the top */
  long width, height;
  Color color;
  double alpha, pen;
} Quick;

/* Draws on a Quick. It has no text, dashes or clipping. */
const CanvasBackend *quick_backend(void);

#endif
