/* page_server.h - figures as a local web page: http://127.0.0.1:PORT/TOKEN/
 *
 * The server answers in a thread of its own, also while the caller is busy.
 * Only pictures are drawn by the caller: their requests wait until it calls
 * `run`. A wrong token, or a Host that is not this machine's, returns 403, an
 * unknown path 404.
 *
 *   TOKEN/                    the page, lib/page/index.html
 *   TOKEN/events              server-sent events, again with each change: the
 *                             list of figures, [[number, version], ...], and
 *                             named "controls" what the page offers to the hand
 *   TOKEN/7.json              figure 7 for the page's script
 *   TOKEN/7.svg?w=900&h=600   figure 7 in that size, or in its own; .png .pdf
 *   TOKEN/event               POST: what the user did, a line of text; 409 if
 *                             nothing is offered
 */
#ifndef PLOT_WEB_PAGE_SERVER_H
#define PLOT_WEB_PAGE_SERVER_H

#include "plot/raster/render.h"

typedef struct Page Page;

/* Callbacks that supply the page's contents. They must not leave by longjmp.
 * Texts are allocated by malloc and freed by the server. */
typedef struct PageSource {
  void *data;
  /* In the thread of `run`. Renders a figure; a size of 0 is the figure's own.
   * Returns false if there is no such figure or it cannot be rendered. If true,
   * the page passes *out to `release`. */
  bool (*draw)(void *data, long number, Format format, size_t width,
               size_t height, Bytes *out);
  void (*release)(Bytes *drawn);
  Format (*format)(const char *path); /* by file extension */
  /* In the server's thread, as in page_store.h. */
  char *(*list)(void *data);
  char *(*figure)(void *data, long number, size_t *n);
  bool (*take)(void *data, const char *event, size_t n);
  const char *html; /* the page's HTML, valid while the page exists */
  size_t html_size;
} PageSource;

enum { PAGE_ADDRESS = 80, PAGE_BODY = 100000 };

/* The plug-in mlrepl-microhttpd.so. All functions belong to one thread. */
typedef struct PageServer {
  /* Listens on a free port of 127.0.0.1 and writes the page's URL to `address`.
   * On failure returns NULL with a message in why[WHY_ROOM]. */
  Page *(*start)(PageSource source, char address[PAGE_ADDRESS], char *why);
  void (*stop)(Page *page);
  /* A descriptor that is readable when there is a picture to draw or an event
   * was taken; `run` draws all pictures that are wanted. */
  int (*watch)(const Page *page);
  void (*run)(Page *page);
  void (*changed)(Page *page); /* the list has changed: notifies all clients */
  bool in_page; /* the program runs in the page, which needs no HTML */
} PageServer;

/* The entry of the plug-in. */
typedef const PageServer *PageServerEntry(void);
#define PAGE_SERVER_ENTRY "mlrepl_microhttpd"

/* Returns NULL if the plug-in or libmicrohttpd is not installed. */
const PageServer *page_server(void);

#endif
