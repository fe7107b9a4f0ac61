/* http_events.c - clients that listen to changes. */
#include "plugins/http_events.h"

#include <stdlib.h>
#include <string.h>

static void load_events(Looker *l) {
  Page *p = l->page;
  free(l->text);
  l->text = p->source.list(p->source.data);
  l->n = l->text ? strlen(l->text) : 0;
  l->at = 0;
  l->told = p->changes;
}

static ssize_t read_events(void *data, uint64_t position, char *to,
                           size_t room) {
  Looker *l = data;
  Page *p = l->page;
  ssize_t result = MHD_CONTENT_READER_END_OF_STREAM;
  (void)position;
  http_page_lock(p);
  if (!p->stops) {
    if (l->at == l->n && l->told != p->changes) load_events(l);
    size_t n = l->n - l->at < room ? l->n - l->at : room;
    if (n) memcpy(to, l->text + l->at, n);
    l->at += n;
    l->waits = !n;
    if (!n) MHD_suspend_connection(l->connection);
    result = (ssize_t)n;
  }
  http_page_unlock(p);
  return result;
}

static void forget(void *data) {
  Looker *l = data;
  Page *p = l->page;
  http_page_lock(p);
  l->connection = NULL;
  free(l->text);
  l->text = NULL;
  http_page_unlock(p);
}

/* Call with the lock held. */
void http_events_wake(Page *p) {
  for (Looker *l = p->lookers; l < p->lookers + LOOKERS; l++)
    if (l->connection && l->waits) {
      l->waits = false;
      MHD_resume_connection(l->connection);
    }
}

void http_events_changed(Page *p) {
  http_page_lock(p);
  p->changes++;
  http_events_wake(p);
  http_page_unlock(p);
}

/* Closed connections are detected when something is written. */
static enum MHD_Result refuse_looker(Page *p, struct MHD_Connection *c) {
  http_events_changed(p);
  return http_page_send_text(c, MHD_HTTP_SERVICE_UNAVAILABLE,
                             "too many clients\n");
}

static Looker *new_looker(Page *p, struct MHD_Connection *c) {
  Looker *found = NULL;
  http_page_lock(p);
  for (Looker *l = p->lookers; l < p->lookers + LOOKERS && !found; l++)
    if (!l->connection) found = l;
  if (found)
    *found = (Looker){.page = p, .connection = c, .told = p->changes - 1};
  http_page_unlock(p);
  return found;
}

enum MHD_Result http_events_send(Page *p, struct MHD_Connection *c) {
  Looker *l = new_looker(p, c);
  if (!l) return refuse_looker(p, c);
  struct MHD_Response *r = MHD_create_response_from_callback(
    MHD_SIZE_UNKNOWN, 4096, read_events, l, forget);
  if (!r) forget(l);
  return http_page_send(c, MHD_HTTP_OK, "text/event-stream", r);
}
