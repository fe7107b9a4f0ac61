#define _POSIX_C_SOURCE 200809L
#include "repl/keys.h"

#include <ctype.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "repl/completion.h"
#include "repl/line_keys.h"
#include "repl/screen_keys.h"
#include "repl/terminal_mode.h"
#include "session/syntax/lexer.h"

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
  int start = line_keys_start_of(rl_point);
  if (!start || line_keys_start_of(rl_end) != start) return;
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

/* The number of blank lines at the end of the text. */
static int blank_lines(const char *text) {
  int lines = 0;
  for (size_t n = strlen(text); n; n--) {
    if (text[n - 1] == '\n') lines++;
    if (!isspace((unsigned char)text[n - 1])) break;
  }
  return lines;
}

/* Two blank lines are probably an attempt to end the entry. */
static void explain_open_entry(void) {
  if (rl_point == rl_end && blank_lines(rl_line_buffer) == 2 &&
      !is_typed_ahead())
    keys_explain_open_entry(rl_line_buffer);
}

/* Starts a new line, indented to the depth of the text before it. */
static void begin_line(void) {
  bool typed = !is_typed_ahead();
  int depth = lexer_depth(rl_line_buffer, (size_t)rl_point);
  rl_insert_text("\n");
  for (int i = 0; typed && i < depth * STEP; i++) rl_insert_text(" ");
}

/* A dumb terminal reads line by line. */
static bool ends_entry(void) {
  return terminal_mode_is_dumb() || !keys_entry_is_incomplete(rl_line_buffer);
}

/* In vi's command mode, continues an incomplete entry at its end. */
static int on_enter(int count, int key) {
  bool commands = rl_get_keymap() == vi_movement_keymap;
  if (!commands) outdent();
  if (ends_entry()) return rl_newline(count, key);
  if (commands) rl_point = rl_end;
  explain_open_entry();
  begin_line();
  return commands ? rl_vi_insertion_mode(1, key) : 0;
}

static int on_new_line(int count, int key) {
  (void)count;
  (void)key;
  if (terminal_mode_is_dumb()) return rl_ding();
  outdent();
  begin_line();
  return 0;
}

/* -- comments ------------------------------------------------------------- */

static bool starts_at(int at, const char *mark) {
  return !strncmp(rl_line_buffer + at, mark, strlen(mark));
}

static bool is_commented(const char *mark) {
  for (int at = rl_end;; at--) {
    at = line_keys_start_of(at);
    if (!starts_at(at, mark)) return false;
    if (!at) return true;
  }
}

/* Makes every line a comment (with an argument: or code again) and accepts. */
static int on_comment(int count, int key) {
  (void)count;
  const char *mark = rl_variable_value("comment-begin");
  bool undo = rl_explicit_arg && is_commented(mark);
  rl_begin_undo_group();
  for (int at = rl_end;; at--) {
    at = rl_point = line_keys_start_of(at);
    if (undo)
      rl_delete_text(at, at + (int)strlen(mark));
    else
      rl_insert_text(mark);
    if (!at) break;
  }
  rl_end_undo_group();
  rl_point = rl_end;
  rl_redisplay_function();
  return rl_newline(1, key);
}

/* -- the editor ----------------------------------------------------------- */

/* Edits the entry in the user's editor and accepts it. */
static int on_edit(int count, int key) {
  (void)count;
  char *text = keys_edit_text(rl_line_buffer);
  if (!text) return rl_ding();
  rl_begin_undo_group();
  rl_delete_text(0, rl_end);
  rl_point = 0;
  rl_insert_text(text);
  rl_end_undo_group();
  free(text);
  rl_redisplay_function();
  return rl_newline(1, key);
}

/* -- all ------------------------------------------------------------------ */

static int on_unknown(int count, int key) {
  (void)count;
  (void)key;
  return 0;
}

/* The names that inputrc files can use. Two of bash's make its users' bindings
 * work. Readline's own are replaced where entries have several lines (Debian
 * binds beginning-of-line to Home) or a suggestion, and where they redraw or
 * write messages, because Readline does not know what is drawn. */
