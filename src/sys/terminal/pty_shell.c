#define _GNU_SOURCE
#include "sys/terminal/pty_shell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "sys/io.h"

extern char **environ;

/* Returns the controlling end of a new pseudo-terminal with the modes; -1 on
 * failure. */
static int open_master(const struct termios *modes) {
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0) return -1;
  if (grantpt(master) || unlockpt(master) ||
      tcsetattr(master, TCSANOW, modes)) {
    close(master);
    return -1;
  }
  return master;
}

static void copy_size(int master, struct winsize *last) {
  struct winsize size;
  if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size)) return;
  if (size.ws_row == last->ws_row && size.ws_col == last->ws_col) return;
  *last = size;
  ioctl(master, TIOCSWINSZ, &size);
}

/* The shell leads a session, of which the pseudo-terminal is the terminal. Its
 * end would send SIGHUP to commands left in the background. */
static int spawn(int master, const char *command, pid_t *child) {
  static char shell[] = "sh", option[] = "-c", *line;
  const char *name = ptsname(master);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  if (!name) return errno;
  int failed = posix_spawn_file_actions_init(&files);
  if (failed) return failed;
  if (asprintf(&line, "trap '' HUP\n%s", command) < 0) line = NULL;
  char *arguments[] = {shell, option, line, NULL};
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, name, O_RDWR, 0);
  posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, STDERR_FILENO);
  failed = line ? posix_spawn(child, "/bin/sh", &files, &attributes, arguments,
                              environ)
                : ENOMEM;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  free(line);
  return failed;
}

/* Copies what is there; returns false at the end of the input. */
static bool copy_some(int from, int to) {
  char block[16384];
  ssize_t n = read(from, block, sizeof block);
  if (n < 0 && errno == EINTR) return true;
  if (n > 0) io_write_all(to, block, (size_t)n);
  return n > 0;
}

/* Copies in both directions until the shell has ended. Commands that it left in
 * the background may keep the terminal open. */
static int copy_all(int master, pid_t child) {
  enum { PAUSE = 50 }; /* milliseconds between looks at child and size */
  struct winsize size = {0};
  struct pollfd fds[2] = {{STDIN_FILENO, POLLIN, 0}, {master, POLLIN, 0}};
  int status = -1;
  bool ended = false;
  for (;;) {
    copy_size(master, &size);
    const int ready = poll(fds, 2, ended ? 0 : PAUSE);
    if (ready > 0 && fds[0].revents && !copy_some(STDIN_FILENO, master))
      fds[0].fd = -1;
    if (ready > 0 && fds[1].revents && !copy_some(master, STDOUT_FILENO)) break;
    if (ended && (ready <= 0 || !fds[1].revents)) return status;
    if (!ended) ended = waitpid(child, &status, WNOHANG) == child;
  }
  while (!ended && waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

int pty_shell_run(const char *command) {
  struct termios found, raw;
  pid_t child = 0;
  if (tcgetattr(STDIN_FILENO, &found)) return system(command);
  const int master = open_master(&found);
  if (master < 0) return -1;
  fflush(NULL);
  const int failed = spawn(master, command, &child);
  int status = -1;
  if (!failed) {
    raw = found;
    cfmakeraw(&raw);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    status = copy_all(master, child);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &found);
  } else
    errno = failed;
  close(master);
  return status;
}
