/* axes.h - the contents of one axes: labels, limits, ticks and marks. */
#ifndef PLOT_FIGURE_AXES_H
#define PLOT_FIGURE_AXES_H

#include "plot/figure/mark.h"

/* lo > hi: the axis runs backwards. An end that is nan is taken from the
 * data. */
typedef struct Range {
  double lo, hi;
} Range;

typedef enum AxesText {
  TEXT_TITLE,
  TEXT_X,
  TEXT_Y,
  TEXT_Z,     /* of a surface */
  TEXT_RIGHT, /* of the right axis */
  TEXT_COUNT
} AxesText;
typedef enum AxesDirection { DIRECTION_X, DIRECTION_Y } AxesDirection;

typedef enum LegendPlace {
  LEGEND_BEST, /* where it hides the fewest data, or outside */
  LEGEND_UPPER_RIGHT,
  LEGEND_UPPER_LEFT,
  LEGEND_LOWER_LEFT,
  LEGEND_LOWER_RIGHT,
  LEGEND_CENTER_RIGHT,
  LEGEND_CENTER_LEFT,
  LEGEND_UPPER_CENTER,
  LEGEND_LOWER_CENTER,
  LEGEND_CENTER,
  LEGEND_OUTSIDE /* right of the axes */
} LegendPlace;

/* "best", "upper right", ..., in the order of the enum; ends with NULL. */
extern const char *const legend_words[];

/* Given ticks: n positions, each with a NUL-terminated label. */
typedef struct Names {
  size_t bytes, n;
  double *at;
  const char *texts;
} Names;

typedef struct Axes {
  struct Figure *figure;
  Mark *first, *last;
  size_t count;           /* number of marks */
  size_t colors;          /* colors of the cycle used so far */
  char *text[TEXT_COUNT]; /* NULL: none */
  Range limits[2];        /* by direction */
  Range right;            /* limits of the right axis */
  bool right_log;         /* is it logarithmic? */
  Names *names[2];        /* NULL: ticks at round numbers */
  bool log[2];
  bool symlog[2];      /* logarithmic, but linear near 0: symlog.h */
  double threshold[2]; /* symlog: linear up to here; nan: from the data */
  bool dates[2];       /* seconds since 1970, UTC */
  bool equal;          /* units have equal length in x and y */
  bool grid;
  bool legend; /* shown if a mark has a label */
  LegendPlace legend_place;
  size_t legend_columns;        /* 0: as many as needed */
  double text_size[TEXT_COUNT]; /* pixels of a 600 x 400 panel; 0: usual */
} Axes;

/* Makes `axes` an empty axes of the figure. */
void axes_init(Axes *axes, struct Figure *figure);
/* Frees everything in the axes. */
void axes_clear(Axes *axes);

/* The text is copied; NULL removes it. */
Status axes_set_text(Axes *axes, AxesText which, const char *text);

/* STATUS_RANGE: the ends are equal, infinite, or not above 0 on a log axis. */
Status axes_set_limits(Axes *axes, AxesDirection which, Range limits);
/* STATUS_RANGE: the given limits are not above 0. */
Status axes_set_log(Axes *axes, AxesDirection which, bool log);

/* Makes the axis symmetrically logarithmic, or linear; the threshold is above 0
 * or nan. */
void axes_set_symlog(Axes *axes, AxesDirection which, bool on,
                     double threshold);
/* Labels the axis with dates, or with numbers. */
void axes_set_dates(Axes *axes, AxesDirection which, bool on);
/* The threshold of a symlog axis. Unless given, it is a power of ten such that
 * the smallest number of the data is beyond it, but no more than four decades
 * are. */
double axes_threshold(const Axes *axes, AxesDirection which);
/* Should the ticks be whole numbers? True for counts, for rows and columns of
 * an image, and if all data are whole numbers that differ by two or more. */
bool axes_is_whole(const Axes *axes, AxesDirection which);

/* Places ticks at these finite positions, in any order, with these labels: at.n
 * consecutive NUL-terminated strings. No ticks if at.n is 0. */
Status axes_set_names(Axes *axes, AxesDirection which, Vec at,
                      const char *texts);
/* Restores ticks at round numbers. */
void axes_drop_names(Axes *axes, AxesDirection which);

/* Does the axes contain a mark of this kind? */
bool axes_has(const Axes *axes, MarkKind kind);

/* Copies the mark and all its data. A style without a color gets the next of
 * the cycle, except for kinds without a color of their own. Errors as in
 * mark_check. */
Status axes_add(Axes *axes, const Mark *mark);

/* Replaces the points of mark `index`, from 0, and keeps its style. STATUS_RANGE:
 * there is no such mark; errors as in mark_check. */
Status axes_move_points(Axes *axes, size_t index, Vec x, Vec y);

/* Does a mark belong to the right axis? */
bool axes_has_right(const Axes *axes);
/* The range of y of its marks; axes_extent does not include it. */
Range axes_right_extent(const Axes *axes);
/* STATUS_RANGE: the ends are equal or infinite, or not above 0 on a log axis. */
Status axes_set_right(Axes *axes, Range limits);
/* STATUS_RANGE: the given limits are not above 0. */
Status axes_set_right_log(Axes *axes, bool log);

/* The range of the data in one direction: finite numbers, above 0 if the axis
 * is logarithmic. lo > hi: there are none. */
Range axes_extent(const Axes *axes, AxesDirection which);

#endif
