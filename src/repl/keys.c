#define _POSIX_C_SOURCE 200809L
#include "repl/keys.h"

#include <ctype.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <readline/readline.h>

#include "session/syntax/lexer.h"

static bool is_blank(const char *text) {
  while (isspace((unsigned char)*text)) text++;
  return !*text;
}

/* Is the last line blank and not the only one? Then Enter submits an entry that
 * cannot be completed. */
static bool gives_up(void) {
  const char *last = strrchr(rl_line_buffer, '\n');
  return last && is_blank(last) && !is_blank(rl_line_buffer);
}

/* -- lines ---------------------------------------------------------------- */

static int start_of_line(int at) {
  while (at && rl_line_buffer[at - 1] != '\n') at--;
  return at;
}

static int end_of_line(int at) {
  while (at < rl_end && rl_line_buffer[at] != '\n') at++;
  return at;
}

/* -- indentation ---------------------------------------------------------- */

enum { STEP = 2 }; /* spaces per level */

/* Is more input pending? Then it is pasted and has its own indentation. */
static bool is_typed_ahead(void) {
  struct pollfd keys = {fileno(rl_instream), POLLIN, 0};
  return poll(&keys, 1, 0) > 0;
}

static size_t blanks_at(int at) { return strspn(rl_line_buffer + at, " "); }

/* Aligns a line that begins with `end`, `}` or similar with the block that it
 * closes. */
static void outdent(void) {
  int start = start_of_line(rl_point);
  if (!start || start_of_line(rl_end) != start) return;
  size_t had = blanks_at(start), first = (size_t)start + had;
  if (first >= (size_t)rl_end) return;
  Token t = lexer_token(rl_line_buffer, (size_t)rl_end, first);
  int depth = lexer_depth(rl_line_buffer, (size_t)start);
  bool closes = lexer_closes(rl_line_buffer, t) && depth > 0;
  size_t due = closes ? (size_t)(depth - 1) * STEP : had;
  if (due >= had) return;
  rl_delete_text(start, start + (int)(had - due));
  rl_point -= (int)(had - due);
  rl_redisplay_function();
}

/* Starts a new line, indented to the depth of the text before it. */
static void begin_line(void) {
  bool typed = !is_typed_ahead();
  int depth = lexer_depth(rl_line_buffer, (size_t)rl_point);
  rl_insert_text("\n");
  for (int i = 0; typed && i < depth * STEP; i++) rl_insert_text(" ");
}

/* Readline mistakes a failed key, such as a search without a match, for the end
 * of input; resetting the flag prevents this. */
static int accept_line(int count, int key) {
  rl_eof_found = 0;
  return rl_newline(count, key);
}

static int on_enter(int count, int key) {
  outdent();
  if (gives_up() || !keys_entry_is_incomplete(rl_line_buffer))
    return accept_line(count, key);
  begin_line();
  return 0;
}

/* In vi command mode: continues an incomplete entry at its end. */
static int on_vi_enter(int count, int key) {
  bool ends = gives_up() || !keys_entry_is_incomplete(rl_line_buffer);
  if (ends) return accept_line(count, key);
  rl_point = rl_end;
  begin_line();
  return rl_vi_insertion_mode(1, key);
}

static int on_new_line(int count, int key) {
  (void)count;
  (void)key;
  outdent();
  begin_line();
  return 0;
}

/* A second Tab lists candidates only if Readline's last function was
 * rl_complete. */
static int complete(int count, int key, rl_command_func_t *self) {
  if (rl_last_func == self) rl_last_func = rl_complete;
  return rl_complete(count, key);
}

/* Tab completes, but at the start of a line it indents. */
static int on_tab(int count, int key) {
  int i = rl_point;
  while (i && (rl_line_buffer[i - 1] == ' ' || rl_line_buffer[i - 1] == '\t'))
    i--;
  bool indents = rl_end && (!i || rl_line_buffer[i - 1] == '\n');
  if (!indents) return complete(count, key, on_tab);
  rl_insert_text("  ");
  return 0;
}

/* -- up and down ---------------------------------------------------------- */

/* Moves to the same column of the line that starts at `start`. */
static int move_to(int start) {
  int column = rl_point - start_of_line(rl_point), end = end_of_line(start);
  rl_point = start + column < end ? start + column : end;
  return 0;
}

static int on_up(int count, int key);
static int on_down(int count, int key);

/* Continues a history search: Readline starts a new one unless its last
 * function was a search. */
static void go_on_searching(void) {
  if (rl_last_func == on_up || rl_last_func == on_down)
    rl_last_func = rl_history_search_backward;
}

