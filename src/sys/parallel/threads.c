#define _GNU_SOURCE /* sched_getaffinity */
#include "sys/parallel/threads.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "sys/plugin.h"

/* -- how many -------------------------------------------------------------- */

static size_t count; /* 0: not known yet */
static _Thread_local bool is_inside;

static size_t within_limits(size_t n) {
  if (n < 1) return 1;
  return n < THREADS_MOST ? n : THREADS_MOST;
}

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
  if (is_inside) return 1;
  if (!count) count = from_environment();
  if (!count) count = processors();
  return count = within_limits(count);
}

void threads_set(size_t n) { count = within_limits(n); }

/* -- the threads ------------------------------------------------------------ */

/* The work that is going on. Threads join it while it is open, so the caller need
 * not wait for those that wake too late. */
static struct {
  pthread_mutex_t lock;
  pthread_cond_t wake, empty;
  ThreadsWork *work; /* NULL: none is open */
  void *context;
  size_t most;       /* threads that may join, with the caller */
  atomic_ulong turn; /* grows with each work */
  atomic_size_t joined,
    inside;       /* those that did, without the caller; those still
                                  there */
  size_t started; /* threads besides the caller */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER,
          .wake = PTHREAD_COND_INITIALIZER,
          .empty = PTHREAD_COND_INITIALIZER};

static void pause_briefly(void) {
#if defined __x86_64__ || defined __i386__
  __builtin_ia32_pause();
#endif
}

/* Waking a sleeping thread takes longer than a short work. */
enum { SPINS = 2000 };

static void wait_for_turn(unsigned long seen) {
  for (int i = 0; i < SPINS && pool.turn == seen; i++) pause_briefly();
  pthread_mutex_lock(&pool.lock);
  while (pool.turn == seen) pthread_cond_wait(&pool.wake, &pool.lock);
}

static void leave(void) {
  pthread_mutex_lock(&pool.lock);
  if (--pool.inside == 0) pthread_cond_signal(&pool.empty);
  pthread_mutex_unlock(&pool.lock);
}

static void *serve(void *unused) {
  unsigned long seen = 0;
  (void)unused;
  is_inside = true;
  for (;;) {
    wait_for_turn(seen);
    seen = pool.turn;
    ThreadsWork *work = pool.joined + 1 < pool.most ? pool.work : NULL;
    void *context = pool.context;
    const size_t thread = work ? ++pool.joined : 0;
    if (work) pool.inside++;
    pthread_mutex_unlock(&pool.lock);
    if (!work) continue;
    work(context, thread);
    leave();
  }
  return NULL;
}

static void stay_single(void) { count = 1; }

static void watch_forks(void) {
  static bool is_watching;
  if (!is_watching) is_watching = !pthread_atfork(NULL, NULL, stay_single);
}

enum { STACK = 1 << 20, ROOM = 16 << 20 };

static void start_threads(size_t most) {
  pthread_attr_t attributes;
  pthread_t thread;
  if (pthread_attr_init(&attributes)) return;
  pthread_attr_setstacksize(&attributes, STACK);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  while (pool.started + 1 < most &&
         !pthread_create(&thread, &attributes, serve, NULL))
    pool.started++;
  pthread_attr_destroy(&attributes);
}

/* Starts as many threads as the system allows; none, if memory is so limited
 * that their stacks would take what the work needs. */
static void start(size_t most) {
  sigset_t all, old;
  if (pool.started + 1 >= most) return;
  if (!plugin_has_room(most - 1, ROOM)) {
    threads_set(1);
    return;
  }
  watch_forks();
  sigfillset(&all);
  sigdelset(&all, SIGBUS); /* a missing page is replaced where it is read */
  pthread_sigmask(SIG_SETMASK, &all, &old);
  start_threads(most);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void open_work(ThreadsWork *work, void *context, size_t most) {
  pthread_mutex_lock(&pool.lock);
  pool.work = work;
  pool.context = context;
  pool.most = most;
  pool.joined = 0;
  pool.turn++;
  if (most > pool.started)
    pthread_cond_broadcast(&pool.wake);
  else
    for (size_t k = 1; k < most; k++) pthread_cond_signal(&pool.wake);
  pthread_mutex_unlock(&pool.lock);
}

/* Nobody joins any more; waits for those who have. */
static void close_work(void) {
  pthread_mutex_lock(&pool.lock);
  pool.work = NULL;
  pthread_mutex_unlock(&pool.lock);
  for (int i = 0; i < SPINS && pool.inside > 0; i++) pause_briefly();
  pthread_mutex_lock(&pool.lock);
  while (pool.inside > 0) pthread_cond_wait(&pool.empty, &pool.lock);
  pthread_mutex_unlock(&pool.lock);
}

static void run_alone(ThreadsWork *work, void *context) {
  const bool before = is_inside;
  is_inside = true;
  work(context, 0);
  is_inside = before;
}

/* A host may call from several threads at once: the second one works alone. */
void threads_run(ThreadsWork *work, void *context, size_t most) {
  static atomic_flag is_busy = ATOMIC_FLAG_INIT;
  if (most > threads_count()) most = threads_count();
  if (most < 2 || atomic_flag_test_and_set(&is_busy)) {
    run_alone(work, context);
    return;
  }
  start(threads_count());
  if (pool.started) open_work(work, context, most);
  run_alone(work, context);
  if (pool.started) close_work();
  atomic_flag_clear(&is_busy);
}
