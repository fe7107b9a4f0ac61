/* microhttpd.c - the plug-in mlrepl-microhttpd.so: serves page_server.h. */
#define _DEFAULT_SOURCE /* getentropy */
#include "plot/web/page_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <microhttpd.h>

enum { TOKEN = 32, LOOKERS = 16, CONNECTIONS = 64 };

/* Seconds without traffic until a connection is closed: one that has shown the
 * token, and a stranger. At most STRANGERS are kept. */
enum { SECONDS = 60, PATIENCE = 5, STRANGERS = 32 };

/* A client of the event stream. */
typedef struct Looker {
  Page *page;
  struct MHD_Connection *connection; /* NULL: unused slot */
  unsigned long told;                /* number of the last change sent */
  bool waits;                        /* suspended until there are new events */
  char text[PAGE_LIST + 16];
  size_t at, n;
} Looker;

/* A connection that has not shown the token. */
typedef struct Stranger {
  struct MHD_Connection *connection; /* NULL: unused slot */
  unsigned long arrival;             /* its number */
} Stranger;

static void page_run(Page *p);

struct Page {
  struct MHD_Daemon *daemon;
  int events,
    timer; /* what the caller polls: the daemon's events or the timer */
  unsigned long arrivals;
  Stranger strangers[CONNECTIONS];
  PageSource source;
  char token[TOKEN + 1];
  unsigned long changes;
  Looker lookers[LOOKERS];
};

/* -- answers -------------------------------------------------------------- */

/* No external content, no caching, no referrer. */
static enum MHD_Result send_answer(struct MHD_Connection *c, unsigned code,
                                   const char *type, struct MHD_Response *r) {
  if (!r) return MHD_NO;
  MHD_add_response_header(r, "Content-Type", type);
  MHD_add_response_header(r, "Cache-Control", "no-store");
  MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
  MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(
    r, "Content-Security-Policy",
    "default-src 'none'; img-src 'self'; connect-src 'self'; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "frame-ancestors 'none'");
  enum MHD_Result done = MHD_queue_response(c, code, r);
  MHD_destroy_response(r);
  return done;
}

static enum MHD_Result send_text(struct MHD_Connection *c, unsigned code,
                                 const char *text) {
  return send_answer(c, code, "text/plain",
                     MHD_create_response_from_buffer(strlen(text), (void *)text,
                                                     MHD_RESPMEM_MUST_COPY));
}

static size_t side_of(struct MHD_Connection *c, const char *key) {
  const char *text = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, key);
  long side = text ? strtol(text, NULL, 10) : 0;
  if (side <= 0) return 0;
  return side < FIGURE_LEAST  ? FIGURE_LEAST
         : side > FIGURE_MOST ? FIGURE_MOST
                              : (size_t)side;
}

static enum MHD_Result send_figure(const Page *p, struct MHD_Connection *c,
                                   const char *path) {
  static const char *const types[] = {"", "image/png", "image/svg+xml",
                                      "application/pdf"};
  char *end;
  Bytes bytes;
  Format format = p->source.format(path);
  long number = strtol(path, &end, 10);
  bool plain = *path >= '1' && *path <= '9' && strlen(end) == 4;
  if (!plain || format == FORMAT_UNKNOWN)
    return send_text(c, MHD_HTTP_NOT_FOUND, "page not found\n");
  if (!p->source.draw(p->source.data, number, format, side_of(c, "w"),
                      side_of(c, "h"), &bytes))
    return send_text(c, MHD_HTTP_NOT_FOUND, "figure not found\n");
  struct MHD_Response *r =
    MHD_create_response_from_buffer(bytes.n, bytes.d, MHD_RESPMEM_MUST_COPY);
  p->source.release(&bytes);
  return send_answer(c, MHD_HTTP_OK, types[format], r);
}

/* -- events --------------------------------------------------------------- */

static ssize_t read_events(void *data, uint64_t position, char *to,
                           size_t room) {
  Looker *l = data;
  (void)position;
  if (l->at == l->n && l->told != l->page->changes) {
    char list[PAGE_LIST];
    l->page->source.list(l->page->source.data, list, sizeof list);
    l->n = (size_t)snprintf(l->text, sizeof l->text, "data: %s\n\n", list);
    l->at = 0;
    l->told = l->page->changes;
  }
  size_t n = l->n - l->at < room ? l->n - l->at : room;
  memcpy(to, l->text + l->at, n);
  l->at += n;
  if (!n) {
    l->waits = true;
    MHD_suspend_connection(l->connection);
  }
  return (ssize_t)n;
}

static void forget(void *data) { ((Looker *)data)->connection = NULL; }

static void wake_all(Page *p) {
  for (Looker *l = p->lookers; l < p->lookers + LOOKERS; l++)
    if (l->connection && l->waits) {
      l->waits = false;
      MHD_resume_connection(l->connection);
    }
}

/* Closed connections are detected when something is written. */
static enum MHD_Result refuse_looker(Page *p, struct MHD_Connection *c) {
  p->changes++;
  wake_all(p);
  return send_text(c, MHD_HTTP_SERVICE_UNAVAILABLE, "too many clients\n");
}

static enum MHD_Result send_events(Page *p, struct MHD_Connection *c) {
  Looker *l = p->lookers;
  while (l < p->lookers + LOOKERS && l->connection) l++;
  if (l == p->lookers + LOOKERS) return refuse_looker(p, c);
  *l = (Looker){.page = p, .connection = c, .told = p->changes - 1};
  struct MHD_Response *r = MHD_create_response_from_callback(
    MHD_SIZE_UNKNOWN, 4096, read_events, l, forget);
  if (!r) l->connection = NULL;
  return send_answer(c, MHD_HTTP_OK, "text/event-stream", r);
}

