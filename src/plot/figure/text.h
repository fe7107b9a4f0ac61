/* text.h - text from the user, made safe for PLplot.
 *
 * Any bytes are accepted: invalid UTF-8 becomes U+FFFD, control characters
 * become spaces, and long text ends in "…". Formulas are written as formula.h
 * explains.
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

/* A part of an escaped text at one level: 0 on the line, 1 raised, -1
 * lowered. */
typedef struct TextRun {
  const char *at;
  size_t n; /* bytes, escaped */
  int level;
} TextRun;

/* Sets the next run; the first begins at `escaped` with n = 0 and level 0.
 * Returns false at the end. */
bool text_next_run(TextRun *run);
/* The size of a run and its height above the line, in sizes of the text. */
double text_run_size(const TextRun *run);
double text_run_rise(const TextRun *run);

/* The width of a text, as a function for text_lines. */
typedef double TextWidth(const char *text);
/* In em. */
double text_bold_width(const char *text);

/* Divides a text into lines at newlines and, where it is wider than `widest`,
 * at spaces outside of formulas. Sets the first byte and the length of at most
 * `most` lines, the last of which has all that is left; returns their
 * number. */
size_t text_lines(const char *lines[], size_t lengths[], size_t most,
                  const char *utf8, TextWidth *width, double widest);

#endif
