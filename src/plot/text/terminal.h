/* terminal.h - renders a figure as lines of text: braille dots, and axes drawn
 * with characters. */
#ifndef PLOT_TEXT_TERMINAL_H
#define PLOT_TEXT_TERMINAL_H

#include "plot/text/braille.h"

typedef struct TerminalPage {
  size_t columns, rows; /* of the terminal, each 1 or more */
  ColorDepth depth;
  bool ground_known; /* else assumed to be dark */
  Color ground;      /* the color of its background */
  bool
    fit; /* at most rows - 1 lines, even if parts are lost; else a figure with
            many panels takes as many lines as it needs */
} TerminalPage;

/* Appends the figure's lines to *out, which the caller initializes and frees.
 * No line is wider than the terminal. On failure why[WHY_ROOM] receives a
 * message: STATUS_MEMORY, STATUS_STOPPED, or STATUS_RANGE if a logarithmic axis
 * has no data above 0. */
Status terminal_text(const Figure *figure, const TerminalPage *page, Bytes *out,
                     char *why, StopFlag stop);

#endif
