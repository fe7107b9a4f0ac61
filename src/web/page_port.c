#include "web/page_port.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "web/web.h"

/* There is one page. */
struct Page {
  PageSource source;
  bool open;
};

static Page page;

/* Imported from the page's script, see worker.js. */
void web_page_changed(const char *list);
int web_wait(int milliseconds);

static Page *start(PageSource source, char address[PAGE_ADDRESS], char *why) {
  (void)why;
  *address = 0; /* it needs none */
  page = (Page){source, true};
  return &page;
}

static void stop(Page *p) { p->open = false; }

static int watch(const Page *p) {
  (void)p;
  return -1;
}

/* The caller waits for an event, which arrives only while the program waits. */
static void run(Page *p) {
  enum { SLICE = 30 }; /* milliseconds */
  (void)p;
  web_wait(SLICE);
}

/* The script asks for the figures in the list that are new to it. */
static void changed(Page *p) {
  char *list = p->source.list(p->source.data);
  if (list) web_page_changed(list);
  free(list);
}

const PageServer *page_port(void) {
  static const PageServer server = {start, stop, watch, run, changed, true};
  return &server;
}

/* -- for the script ------------------------------------------------------- */

char *web_figure_json(int number) {
  size_t n = 0;
  if (!page.open) return NULL;
  char *json = page.source.figure(page.source.data, number, &n);
  char *text = json ? realloc(json, n + 1) : NULL;
  if (text) text[n] = 0;
  return text;
}

bool web_event(const char *event) {
  return page.open && page.source.take(page.source.data, event, strlen(event));
}
