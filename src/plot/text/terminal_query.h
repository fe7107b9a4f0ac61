/* terminal_query.h - queries the terminal with escape sequences. */
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
  size_t cell_width, cell_height; /* pixels; 0: unknown */
  bool ground_known;
  Color ground; /* background color */
} TerminalTraits;

/* Queries the controlling terminal of this process, which must be in the
 * foreground, and waits at most 0.2 s for the answer (0.5 s if part of it
 * arrived in time). The answer is read completely, so none of it remains in the
 * input. Returns immediately if `stop` is set. Returns false if there is no
 * terminal, or if input is pending; the caller may try again. A terminal that
 * does not answer is set to text only. */
bool terminal_query_ask(TerminalTraits *out, StopFlag stop);

/* Parses a terminal's answers in any order: kitty's, the cell size, the
 * background and the device attributes (DA1). Returns false if the attributes
 * are still missing: they are queried last, and every terminal reports them. */
bool terminal_query_parse(TerminalTraits *out, const char *answer);

#endif