static int on_up(int count, int key) {
  int start = start_of_line(rl_point);
  if (start) return move_to(start_of_line(start - 1));
  go_on_searching();
  return rl_history_search_backward(count, key);
}

static int on_down(int count, int key) {
  int end = end_of_line(rl_point);
  if (end < rl_end) return move_to(end + 1);
  go_on_searching();
  return rl_history_search_forward(count, key);
}

/* -- within the current line ----------------------------------------- */

/* Moves to the start of the line, then of the entry. */
static int on_home(int count, int key) {
  (void)count;
  (void)key;
  int start = start_of_line(rl_point);
  rl_point = rl_point == start ? 0 : start;
  return 0;
}

static int on_end(int count, int key) {
  (void)count;
  (void)key;
  int end = end_of_line(rl_point);
  rl_point = rl_point == end ? rl_end : end;
  return 0;
}

/* Cuts the rest of the line; at its end, the newline. */
static int on_kill(int count, int key) {
  int end = end_of_line(rl_point);
  if (count < 0) return rl_kill_line(count, key);
  if (end == rl_point && end < rl_end) end++;
  rl_kill_text(rl_point, end);
  return 0;
}

/* -- during an incremental search ----------------------------------------- */

static bool begins_sequence(int key) {
  return key == 27 ||
         (key >= 0 && key < KEYMAP_SIZE && rl_get_keymap()[key].type == ISKMAP);
}

/* Readline 8.2 crashes in callback mode on a multi-byte key during a search. So
 * such a key ends the search like Ctrl-J and is executed afterwards. A single
 * Escape only ends the search. */
static int next_key(FILE *in) {
  enum { PAUSE = 50 }; /* ms */
  int key = rl_getc(in);
  if (!RL_ISSTATE(RL_STATE_ISEARCH) || !begins_sequence(key)) return key;
  struct pollfd more = {fileno(in), POLLIN, 0};
  if (key != 27 || poll(&more, 1, PAUSE) > 0) rl_execute_next(key);
  return '\n';
}

/* -- all ------------------------------------------------------------------ */

static int on_unknown(int count, int key) {
  (void)count;
  (void)key;
  return 0;
}

typedef struct Key {
  const char *sequence;
  rl_command_func_t *act;
} Key;

static const Key keys[] = {{"\\C-m", on_enter},       {"\\C-j", on_enter},
                           {"\\C-i", on_tab},         {"\\e\\C-m", on_new_line},
                           {"\\e\\C-j", on_new_line}, {"\\e[A", on_up},
                           {"\\eOA", on_up},          {"\\e[B", on_down},
                           {"\\eOB", on_down},        {"\\e[H", on_home},
                           {"\\eOH", on_home},        {"\\e[1~", on_home},
                           {"\\e[F", on_end},         {"\\eOF", on_end},
                           {"\\e[4~", on_end},        {NULL, NULL}};

static const Key emacs_keys[] = {
  {"\\C-a", on_home}, {"\\C-e", on_end}, {"\\C-k", on_kill}, {NULL, NULL}};

/* Readline would insert the end of an unknown sequence as text. */
static const char *const unknown[] = {
  "\\e[2~",   "\\e[5~",   "\\e[6~",   "\\eOP",    "\\eOQ",    "\\eOR",
  "\\eOS",    "\\e[15~",  "\\e[17~",  "\\e[18~",  "\\e[19~",  "\\e[20~",
  "\\e[21~",  "\\e[23~",  "\\e[24~",  "\\e[1;2A", "\\e[1;2B", "\\e[1;2C",
  "\\e[1;2D", "\\e[1;5A", "\\e[1;5B", NULL};

/* For vi command mode. */
static const Key vi_keys[] = {
  {"\\C-m", on_vi_enter}, {"k", on_up}, {"j", on_down}, {NULL, NULL}};

static void bind(const Key *k, Keymap map) {
  for (; k->sequence; k++) rl_bind_keyseq_in_map(k->sequence, k->act, map);
}

void keys_bind(void) {
  rl_getc_function = next_key;
  Keymap map = rl_get_keymap();
  bind(keys, map);
  bool emacs = map == emacs_standard_keymap;
  bind(emacs ? emacs_keys : vi_keys, emacs ? map : vi_movement_keymap);
  for (int i = 0; unknown[i]; i++)
    rl_bind_keyseq_if_unbound(unknown[i], on_unknown);
  rl_bind_keyseq_if_unbound("\\e[1;5C", rl_forward_word);
  rl_bind_keyseq_if_unbound("\\e[1;5D", rl_backward_word);
  rl_variable_bind("enable-bracketed-paste", "on");
}
