/* fonts.h - reads the list of installed fonts while other work goes on. */
#ifndef PLOT_PLPLOT_FONTS_H
#define PLOT_PLPLOT_FONTS_H

/* Starts to read, the first time it is called. */
void fonts_start(void);

/* Waits until the list is there. */
void fonts_wait(void);

#endif
