#define _POSIX_C_SOURCE 200809L
#include "session/history_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "sys/folders.h"
#include "sys/io.h"

enum { LONGEST_PATH = 4096 };

static char path[LONGEST_PATH]; /* "" if there is no file */

static void find_path(void) {
  const char *own = io_env("MLREPL_HISTORY"), *home = io_env("HOME");
  const char *state = io_env("XDG_STATE_HOME");
  int n = 0;
  if (own)
    n = snprintf(path, sizeof path, "%s", own);
  else if (state && *state == '/')
    n = snprintf(path, sizeof path, "%s/mlrepl/history", state);
  else if (home)
    n = snprintf(path, sizeof path, "%s/.local/state/mlrepl/history", home);
  if (n <= 0 || n >= LONGEST_PATH) *path = 0;
}

const char *history_file_open(void) {
  find_path();
  if (!*path) return NULL;
  folders_make_parents(path);
  int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) {
    close(file);
    return path;
  }
  perror(path);
  fputs("mlrepl: warning: history will not be saved\n", stderr);
  return NULL;
}
