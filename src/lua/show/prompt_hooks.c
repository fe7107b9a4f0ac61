#include "lua/show/prompt_hooks.h"

/* One per process, like the terminal. */
static const PromptHooks *typing = NULL;

void prompt_hooks_set(const PromptHooks *given) { typing = given; }

bool prompt_hooks_has_output(void) { return typing && typing->spoken(); }

void prompt_hooks_make_room(bool on) {
  if (typing) typing->make_room(on);
}

size_t prompt_hooks_rows(void) { return typing ? typing->rows() : 0; }
