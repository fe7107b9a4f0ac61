#define _POSIX_C_SOURCE 200809L
#include "repl/history.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

#include "sys/io.h"

enum { MOST_ENTRIES = 20000, LONGEST_PATH = 4096 };

static char path[LONGEST_PATH]; /* "": the history lives in memory alone */

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

static void make_folders(void) {
  for (char *p = path + 1; (p = strchr(p, '/')); p++) {
    *p = 0;
    mkdir(path, 0700);
    *p = '/';
  }
}

static void make_file(void) {
  if (!*path) return;
  make_folders();
  int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) {
    close(file);
    return;
  }
  perror(path);
  fputs("mlrepl: warning: the history will not be kept\n", stderr);
  *path = 0;
}

/* Timestamps between the entries let those of several lines come back whole. */
void history_open(void) {
  using_history();
  history_write_timestamps = 1;
  history_comment_char = '#';
  history_multiline_entries = 1;
  stifle_history(MOST_ENTRIES);
  find_path();
  make_file();
  if (!*path) return;
  history_truncate_file(path, MOST_ENTRIES);
  read_history(path);
}

static bool is_blank(const char *text) {
  while (isspace((unsigned char)*text)) text++;
  return !*text;
}

void history_keep(const char *entry) {
  HIST_ENTRY *last = history_get(history_base + history_length - 1);
  if (is_blank(entry) || (last && !strcmp(last->line, entry))) return;
  add_history(entry);
  if (*path) append_history(1, path);
}

int history_entries(lua_State *L) {
  lua_createtable(L, history_length, 0);
  for (int i = 0; i < history_length; i++) {
    const HIST_ENTRY *entry = history_get(history_base + i);
    lua_pushstring(L, entry ? entry->line : "");
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

void history_close(void) { clear_history(); }
