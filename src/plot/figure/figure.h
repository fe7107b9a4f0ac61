/* figure.h - a figure is a value: a list of drawing commands with copied data.
 *
 * Nothing is drawn here. A figure has rows x columns of axes; each axes has its
 * words (title, limits ...) and a list of marks in the order they were given.
 * The same figure can be rendered again and again, at any size, and tests read
 * the list. A new kind of mark is one MarkKind, what it needs of struct Mark,
 * its reach in figure_extent and one drawing function in marks.c.
 *
 * Memory comes from the allocator given to figure_new and is owned by the
 * figure until figure_free. After any Status but STATUS_OK the figure is as it
 * was before the call.
 */
#ifndef PLOT_FIGURE_FIGURE_H
#define PLOT_FIGURE_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/linalg/mat.h"
#include "plot/figure/style.h"

/* Behaves as lua_Alloc does: a new size of 0 frees. */
typedef void *(*Alloc)(void *ud, void *block, size_t old_size, size_t new_size);
typedef struct Memory {
  Alloc alloc;
  void *ud;
} Memory;

void *memory_new(Memory memory, size_t size);
void memory_free(Memory memory, void *block, size_t size);

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
  double low, high;  /* what the ends of the colour map stand for; nan: the
                       least and the largest of z */
  double turn, tilt; /* surface: where from it is seen, degrees */
  const char *label; /* what the legend says; NULL: nothing */
  const char *text;
} Mark;

/* What a mark of this kind looks like when nothing is said. */
Style mark_style(MarkKind kind);

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
  size_t colors;          /* of the colour cycle used so far */
  char *text[TEXT_COUNT]; /* NULL: none */
  Range limits[2];        /* by direction */
  Names *names[2];        /* NULL: ticks at round numbers */
  bool log[2];
  bool equal; /* one unit is as long in x as in y */
  bool grid;
  bool legend; /* shown when a mark has a label */
} Axes;

typedef struct Figure {
  Memory memory;
  size_t bytes; /* of the block that holds the figure and its axes */
  size_t rows, columns;
  size_t width, height; /* pixels */
  double scale;         /* pixels of a PNG for each of these, 1 to 4 */
  ThemeKind theme;
  bool share[2]; /* by direction: all axes have the same limits */
  char *title;
  Axes axes[]; /* rows * columns, row by row */
} Figure;

enum { FIGURE_PANELS = 100, FIGURE_LEAST = 100, FIGURE_MOST = 4000 };

/* Makes an empty figure. STATUS_RANGE: rows * columns not in 1..FIGURE_PANELS,
 * or a side (in value) not in FIGURE_LEAST..FIGURE_MOST pixels. */
Status figure_new(Figure **out, Memory memory, size_t rows, size_t columns,
                  size_t width, size_t height);
void figure_free(Figure *figure);
size_t figure_marks(const Figure *figure);

/* Texts are copied; NULL takes the text away. */
Status figure_set_title(Figure *figure, const char *title);
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

/* Copies the mark and all it points to. A style without a colour gets the next
 * of the cycle (kinds that have no colour of their own excepted).
 * STATUS_SHAPE: y or y2 (i expected, j came) or the sides of z.
 * STATUS_NONFINITE: z, or the levels. STATUS_RANGE: levels do not ascend. */
Status axes_add(Axes *axes, const Mark *mark);

/* What the data of one direction span: finite numbers, above 0 when the axis
 * is logarithmic. lo > hi: there are none. */
Range axes_extent(const Axes *axes, AxesDirection which);

#endif
