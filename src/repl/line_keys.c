#include "repl/line_keys.h"

#include <stdbool.h>
#include <stdlib.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "repl/history.h"
#include "repl/screen_keys.h"
#include "sys/utf8.h"

/* -- lines ---------------------------------------------------------------- */

int line_keys_start_of(int at) {
  while (at && rl_line_buffer[at - 1] != '\n') at--;
  return at;
}

static int end_of_line(int at) {
  while (at < rl_end && rl_line_buffer[at] != '\n') at++;
  return at;
}

/* -- up and down ---------------------------------------------------------- */

static bool was_such_a_key(void) {
  return rl_last_func == line_keys_up || rl_last_func == line_keys_down ||
         rl_last_func == line_keys_above || rl_last_func == line_keys_below;
}

static bool goes_on = false; /* is this the next of several moves? */
static size_t column = 0;    /* of the first one, in characters */
static bool moved = false;   /* did the last one stay within the entry? */

/* Moves to the same column of the line that starts at `start`, or to its end if
 * it is shorter. */
static void move_to(int start) {
  const int from = line_keys_start_of(rl_point), end = end_of_line(start);
  if (!moved || !goes_on)
    column = utf8_count(rl_line_buffer + from, (size_t)(rl_point - from));
  moved = true;
  rl_point = start;
  for (size_t i = 0; i < column && rl_point < end; i++) do
      rl_point++;
    while (utf8_continues(rl_line_buffer[rl_point]));
}

/* Recalls an entry with the same first bytes; without one, any. Readline's own
 * search frees the list of changes twice after an incremental search
 * (history-search-backward, version 8.2), its steps through the history do not.
 * Below the last entry is the line as it was typed. */
static int recall(int step, int bytes, int key) {
  static int beginning = 0; /* kept from key to key */
  moved = false;
  if (!goes_on) beginning = bytes;
  if (beginning > rl_end) beginning = rl_end;
  int at = where_history();
  int found = history_find(at, step, rl_line_buffer, (size_t)beginning);
  if (found < 0 || found == at || at + step > history_length) return rl_ding();
  if (step < 0)
    rl_get_previous_history(at - found, key);
  else
    rl_get_next_history(found - at, key);
  if (beginning && beginning <= rl_end) rl_point = beginning;
  return 0;
}

/* Moves by a line or, from the first or last one, recalls an entry. `bytes`: as
 * many as it must have in common with this one. */
static void go_once(bool up, int bytes, int key) {
  const int start = line_keys_start_of(rl_point), end = end_of_line(rl_point);
  if (up && start)
    move_to(line_keys_start_of(start - 1));
  else if (!up && end < rl_end)
    move_to(end + 1);
  else
    recall(up ? -1 : 1, bytes, key);
}

static int go(int up, int bytes, int key) {
  goes_on = was_such_a_key();
  for (int i = 0; i < abs(up); i++, goes_on = true) go_once(up > 0, bytes, key);
  return 0;
}

/* With a count, the next entries are meant. */
static int bytes_before(void) { return rl_explicit_arg ? 0 : rl_point; }

int line_keys_up(int count, int key) { return go(count, bytes_before(), key); }

int line_keys_down(int count, int key) {
  return go(-count, bytes_before(), key);
}

/* They do not search, because in vi's command mode the cursor may be anywhere. */
int line_keys_above(int count, int key) { return go(count, 0, key); }

int line_keys_below(int count, int key) { return go(-count, 0, key); }

/* -- within the current line ----------------------------------------- */

int line_keys_home(int count, int key) {
  (void)count;
  (void)key;
  int start = line_keys_start_of(rl_point);
  rl_point = rl_point == start ? 0 : start;
  return 0;
}

int line_keys_first(int count, int key) {
  (void)count;
  (void)key;
  rl_point = line_keys_start_of(rl_point);
  return 0;
}

int line_keys_last(int count, int key) {
  (void)count;
  (void)key;
  rl_point = end_of_line(rl_point);
  return 0;
}

/* Sets the mark, as Readline's kill-line does. */
int line_keys_kill(int count, int key) {
  int end = end_of_line(rl_point);
  if (count < 0) return rl_kill_line(count, key);
  if (end == rl_point && end < rl_end) end++;
  if (end > rl_point) rl_kill_text(rl_point, end);
  rl_mark = rl_point;
  return 0;
}

int line_keys_end(int count, int key) {
  (void)count;
  (void)key;
  if (screen_keys_take_suggestion()) return 0;
  int end = end_of_line(rl_point);
  rl_point = rl_point == end ? rl_end : end;
  return 0;
}
