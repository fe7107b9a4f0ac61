#include "keys.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <readline/readline.h>

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

static int on_enter(int count, int key) {
  if (gives_up() || !read_incomplete(rl_line_buffer))
    return rl_newline(count, key);
  rl_insert_text("\n");
  return 0;
}

static int on_new_line(int count, int key) {
  (void)count;
  (void)key;
  rl_insert_text("\n");
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

static int start_of_line(int at) {
  while (at && rl_line_buffer[at - 1] != '\n') at--;
  return at;
}

static int end_of_line(int at) {
  while (at < rl_end && rl_line_buffer[at] != '\n') at++;
  return at;
}

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
