#include "repl/history.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <readline/history.h>

#include "session/history_file.h"

enum { MOST_ENTRIES = 20000 };

static const char *path = NULL; /* NULL if the history is in memory only */

void history_limit(void) { stifle_history(MOST_ENTRIES); }

/* The file keeps at least so many entries as usual, because other programs set
 * history-size in the same inputrc file. 0 means that nothing is saved. */
static void read_file(void) {
  bool limited = history_is_stifled();
  if (limited && !history_max_entries) return;
  path = history_file_open();
  if (!path) return;
  int lock = history_file_lock();
  if (limited && history_max_entries < MOST_ENTRIES)
    history_file_trim(lock, MOST_ENTRIES);
  else if (limited)
    history_file_trim(lock, (size_t)history_max_entries);
  history_file_read(lock, add_history);
  history_file_unlock(lock);
}

/* Timestamps separate the entries, so that multi-line entries are restored. */
void history_open(void) {
  using_history();
  history_write_timestamps = 1;
  history_comment_char = '#';
  history_multiline_entries = 1;
  read_file();
}

static bool is_blank(const char *text) {
  while (isspace((unsigned char)*text)) text++;
  return !*text;
}

/* Other entries may still fit, so tries each, but tells a problem only once. */
static void save(const HIST_ENTRY *entry) {
  static bool told = false;
  const int lock = history_file_lock();
  if (!(lock >= 0 && history_file_append(
                       lock, entry->timestamp ? entry->timestamp : "#000000000",
                       entry->line)) &&
      !told) {
    told = true;
    fprintf(stderr, "mlrepl: warning: history is not saved in %s: %s\n", path,
            strerror(errno));
  }
  history_file_unlock(lock);
}

void history_keep(const char *entry) {
  HIST_ENTRY *last = history_get(history_base + history_length - 1);
  if (is_blank(entry) || (last && !strcmp(last->line, entry))) return;
  add_history(entry);
  if (!path || !history_length) return;
  const HIST_ENTRY *added = history_get(history_base + history_length - 1);
  if (added) save(added);
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
