/* Requests to the page of figures, over a real connection. "TOKEN" in the input
 * stands for the page's token, "HOST" for its host and port. */
#define _GNU_SOURCE
#include "fuzz.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "plot/web/page_server.h"

static bool draw(void *data, long number, Format format, size_t width,
                 size_t height, Bytes *out) {
  (void)data, (void)format;
  if (number != 1 || width > FIGURE_MOST || height > FIGURE_MOST) return false;
  *out = (Bytes){.memory = {fuzz_allocate, NULL}};
  return bytes_add(out, "picture", 7);
}

static char *list(void *data) {
  (void)data;
  return strdup("data: [[1,1]]\n\n");
}

static char *figure(void *data, long number, size_t *n) {
  (void)data;
  *n = 2;
  return number == 1 ? strdup("{}") : NULL;
}

static bool take(void *data, const char *event, size_t n) {
  (void)data;
  return n && event[0] == 'c' && event[n - 1] != 'x';
}

static const PageServer *server;
static Page *page;
static struct sockaddr_in place = {.sin_family = AF_INET};
static char token[64], host[32];

static void start(void) {
  static const char html[] = "<html>";
  char address[PAGE_ADDRESS], why[WHY_ROOM];
  unsigned port;
  PageSource source = {NULL,   draw, bytes_free, render_format_of, list,
                       figure, take, html,       sizeof html - 1};
  server = page_server();
  if (server) page = server->start(source, address, why);
  if (!page ||
      sscanf(address, "http://127.0.0.1:%u/%32[0-9a-f]/", &port, token) != 2)
    abort();
  snprintf(host, sizeof host, "127.0.0.1:%u", port);
  place.sin_port = htons((uint16_t)port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

/* Replaces TOKEN and HOST. */
static void send_request(int fd, const uint8_t *data, size_t n) {
  while (n) {
    const char *word = NULL;
    size_t plain = 0, mark = 0;
    for (; plain < n && !word; plain++) {
      if (n - plain >= 5 && !memcmp(data + plain, "TOKEN", 5)) {
        word = token;
        mark = 5;
      } else if (n - plain >= 4 && !memcmp(data + plain, "HOST", 4)) {
        word = host;
        mark = 4;
      }
      if (word) break;
    }
    send(fd, data, plain, MSG_NOSIGNAL);
    if (word) send(fd, word, strlen(word), MSG_NOSIGNAL);
    data += plain + mark;
    n -= plain + mark;
  }
}

/* Until the server closes the connection, or for a moment: a listener stays. */
static void read_answer(int fd) {
  enum { TIMES = 10, WAIT = 5 };
  char answer[4096];
  for (int i = 0; i < TIMES; i++) {
    struct pollfd p = {.fd = fd, .events = POLLIN};
    server->run(page);
    if (poll(&p, 1, WAIT) > 0 && recv(fd, answer, sizeof answer, 0) <= 0)
      return;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  if (!page) start();
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const struct linger now = {1, 0}; /* leaves no port behind */
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  if (fd < 0 || connect(fd, (struct sockaddr *)&place, sizeof place) != 0)
    abort();
  send_request(fd, data, n);
  shutdown(fd, SHUT_WR);
  read_answer(fd);
  close(fd);
  server->run(page);
  return 0;
}
