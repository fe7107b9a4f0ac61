/* style.h - how a mark looks, in the words matplotlib uses. */
#ifndef PLOT_FIGURE_STYLE_H
#define PLOT_FIGURE_STYLE_H

#include "plot/figure/color_map.h"

typedef enum Marker {
  MARKER_NONE,
  MARKER_DOT,      /* "o" */
  MARKER_CROSS,    /* "x" */
  MARKER_PLUS,     /* "+" */
  MARKER_SQUARE,   /* "s" */
  MARKER_TRIANGLE, /* "^" */
  MARKER_DIAMOND,  /* "D" */
  MARKER_THIN,     /* "d", a thin diamond */
  MARKER_DOWN,     /* "v", triangles that point down, left and right */
  MARKER_LEFT,     /* "<" */
  MARKER_RIGHT,    /* ">" */
  MARKER_STAR,     /* "*" */
  MARKER_PENTAGON, /* "p" */
  MARKER_HEXAGON,  /* "h" */
  MARKER_POINT,    /* ".", a small "o" */
  MARKER_UPRIGHT,  /* "|" */
  MARKER_FLAT,     /* "_" */
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

/* Lengths are pixels of a 600 x 400 panel and scale with its size. */
typedef struct Style {
  Color color, edge;
  bool color_given, edge_given; /* no edge given: markers have no outline */
  double alpha;                 /* 0 invisible to 1 opaque */
  double linewidth;             /* > 0 */
  double size;                  /* of markers or text, > 0 */
  Marker marker;
  LineStyle line;
  bool filled; /* contour: bands instead of lines */
  ColorMap map;
} Style;

/* Names as in the comments above, terminated by NULL, in the order of the
 * enums. */
extern const char *const marker_words[];
extern const char *const line_words[];
/* Parses a format string such as "ro--": a color letter, a marker and a line
 * style, in any order, each at most once; or a color alone. A marker without a
 * line style draws no line. */
bool style_parse(const char *text, Style *style);

#endif
