#define _POSIX_C_SOURCE 200809L
#include "core/linalg/lapack.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/plugin.h"

/* What OpenBLAS maps: for each thread a buffer, with which the first call waits
 * for ever if there is no room, and a stack; and its code, which is smaller. */
static bool has_room(size_t threads) {
  enum { BUFFER = 128 << 20, STACK = 8 << 20, CODE = 40 << 20 };
  return plugin_has_room(threads + 1, BUFFER + STACK) ||
         (threads == 1 && plugin_has_room(1, BUFFER + STACK + CODE));
}

/* One thread is enough where memory or threads are limited: OpenBLAS would wait
 * for those that it cannot start. */
static void make_room(void) {
  const long processors = sysconf(_SC_NPROCESSORS_CONF);
  const size_t threads = processors > 1 ? (size_t)processors : 1;
  if (has_room(threads) && plugin_has_threads(threads - 1)) return;
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  if (has_room(1)) return;
  plugin_give_up("openblas",
                 "OpenBLAS needs 180 MB of address space; raise the limit of "
                 "memory (ulimit -v)");
}

static const Lapack *load(void) {
  LapackEntry *entry = NULL;
  make_room();
  if (!plugin_find(&entry, "openblas", LAPACK_ENTRY))
    plugin_give_up("openblas", NULL);
  return entry();
}

/* Several threads may need it first, at the same time. */
const Lapack *lapack(void) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static const Lapack *_Atomic routines = NULL;
  const Lapack *found = routines;
  if (found) return found;
  pthread_mutex_lock(&lock);
  if (!routines) routines = load();
  pthread_mutex_unlock(&lock);
  return routines;
}
