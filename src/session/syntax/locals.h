/* locals.h - turns the local variables of an entry into globals.
 *
 * At the prompt a variable declared with `local` outside blocks lives on, so it
 * must be one variable for its entry, its functions and later entries:
 *
 *   local n = 0                          n = 0
 *   local function step()         ->     function step()
 *     n = n + 1                            n = n + 1
 *   end                                  end
 *
 * Within the entry the code behaves as in a script. So a variable that a
 * function uses stays local, under another name, if it is declared again later.
 * Some variables end with the entry: those with <close>, those whose global of
 * the same name is used by a function before them, and a few more; a note names
 * them.
 */
#ifndef SESSION_SYNTAX_LOCALS_H
#define SESSION_SYNTAX_LOCALS_H

#include <stdbool.h>

#include <lua.h>

/* Pushes the text with globals instead of its locals, and a note: "" or lines
 * about the variables that end with the entry. Lines keep their numbers. The
 * text must be valid as for scopes_push. Returns false, pushing nothing, if it
 * has no such locals. Raises only memory errors. */
bool locals_push_global(lua_State *L, const char *text);

/* Compiles like compile_chunk and returns the status. Pushes the code that was
 * compiled, the note and then the function or the message. */
int locals_compile(lua_State *L, const char *name, const char *text, int line);

#endif
