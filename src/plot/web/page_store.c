/* page_store.c - what the page of figures shows, shared by two threads. */
#define _POSIX_C_SOURCE 200809L
#include "plot/web/page_store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS = 64 };

static const size_t BYTES_MOST = 256 << 20;

typedef struct Slot {
  long number; /* 0: free */
  unsigned long version;
  size_t n;
  char *json; /* NULL: dropped, because it was too large to keep */
} Slot;

struct PageStore {
  pthread_mutex_t lock;
  Slot slots[PAGE_FIGURES]; /* by number, modulo */
  long last;
  size_t bytes;
  char *controls;
  bool offered; /* at some time */
  char *events[EVENTS];
  size_t first, count;
};

PageStore *page_store_new(void) {
  PageStore *s = calloc(1, sizeof *s);
  if (s && pthread_mutex_init(&s->lock, NULL)) {
    free(s);
    return NULL;
  }
  return s;
}

static char *copy_of(const char *text, size_t n) {
  char *copy = malloc(n + 1);
  if (!copy) return NULL;
  memcpy(copy, text, n);
  copy[n] = 0;
  return copy;
}

/* -- figures -------------------------------------------------------------- */

static void drop(PageStore *s, Slot *slot) {
  s->bytes -= slot->n;
  free(slot->json);
  slot->json = NULL;
  slot->n = 0;
}

/* Drops the oldest figures until n bytes fit. */
static void make_room(PageStore *s, size_t n) {
  for (long i = s->last - PAGE_FIGURES + 1; i <= s->last; i++)
    if (i > 0 && s->bytes + n > BYTES_MOST)
      drop(s, &s->slots[i % PAGE_FIGURES]);
}

bool page_store_publish(PageStore *s, long number, const char *json, size_t n) {
  char *copy = copy_of(json, n);
  if (!copy) return false;
  pthread_mutex_lock(&s->lock);
  Slot *slot = &s->slots[number % PAGE_FIGURES];
  drop(s, slot);
  make_room(s, n);
  if (slot->number != number) *slot = (Slot){.number = number};
  slot->version++;
  slot->json = copy;
  slot->n = n;
  s->bytes += n;
  if (number > s->last) s->last = number;
  pthread_mutex_unlock(&s->lock);
  return true;
}

char *page_store_figure(PageStore *s, long number, size_t *n) {
  char *copy = NULL;
  pthread_mutex_lock(&s->lock);
  const Slot *slot = &s->slots[number > 0 ? number % PAGE_FIGURES : 0];
  if (number > 0 && slot->number == number && slot->json) {
    copy = copy_of(slot->json, slot->n);
    *n = slot->n;
  }
  pthread_mutex_unlock(&s->lock);
  return copy;
}

/* -- controls and events -------------------------------------------------- */

static char *pop_event(PageStore *s) {
  if (!s->count) return NULL;
  char *event = s->events[s->first];
  s->first = (s->first + 1) % EVENTS;
  s->count--;
  return event;
}

bool page_store_offer(PageStore *s, const char *controls) {
  char *copy = controls ? copy_of(controls, strlen(controls)) : NULL;
  if (controls && !copy) return false;
  pthread_mutex_lock(&s->lock);
  free(s->controls);
  s->controls = copy;
  s->offered = s->offered || controls;
  while (!controls && s->count) free(pop_event(s));
  pthread_mutex_unlock(&s->lock);
  return true;
}

size_t page_store_waiting(PageStore *s) {
  pthread_mutex_lock(&s->lock);
  size_t n = s->count ? strlen(s->events[s->first]) + 1 : 0;
  pthread_mutex_unlock(&s->lock);
  return n;
}

void page_store_pop(PageStore *s, char *to) {
  pthread_mutex_lock(&s->lock);
  char *event = pop_event(s);
  pthread_mutex_unlock(&s->lock);
  if (event) strcpy(to, event);
  free(event);
}

bool page_store_take(PageStore *s, const char *event, size_t n) {
  bool taken = false;
  pthread_mutex_lock(&s->lock);
  if (s->controls && s->count < EVENTS) {
    char *copy = copy_of(event, n);
    if (copy) s->events[(s->first + s->count++) % EVENTS] = copy;
    taken = copy != NULL;
  }
  pthread_mutex_unlock(&s->lock);
  return taken;
}

/* -- the list ------------------------------------------------------------- */

/* Controls come first, so that a new figure finds them. */
static char *write_list(const PageStore *s) {
  enum { ENTRY = 48 };
  const char *controls = s->controls ? s->controls : "null";
  size_t room = strlen(controls) + ENTRY * (PAGE_FIGURES + 4), n = 0;
  char *text = malloc(room);
  long first = s->last > PAGE_FIGURES ? s->last - PAGE_FIGURES + 1 : 1;
  if (!text) return NULL;
  if (s->offered)
    n +=
      (size_t)snprintf(text, room, "event: controls\ndata: %s\n\n", controls);
  n += (size_t)snprintf(text + n, room - n, "data: [");
  for (long i = first; i <= s->last; i++)
    n +=
      (size_t)snprintf(text + n, room - n, "%s[%ld,%lu]", i > first ? "," : "",
                       i, s->slots[i % PAGE_FIGURES].version);
  snprintf(text + n, room - n, "]\n\n");
  return text;
}

char *page_store_list(PageStore *s) {
  pthread_mutex_lock(&s->lock);
  char *text = write_list(s);
  pthread_mutex_unlock(&s->lock);
  return text;
}

void page_store_free(PageStore *s) {
  if (!s) return;
  for (int i = 0; i < PAGE_FIGURES; i++) free(s->slots[i].json);
  while (s->count) free(pop_event(s));
  free(s->controls);
  pthread_mutex_destroy(&s->lock);
  free(s);
}
