/* microhttpd.c - the plug-in mlrepl-microhttpd.so: serves page_server.h. */
#define _DEFAULT_SOURCE /* getentropy */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "plugins/http_events.h"
#include "plugins/http_page.h"
#include "plugins/http_pictures.h"

/* -- requests ------------------------------------------------------------- */

/* Constant time, for a wrong token as for the right one. */
static bool knows_token(const Page *p, const char *url) {
  unsigned char other = 0;
  if (strlen(url) < TOKEN + 2) return false;
  for (int i = 0; i < TOKEN; i++)
    other |= (unsigned char)(url[1 + i] ^ p->token[i]);
  return url[0] == '/' && url[TOKEN + 1] == '/' && !other;
}

/* A foreign page that has made its own name mean this machine has that name as
 * Host. */
static bool knows_host(Page *p, struct MHD_Connection *c) {
  const char *host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host");
  http_page_lock(p);
  bool known =
    host && (!strcmp(host, p->hosts[0]) || !strcmp(host, p->hosts[1]));
  http_page_unlock(p);
  return known;
}

static void add_body(Request *q, const char *d, size_t n) {
  q->too_long = q->too_long || n > PAGE_BODY - q->n;
  char *body = q->too_long ? NULL : realloc(q->body, q->n + n + 1);
  if (!body) {
    q->too_long = true;
    return;
  }
  memcpy(body + q->n, d, n);
  q->body = body;
  q->n += n;
}

static enum MHD_Result take_event(Page *p, Request *q) {
  if (q->too_long)
    return http_page_send_text(q->connection, MHD_HTTP_CONTENT_TOO_LARGE,
                               "too long\n");
  if (!p->source.take(p->source.data, q->body ? q->body : "", q->n))
    return http_page_send_text(q->connection, MHD_HTTP_CONFLICT,
                               "nothing is offered\n");
  http_page_wake_caller(p);
  return http_page_send_text(q->connection, MHD_HTTP_OK, "taken\n");
}

static enum MHD_Result answer_post(Page *p, Request *q, const char *path) {
  if (strcmp(path, "event") != 0)
    return http_page_send_text(q->connection, MHD_HTTP_METHOD_NOT_ALLOWED,
                               "only GET is supported\n");
  return take_event(p, q);
}

static enum MHD_Result answer_known(Page *p, Request *q, const char *method,
                                    const char *path) {
  struct MHD_Connection *c = q->connection;
  http_page_trust(c);
  if (!strcmp(method, "POST")) return answer_post(p, q, path);
  if (strcmp(method, "GET") != 0)
    return http_page_send_text(c, MHD_HTTP_METHOD_NOT_ALLOWED,
                               "only GET is supported\n");
  if (!strcmp(path, "events")) return http_events_send(p, c);
  if (*path) return http_pictures_send(p, q, path);
  return http_page_send(
    c, MHD_HTTP_OK, "text/html; charset=utf-8",
    MHD_create_response_from_buffer(p->source.html_size, (void *)p->source.html,
                                    MHD_RESPMEM_PERSISTENT));
}

/* First called for the headers, then for parts of the body, finally for the
 * answer, and again when a picture is there. */
static enum MHD_Result answer(void *data, struct MHD_Connection *c,
                              const char *url, const char *method,
                              const char *version, const char *upload,
                              size_t *upload_size, void **state) {
  Page *p = data;
  Request *q = *state;
  (void)version;
  if (!q) {
    *state = q = calloc(1, sizeof *q);
    if (q) q->connection = c;
    return q ? MHD_YES : MHD_NO;
  }
  if (*upload_size) {
    add_body(q, upload, *upload_size);
    *upload_size = 0;
    return MHD_YES;
  }
  if (!knows_token(p, url))
    return http_page_send_text(c, MHD_HTTP_FORBIDDEN,
                               "wrong token in the address\n");
  if (!knows_host(p, c))
    return http_page_send_text(c, MHD_HTTP_FORBIDDEN, "wrong Host\n");
  return answer_known(p, q, method, url + TOKEN + 2);
}

