/* inspect_builtin.h - the text of the program's own functions and tables, whose
 * addresses would tell a learner nothing. */
#ifndef SESSION_ASSIST_INSPECT_BUILTIN_H
#define SESSION_ASSIST_INSPECT_BUILTIN_H

#include <stdbool.h>

#include <lua.h>

/* Pushes "function: v:sum()" if the value is one of the program's own; gives
 * whether it is. */
bool inspect_builtin_function(lua_State *L, int index);

/* Pushes what a table such as `vector` offers, inside of another its name, if
 * it is one of the program's own; gives whether it is. */
bool inspect_builtin_table(lua_State *L, int index, int depth);

#endif
