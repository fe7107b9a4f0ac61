/* style.h - how a mark looks, in the words matplotlib uses. */
#ifndef PLOT_FIGURE_STYLE_H
#define PLOT_FIGURE_STYLE_H

#include "plot/figure/color.h"

typedef enum Marker {
  MARKER_NONE,
  MARKER_DOT,      /* "o" */
  MARKER_CROSS,    /* "x" */
  MARKER_PLUS,     /* "+" */
  MARKER_SQUARE,   /* "s" */
  MARKER_TRIANGLE, /* "^" */
  MARKER_DIAMOND,  /* "D" */
  MARKER_COUNT
} Marker;

typedef enum LineStyle {
  LINE_NONE,
  LINE_SOLID,   /* "-" */
  LINE_DASHED,  /* "--" */
  LINE_DOTTED,  /* ":" */
  LINE_DASHDOT, /* "-." */
  LINE_COUNT
} LineStyle;

/* Lengths are pixels of a panel of 600 x 400; they grow with it. */
typedef struct Style {
  Color color, edge;
  bool color_given, edge_given; /* no edge given: markers have no rim */
  double alpha;                 /* 0 invisible to 1 opaque */
  double linewidth;             /* > 0 */
  double size;                  /* of markers or letters, > 0 */
  Marker marker;
  LineStyle line;
  bool filled; /* contour: bands instead of lines */
  ColorMap map;
} Style;

/* Words as in the comments above, ended by NULL; the index is the enum's. */
extern const char *const marker_words[];
extern const char *const line_words[];
/* A short form such as "ro--": a color's letter, a marker, a line, in any
 * order, each at most once; or a color alone. A marker without a line draws no
 * line. */
bool style_parse(const char *text, Style *style);

#endif
