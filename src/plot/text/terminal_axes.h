/* terminal_axes.h - the frame of an axes in a terminal. */
#ifndef PLOT_TEXT_TERMINAL_AXES_H
#define PLOT_TEXT_TERMINAL_AXES_H

#include "plot/text/terminal_layout.h"

void terminal_draw_frame(const Render *r, Braille *d, const TerminalPanel *p);
void terminal_draw_bar(Braille *d, const TerminalPanel *p);

#endif
