/* target_terminal_web.c - no terminal in which figures are drawn as text. */
#include "lua/show/target.h"

static const char *why_no_terminal(lua_State *L) {
  (void)L;
  return "the browser build has no terminal";
}

const Target target_terminal = {"terminal", NULL, why_no_terminal, NULL, NULL,
                                NULL,       false};

void target_terminal_keep_free(size_t lines) { (void)lines; }