static const struct {
  const char *name;
  rl_command_func_t *act;
} commands[] = {{"mlrepl-accept", on_enter},
                {"mlrepl-newline", on_new_line},
                {"mlrepl-complete-or-indent", completion_tab},
                {"mlrepl-previous-line-or-history", line_keys_up},
                {"mlrepl-next-line-or-history", line_keys_down},
                {"mlrepl-beginning-of-line", line_keys_home},
                {"mlrepl-end-of-line", line_keys_end},
                {"mlrepl-kill-line", line_keys_kill},
                {"mlrepl-forward-char", screen_keys_forward_char},
                {"mlrepl-forward-word", screen_keys_forward_word},
                {"mlrepl-comment", on_comment},
                {"mlrepl-edit", on_edit},
                {"beginning-of-line", line_keys_home},
                {"end-of-line", line_keys_end},
                {"kill-line", line_keys_kill},
                {"forward-char", screen_keys_forward_char},
                {"forward-word", screen_keys_forward_word},
                {"clear-screen", screen_keys_clear},
                {"clear-display", screen_keys_clear_all},
                {"redraw-current-line", screen_keys_redraw},
                {"re-read-init-file", screen_keys_read_inputrc},
                {"insert-comment", on_comment},
                {"edit-and-execute-command", on_edit},
                {"vi-edit-and-execute-command", on_edit},
                {NULL, NULL}};

typedef struct Key {
  const char *sequence;
  rl_command_func_t *act;
} Key;

/* For all keymaps. */
static const Key keys[] = {
  {"\\C-m", on_enter},          {"\\C-j", on_enter},
  {"\\e[A", line_keys_up},      {"\\eOA", line_keys_up},
  {"\\e[B", line_keys_down},    {"\\eOB", line_keys_down},
  {"\\e[H", line_keys_home},    {"\\eOH", line_keys_home},
  {"\\e[1~", line_keys_home},   {"\\e[F", line_keys_end},
  {"\\eOF", line_keys_end},     {"\\e[4~", line_keys_end},
  {"\\C-l", screen_keys_clear}, {NULL, NULL}};

static const Key insertion_keys[] = {{"\\C-i", completion_tab},
                                     {"\\e[C", screen_keys_forward_char},
                                     {"\\eOC", screen_keys_forward_char},
                                     {NULL, NULL}};

/* In vi's insert mode, Escape and Enter leave the mode and accept. */
static const Key emacs_keys[] = {{"\\e\\C-m", on_new_line},
                                 {"\\e\\C-j", on_new_line},
                                 {"\\C-a", line_keys_home},
                                 {"\\C-e", line_keys_end},
                                 {"\\C-k", line_keys_kill},
                                 {"\\C-f", screen_keys_forward_char},
                                 {"\\ef", screen_keys_forward_word},
                                 {"\\e[1;5C", screen_keys_forward_word},
                                 {"\\e\\C-l", screen_keys_clear_all},
                                 {"\\e[1;5D", rl_backward_word},
                                 {"\\e#", on_comment},
                                 {"\\C-x\\C-e", on_edit},
                                 {"\\C-x\\C-r", screen_keys_read_inputrc},
                                 {NULL, NULL}};

static const Key vi_command_keys[] = {{"k", line_keys_above},
                                      {"j", line_keys_below},
                                      {"0", line_keys_first},
                                      {"$", line_keys_last},
                                      {"#", on_comment},
                                      {"v", on_edit},
                                      {NULL, NULL}};

/* Readline would insert the end of an unknown sequence as text. */
static const char *const unknown[] = {
  "\\e[2~",   "\\e[5~",   "\\e[6~",   "\\eOP",    "\\eOQ",    "\\eOR",
  "\\eOS",    "\\e[15~",  "\\e[17~",  "\\e[18~",  "\\e[19~",  "\\e[20~",
  "\\e[21~",  "\\e[23~",  "\\e[24~",  "\\e[1;2A", "\\e[1;2B", "\\e[1;2C",
  "\\e[1;2D", "\\e[1;5A", "\\e[1;5B", NULL};

static void bind(const Key *k, Keymap map) {
  for (; k->sequence; k++) rl_bind_keyseq_in_map(k->sequence, k->act, map);
}

/* The first function of a name counts, so Readline's come last. */
void keys_define(void) {
  for (int i = 0; commands[i].name; i++)
    rl_add_defun(commands[i].name, commands[i].act, -1);
  bind(keys, emacs_standard_keymap);
  bind(insertion_keys, emacs_standard_keymap);
  bind(emacs_keys, emacs_standard_keymap);
  bind(keys, vi_insertion_keymap);
  bind(insertion_keys, vi_insertion_keymap);
  bind(keys, vi_movement_keymap);
  bind(vi_command_keys, vi_movement_keymap);
  rl_variable_bind("comment-begin", "-- ");
}

void keys_ignore_unknown(void) {
  Keymap maps[] = {emacs_standard_keymap, vi_insertion_keymap,
                   vi_movement_keymap};
  for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
    for (int i = 0; unknown[i]; i++)
      rl_bind_keyseq_if_unbound_in_map(unknown[i], on_unknown, maps[m]);
}
