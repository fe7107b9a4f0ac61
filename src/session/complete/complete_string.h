/* complete_string.h - completion in strings: the words that an option or an
 * argument takes, dataset columns, the keys of tables. */
#ifndef SESSION_COMPLETE_COMPLETE_STRING_H
#define SESSION_COMPLETE_COMPLETE_STRING_H

#include <lua.h>

/* A lua_CFunction: (text before the cursor, where the string starts) -> list of
 * complete strings; nil where a file name may be meant. */
int complete_texts(lua_State *L);

/* A lua_CFunction: (start of a word) -> list of matching commands. */
int complete_commands(lua_State *L);

#endif
