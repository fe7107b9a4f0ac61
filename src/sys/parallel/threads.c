#define _GNU_SOURCE /* sched_getaffinity */
#include "sys/parallel/threads.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#ifdef _OPENMP
#include <omp.h>
#endif

#include "sys/plugin.h"

static size_t count;    /* 0: not known yet */
static bool is_started; /* `count` threads, in this process */

static size_t within_limits(size_t n) {
  if (n < 1) return 1;
  return n < THREADS_MOST ? n : THREADS_MOST;
}

#ifdef _OPENMP

/* The first number of a list like "4,2", or 0. */
static size_t from_environment(void) {
  const char *text = getenv("OMP_NUM_THREADS");
  char *end;
  const long n = text ? strtol(text, &end, 10) : 0;
  return n > 0 && (!*end || *end == ',' || *end == ' ') ? (size_t)n : 0;
}

static size_t processors(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set)) return 1;
  return (size_t)CPU_COUNT(&set);
}

size_t threads_count(void) {
  if (!count) count = from_environment();
  if (!count) count = processors();
  count = within_limits(count);
  return omp_in_parallel() ? 1 : count;
}

static void stay_single(void) { count = 1; }

static void watch_forks(void) {
  static bool is_watching;
  if (!is_watching) is_watching = !pthread_atfork(NULL, NULL, stay_single);
}

/* libgomp ends the program if a thread cannot start, so that is tried first. It
 * keeps its threads as long as every parallel region asks for the same number
 * of them. They inherit the signal mask: signals are for the main thread. */
static void start(void) {
  sigset_t all, old;
  if (!plugin_has_threads(count - 1)) {
    count = 1;
    return;
  }
  watch_forks();
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
#pragma omp parallel num_threads((int)count)
#pragma omp single
  is_started = true;
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}

size_t threads_start(void) {
  if (threads_count() == 1) return 1;
  if (!is_started) start();
  return count;
}

size_t threads_own_number(void) { return (size_t)omp_get_thread_num(); }

#else

size_t threads_count(void) { return 1; }
size_t threads_start(void) { return 1; }
size_t threads_own_number(void) { return 0; }

#endif

void threads_set(size_t n) {
  count = within_limits(n);
  is_started = false;
}
