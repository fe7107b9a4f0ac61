/* color.h - colors by name, themes, the color cycle and color maps. */
#ifndef PLOT_FIGURE_COLOR_H
#define PLOT_FIGURE_COLOR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Color {
  unsigned char r, g, b;
} Color;

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

/* Names as in the comments above, terminated by NULL, in the order of the enums. */
extern const char *const map_words[];
extern const char *const theme_words[];

extern const Theme themes[THEME_COUNT];
/* The color as it appears in a theme: on a dark page, named colors become
 * lighter and black becomes the text color. */
Color color_in_theme(ThemeKind theme, Color color);
/* Do dark letters read better on it than white ones? */
bool color_is_light(Color color);

/* "red", "r", "#1f77b4", "#abc", "C0" ("C10" is "C0" again). False: none. */
bool color_parse(const char *text, Color *out);
/* The n-th color of the cycle that marks without a color go through. */
Color color_cycle(size_t n);
/* Position 0..1 along a map. */
Color color_map(ColorMap map, double position);

#endif
