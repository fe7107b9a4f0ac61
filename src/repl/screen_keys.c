#define _POSIX_C_SOURCE 200809L
#include "repl/screen_keys.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "repl/redisplay.h"

/* -- redrawing ------------------------------------------------------------ */

int screen_keys_redraw(int count, int key) {
  (void)count;
  (void)key;
  redisplay_clear();
  rl_redisplay_function();
  return 0;
}

static int clear(bool all, int key) {
  if (rl_explicit_arg) return screen_keys_redraw(1, key);
  redisplay_clear_screen(all);
  return 0;
}

int screen_keys_clear(int count, int key) {
  (void)count;
  return clear(false, key);
}

int screen_keys_clear_all(int count, int key) {
  (void)count;
  return clear(true, key);
}

/* -- inputrc -------------------------------------------------------------- */

int screen_keys_read_inputrc(int count, int key) {
  redisplay_clear();
  rl_re_read_init_file(count, key);
  rl_redisplay_function();
  return 0;
}

/* -- suggestions ---------------------------------------------------------- */

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* The bytes up to the end of the next word. */
static size_t next_word(const char *text) {
  size_t n = 0;
  while (text[n] && !is_word(text[n])) n++;
  while (is_word(text[n])) n++;
  return n;
}

/* Inserts the suggestion, or its first `most` bytes. The history may change
 * with the line, so it is copied. */
static bool take(size_t most) {
  char *text = strndup(redisplay_suggestion(), most);
  const bool some = text && *text;
  if (some) rl_insert_text(text);
  free(text);
  return some;
}

bool screen_keys_take_suggestion(void) { return take((size_t)-1); }

int screen_keys_forward_char(int count, int key) {
  if (count > 0 && screen_keys_take_suggestion()) return 0;
  return rl_forward_char(count, key);
}

int screen_keys_forward_word(int count, int key) {
  if (count > 0 && take(next_word(redisplay_suggestion()))) return 0;
  return rl_forward_word(count, key);
}
