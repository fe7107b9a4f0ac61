#include "repl/suggest.h"

#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

static bool suggests = true;

void suggest_set(bool on) { suggests = on; }

/* During searches and questions the line holds other text. */
static bool is_typing(void) {
  return !rl_done && rl_point == rl_end &&
         !RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_COMPLETING |
                     RL_STATE_MACROINPUT);
}

static bool has_text(void) {
  return rl_line_buffer[strspn(rl_line_buffer, " \t\n")] != 0;
}

const char *suggest_tail(void) {
  HIST_ENTRY **entries = history_list();
  if (!suggests || !entries || !is_typing() || !has_text()) return NULL;
  size_t n = (size_t)rl_end;
  for (int i = history_length; i-- > 0;) {
    const char *line = entries[i]->line;
    if (*line != *rl_line_buffer || strncmp(line, rl_line_buffer, n) != 0)
      continue;
    if (line[n] && !strchr(line + n, '\n')) return line + n;
  }
  return NULL;
}
