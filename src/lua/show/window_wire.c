/* window_wire.c - the process of the viewer and its socket. */
#define _GNU_SOURCE /* POSIX_SPAWN_SETSID */
#include "lua/show/window.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/plugin.h"

/* Milliseconds; a viewer that takes longer to open or to read is stuck. */
enum { START_PATIENCE = 5000, SEND_PATIENCE = 2000 };

extern char **environ;

void window_program(char *path, size_t room) {
  static const char ENDING[] = "-viewer";
  plugin_own_program(path, room - sizeof ENDING);
  if (*path) strcat(path, ENDING);
}

/* -- the process ---------------------------------------------------------- */

/* In its own session: Ctrl-C and closing the terminal do not reach it. */
static int spawn(pid_t *pid, int end) {
  char path[4096];
  posix_spawn_file_actions_t files;
  posix_spawnattr_t how;
  sigset_t none;
  window_program(path, sizeof path);
  char *words[] = {path, NULL};
  sigemptyset(&none);
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&how);
  posix_spawn_file_actions_adddup2(&files, end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, end, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY,
                                   0);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  int error = posix_spawn(pid, path, &files, &how, words, environ);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

/* Waits for a viewer that closed its socket, which is about to end; ends one
 * that has stopped reading. */
static void reap(pid_t pid) {
  int status;
  kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
}

static void forget(Window *w) {
  w->fd = -1;
  w->last = 0;
  memset(w->seen, 0, sizeof w->seen);
}

/* The viewer decides whether to stay: WIRE_FOLLOW. */
void window_close(Window *w) {
  if (w->fd >= 0) close(w->fd);
  forget(w);
}

static void end(Window *w) {
  if (w->fd < 0) return;
  window_close(w);
  reap(w->pid);
}

/* -- starting ------------------------------------------------------------- */

/* The viewer sends WIRE_READY, or exits when there is no display. */
static bool is_ready(const Window *w) {
  struct pollfd p = {.fd = w->fd, .events = POLLIN};
  Wire ready;
  int n;
  do n = poll(&p, 1, START_PATIENCE);
  while (n < 0 && errno == EINTR);
  return n > 0 && recv(w->fd, &ready, sizeof ready, 0) == sizeof ready &&
         ready.kind == WIRE_READY;
}

static bool refuse(Window *w, const char *what, const char *why) {
  snprintf(w->why, sizeof w->why, "%s%s%.100s", what, *why ? ": " : "", why);
  return false;
}

bool window_start(Window *w) {
  int ends[2];
  if (w->fd >= 0) return true;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
    return refuse(w, "cannot create a socket", strerror(errno));
  int error = spawn(&w->pid, ends[1]);
  close(ends[1]);
  if (error) {
    close(ends[0]);
    return refuse(w, "cannot start mlrepl-viewer", strerror(error));
  }
  w->fd = ends[0];
  if (!is_ready(w)) {
    const char *display = getenv("DISPLAY");
    end(w);
    return refuse(w, "cannot open the display", display ? display : "");
  }
  const Wire follow = {.kind = WIRE_FOLLOW};
  return !w->follow || window_send(w, &follow, NULL, 0);
}

/* -- talking -------------------------------------------------------------- */

static bool send_all(int fd, const char *d, size_t n) {
  struct pollfd p = {.fd = fd, .events = POLLOUT};
  while (n) {
    ssize_t sent = send(fd, d, n, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      d += sent;
      n -= (size_t)sent;
    } else if (errno == EAGAIN) {
      int ready = poll(&p, 1, SEND_PATIENCE);
      if (ready == 0 || (ready < 0 && errno != EINTR)) return false;
    } else if (errno != EINTR)
      return false;
  }
  return true;
}

bool window_send(Window *w, const Wire *head, const void *d, size_t n) {
  if (w->fd < 0) return false;
  if (send_all(w->fd, (const char *)head, sizeof *head) &&
      (!n || send_all(w->fd, d, n)))
    return true;
  end(w);
  return false;
}

/* Of consecutive drags only the last counts; if too many wait, the newest are
 * lost. */
static void keep_touch(Window *w, const Wire *event) {
  Wire *last = w->touched ? &w->touches[w->touched - 1] : NULL;
  bool drags = event->kind == WIRE_DRAG || event->kind == WIRE_SLIDE;
  if (!w->touch) return;
  if (last && drags && last->kind == event->kind &&
      (event->kind == WIRE_DRAG || last->x == event->x))
    *last = *event;
  else if (w->touched < WINDOW_TOUCHES)
    w->touches[w->touched++] = *event;
}

static void keep_view(Seen *seen, const Wire *event) {
  if (event->x < 0 || event->x >= WIRE_PANEL_MOST) return;
  View *view = &seen->views[event->x];
  view->set = event->kind == WIRE_VIEW;
  memcpy(view->a, event->a, sizeof view->a);
  seen->latest = event->x;
  seen->moving = view->set && event->y;
  seen->redraw = true;
}

static void keep_size(Seen *seen, const Wire *event) {
  seen->width = event->width;
  seen->height = event->height;
  seen->redraw = true;
}

static void keep(Window *w, const Wire *event) {
  Seen *seen = &w->seen[event->figure % WIRE_FIGURES];
  bool known = seen->figure == event->figure;
  switch (event->kind) {
  case WIRE_CLICK:
  case WIRE_ENTER: w->event = *event; break;
  case WIRE_PRESS:
  case WIRE_DRAG:
  case WIRE_RELEASE:
  case WIRE_SLIDE: keep_touch(w, event); break;
  case WIRE_VIEW:
  case WIRE_RESET:
    if (known) keep_view(seen, event);
    break;
  case WIRE_RESIZE:
    if (known) keep_size(seen, event);
    break;
  default: break;
  }
}

/* Events are small enough to arrive complete. */
void window_receive(Window *w) {
  Wire event;
  ssize_t n = 0;
  while (w->fd >= 0) {
    n = recv(w->fd, &event, sizeof event, MSG_DONTWAIT);
    if (n == sizeof event)
      keep(w, &event);
    else if (n < 0 && errno == EAGAIN)
      return;
    else if (n >= 0 || errno != EINTR)
      end(w);
  }
}
