/* http_page.c - answers, and connections that have not shown the token. */
#include "plugins/http_page.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void http_page_lock(Page *p) { pthread_mutex_lock(&p->lock); }
void http_page_unlock(Page *p) { pthread_mutex_unlock(&p->lock); }

void http_page_wake_caller(const Page *p) {
  uint64_t one = 1;
  if (write(p->wake, &one, sizeof one) < 0) errno = 0; /* it is awake */
}

/* -- answers -------------------------------------------------------------- */

/* No external content, no caching, no referrer. */
enum MHD_Result http_page_send(struct MHD_Connection *c, unsigned code,
                               const char *type, struct MHD_Response *r) {
  if (!r) return MHD_NO;
  MHD_add_response_header(r, "Content-Type", type);
  MHD_add_response_header(r, "Cache-Control", "no-store");
  MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
  MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(
    r, "Content-Security-Policy",
    "default-src 'none'; img-src 'self' blob: data:; connect-src 'self'; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "frame-ancestors 'none'");
  enum MHD_Result done = MHD_queue_response(c, code, r);
  MHD_destroy_response(r);
  return done;
}

enum MHD_Result http_page_send_text(struct MHD_Connection *c, unsigned code,
                                    const char *text) {
  return http_page_send(c, code, "text/plain",
                        MHD_create_response_from_buffer(
                          strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY));
}

/* -- strangers ------------------------------------------------------------ */

/* Another program of this machine that holds connections must not lock out the
 * browser: beyond STRANGERS, the oldest is closed. */
static void close_oldest(Page *p) {
  Stranger *oldest = NULL;
  int n = 0;
  for (Stranger *s = p->strangers; s < p->strangers + CONNECTIONS; s++) {
    if (!s->connection) continue;
    if (!oldest || s->arrival < oldest->arrival) oldest = s;
    n++;
  }
  if (n <= STRANGERS) return;
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(
    oldest->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (info) shutdown(info->connect_fd, SHUT_RDWR);
  oldest->connection = NULL;
}

/* `slot` is the connection's own pointer; it holds its Stranger. */
void http_page_notify(void *data, struct MHD_Connection *c, void **slot,
                      enum MHD_ConnectionNotificationCode code) {
  Page *p = data;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    Stranger *s = p->strangers;
    while (s < p->strangers + CONNECTIONS && s->connection) s++;
    if (s == p->strangers + CONNECTIONS) return;
    *s = (Stranger){c, ++p->arrivals};
    *slot = s;
    close_oldest(p);
  } else if (*slot && ((Stranger *)*slot)->connection == c)
    ((Stranger *)*slot)->connection = NULL;
}

void http_page_trust(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  Stranger *s = info ? info->socket_context : NULL;
  if (s && s->connection == c) s->connection = NULL;
  MHD_set_connection_option(c, MHD_CONNECTION_OPTION_TIMEOUT,
                            (unsigned)SECONDS);
}
