#define _POSIX_C_SOURCE 200809L
#include "keys.h"

#include <ctype.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <readline/readline.h>

#include "token.h"

static bool is_blank(const char *text) {
  while (isspace((unsigned char)*text)) text++;
  return !*text;
}

/* Is the line of the cursor empty, and not the only one? Then a person wants
 * out of a piece that will never be complete. */
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

enum { STEP = 2 }; /* blanks a level */

/* More keys wait: a paste or a program types, which brings its own blanks. */
static bool is_typed_ahead(void) {
  struct pollfd keys = {fileno(rl_instream), POLLIN, 0};
  return poll(&keys, 1, 0) > 0;
}

static size_t blanks_at(int at) {
  return strspn(rl_line_buffer + at, " ");
}

/* A line that begins with `end`, `}` and the like stands as deep as what it
 * closes; it was typed behind the blanks of what is inside. */
static void outdent(void) {
  int start = start_of_line(rl_point);
  if (!start || start_of_line(rl_end) != start) return;
  size_t had = blanks_at(start), first = (size_t)start + had;
  if (first >= (size_t)rl_end) return;
  Token t = token_at(rl_line_buffer, (size_t)rl_end, first);
  int depth = token_depth(rl_line_buffer, (size_t)start);
  bool closes = token_closes(rl_line_buffer, t) && depth > 0;
  size_t due = closes ? (size_t)(depth - 1) * STEP : had;
  if (due >= had) return;
  rl_delete_text(start, start + (int)(had - due));
  rl_point -= (int)(had - due);
  rl_redisplay_function();
}

/* Begins a line, as deep as the text before it is open. */
static void begin_line(void) {
  bool typed = !is_typed_ahead();
  int depth = token_depth(rl_line_buffer, (size_t)rl_point);
  rl_insert_text("\n");
  for (int i = 0; typed && i < depth * STEP; i++) rl_insert_text(" ");
}

static int on_enter(int count, int key) {
  outdent();
  if (gives_up() || !read_incomplete(rl_line_buffer))
    return rl_newline(count, key);
  begin_line();
  return 0;
}

static int on_new_line(int count, int key) {
  (void)count;
  (void)key;
  outdent();
  begin_line();
  return 0;
}

/* The second in a row lists, if Readline thinks that it was what ran last. */
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

/* A search goes on only if Readline thinks that it was what ran last. */
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

void keys_bind(void) {
  rl_bind_keyseq("\\C-m", on_enter);
  rl_bind_keyseq("\\C-j", on_enter);
  rl_bind_keyseq("\\e\\C-m", on_new_line);
  rl_bind_keyseq("\\e\\C-j", on_new_line);
  rl_bind_keyseq("\\C-i", on_tab);
  rl_bind_keyseq("\\e[A", on_up);
  rl_bind_keyseq("\\eOA", on_up);
  rl_bind_keyseq("\\e[B", on_down);
  rl_bind_keyseq("\\eOB", on_down);
  rl_variable_bind("enable-bracketed-paste", "on");
}
