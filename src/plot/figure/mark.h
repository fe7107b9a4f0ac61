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
  MARK_LINE,    /* x, y; with markers at the points if the style has one */
  MARK_SCATTER, /* x, y; a color for each value, a diameter for each size, if
                   there are any; nan: no marker */
  MARK_FILL,    /* x, between y and y2 */
  MARK_CONTOUR, /* z: one row per y, one column per x; ascending levels, or none
                   for about `bands` at round numbers */
  MARK_TEXT,    /* text at x[0], y[0] */
  MARK_BAR,     /* rectangles from x to x2, from y2 to y */
  MARK_HISTOGRAM, /* the same, side by side */
  MARK_IMAGE,    /* cells of z: x has cols + 1 edges, y rows + 1; cells that are
                 not finite stay empty */
  MARK_SURFACE,  /* z over x and y as for a contour; x2, y2: a path on it */
  MARK_ARROWS,   /* from x, y to x2, y2 */
  MARK_ANNOTATE, /* text at x2[0], y2[0], or nearby if they are empty, with an
                    arrow to x[0], y[0] */
  MARK_SPAN,     /* rectangles from x, y to x2, y2, lines if x = x2 or y = y2;
                    an end at infinity is the edge of the panel */
  MARK_HEXBIN,   /* hexagons in the boxes from x, y to x2, y2, with a value */
  MARK_KINDS
} MarkKind;

extern const char *const mark_names[MARK_KINDS];

/* Fields that a kind does not use are empty. nan or inf leaves a gap. Unless
 * stated otherwise, x, y, x2 and y2 have the same length. */
typedef struct Mark {
  struct Mark *next;
  size_t bytes; /* of the block that holds the mark and all its data */
  MarkKind kind;
  Style style;
  Vec x, y, x2, y2, levels, values, sizes;
  Mat z;
  size_t bands;
  bool log_levels; /* contour: logarithmic levels; bands only above 0 */
  bool logits;     /* contour: z is log(p / (1 - p)); the bar shows p, 0 to 1 */
  bool right;      /* y is measured on the right axis */
  bool downwards;  /* image: row 1 on top, cells are squares */
  bool numbers;    /* image: the values are written in the cells */
  bool colorbar;   /* draw a color bar; `text` is its label, or NULL */
  double low,
    high; /* values at the ends of the color map; nan: the minimum and maximum
             of z or of the values */
  double turn, tilt; /* surface: the viewing angles, degrees */
  const char *label; /* legend entry; NULL: none */
  const char *text;
} Mark;

/* The default style of this kind. */
Style mark_style(MarkKind kind);

/* Does this kind draw a matrix z? */
bool mark_is_grid(MarkKind kind);
/* Does it draw what lies between x, y and x2, y2? */
bool mark_has_boxes(MarkKind kind);
/* STATUS_SHAPE: y or y2 (i expected, j given) or the sides of z.
 * STATUS_NONFINITE: the levels. STATUS_RANGE: levels do not ascend. */
Status mark_check(const Mark *mark);
/* A copy of the mark and all its data in one block of `bytes`; NULL: not enough
 * memory. */
Mark *mark_copy(Memory memory, const Mark *mark);

#endif
