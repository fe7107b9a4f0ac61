#define _POSIX_C_SOURCE 200809L
#include "sys/folders.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "sys/file_gate.h"
#include "sys/io.h"

void folders_make_parents(char *path) {
  for (char *p = path; *p && (p = strchr(p + 1, '/'));) {
    *p = 0;
    if (file_gate_may(path, FILE_WRITE)) mkdir(path, 0700);
    *p = '/';
  }
}

bool folders_own_file(char *path, size_t size, const char *variable,
                      const char *usual, const char *name) {
  const char *folder = io_env(variable), *home = io_env("HOME");
  int n = 0;
  if (folder && *folder == '/')
    n = snprintf(path, size, "%s/mlrepl/%s", folder, name);
  else if (home)
    n = snprintf(path, size, "%s/%s/mlrepl/%s", home, usual, name);
  return n > 0 && (size_t)n < size;
}
