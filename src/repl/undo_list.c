#include "repl/undo_list.h"

#include <stdbool.h>
#include <stdio.h>

#include <readline/history.h>
#include <readline/readline.h>

static bool has(const UNDO_LIST *list, const void *part) {
  while (list && list != part) list = list->next;
  return list;
}

/* Readline rings the bell if no line was left. */
static void restore_saved_line(void) {
  const char *bell = rl_variable_value("bell-style");
  rl_variable_bind("bell-style", "none");
  rl_maybe_unsave_line();
  if (bell) rl_variable_bind("bell-style", bell);
}

/* The line that was left for the history is kept with its changes, which may be
 * those of the current line. */
static void forget_saved_line(void) {
  UNDO_LIST *current = rl_undo_list;
  restore_saved_line();
  if (!has(current, rl_undo_list)) rl_free_undo_list();
  rl_undo_list = current;
}

void undo_list_forget(void) {
  forget_saved_line();
  for (HIST_ENTRY **entry = history_list(); entry && *entry; entry++)
    if ((*entry)->data && has(rl_undo_list, (*entry)->data))
      (*entry)->data = NULL;
  rl_free_undo_list();
}
