/* complete.h - completion of the word before the cursor. */
#ifndef SESSION_COMPLETE_COMPLETE_H
#define SESSION_COMPLETE_COMPLETE_H

#include <stdbool.h>

#include <lua.h>

/* A lua_CFunction: (text before the cursor, where its last word starts) ->
 * list of candidates: globals, fields, methods, keywords and options. Uses raw
 * access only, so that no user code runs. */
int complete_words(lua_State *L);

/* The characters before which a word begins. */
extern const char complete_breaks[];
/* Where the last word of the n bytes begins; the word can be empty. */
size_t complete_start(const char *text, size_t n);

/* From now on upper and lower case match each other, or not. */
void complete_ignore_case(bool on);
/* Does the word begin with `start`? */
bool complete_begins(const char *word, const char *start);

#endif
