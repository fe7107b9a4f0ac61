/* completion.c - Readline asks for the candidates of a word.
 *
 * The search runs in a protected call: no Lua error may propagate through
 * Readline.
 */
#define _GNU_SOURCE
#include "repl/completion.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <readline/readline.h>

#include "session/complete/complete.h"
#include "session/complete/complete_string.h"
#include "session/syntax/prompt_syntax.h"
#include "session/syntax/lexer.h"

/* Readline's callbacks have no argument for this. */
static lua_State *state;

/* -- searching ------------------------------------------------------------ */

/* (search function, where the word starts) -> list of candidates. */
static int l_candidates(lua_State *L) {
  lua_pushvalue(L, 1);
  lua_pushlstring(L, rl_line_buffer, (size_t)rl_point);
  lua_pushvalue(L, 2);
  lua_call(L, 2, 1);
  return 1;
}

/* The same for the name of a prompt command; ignores its arguments. */
static int l_commands(lua_State *L) {
  lua_pushcfunction(L, complete_commands);
  lua_pushlstring(L, rl_line_buffer + 1, (size_t)rl_point - 1);
  lua_call(L, 1, 1);
  return 1;
}

/* Returns the next word of the list at the top of the stack. */
static char *next_candidate(const char *text, int again) {
  static lua_Integer i;
  (void)text;
  if (!again) i = 0;
  lua_rawgeti(state, -1, ++i);
  const char *word = lua_tostring(state, -1);
  char *copy = word ? strdup(word) : NULL;
  lua_pop(state, 1);
  return copy;
}

/* Finds the candidates for the word; returns whether `look` returned a list,
 * which may be empty. */
static bool find(const char *text, int start, lua_CFunction look,
                 char ***found) {
  lua_State *L = state;
  lua_pushcfunction(L, l_candidates);
  lua_pushcfunction(L, look);
  lua_pushinteger(L, start);
  bool listed = lua_pcall(L, 2, 1, 0) == LUA_OK && lua_istable(L, -1);
  *found = listed ? rl_completion_matches(text, next_candidate) : NULL;
  lua_pop(L, 1);
  return listed;
}

static char **matches(const char *text, int start, lua_CFunction look) {
  char **found;
  find(text, start, look, &found);
  return found;
}

static bool in_string(LexerState s) {
  return s.quote == '"' || s.quote == '\'';
}

static char **complete_string(const char *text, LexerState s) {
  rl_completion_append_character = (unsigned char)s.quote;
  char **found;
  if (find(text, (int)s.string, complete_texts, &found)) return found;
  rl_filename_completion_desired = 1;
  return rl_completion_matches(text, rl_filename_completion_function);
}

static char **complete_command(const char *text, int start) {
  if (start == 1 && *rl_line_buffer == '%')
    return matches(text, start, l_commands);
  rl_filename_completion_desired = 1;
  return rl_completion_matches(text, rl_filename_completion_function);
}

/* Is the line a prompt command? The argument of %time is Lua. */
static bool is_command_line(void) {
  return prompt_syntax_is_command(rl_line_buffer) &&
         !prompt_syntax_code(rl_line_buffer);
}

static char **complete(const char *text, int start, int end) {
  LexerState s = lexer_state(rl_line_buffer, (size_t)end);
  const char *fold = rl_variable_value("completion-ignore-case");
  complete_ignore_case(!strcmp(fold, "on"));
  rl_attempted_completion_over = 1;
  rl_redisplay_function(); /* a list follows the entry, not its signature */
  if (is_command_line()) return complete_command(text, start);
  if (s.comment || s.quote == ']') return NULL;
  if (in_string(s)) return complete_string(text, s);
  rl_completion_suppress_append = 1;
  return matches(text, start, complete_words);
}

/* The characters that end a word: in a string only the quotes. */
static char *word_breaks(void) {
  static char in_quotes[] = "\"'", in_command[] = " \t\n%!";
  static char in_code[64];
  snprintf(in_code, sizeof in_code, "%s", complete_breaks);
  if (is_command_line()) return in_command;
  return in_string(lexer_state(rl_line_buffer, (size_t)rl_point)) ? in_quotes
                                                                  : in_code;
}

/* -- keys ----------------------------------------------------------------- */

/* A second Tab lists candidates only if Readline's last function was
 * rl_complete. */
static int complete_again(int count, int key) {
  if (rl_last_func == completion_tab) rl_last_func = rl_complete;
  return rl_complete(count, key);
}

int completion_tab(int count, int key) {
  int i = rl_point;
  while (i && (rl_line_buffer[i - 1] == ' ' || rl_line_buffer[i - 1] == '\t'))
    i--;
  bool indents = rl_end && (!i || rl_line_buffer[i - 1] == '\n');
  if (!indents) return complete_again(count, key);
  rl_insert_text("  ");
  return 0;
}

bool completion_was_last(void) {
  rl_command_func_t *const all[] = {completion_tab, rl_complete,
                                    rl_menu_complete, rl_backward_menu_complete,
                                    rl_possible_completions};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (rl_last_func == all[i]) return true;
  return false;
}

void completion_open(lua_State *L) {
  state = L;
  rl_attempted_completion_function = complete;
  rl_completion_word_break_hook = word_breaks;
  rl_completer_quote_characters = NULL;
}
