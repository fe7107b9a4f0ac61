/* color.h - colors by name, themes and the color cycle. */
#ifndef PLOT_FIGURE_COLOR_H
#define PLOT_FIGURE_COLOR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Color {
  unsigned char r, g, b;
} Color;

typedef enum ThemeKind { THEME_LIGHT, THEME_DARK, THEME_COUNT } ThemeKind;

/* The colors of page and axes. */
typedef struct Theme {
  Color page, panel, grid, axis, ink;
} Theme;

/* Names as in the comments above, terminated by NULL, in the order of the
 * enums. */
extern const char *const theme_words[];

extern const Theme themes[THEME_COUNT];
/* The color as it appears in a theme: on a dark page, named colors become
 * lighter and black becomes the text color. */
Color color_in_theme(ThemeKind theme, Color color);
/* Is dark text more readable on it than white text? */
bool color_is_light(Color color);

/* "red", "r", "#1f77b4", "#abc", "C0" ("C10" is "C0" again). Returns false if
 * `text` is not a color. */
bool color_parse(const char *text, Color *out);
/* The i-th color name, from 0, such as "red" or "C0"; NULL past the last. Skips
 * the names of one letter. */
const char *color_name(size_t i);
/* The n-th color, from 0, of the cycle for marks without a color. */
Color color_cycle(size_t n);
#endif
