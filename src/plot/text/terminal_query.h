/* terminal_query.h - query the terminal by escape sequences. */
#ifndef PLOT_TEXT_TERMINAL_QUERY_H
#define PLOT_TEXT_TERMINAL_QUERY_H

#include "core/status.h"
#include "plot/figure/style.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum TerminalPictures {
  TTY_TEXT,
  TTY_SIXEL,
  TTY_KITTY
} TerminalPictures;

typedef struct TerminalTraits {
  TerminalPictures pictures;
  size_t cell_width, cell_height; /* pixels; 0: not told */
  bool ground_known;
  Color ground; /* of the background */
} TerminalTraits;

/* Asks the terminal of this process, which must be in its foreground, and waits
 * at most a fifth of a second for the answer (half a second when it began in
 * time); all of it is read, nothing stays in the input. Returns at once when
 * `stop` is set. False: there is no terminal, or input is pending, and
 * the caller may try again. A terminal that does not answer shows text only. */
bool terminal_query_ask(TerminalTraits *out, StopFlag stop);

/* What a terminal's answers say: kitty's, the cell's size, the background and
 * the attributes (DA1), in any order. False: the attributes, which are asked
 * for last and which every terminal tells, are not among them yet. */
bool terminal_query_parse(TerminalTraits *out, const char *answer);

#endif
