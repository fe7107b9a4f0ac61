/* prompt_hooks.h - a line may be being typed while a job draws: what the prompt lets
 * others know of it. Where there is no prompt, nothing is typed. */
#ifndef LUA_SHOW_PROMPT_HOOKS_H
#define LUA_SHOW_PROMPT_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct PromptHooks {
  /* Has something been written below the last frame? */
  bool (*spoken)(void);
  /* The line steps aside, until the turn of the job is over: the cursor stands
   * below all that was written, and what is written comes there at once; after
   * `on` false it is kept again. */
  void (*make_room)(bool on);
  size_t (*rows)(void); /* that the line takes */
} PromptHooks;

/* The prompt's; it lives as long as the program. */
void prompt_hooks_set(const PromptHooks *given);

/* Its functions; false, nothing and 0 without one. */
bool prompt_hooks_has_output(void);
void prompt_hooks_make_room(bool on);
size_t prompt_hooks_rows(void);

#endif
