#define _GNU_SOURCE /* O_PATH */
#include "sys/io.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

/* A descriptor that cannot be used, nor opened again as /dev/stdout: a path to
 * an object that has none. */
static void open_unusable(void) {
  char path[40];
  int object = epoll_create1(EPOLL_CLOEXEC);
  snprintf(path, sizeof path, "/proc/self/fd/%d", object);
  int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) fd = open("/dev/null", O_PATH | O_CLOEXEC);
  if (object < 0 || fd < 0) return;
  dup3(fd, object, O_CLOEXEC);
  close(fd);
}

void io_reserve_standard(void) {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) open_unusable();
}

bool io_write_all(int fd, const void *block, size_t n) {
  const char *from = block;
  while (n) {
    ssize_t wrote = write(fd, from, n);
    if (wrote < 0 && errno != EINTR) return false;
    if (wrote > 0) from += wrote, n -= (size_t)wrote;
  }
  return true;
}

bool io_read_all(int fd, void *block, size_t n) {
  char *to = block;
  while (n) {
    ssize_t got = read(fd, to, n);
    if (got == 0) errno = 0;
    if (got == 0 || (got < 0 && errno != EINTR)) return false;
    if (got > 0) to += got, n -= (size_t)got;
  }
  return true;
}

const char *io_env(const char *name) {
  const char *value = getenv(name);
  return value && *value ? value : NULL;
}

static void on_failure(int unused) { (void)unused; }

/* Unlike SIG_IGN, a handler is not inherited by child processes. */
static void survive(int signal_number, int flags) {
  struct sigaction action = {.sa_flags = flags};
  action.sa_handler = on_failure;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
}

void io_survive_size_limit(void) { survive(SIGXFSZ, SA_RESTART); }

void io_survive_pipes(void) { survive(SIGPIPE, 0); }
