#define _POSIX_C_SOURCE 200809L
#include "repl/history.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "repl/async_output.h"
#include "session/history_file.h"

enum { MOST_ENTRIES = 20000 };

static const char *path = NULL; /* NULL if the history is in memory only */

void history_limit(void) { stifle_history(MOST_ENTRIES); }

/* The file keeps at least so many entries as usual, because other programs set
 * history-size in the same inputrc file. */
static size_t most_in_file(void) {
  if (!history_is_stifled()) return HISTORY_FILE_UNBOUNDED;
  return history_max_entries > MOST_ENTRIES ? (size_t)history_max_entries
                                            : MOST_ENTRIES;
}

static void tell_removed(size_t count) {
  char text[128];
  snprintf(text, sizeof text,
           "The history file was longer than %d MB: its %zu oldest entries "
           "were removed.",
           HISTORY_FILE_BYTES >> 20, count);
  async_output_say(text);
}

/* Readline calls it when the first prompt is on the screen, because the file
 * may be long. */
static int load(void) {
  rl_pre_input_hook = NULL;
  const int lock = history_file_lock();
  const size_t removed = history_file_load(lock, most_in_file(), add_history);
  history_file_unlock(lock);
  using_history();
  if (removed) tell_removed(removed);
  return 0;
}

/* A size of 0 means that nothing is saved. */
static void open_file(void) {
  const bool off = history_is_stifled() && !history_max_entries;
  if (off || !isatty(STDIN_FILENO)) return;
  path = history_file_open();
  if (path) rl_pre_input_hook = load;
}

/* Timestamps separate the entries, so that multi-line entries are restored. */
void history_open(void) {
  using_history();
  history_write_timestamps = 1;
  history_comment_char = '#';
  history_multiline_entries = 1;
  open_file();
}

static bool is_blank(const char *text) {
  while (isspace((unsigned char)*text)) text++;
  return !*text;
}

static bool append(const HIST_ENTRY *entry) {
  const char *time = entry->timestamp ? entry->timestamp : "#000000000";
  const int lock = history_file_lock();
  const bool good = lock >= 0 && history_file_append(lock, time, entry->line);
  history_file_unlock(lock);
  return good;
}

/* Other entries may still fit, so tries each, but tells a problem only once. An
 * entry that would take the place of thousands is left out. */
static void save(const HIST_ENTRY *entry) {
  enum { MOST_BYTES = 1 << 20 };
  static bool told = false;
  if (strlen(entry->line) > MOST_BYTES)
    fprintf(stderr,
            "mlrepl: warning: not saved in the history file: an entry of more "
            "than %d MB\n",
            MOST_BYTES >> 20);
  else if (!append(entry) && !told) {
    told = true;
    fprintf(stderr, "mlrepl: warning: history is not saved in %s: %s\n", path,
            strerror(errno));
  }
}

void history_keep(const char *entry) {
  HIST_ENTRY *last = history_get(history_base + history_length - 1);
  if (is_blank(entry) || (last && !strcmp(last->line, entry))) return;
  add_history(entry);
  if (!path || !history_length) return;
  const HIST_ENTRY *added = history_get(history_base + history_length - 1);
  if (added) save(added);
}

int history_find(int at, int step, const char *text, size_t n) {
  HIST_ENTRY **list = history_list();
  for (at += step; at >= 0 && at < history_length; at += step)
    if (!strncmp(list[at]->line, text, n) && strcmp(list[at]->line, text) != 0)
      break;
  return at;
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
