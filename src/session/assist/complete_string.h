/* complete_string.h - what a text in quotes may become where names are wanted:
 * columns of a dataset, bundled data, lessons, words of an option. */
#ifndef SESSION_ASSIST_COMPLETE_STRING_H
#define SESSION_ASSIST_COMPLETE_STRING_H

#include <lua.h>

/* A lua_CFunction: (text before the cursor, where the string's text starts) ->
 * list of whole texts that begin so; an empty one where files are meant. */
int complete_texts(lua_State *L);

/* A lua_CFunction: (start of a word) -> list of the commands that begin so. */
int complete_commands(lua_State *L);

#endif
