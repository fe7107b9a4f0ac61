/* terminal.h - a figure as lines of text: braille dots, and axes of letters. */
#ifndef PLOT_TEXT_TERMINAL_H
#define PLOT_TEXT_TERMINAL_H

#include "plot/text/braille.h"

typedef struct TerminalPage {
  size_t columns, rows; /* of the terminal, each 1 or more */
  ColorDepth depth;
  bool ground_known; /* else it is taken to be dark */
  Color ground;      /* the color of its background */
  bool fit; /* no more than rows - 1 lines, whatever is lost; else a figure of
                many panels takes the lines that it needs */
} TerminalPage;

/* Adds the figure's lines to *out, which the caller has made and frees. No line
 * is wider than the terminal. why[WHY_ROOM] gets a sentence when the Status is
 * not STATUS_OK: STATUS_MEMORY, STATUS_STOPPED, or STATUS_RANGE where a
 * logarithmic axis has nothing above 0. */
Status terminal_text(const Figure *figure, const TerminalPage *page, Bytes *out,
                     char *why, StopFlag stop);

#endif
