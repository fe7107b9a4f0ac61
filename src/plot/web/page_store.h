/* page_store.h - what the page of figures shows, shared by two threads.
 *
 * The thread that runs Lua publishes figures, as JSON; the server's thread
 * hands out copies, also while Lua is busy. What the user does in the page goes
 * the other way, through a queue. Every function locks; texts that the server
 * receives are freed by it.
 */
#ifndef PLOT_WEB_PAGE_STORE_H
#define PLOT_WEB_PAGE_STORE_H

#include <stdbool.h>
#include <stddef.h>

enum { PAGE_FIGURES = 50, PAGE_EVENT = 100000 };

typedef struct PageStore PageStore;

/* NULL: not enough memory. */
PageStore *page_store_new(void);
void page_store_free(PageStore *store);

/* Copies the JSON of a figure, number >= 1, in place of its previous version.
 * The newest PAGE_FIGURES are kept, fewer if they are very large. Returns false
 * if there is not enough memory. */
bool page_store_publish(PageStore *store, long number, const char *json,
                        size_t n);

/* What the page offers to the hand now, a JSON object in one line; NULL:
 * nothing. Only then are events accepted. False: not enough memory. */
bool page_store_offer(PageStore *store, const char *controls);
/* The bytes of the oldest event and its final 0; 0: there is none. */
size_t page_store_waiting(PageStore *store);
/* Moves the oldest event to `to`. Only one thread may take events. */
void page_store_pop(PageStore *store, char *to);

/* -- for the server ------------------------------------------------------- */

/* The list of figures and the controls as server-sent events. NULL: not enough
 * memory. */
char *page_store_list(PageStore *store);
/* The JSON of a figure; NULL: there is none. */
char *page_store_figure(PageStore *store, long number, size_t *n);
/* Appends an event; false: nothing is offered, or the queue is full. */
bool page_store_take(PageStore *store, const char *event, size_t n);

#endif