static void completed(void *data, struct MHD_Connection *c, void **state,
                      enum MHD_RequestTerminationCode code) {
  Page *p = data;
  Request *q = *state;
  (void)c, (void)code;
  if (!q) return;
  http_page_lock(p);
  http_pictures_forget(p, q);
  http_page_unlock(p);
  if (q->picture) MHD_destroy_response(q->picture);
  free(q->body);
  free(q);
  *state = NULL;
}

/* -- the server ----------------------------------------------------------- */

static bool make_token(char token[TOKEN + 1]) {
  unsigned char random[TOKEN / 2];
  if (getentropy(random, sizeof random)) return false;
  for (size_t i = 0; i < sizeof random; i++)
    snprintf(token + 2 * i, 3, "%02x", random[i]);
  return true;
}

/* Signals are for the thread that runs Lua: the new thread blocks them all. */
static struct MHD_Daemon *listen_here(Page *p) {
  sigset_t all, before;
  struct sockaddr_in here = {.sin_family = AF_INET};
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  struct MHD_Daemon *daemon = MHD_start_daemon(
    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
    answer, p, MHD_OPTION_SOCK_ADDR, &here, MHD_OPTION_CONNECTION_LIMIT,
    (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)PATIENCE,
    MHD_OPTION_NOTIFY_CONNECTION, http_page_notify, p,
    MHD_OPTION_NOTIFY_COMPLETED, completed, p, MHD_OPTION_END);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return daemon;
}

/* No connection may be suspended when the daemon stops. */
static void resume_all(Page *p) {
  http_page_lock(p);
  p->stops = true;
  http_events_wake(p);
  for (Request *q = p->first; q; q = q->next) {
    q->state = PICTURE_DONE;
    MHD_resume_connection(q->connection);
  }
  p->first = NULL;
  http_page_unlock(p);
}

static void page_stop(Page *p) {
  if (!p) return;
  if (p->daemon) {
    resume_all(p);
    MHD_stop_daemon(p->daemon);
  }
  if (p->wake >= 0) close(p->wake);
  pthread_mutex_destroy(&p->lock);
  free(p);
}

static Page *new_page(PageSource source) {
  Page *p = calloc(1, sizeof *p);
  if (!p) return NULL;
  p->source = source;
  pthread_mutex_init(&p->lock, NULL);
  p->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return p;
}

/* The thread already runs; until the hosts are known, it refuses. */
static void set_address(Page *p, char address[PAGE_ADDRESS]) {
  const union MHD_DaemonInfo *port =
    MHD_get_daemon_info(p->daemon, MHD_DAEMON_INFO_BIND_PORT);
  http_page_lock(p);
  snprintf(p->hosts[0], HOST, "127.0.0.1:%u", port->port);
  snprintf(p->hosts[1], HOST, "localhost:%u", port->port);
  http_page_unlock(p);
  snprintf(address, PAGE_ADDRESS, "http://%s/%s/", p->hosts[0], p->token);
}

static Page *page_start(PageSource source, char address[PAGE_ADDRESS],
                        char *why) {
  Page *p = new_page(source);
  if (p && p->wake >= 0 && make_token(p->token)) p->daemon = listen_here(p);
  if (!p || !p->daemon) {
    snprintf(why, WHY_ROOM, "cannot start the page server: %s",
             strerror(errno));
    page_stop(p);
    return NULL;
  }
  set_address(p, address);
  return p;
}

static int page_watch(const Page *p) { return p->wake; }

static void page_run(Page *p) {
  uint64_t times;
  if (read(p->wake, &times, sizeof times) < 0) errno = 0; /* nothing came */
  http_pictures_draw(p);
}

const PageServer *mlrepl_microhttpd(void);
const PageServer *mlrepl_microhttpd(void) {
  static const PageServer server = {page_start, page_stop,           page_watch,
                                    page_run,   http_events_changed, false};
  return &server;
}
