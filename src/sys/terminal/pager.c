#define _DEFAULT_SOURCE
#include "sys/terminal/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/console.h"
#include "sys/io.h"
#include "sys/sandbox.h"
#include "sys/terminal/transcript.h"
#include "sys/utf8.h"

extern char **environ;

/* -- does it fit? ----------------------------------------------------------- */

/* The rows of a line of n bytes, which the terminal wraps at its width. */
static size_t rows_of_line(const char *line, size_t n, size_t width) {
  size_t wide = utf8_count(line, n);
  return wide > width ? (wide + width - 1) / width : 1;
}

/* One row stays free for the prompt. */
static bool fits(const char *text, size_t n) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size)) return true;
  if (!size.ws_row || !size.ws_col) return true;
  size_t rows = 1;
  for (const char *end = text + n; text < end;) {
    const char *stop = memchr(text, '\n', (size_t)(end - text));
    if (!stop) stop = end;
    rows += rows_of_line(text, (size_t)(stop - text), size.ws_col);
    text = stop + 1;
  }
  return rows <= size.ws_row;
}

static bool at_terminal(void) {
  return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !console_is_dumb();
}

/* -- the command ------------------------------------------------------------ */

/* Returns NULL if the user wants no pager. */
static const char *chosen_command(void) {
  static const char standard[] =
    "if command -v less >/dev/null; then exec less; else exec more; fi";
  if (sandbox_is_on()) return NULL;
  const char *command = getenv("MLREPL_PAGER");
  if (!command) command = getenv("PAGER");
  if (!command) return standard;
  return *command && strcmp(command, "cat") != 0 ? command : NULL;
}

/* Signals that end the pager must not end the program. */
enum { SIGNALS = 3 };
static const int signals[SIGNALS] = {SIGINT, SIGQUIT, SIGPIPE};

static void ignore_signals(struct sigaction *before) {
  struct sigaction ignore = {0};
  ignore.sa_handler = SIG_IGN;
  sigemptyset(&ignore.sa_mask);
  for (int i = 0; i < SIGNALS; i++) sigaction(signals[i], &ignore, &before[i]);
}

static void restore_signals(const struct sigaction *before) {
  for (int i = 0; i < SIGNALS; i++) sigaction(signals[i], &before[i], NULL);
}

/* Starts the command with `input` as its standard input. Unless LESS is set,
 * less leaves the text on the screen and ends at once if it fits. */
static bool start(const char *command, int input, pid_t *child) {
  char line[1024];
  int n = snprintf(line, sizeof line, "LESS=\"${LESS--FRX}\"; export LESS; %s",
                   command);
  if (n < 0 || (size_t)n >= sizeof line) return false;
  char shell[] = "sh", option[] = "-c";
  char *arguments[] = {shell, option, line, NULL};
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t standard;
  sigemptyset(&standard);
  for (int i = 0; i < SIGNALS; i++) sigaddset(&standard, signals[i]);
  if (posix_spawn_file_actions_init(&files)) return false;
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawnattr_setsigdefault(&attributes, &standard);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  int failed =
    posix_spawn(child, "/bin/sh", &files, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return !failed;
}

/* Did the command run? The shell returns 126 or 127 if it cannot. */
static bool finish(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return true;
  return !(WIFEXITED(status) && WEXITSTATUS(status) >= 126);
}

/* A pager that ends early makes the write fail, which does no harm. */
static bool run(const char *command, const char *text, size_t n) {
  int ends[2];
  pid_t child;
  if (pipe(ends)) return false;
  for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  bool started = start(command, ends[0], &child);
  close(ends[0]);
  if (started) io_write_all(ends[1], text, n);
  close(ends[1]);
  return started && finish(child);
}

/* One per process, like the terminal. */
static bool (*other)(const char *text, size_t n) = NULL;

void pager_use(bool (*show)(const char *text, size_t n)) { other = show; }

bool pager_show(const char *text, size_t n) {
  if (other) return other(text, n);
  const char *command = chosen_command();
  if (!command || !at_terminal() || fits(text, n)) return false;
  struct sigaction before[SIGNALS];
  const bool captures = transcript_is_capturing();
  fflush(stdout);
  transcript_end();
  ignore_signals(before);
  const double start = clock_seconds();
  bool shown = run(command, text, n);
  clock_add_wait(start);
  restore_signals(before);
  if (captures && shown) transcript_write(text, n);
  if (captures) transcript_begin();
  return shown;
}
