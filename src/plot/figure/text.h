/* text.h - text from the user, made safe for PLplot.
 *
 * Any bytes are accepted: what is not UTF-8 becomes U+FFFD, control characters
 * become spaces, long text ends in "…". `x_0`, `w_{ij}`, `x^2` and `10^{-3}`
 * are lowered and raised; an underscore inside a longer word (mean_radius) is
 * an underscore. Greek and ² are simply letters.
 */
#ifndef PLOT_FIGURE_TEXT_H
#define PLOT_FIGURE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* PLplot's svg driver writes past a buffer from 1026 characters on. */
enum { TEXT_ROOM = 1000, TEXT_LETTERS = 400 };

typedef struct Text {
  char escaped[TEXT_ROOM]; /* for PLplot: '#' doubled, levels as #u and #d */
  double width;            /* in the height of a letter ("em"), estimated */
} Text;

/* `widest` is in em; text that is longer is cut. Bold is a little wider. */
void text_make(Text *out, const char *utf8, bool bold, double widest);

#endif
