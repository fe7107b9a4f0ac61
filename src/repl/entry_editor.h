/* entry_editor.h - edits the entry in the user's editor. */
#ifndef REPL_ENTRY_EDITOR_H
#define REPL_ENTRY_EDITOR_H

#include <lua.h>

/* Returns the edited text, to be freed; NULL after a message. Call with the
 * signals as outside Readline. Never raises. */
char *entry_editor_run(lua_State *L, const char *text);

#endif
