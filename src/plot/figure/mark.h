/* mark.h - one drawing command: its kind, its data and its style.
 *
 * A new kind of mark needs a MarkKind, its fields in struct Mark, its extent in
 * axes_extent and a drawing function in plot/raster/marks.c.
 */
#ifndef PLOT_FIGURE_MARK_H
#define PLOT_FIGURE_MARK_H

#include "core/linalg/mat.h"
#include "plot/figure/memory.h"
#include "plot/figure/style.h"

typedef enum MarkKind {
  MARK_LINE,      /* x, y; markers at the points when the style has one */
  MARK_SCATTER,   /* x, y */
  MARK_FILL,      /* x, between y and y2 */
  MARK_CONTOUR,   /* z: one row a y, one column an x; levels ascending, or none
                   for about `bands` of them at round numbers */
  MARK_TEXT,      /* text at x[0], y[0] */
  MARK_BAR,       /* rectangles from x to x2, from y2 to y */
  MARK_HISTOGRAM, /* the same, side by side */
  MARK_IMAGE,     /* z in cells: x its cols + 1 edges, y its rows + 1; what is
                   not finite stays empty */
  MARK_SURFACE,   /* z over x and y as a contour's; a path over it x2, y2 */
  MARK_ARROWS,    /* from x, y to x2, y2 */
  MARK_ANNOTATE,  /* text with an arrow to x[0], y[0], which stands at x2[0],
                    y2[0], or near by when there are none */
  MARK_KINDS
} MarkKind;

extern const char *const mark_names[MARK_KINDS];

/* What a kind does not use is empty. nan or inf in x or y leaves a gap; z is
 * finite except in an image. Where nothing else is said, x, y, x2 and y2 have the same
 * length. */
typedef struct Mark {
  struct Mark *next;
  size_t bytes; /* of the block that holds the mark and all its data */
  MarkKind kind;
  Style style;
  Vec x, y, x2, y2, levels;
  Mat z;
  size_t bands;
  bool log_levels;   /* contour: levels grow by factors; bands only above 0 */
  bool downwards;    /* image: row 1 on top, cells are squares */
  bool numbers;      /* image: written into the cells */
  bool colorbar;     /* beside the axes; `text` is what it says, or NULL */
  double low, high;  /* what the ends of the color map stand for; nan: the
                       least and the largest of z */
  double turn, tilt; /* surface: where from it is seen, degrees */
  const char *label; /* what the legend says; NULL: nothing */
  const char *text;
} Mark;

/* What a mark of this kind looks like when nothing is said. */
Style mark_style(MarkKind kind);

/* Does this kind draw a matrix z? */
bool mark_is_grid(MarkKind kind);
/* STATUS_SHAPE: y or y2 (i expected, j given) or the sides of z.
 * STATUS_NONFINITE: z or the levels. STATUS_RANGE: levels do not ascend. */
Status mark_check(const Mark *mark);
/* A copy of the mark and all its data in one block of `bytes`; NULL: not enough
 * memory. */
Mark *mark_copy(Memory memory, const Mark *mark);

#endif
