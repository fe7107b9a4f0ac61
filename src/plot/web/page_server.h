/* page_server.h - figures as a page of this machine: http://127.0.0.1:PORT/TOKEN/
 *
 * Everything happens in page_run, in the caller's thread: it takes what has
 * come, answers what can be answered, and never waits for a client. Who does
 * not know the token gets 403, a path that is none 404.
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
   * it cannot be drawn. The page frees *out when it is true. */
  bool (*draw)(void *data, long number, Format format, size_t width,
               size_t height, Bytes *out);
  /* The list as JSON into text[room]. */
  void (*list)(void *data, char *text, size_t room);
  const char *html; /* the page's text, which outlives the page */
  size_t html_size;
} PageSource;

enum { PAGE_ADDRESS = 80, PAGE_LIST = 4000 };

/* Begins to listen on a free port of 127.0.0.1; NULL: why[WHY_ROOM] says what
 * came between. `address` gets the page's. */
Page *page_start(PageSource source, char address[PAGE_ADDRESS], char *why);
void page_stop(Page *page);
/* Readable when page_run has something to do. */
int page_watch(const Page *page);
void page_run(Page *page);
/* The list has changed: all who look on are told. */
void page_changed(Page *page);
/* NULL when this program has pages, else why not. */
const char *page_missing(void);

#endif
