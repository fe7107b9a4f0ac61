/* style.h - how a mark looks, in the words matplotlib uses. */
#ifndef PLOT_FIGURE_STYLE_H
#define PLOT_FIGURE_STYLE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Color {
  unsigned char r, g, b;
} Color;

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

typedef enum ColorMap {
  MAP_VIRIDIS,
  MAP_COOLWARM, /* light: points stand out on it */
  MAP_RDBU,     /* red, white, blue */
  MAP_RDBU_R,
  MAP_GRAY, /* black to white */
  MAP_GRAY_R,
  MAP_BLUES, /* white to blue */
  MAP_COUNT
} ColorMap;

typedef enum ThemeKind { THEME_LIGHT, THEME_DARK, THEME_COUNT } ThemeKind;

/* What is there before anything is drawn. */
typedef struct Theme {
  Color page, panel, grid, axis, ink;
} Theme;

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
extern const char *const map_words[];
extern const char *const theme_words[];

extern const Theme themes[THEME_COUNT];
/* A colour as a theme shows it: those with a name are lighter on a dark page,
 * and black is the colour of its letters. */
Color theme_color(ThemeKind theme, Color color);
/* Do dark letters read better on it than white ones? */
bool color_is_light(Color color);

/* "red", "r", "#1f77b4", "#abc", "C0" ("C10" is "C0" again). False: none. */
bool color_parse(const char *text, Color *out);
/* The n-th colour of the cycle that marks without a colour go through. */
Color color_cycle(size_t n);
/* Position 0..1 along a map. */
Color color_map(ColorMap map, double position);

/* A short form such as "ro--": a colour's letter, a marker, a line, in any
 * order, each at most once; or a colour alone. A marker without a line draws no
 * line. */
bool style_parse(const char *text, Style *style);

#endif
