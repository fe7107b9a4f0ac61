#include "lua/show/prompt_hooks.h"

/* One a process, as the terminal is. */
static const Typing *typing = NULL;

void typing_set(const Typing *given) { typing = given; }

bool typing_spoken(void) { return typing && typing->spoken(); }

void typing_make_room(bool on) {
  if (typing) typing->make_room(on);
}

size_t typing_rows(void) { return typing ? typing->rows() : 0; }
