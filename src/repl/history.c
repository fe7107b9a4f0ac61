#include "repl/history.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <readline/history.h>

#include "session/history_file.h"

enum { MOST_ENTRIES = 20000 };

static const char *path = NULL; /* NULL if the history is in memory only */

/* Timestamps separate the entries, so that multi-line entries are restored. */
void history_open(void) {
  using_history();
  history_write_timestamps = 1;
  history_comment_char = '#';
  history_multiline_entries = 1;
  stifle_history(MOST_ENTRIES);
  path = history_file_open();
  if (!path) return;
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
  if (path) append_history(1, path);
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
