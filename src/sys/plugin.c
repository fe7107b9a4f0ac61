#define _POSIX_C_SOURCE 200809L
#include "sys/plugin.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { LONGEST = 4096 };

/* The folder of the program, with the slash at its end. */
static void own_folder(char *folder) {
  ssize_t n = readlink("/proc/self/exe", folder, LONGEST - 1);
  while (n > 0 && folder[n - 1] != '/') n--;
  folder[n > 0 ? n : 0] = 0;
}

static void *open_in(const char *folder, const char *below, const char *name) {
  char path[2 * LONGEST];
  snprintf(path, sizeof path, "%s%s/mlrepl-%s.so", folder, below, name);
  return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static void *open_plugin(const char *name) {
  static const char *const below[] = {"plugins", "build/plugins",
                                      "../lib/mlrepl"};
  const char *asked = getenv("MLREPL_PLUGINS");
  char own[LONGEST];
  void *handle = NULL;
  if (asked && *asked) return open_in(asked, "", name);
  own_folder(own);
  for (size_t k = 0; !handle && k < sizeof below / sizeof *below; k++)
    handle = open_in(own, below[k], name);
  return handle ? handle : open_in(PREFIX, "/lib/mlrepl", name);
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

_Noreturn void plugin_give_up(const char *name) {
  const char *why = dlerror();
  fprintf(stderr, "mlrepl: the plug-in mlrepl-%s.so cannot be loaded: %s\n",
          name, why ? why : "not found");
  exit(127);
}
