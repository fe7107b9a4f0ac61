#define _GNU_SOURCE /* eventfd, syscall */
#include "sys/parallel/process_watch.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/io.h"

enum { PATIENCE = 500 /* milliseconds, for SIGCONT */ };

static struct {
  const ProcessLink *link;
  int errors;
  pid_t daemon;        /* of Open MPI: mpirun, or orted on other machines */
  struct pollfd *ends; /* of the neighbors, followed by: */
  struct pollfd *daemon_end, *notice;
  atomic_bool over;
} watch;

bool process_watch_claim(void) {
  return !atomic_exchange(watch.link->claim, 1);
}

void process_watch_stop(void) { atomic_store(&watch.over, true); }

/* -- processes by descriptor ------------------------------------------------ */

static int open_process(pid_t process) {
#ifdef SYS_pidfd_open
  return process ? (int)syscall(SYS_pidfd_open, process, 0) : -1;
#else
  (void)process;
  return -1;
#endif
}

static void signal_process(int fd, int number) {
#ifdef SYS_pidfd_open
  if (fd >= 0) syscall(SYS_pidfd_send_signal, fd, number, NULL, 0);
#else
  (void)fd, (void)number;
#endif
}

/* -- the end ---------------------------------------------------------------- */

/* The first neighbor that has ended; `neighbors` if there is none. */
static size_t first_ended(void) {
  size_t i = 0;
  while (i < watch.link->neighbors && !watch.ends[i].revents) i++;
  return i;
}

static bool is_any_ended(void) {
  return first_ended() < watch.link->neighbors || watch.daemon_end->revents;
}

static void say_why(void) {
  const ProcessLink *link = watch.link;
  const size_t i = first_ended();
  char text[200] = "";
  int n = 0;
  if (i < link->neighbors)
    n = snprintf(text, sizeof text,
                 "mlrepl: process %d of %zu was killed, or it crashed; this "
                 "ends all processes\n",
                 link->neighbor[i].rank, link->size);
  else if (watch.daemon_end->revents)
    n = snprintf(text, sizeof text,
                 "mlrepl: mpirun has ended; this ends all processes\n");
  if (n > 0) io_write_all(watch.errors, text, (size_t)n);
}

/* Programs that a killed process has started. */
static void end_programs(void) {
  const size_t i = first_ended();
  const int group =
    i < watch.link->neighbors ? watch.link->neighbor[i].process : 0;
  if (group > 1) kill(-group, SIGTERM);
}

static void flush_output(void) {
  if (ftrylockfile(stdout)) return;
  fflush(stdout);
  funlockfile(stdout);
}

/* mpirun ends the processes of each machine in three steps, with a pause of a
 * second after each: it sends SIGCONT, SIGTERM and SIGKILL. The pause gives
 * programs time to clean up, which these do not need; any signal ends it. On a busy
 * machine, the pause may begin late. SIGCONT is also what a user sends to go on:
 * then the signals have no effect. */
static void hurry_daemon(void) {
  static const int moments[] = {10, 30, 90, 270}; /* milliseconds */
  const nfds_t n = (nfds_t)watch.link->neighbors + 1;
  eventfd_t unused;
  eventfd_read(watch.notice->fd, &unused);
  for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
    const bool ended = is_any_ended();
    poll(ended ? watch.daemon_end : watch.ends, ended ? 1 : n, moments[i]);
    signal_process(watch.daemon_end->fd, SIGCHLD);
  }
}

/* If mpirun does not. SIGTERM removes temporary files and ends the programs that
 * were started. */
static _Noreturn void end(void) {
  kill(getpgrp() == getpid() ? 0 : getpid(), SIGTERM);
  sleep(1);
  _exit(EXIT_FAILURE);
}

static void *watch_others(void *unused) {
  const nfds_t n = (nfds_t)watch.link->neighbors + 2;
  (void)unused;
  for (;;) {
    const int found = poll(watch.ends, n, -1);
    if (found < 0 && errno == EINTR) continue;
    if (found < 0 || atomic_load(&watch.over)) return NULL;
    const bool ended = is_any_ended();
    if (ended && process_watch_claim()) {
      say_why();
      end_programs();
    }
    flush_output();
    if (ended) poll(watch.daemon_end, 2, PATIENCE);
    hurry_daemon();
    if (ended) end();
  }
}

/* -- the start -------------------------------------------------------------- */

/* The first two steps of mpirun. */

static void on_continue(int number, siginfo_t *info, void *unused) {
  const int saved = errno;
  (void)number, (void)unused;
  if (info->si_pid == watch.daemon) eventfd_write(watch.notice->fd, 1);
  errno = saved;
}

static void on_termination(int number, siginfo_t *info, void *unused) {
  static const char TEXT[] = "mlrepl: interrupted: mpirun ends all processes\n";
  const bool is_all = watch.link->neighbors == watch.link->size;
  (void)unused;
  if (is_all && info->si_pid == watch.daemon && process_watch_claim())
    io_write_all(watch.errors, TEXT, sizeof TEXT - 1);
  signal(number, SIG_DFL);
  raise(number);
}

/* A signal that is ignored stays ignored. */
static void handle(int number, void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART}, before;
  action.sa_sigaction = handler;
  sigemptyset(&action.sa_mask);
  if (!sigaction(number, NULL, &before) && before.sa_handler != SIG_IGN)
    sigaction(number, &action, NULL);
}

/* Signals are for the other threads. */
static void start_thread(void) {
  pthread_t thread;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (!pthread_create(&thread, NULL, watch_others, NULL))
    pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void process_watch_start(const ProcessLink *link, int errors) {
  const size_t n = link->neighbors;
  watch.link = link;
  watch.errors = errors;
  watch.daemon = getppid();
  watch.ends = calloc(n + 2, sizeof *watch.ends);
  if (!watch.ends) return;
  for (size_t i = 0; i < n; i++)
    watch.ends[i] =
      (struct pollfd){open_process(link->neighbor[i].process), POLLIN, 0};
  watch.daemon_end = &watch.ends[n];
  watch.notice = &watch.ends[n + 1];
  *watch.daemon_end = (struct pollfd){open_process(watch.daemon), POLLIN, 0};
  *watch.notice =
    (struct pollfd){eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), POLLIN, 0};
  handle(SIGCONT, on_continue);
  handle(SIGTERM, on_termination);
  start_thread();
}
