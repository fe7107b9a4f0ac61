#include "repl/suggest.h"

#include <stdbool.h>
#include <stdio.h> /* for history.h */
#include <string.h>

#include <readline/history.h>

/* The last search, so that the next key need not look at all entries again. */
static struct {
  char text[256]; /* what they begin with */
  size_t n;
  int base, entries; /* the history at that time; no entries: no search */
  int found;         /* its place; -1 if none. It compiles */
} last;

static bool begins(const HIST_ENTRY *entry, const char *text, size_t n) {
  return entry && !strncmp(entry->line, text, n) && entry->line[n];
}

static bool is_same_history(void) {
  return last.base == history_base && last.entries == history_length;
}

/* What does not begin with a text does not begin with a longer one. */
static int start_at(const char *text, size_t n) {
  const bool same = is_same_history();
  const bool longer = n >= last.n && !memcmp(text, last.text, last.n);
  return same && longer ? last.found : history_length - 1;
}

static void remember(const char *text, size_t n, int found) {
  const bool fits = n < sizeof last.text;
  last.base = history_base;
  last.entries = fits ? history_length : 0;
  last.n = fits ? n : 0;
  memcpy(last.text, text, last.n);
  last.found = found;
}

const char *suggest_rest(const char *text, size_t n) {
  HIST_ENTRY **entries = history_list();
  if (!entries || !n) return "";
  const int known = is_same_history() ? last.found : -1;
  int at = start_at(text, n);
  while (at >= 0 && !(begins(entries[at], text, n) &&
                      (at == known || suggest_compiles(entries[at]->line))))
    at--;
  remember(text, n, at);
  return at < 0 ? "" : entries[at]->line + n;
}
