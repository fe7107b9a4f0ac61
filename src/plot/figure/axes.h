/* axes.h - the contents of one axes: labels, limits, ticks and marks. */
#ifndef PLOT_FIGURE_AXES_H
#define PLOT_FIGURE_AXES_H

#include "plot/figure/mark.h"

/* lo > hi is an axis that runs backwards. A nan end is found from the data. */
typedef struct Range {
  double lo, hi;
} Range;

typedef enum AxesText {
  TEXT_TITLE,
  TEXT_X,
  TEXT_Y,
  TEXT_Z, /* of a surface */
  TEXT_COUNT
} AxesText;
typedef enum AxesDirection { DIRECTION_X, DIRECTION_Y } AxesDirection;

/* Ticks that were given: n places with a text each, which ends in 0. */
typedef struct Names {
  size_t bytes, n;
  double *at;
  const char *texts;
} Names;

typedef struct Axes {
  struct Figure *figure;
  Mark *first, *last;
  size_t count;           /* of marks */
  size_t colors;          /* of the color cycle used so far */
  char *text[TEXT_COUNT]; /* NULL: none */
  Range limits[2];        /* by direction */
  Names *names[2];        /* NULL: ticks at round numbers */
  bool log[2];
  bool equal; /* one unit is as long in x as in y */
  bool grid;
  bool legend; /* shown when a mark has a label */
} Axes;

/* Makes `axes` an empty axes of the figure. */
void axes_init(Axes *axes, struct Figure *figure);
/* Frees everything in the axes. */
void axes_clear(Axes *axes);

/* The text is copied; NULL removes it. */
Status axes_set_text(Axes *axes, AxesText which, const char *text);

/* STATUS_RANGE when both ends are equal, an end is infinite, or not above 0 on
 * a log axis. */
Status axes_set_limits(Axes *axes, AxesDirection which, Range limits);
/* STATUS_RANGE when the limits given before are not above 0. */
Status axes_set_log(Axes *axes, AxesDirection which, bool log);

/* Ticks at these finite places, ascending or not, with these texts (at.n of
 * them, one behind the other, each ended by 0); none at all when at.n is 0. */
Status axes_set_names(Axes *axes, AxesDirection which, Vec at,
                      const char *texts);
/* Back to ticks at round numbers. */
void axes_drop_names(Axes *axes, AxesDirection which);

/* Is a mark of this kind among them? */
bool axes_has(const Axes *axes, MarkKind kind);

/* Copies the mark and all it points to. A style without a color gets the next
 * of the cycle (kinds that have no color of their own excepted).
 * STATUS_SHAPE: y or y2 (i expected, j came) or the sides of z.
 * STATUS_NONFINITE: z, or the levels. STATUS_RANGE: levels do not ascend. */
Status axes_add(Axes *axes, const Mark *mark);

/* What the data of one direction span: finite numbers, above 0 when the axis
 * is logarithmic. lo > hi: there are none. */
Range axes_extent(const Axes *axes, AxesDirection which);

#endif
