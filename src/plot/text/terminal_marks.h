/* terminal_marks.h - marks and the legend in a terminal. */
#ifndef PLOT_TEXT_TERMINAL_MARKS_H
#define PLOT_TEXT_TERMINAL_MARKS_H

#include "plot/text/terminal_layout.h"

void terminal_draw_marks(Render *r, Braille *d, const TerminalPanel *p);
/* The number of lines of a legend this many columns wide, at most 3 or `most`,
 * whichever is more. */
size_t terminal_legend_rows(const Axes *axes, size_t columns, size_t most);
void terminal_draw_legend(const Render *r, Braille *d, const TerminalPanel *p,
                          size_t row);

#endif
