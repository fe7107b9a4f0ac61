/* page_server.h - figures as a local web page: http://127.0.0.1:PORT/TOKEN/
 *
 * Everything happens in page_run, in the caller's thread: it takes what has
 * come, answers what can be answered, and never waits for a client. A wrong
 * token gets 403, an unknown path 404.
 *
 *   TOKEN/                    the page, lib/page/index.html
 *   TOKEN/events              server-sent events: the list of figures, again
 *                             with each change: [[number, version], ...]
 *   TOKEN/7.svg?w=900&h=600   figure 7 in that size, or in its own; .png .pdf
 */
#ifndef PLOT_WEB_PAGE_SERVER_H
#define PLOT_WEB_PAGE_SERVER_H

#include "plot/raster/render.h"

typedef struct Page Page;

/* Where the page gets its contents. None of them may leave by longjmp. */
typedef struct PageSource {
  void *data;
  /* Draws; a side of 0 is the figure's own. False: there is no such figure, or
   * it cannot be drawn. When true, the page gives *out back to `release`. */
  bool (*draw)(void *data, long number, Format format, size_t width,
               size_t height, Bytes *out);
  void (*release)(Bytes *drawn);
  Format (*format)(const char *path); /* by its ending */
  /* The list as JSON into text[room]. */
  void (*list)(void *data, char *text, size_t room);
  const char *html; /* the page's text, which outlives the page */
  size_t html_size;
} PageSource;

enum { PAGE_ADDRESS = 80, PAGE_LIST = 4000 };

/* The plug-in mlrepl-microhttpd.so. */
typedef struct PageServer {
  /* Begins to listen on a free port of 127.0.0.1; NULL: why[WHY_ROOM] says what
   * went wrong. `address` gets the page's. */
  Page *(*start)(PageSource source, char address[PAGE_ADDRESS], char *why);
  void (*stop)(Page *page);
  int (*watch)(const Page *page); /* readable when `run` has something to do */
  void (*run)(Page *page);
  void (*changed)(Page *page); /* the list has: everyone who listens is told */
} PageServer;

/* The entry of the plug-in. */
typedef const PageServer *PageServerEntry(void);
#define PAGE_SERVER_ENTRY "mlrepl_microhttpd"

/* NULL when the plug-in or libmicrohttpd is not installed. */
const PageServer *page_server(void);

#endif
