/* realpath is XSI. */
#define _XOPEN_SOURCE 700
#include "sys/file_gate.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Folder {
  char path[PATH_MAX]; /* as realpath gives it */
  size_t n;            /* its length; 0 for the root, which ends in a slash */
  FileUse use;
} Folder;

static struct {
  Folder folders[FILE_GATE_FOLDERS];
  size_t n;
  bool closed;
} gate;

bool file_gate_allow(const char *folder, FileUse use) {
  if (gate.n == FILE_GATE_FOLDERS) {
    errno = ENFILE;
    return false;
  }
  Folder *f = &gate.folders[gate.n];
  if (!realpath(folder, f->path)) return false;
  f->n = strcmp(f->path, "/") ? strlen(f->path) : 0;
  f->use = use;
  gate.n++;
  return true;
}

void file_gate_close(void) { gate.closed = true; }

bool file_gate_is_closed(void) { return gate.closed; }

const char *file_gate_folder(size_t i, FileUse *use) {
  if (i >= gate.n) return NULL;
  *use = gate.folders[i].use;
  return gate.folders[i].path;
}

/* -- where a path leads ----------------------------------------------------- */

/* The folder of a file that does not exist, then its name. */
static bool resolve_new(const char *path, char *out) {
  char folder[PATH_MAX];
  const char *slash = strrchr(path, '/');
  size_t n = slash ? (size_t)(slash - path) + 1 : 0;
  const char *name = path + n;
  if (n >= sizeof folder) return false;
  memcpy(folder, path, n);
  folder[n] = 0;
  if (!realpath(n ? folder : ".", out)) return false;
  if (!strcmp(name, "..")) return false; /* cannot be new */
  size_t m = strlen(out);
  return snprintf(out + m, PATH_MAX - m, "/%s", name) < (int)(PATH_MAX - m);
}

/* A link without a target is where the target would be created. */
static bool resolve(const char *path, char *out) {
  enum { MOST_LINKS = 40 }; /* as the system */
  char at[PATH_MAX], target[PATH_MAX];
  if (realpath(path, out)) return true;
  if (errno != ENOENT || strlen(path) >= sizeof at) return false;
  strcpy(at, path);
  for (int i = 0; i < MOST_LINKS; i++) {
    ssize_t n = readlink(at, target, sizeof target - 1);
    if (n < 0) return resolve_new(at, out);
    target[n] = 0;
    char *slash = strrchr(at, '/');
    size_t folder = *target != '/' && slash ? (size_t)(slash - at) + 1 : 0;
    if (folder + (size_t)n >= sizeof at) return false;
    memcpy(at + folder, target, (size_t)n + 1);
    if (realpath(at, out)) return true;
  }
  return false;
}

static bool is_below(const Folder *f, const char *path) {
  return !strncmp(path, f->path, f->n) && (path[f->n] == '/' || !path[f->n]);
}

bool file_gate_may(const char *path, FileUse use) {
  char real[PATH_MAX];
  if (!gate.closed) return true;
  bool found = resolve(path, real);
  for (size_t i = 0; found && i < gate.n; i++)
    if (gate.folders[i].use >= use && is_below(&gate.folders[i], real))
      return true;
  errno = EACCES;
  return false;
}

const char *file_gate_why(int error) {
  static char text[PATH_MAX + 100];
  if (error != EACCES || !gate.closed || !gate.n) return strerror(error);
  snprintf(text, sizeof text,
           "not allowed under --safe, where a script may use files below %s "
           "and those of os.tmpname() only",
           gate.folders[0].path);
  return text;
}
