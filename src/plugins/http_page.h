/* http_page.h - what the files of the plug-in mlrepl-microhttpd.so share.
 *
 * libmicrohttpd answers in its own thread. `lock` guards what that thread
 * shares with the thread that draws: the listeners (http_events.c), and the
 * requests for pictures (http_pictures.c), whose connections are suspended until
 * their picture is there.
 */
#ifndef PLUGINS_HTTP_PAGE_H
#define PLUGINS_HTTP_PAGE_H

#include <pthread.h>

#include <microhttpd.h>

#include "plot/web/page_server.h"

enum { TOKEN = 32, LOOKERS = 16, CONNECTIONS = 64, HOST = 32 };

/* Seconds without traffic until a connection is closed: one that has shown the
 * token, and a stranger. At most STRANGERS are kept. */
enum { SECONDS = 60, PATIENCE = 5, STRANGERS = 32 };

/* A client of the event stream. */
typedef struct Looker {
  Page *page;
  struct MHD_Connection *connection; /* NULL: unused slot */
  unsigned long told;                /* number of the last change sent */
  bool waits;                        /* suspended until there are new events */
  char *text;
  size_t at, n;
} Looker;

/* A connection that has not shown the token. */
typedef struct Stranger {
  struct MHD_Connection *connection; /* NULL: unused slot */
  unsigned long arrival;             /* its number */
} Stranger;

typedef enum PictureState {
  PICTURE_NONE,
  PICTURE_WAITS,
  PICTURE_DONE
} PictureState;

/* A request that is being received or answered. */
typedef struct Request {
  struct MHD_Connection *connection;
  char *body; /* of a POST */
  size_t n;
  bool too_long;
  PictureState state;
  struct Request *next; /* that waits for a picture */
  long number;
  Format format;
  size_t width, height;
  struct MHD_Response *picture; /* NULL: could not be drawn */
} Request;

struct Page {
  struct MHD_Daemon *daemon;
  pthread_mutex_t lock;
  int wake; /* eventfd */
  bool stops;
  unsigned long arrivals;
  Stranger strangers[CONNECTIONS];
  PageSource source;
  char token[TOKEN + 1];
  char hosts[2][HOST]; /* what the browser may call us */
  unsigned long changes;
  Looker lookers[LOOKERS];
  Request *first; /* that wait for a picture */
};

void http_page_lock(Page *page);
void http_page_unlock(Page *page);
/* Makes the descriptor of `watch` readable. */
void http_page_wake_caller(const Page *page);

/* Queues the response, which may be NULL. */
enum MHD_Result http_page_send(struct MHD_Connection *c, unsigned code,
                               const char *type, struct MHD_Response *r);
enum MHD_Result http_page_send_text(struct MHD_Connection *c, unsigned code,
                                    const char *text);

/* The callback of MHD_OPTION_NOTIFY_CONNECTION: the page is `data`. */
void http_page_notify(void *data, struct MHD_Connection *c, void **slot,
                      enum MHD_ConnectionNotificationCode code);
/* The client has shown the token. */
void http_page_trust(struct MHD_Connection *c);

#endif
