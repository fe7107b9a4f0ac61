/* page_late.h - is libmicrohttpd there? Asking loads it. */
#ifndef PLOT_WEB_PAGE_LATE_H
#define PLOT_WEB_PAGE_LATE_H

#include <stdbool.h>

bool page_library_found(void);

#endif
