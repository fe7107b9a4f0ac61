/* prompt_hooks.h - let a background job draw while a line is being edited.
 * Without a prompt no line is edited. */
#ifndef LUA_SHOW_PROMPT_HOOKS_H
#define LUA_SHOW_PROMPT_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct PromptHooks {
  /* Has there been output since the last frame? */
  bool (*spoken)(void);
  /* Hides the edited line until the job's turn is over: the cursor is below all
   * output, and output appears at once. `on` false buffers output again. */
  void (*make_room)(bool on);
  size_t (*rows)(void); /* of the edited line */
} PromptHooks;

/* Sets the hooks of the prompt, which must live until the program ends. */
void prompt_hooks_set(const PromptHooks *given);

/* These call the hooks; without a prompt: false, no effect and 0. */
bool prompt_hooks_has_output(void);
void prompt_hooks_make_room(bool on);
size_t prompt_hooks_rows(void);

#endif