static void page_changed(Page *p) {
  p->changes++;
  wake_all(p);
  page_run(p);
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
static void notify(void *data, struct MHD_Connection *c, void **slot,
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

static void trust(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  Stranger *s = info ? info->socket_context : NULL;
  if (s && s->connection == c) s->connection = NULL;
  MHD_set_connection_option(c, MHD_CONNECTION_OPTION_TIMEOUT,
                            (unsigned)SECONDS);
}

/* -- requests ------------------------------------------------------------- */

/* Constant time, for a wrong token as for the right one. */
static bool knows_token(const Page *p, const char *url) {
  unsigned char other = 0;
  if (strlen(url) < TOKEN + 2) return false;
  for (int i = 0; i < TOKEN; i++)
    other |= (unsigned char)(url[1 + i] ^ p->token[i]);
  return url[0] == '/' && url[TOKEN + 1] == '/' && !other;
}

static enum MHD_Result answer(void *data, struct MHD_Connection *c,
                              const char *url, const char *method,
                              const char *version, const char *upload,
                              size_t *upload_size, void **state) {
  Page *p = data;
  static int seen;
  (void)version, (void)upload;
  if (!*state || *upload_size) { /* the request body is ignored */
    *state = &seen;
    *upload_size = 0;
    return MHD_YES;
  }
  if (!knows_token(p, url))
    return send_text(c, MHD_HTTP_FORBIDDEN, "wrong token in the address\n");
  trust(c);
  if (strcmp(method, "GET") != 0)
    return send_text(c, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET is supported\n");
  const char *path = url + TOKEN + 2;
  if (!strcmp(path, "events")) return send_events(p, c);
  if (*path) return send_figure(p, c, path);
  return send_answer(c, MHD_HTTP_OK, "text/html; charset=utf-8",
                     MHD_create_response_from_buffer(p->source.html_size,
                                                     (void *)p->source.html,
                                                     MHD_RESPMEM_PERSISTENT));
}

/* -- the server ----------------------------------------------------------- */

static bool make_token(char token[TOKEN + 1]) {
  unsigned char random[TOKEN / 2];
  if (getentropy(random, sizeof random)) return false;
  for (size_t i = 0; i < sizeof random; i++)
    snprintf(token + 2 * i, 3, "%02x", random[i]);
  return true;
}

static struct MHD_Daemon *listen_here(Page *p) {
  struct sockaddr_in here = {.sin_family = AF_INET};
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return MHD_start_daemon(
    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, answer, p,
    MHD_OPTION_SOCK_ADDR, &here, MHD_OPTION_CONNECTION_LIMIT,
    (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)PATIENCE,
    MHD_OPTION_NOTIFY_CONNECTION, notify, p, MHD_OPTION_END);
}

static bool watch_descriptor(int events, int fd) {
  struct epoll_event when = {.events = EPOLLIN};
  return fd >= 0 && epoll_ctl(events, EPOLL_CTL_ADD, fd, &when) == 0;
}

/* One descriptor for the daemon's events and its time-outs. */
static bool make_events(Page *p) {
  p->events = epoll_create1(EPOLL_CLOEXEC);
  p->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  return p->events >= 0 && watch_descriptor(p->events, p->timer) &&
         watch_descriptor(
           p->events,
           MHD_get_daemon_info(p->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd);
}

static void page_stop(Page *p) {
  if (!p) return;
  if (p->daemon) {
    wake_all(p);
    MHD_stop_daemon(p->daemon);
  }
  if (p->timer >= 0) close(p->timer);
  if (p->events >= 0) close(p->events);
  free(p);
}

static Page *page_start(PageSource source, char address[PAGE_ADDRESS],
                        char *why) {
  Page *p = calloc(1, sizeof *p);
  if (p) p->events = p->timer = -1;
  if (p && make_token(p->token)) p->daemon = listen_here(p);
  if (!p || !p->daemon || !make_events(p)) {
    snprintf(why, WHY_ROOM, "cannot start the page server: %s",
             strerror(errno));
    page_stop(p);
    return NULL;
  }
  p->source = source;
  const union MHD_DaemonInfo *port =
    MHD_get_daemon_info(p->daemon, MHD_DAEMON_INFO_BIND_PORT);
  snprintf(address, PAGE_ADDRESS, "http://127.0.0.1:%u/%s/", port->port,
           p->token);
  return p;
}

static int page_watch(const Page *p) { return p->events; }

/* Sets the timer to when the daemon wants to run even without an event: at once
 * if work is left, when a connection times out, or never. */
static void set_timer(const Page *p) {
  MHD_UNSIGNED_LONG_LONG wait = 0;
  struct itimerspec when = {0};
  if (MHD_get_timeout(p->daemon, &wait) == MHD_YES) {
    when.it_value.tv_sec = (time_t)(wait / 1000);
    when.it_value.tv_nsec = (long)(wait % 1000) * 1000000 + 1;
  }
  timerfd_settime(p->timer, 0, &when, NULL);
}

/* Each step advances connections: header, answer, data. */
static void page_run(Page *p) {
  enum { STEPS = 50 };
  MHD_UNSIGNED_LONG_LONG wait = 0;
  uint64_t expirations;
  if (read(p->timer, &expirations, sizeof expirations) < 0) errno = 0;
  for (int i = 0; i < STEPS; i++) {
    MHD_run(p->daemon);
    if (MHD_get_timeout(p->daemon, &wait) != MHD_YES || wait) break;
  }
  set_timer(p);
}

const PageServer *mlrepl_microhttpd(void);
const PageServer *mlrepl_microhttpd(void) {
  static const PageServer server = {page_start, page_stop, page_watch, page_run,
                                    page_changed};
  return &server;
}
