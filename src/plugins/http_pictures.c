/* http_pictures.c - figures as JSON, and as pictures that the caller draws. */
#include "plugins/http_pictures.h"

#include <stdlib.h>
#include <string.h>

static size_t side_of(struct MHD_Connection *c, const char *key) {
  const char *text = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, key);
  long side = text ? strtol(text, NULL, 10) : 0;
  if (side <= 0) return 0;
  return side < FIGURE_LEAST  ? FIGURE_LEAST
         : side > FIGURE_MOST ? FIGURE_MOST
                              : (size_t)side;
}

/* Sends a text from malloc. */
static enum MHD_Result send_json(struct MHD_Connection *c, char *text,
                                 size_t n) {
  if (!text)
    return http_page_send_text(c, MHD_HTTP_NOT_FOUND, "figure not found\n");
  return http_page_send(
    c, MHD_HTTP_OK, "application/json",
    MHD_create_response_from_buffer(n, text, MHD_RESPMEM_MUST_FREE));
}

/* -- pictures ------------------------------------------------------------- */

static enum MHD_Result want_picture(Page *p, Request *q) {
  http_page_lock(p);
  bool stops = p->stops;
  if (!stops) {
    q->state = PICTURE_WAITS;
    q->next = p->first;
    p->first = q;
    MHD_suspend_connection(q->connection);
  }
  http_page_unlock(p);
  if (stops) return MHD_NO;
  http_page_wake_caller(p);
  return MHD_YES;
}

static enum MHD_Result send_picture(Request *q) {
  static const char *const types[] = {"", "image/png", "image/svg+xml",
                                      "application/pdf"};
  struct MHD_Response *r = q->picture;
  if (!r)
    return http_page_send_text(q->connection, MHD_HTTP_NOT_FOUND,
                               "figure not found\n");
  q->picture = NULL;
  return http_page_send(q->connection, MHD_HTTP_OK, types[q->format], r);
}

/* The bytes are released here, because their memory belongs to the caller's
 * thread. */
static struct MHD_Response *drawn(const Page *p, const Request *q) {
  Bytes bytes;
  if (!p->source.draw(p->source.data, q->number, q->format, q->width, q->height,
                      &bytes))
    return NULL;
  struct MHD_Response *r =
    MHD_create_response_from_buffer(bytes.n, bytes.d, MHD_RESPMEM_MUST_COPY);
  p->source.release(&bytes);
  return r;
}

void http_pictures_draw(Page *p) {
  for (;;) {
    http_page_lock(p);
    Request *q = p->first;
    if (q) p->first = q->next;
    http_page_unlock(p);
    if (!q) return;
    q->picture = drawn(p, q);
    http_page_lock(p);
    q->state = PICTURE_DONE;
    MHD_resume_connection(q->connection);
    http_page_unlock(p);
  }
}

/* The number in "7.png", with the ending at *ending; 0: it is no number. */
static long number_in(const char *path, const char **ending) {
  char *end;
  long number = strtol(path, &end, 10);
  *ending = end;
  return *path >= '1' && *path <= '9' ? number : 0;
}

enum MHD_Result http_pictures_send(Page *p, Request *q, const char *path) {
  const char *ending;
  size_t n = 0;
  if (q->state == PICTURE_DONE) return send_picture(q);
  q->number = number_in(path, &ending);
  q->format = p->source.format(path);
  if (q->number && !strcmp(ending, ".json")) {
    char *json = p->source.figure(p->source.data, q->number, &n);
    return send_json(q->connection, json, n);
  }
  if (!q->number || strlen(ending) != 4 || q->format == FORMAT_UNKNOWN)
    return http_page_send_text(q->connection, MHD_HTTP_NOT_FOUND,
                               "page not found\n");
  q->width = side_of(q->connection, "w");
  q->height = side_of(q->connection, "h");
  return want_picture(p, q);
}

void http_pictures_forget(Page *p, const Request *q) {
  Request **at = &p->first;
  while (*at && *at != q) at = &(*at)->next;
  if (*at) *at = q->next;
}
