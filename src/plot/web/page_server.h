/* page_server.h - figures as a local web page: http://127.0.0.1:PORT/TOKEN/
 *
 * All work is done by `run`, in the caller's thread: it reads pending requests,
 * sends what it can, and never waits for a client. A wrong token returns 403,
 * an unknown path 404.
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

/* Callbacks that supply the page's contents. They must not leave by longjmp. */
typedef struct PageSource {
  void *data;
  /* Renders a figure; a size of 0 is the figure's own. Returns false if there
   * is no such figure or it cannot be rendered. If true, the page passes *out
   * to `release`. */
  bool (*draw)(void *data, long number, Format format, size_t width,
               size_t height, Bytes *out);
  void (*release)(Bytes *drawn);
  Format (*format)(const char *path); /* by file extension */
  /* Writes the list as JSON to text[room]. */
  void (*list)(void *data, char *text, size_t room);
  const char *html; /* the page's HTML, valid while the page exists */
  size_t html_size;
} PageSource;

enum { PAGE_ADDRESS = 80, PAGE_LIST = 4000 };

/* The plug-in mlrepl-microhttpd.so. */
typedef struct PageServer {
  /* Listens on a free port of 127.0.0.1 and writes the page's URL to `address`.
   * On failure returns NULL with a message in why[WHY_ROOM]. */
  Page *(*start)(PageSource source, char address[PAGE_ADDRESS], char *why);
  void (*stop)(Page *page);
  int (*watch)(
    const Page
      *page); /* a descriptor that is readable when `run` has work to do */
  void (*run)(Page *page);
  void (*changed)(Page *page); /* the list has changed: notifies all clients */
} PageServer;

/* The entry of the plug-in. */
typedef const PageServer *PageServerEntry(void);
#define PAGE_SERVER_ENTRY "mlrepl_microhttpd"

/* Returns NULL if the plug-in or libmicrohttpd is not installed. */
const PageServer *page_server(void);

#endif
