/* complete_string.h - completion in strings: dataset columns, bundled data,
 * lessons and option values. */
#ifndef SESSION_ASSIST_COMPLETE_STRING_H
#define SESSION_ASSIST_COMPLETE_STRING_H

#include <lua.h>

/* A lua_CFunction: (text before the cursor, where the string starts) -> list of
 * complete strings; empty where a file name is expected. */
int complete_texts(lua_State *L);

/* A lua_CFunction: (start of a word) -> list of matching commands. */
int complete_commands(lua_State *L);

#endif
