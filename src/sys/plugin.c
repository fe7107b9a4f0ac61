#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "sys/plugin.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { LONGEST = 4096 };

static char own[LONGEST]; /* empty: the executable */

void plugin_set_own_file(const char *path) {
  snprintf(own, sizeof own, "%s", path);
}

void plugin_own_folder(char *folder, size_t room) {
  ssize_t n = *own ? snprintf(folder, room, "%s", own)
                   : readlink("/proc/self/exe", folder, room - 1);
  if (n >= (ssize_t)room) n = 0;
  while (n > 0 && folder[n - 1] != '/') n--;
  folder[n > 0 ? n : 0] = 0;
}

/* Its places relative to a library: in the folder of a build or installed. */
static const char *const programs[] = {"../mlrepl", "../../../bin/mlrepl"};

void plugin_own_program(char *path, size_t room) {
  char home[LONGEST];
  if (!*own) {
    const ssize_t n = readlink("/proc/self/exe", path, room - 1);
    path[n > 0 ? n : 0] = 0;
    return;
  }
  plugin_own_folder(home, sizeof home);
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
    snprintf(path, room, "%s%s", home, programs[i]);
    if (!access(path, X_OK)) return;
  }
  snprintf(path, room, "%s/bin/mlrepl", PREFIX);
}

/* A library is in the folder of a build, in lib/lua/5.4, or in a folder of lib
 * for the kind of machine. */
bool plugin_folder(size_t i, char *path, size_t room) {
  enum { BELOW = 3 };
  static const char *const of_program[BELOW] = {"plugins", "build/plugins",
                                                "../lib/mlrepl"};
  static const char *const of_library[BELOW] = {"plugins", "../../mlrepl",
                                                "../../../mlrepl"};
  const char *const *below = *own ? of_library : of_program;
  const char *asked = getenv("MLREPL_PLUGINS");
  char home[LONGEST];
  if (asked && *asked) {
    snprintf(path, room, "%s", asked);
    return i == 0;
  }
  plugin_own_folder(home, sizeof home);
  if (i < BELOW)
    snprintf(path, room, "%s%s", home, below[i]);
  else
    snprintf(path, room, "%s/lib/mlrepl", PREFIX);
  return i <= BELOW;
}

/* The file of the plug-in in folder number i of the search. */
static bool file_of(const char *name, size_t i, char path[2 * LONGEST]) {
  char folder[LONGEST];
  if (!plugin_folder(i, folder, sizeof folder)) return false;
  snprintf(path, 2 * LONGEST, "%s/mlrepl-%s.so", folder, name);
  return true;
}

bool plugin_is_there(const char *name) {
  char path[2 * LONGEST];
  for (size_t i = 0; file_of(name, i, path); i++)
    if (access(path, R_OK) == 0) return true;
  return false;
}

static void *open_plugin(const char *name) {
  char path[2 * LONGEST];
  void *handle = NULL;
  for (size_t i = 0; !handle && file_of(name, i, path); i++)
    handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  return handle;
}

/* memcpy, because ISO C has no cast from an object pointer to a function
 * pointer. A second dlopen of the same path returns the same handle. */
bool plugin_find(void *function, const char *name, const char *entry) {
  void *handle = open_plugin(name);
  void *found = handle ? dlsym(handle, entry) : NULL;
  if (!found) return false;
  memcpy(function, &found, sizeof found);
  return true;
}

enum { MOST = 256 };

bool plugin_has_room(size_t count, size_t bytes) {
  void *blocks[MOST];
  size_t n = 0;
  while (n < count && n < MOST) {
    blocks[n] = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (blocks[n] == MAP_FAILED) break;
    n++;
  }
  const bool enough = n == count || n == MOST;
  while (n > 0) munmap(blocks[--n], bytes);
  return enough;
}

/* A thread that ends when the parent unlocks. */
static void *wait_for_end(void *lock) {
  pthread_mutex_lock(lock);
  pthread_mutex_unlock(lock);
  return NULL;
}

bool plugin_has_threads(size_t count) {
  pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_t threads[MOST];
  size_t n = 0;
  sigset_t all, old;
  sigfillset(&all); /* signals are handled in the main thread */
  pthread_sigmask(SIG_SETMASK, &all, &old);
  pthread_mutex_lock(&lock);
  while (n < count && n < MOST &&
         !pthread_create(&threads[n], NULL, wait_for_end, &lock))
    n++;
  const bool enough = n == count || n == MOST;
  pthread_mutex_unlock(&lock);
  while (n > 0) pthread_join(threads[--n], NULL);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return enough;
}

const char *plugin_advice(const char *library, const char *packages) {
  static char text[200];
  (void)library;
  snprintf(text, sizeof text, "install %s", packages);
  return text;
}

_Noreturn void plugin_give_up(const char *name, const char *why) {
  if (!why) why = dlerror();
  fprintf(stderr, "mlrepl: the plug-in mlrepl-%s.so cannot be loaded: %s\n",
          name, why ? why : "not found");
  exit(127);
}
