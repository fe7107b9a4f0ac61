#define _POSIX_C_SOURCE 200809L
#include "sys/folders.h"

#include <string.h>
#include <sys/stat.h>

void folders_make_parents(char *path) {
  for (char *p = path; *p && (p = strchr(p + 1, '/'));) {
    *p = 0;
    mkdir(path, 0700);
    *p = '/';
  }
}
