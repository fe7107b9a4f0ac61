/* complete.h - what the word before the cursor may become. */
#ifndef REPL_COMPLETE_H
#define REPL_COMPLETE_H

#include <lua.h>

/* A lua_CFunction: (text before the cursor, where its last word starts) ->
 * list of the words it may become. Names of globals, fields, methods, keywords
 * and options. Looks with raw access only: no code of a person runs. */
int complete_words(lua_State *L);

/* Where the last word (a name with its dots and colons) of the text starts. */
size_t complete_start(const char *text, size_t n);

#endif
