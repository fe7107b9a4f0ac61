#include "repl/prompt_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "repl/screen/screen_prompt.h"

const char *prompt_text_setting(const char *variable) {
  const char *value = rl_variable_value(variable);
  return value ? value : "";
}

bool prompt_text_is_on(const char *variable) {
  return !strcmp(prompt_text_setting(variable), "on");
}

static const char *mode(void) {
  enum { VI = 0 };
  if (!prompt_text_is_on("show-mode-in-prompt")) return "";
  if (rl_editing_mode != VI) return prompt_text_setting("emacs-mode-string");
  return rl_get_keymap() == vi_insertion_keymap
           ? prompt_text_setting("vi-ins-mode-string")
           : prompt_text_setting("vi-cmd-mode-string");
}

static char *compose(const char *mark, const char *prompt) {
  const char *before = prompt == rl_prompt ? mode() : "";
  const char *last = screen_prompt_last_line(prompt);
  const int first = (int)(last - prompt);
  char *text = malloc(strlen(mark) + strlen(prompt) + strlen(before) + 1);
  if (text) sprintf(text, "%s%.*s%s%s", mark, first, prompt, before, last);
  return text;
}

/* Is the line a changed entry of the history? Readline forgets the changes when
 * the line is accepted. */
static bool is_changed(void) {
  static bool changed = false;
  if (!rl_done) changed = rl_undo_list && current_history();
  return changed;
}

char *prompt_text_shown(void) {
  const bool marked = is_changed() && prompt_text_is_on("mark-modified-lines");
  return compose(marked ? "*" : "", rl_display_prompt);
}

char *prompt_text_usual(void) { return compose("", rl_prompt); }
