#define _POSIX_C_SOURCE 200809L
#include "sys/child_process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "sys/interrupt.h"
#include "sys/io.h"
#include "sys/sandbox.h"

enum { PATIENCE = 50 }; /* milliseconds between checks for Ctrl-C */

/* -- the child ------------------------------------------------------------ */

/* The child ends with its parent; only the parent handles Ctrl-C. */
static void bind_to(pid_t parent) {
  signal(SIGINT, SIG_IGN);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (getppid() != parent) _exit(1);
}

static void be_child(int to, double *out, size_t n, ChildWork *work,
                     void *context) {
  const int code = work(context, out);
  if (interrupted) _exit(1); /* by a fault, because SIGINT is ignored */
  bool told = io_write_all(to, &code, sizeof code) &&
              io_write_all(to, out, n * sizeof *out);
  _exit(!told); /* exit handlers belong to the parent */
}

/* -- the parent ----------------------------------------------------------- */

/* False after Ctrl-C, or if the child closed its end too early. */
static bool read_all(int from, void *block, size_t size) {
  char *to = block;
  while (size) {
    struct pollfd ready = {from, POLLIN, 0};
    int found = poll(&ready, 1, PATIENCE);
    if (interrupted) return false;
    if (found < 0 && errno != EINTR) return false;
    if (found <= 0) continue;
    ssize_t n = read(from, to, size);
    if (n == 0 || (n < 0 && errno != EINTR)) return false;
    if (n > 0) to += n, size -= (size_t)n;
  }
  return true;
}

static void end_child(pid_t child) {
  kill(child, SIGKILL); /* no effect if it has already ended */
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
}

/* Forks, with a pipe from the child: ends[0] is the parent's. Returns -1 and
 * sets errno if that fails. */
static pid_t fork_with_pipe(int ends[2]) {
  if (pipe(ends)) return -1;
  const pid_t child = fork();
  if (child >= 0) {
    close(ends[child ? 1 : 0]);
    return child;
  }
  const int error = errno;
  close(ends[0]);
  close(ends[1]);
  errno = error;
  return -1;
}

ChildResult child_process_run(int *code, double *out, size_t n, ChildWork *work,
                              void *context) {
  const pid_t parent = getpid();
  int ends[2];
  sandbox_check_time();
  const pid_t child = fork_with_pipe(ends);
  if (child < 0) return CHILD_REFUSED;
  if (child == 0) {
    sandbox_enter_child(true);
    bind_to(parent);
    be_child(ends[1], out, n, work, context);
  }
  const bool whole = read_all(ends[0], code, sizeof *code) &&
                     read_all(ends[0], out, n * sizeof *out);
  end_child(child);
  close(ends[0]);
  sandbox_check_time();
  if (interrupted) return CHILD_INTERRUPTED;
  return whole ? CHILD_DONE : CHILD_LOST;
}

/* -- text ----------------------------------------------------------------- */

static size_t read_some(int from, char *text, size_t most) {
  size_t n = 0;
  while (n < most) {
    ssize_t got = read(from, text + n, most - n);
    if (got == 0 || (got < 0 && errno != EINTR)) break;
    if (got > 0) n += (size_t)got;
  }
  return n;
}

static bool succeeds(pid_t child) {
  int status = 1;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return status == 0;
}

ChildResult child_process_capture(char *text, size_t *n, ChildWriter *write,
                                  void *context) {
  int ends[2];
  sandbox_check_time();
  fflush(NULL); /* so that the child does not write it again */
  const pid_t child = fork_with_pipe(ends);
  if (child < 0) return CHILD_REFUSED;
  if (child == 0) {
    sandbox_enter_child(false);
    _exit(!write(context, ends[1]));
  }
  *n = read_some(ends[0], text, *n);
  close(ends[0]);
  const bool good = succeeds(child);
  sandbox_check_time();
  return good ? CHILD_DONE : CHILD_LOST;
}
