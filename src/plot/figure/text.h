/* text.h - text from the user, made safe for PLplot.
 *
 * Any bytes are accepted: invalid UTF-8 becomes U+FFFD, control characters
 * become spaces, and long text ends in "…". `x_0`, `w_{ij}`, `x^2` and
 * `10^{-3}` become subscripts and superscripts; an underscore in a longer word
 * (mean_radius) is kept. Greek letters and ² are ordinary characters.
 */
#ifndef PLOT_FIGURE_TEXT_H
#define PLOT_FIGURE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* PLplot's SVG driver overflows a buffer at 1026 characters. */
enum { TEXT_ROOM = 1000, TEXT_LETTERS = 400 };

typedef struct Text {
  char escaped[TEXT_ROOM]; /* for PLplot: '#' doubled, levels as #u and #d */
  double width;            /* in em, estimated */
} Text;

/* `widest` is in em; wider text is truncated. Bold text is slightly wider. */
void text_make(Text *out, const char *utf8, bool bold, double widest);

#endif
