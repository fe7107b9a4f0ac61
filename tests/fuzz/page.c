/* Requests to the page of figures, over a real connection. "TOKEN" in the input
 * stands for the page's token. */
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

static void list(void *data, char *text, size_t room) {
  (void)data;
  snprintf(text, room, "[[1,1]]");
}

static const PageServer *server;
static Page *page;
static struct sockaddr_in place = {.sin_family = AF_INET};
static char token[64];

static void start(void) {
  static const char html[] = "<html>";
  char address[PAGE_ADDRESS], why[WHY_ROOM];
  unsigned port;
  PageSource source = {NULL, draw, bytes_free,     render_format_of,
                       list, html, sizeof html - 1};
  server = page_server();
  if (server) page = server->start(source, address, why);
  if (!page ||
      sscanf(address, "http://127.0.0.1:%u/%32[0-9a-f]/", &port, token) != 2)
    abort();
  place.sin_port = htons((uint16_t)port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

static void send_request(int fd, const uint8_t *data, size_t n) {
  const uint8_t *mark = memmem(data, n, "TOKEN", 5);
  size_t before = mark ? (size_t)(mark - data) : n;
  send(fd, data, before, MSG_NOSIGNAL);
  if (!mark) return;
  send(fd, token, strlen(token), MSG_NOSIGNAL);
  send(fd, mark + 5, n - before - 5, MSG_NOSIGNAL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  char answer[4096];
  if (!page) start();
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const struct linger now = {1, 0}; /* leaves no port behind */
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  if (fd < 0 || connect(fd, (struct sockaddr *)&place, sizeof place) != 0)
    abort();
  send_request(fd, data, n);
  shutdown(fd, SHUT_WR);
  for (int i = 0; i < 3; i++) server->run(page);
  while (recv(fd, answer, sizeof answer, MSG_DONTWAIT) > 0) continue;
  close(fd);
  server->run(page);
  return 0;
}
