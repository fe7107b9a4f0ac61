/* complete.h - what the word before the cursor may become. */
#ifndef SESSION_ASSIST_COMPLETE_H
#define SESSION_ASSIST_COMPLETE_H

#include <stdbool.h>

#include <lua.h>

#include "session/syntax/lexer.h"

/* A lua_CFunction: (text before the cursor, where its last word starts) ->
 * list of the words it may become. Names of globals, fields, methods, keywords
 * and options. Looks with raw access only: no code of a person runs. */
int complete_words(lua_State *L);

/* Where the last word (a name with its dots and colons) of the text starts. */
size_t complete_start(const char *text, size_t n);

/* Pushes what text[start..end), a name with its dots and colons, stands for, or
 * nil; behind brackets it goes on from there, as in X[1].name. Raises. */
void complete_push_path(lua_State *L, const char *text, size_t start,
                        size_t end);

/* Replaces the dataset at the top by the table whose keys are the names of its
 * columns; pops anything else and returns false. */
bool complete_to_columns(lua_State *L);

/* The name that stands before text[at], n characters of it; blanks may stand
 * between. */
const char *complete_name_before(const char *text, size_t at, size_t *n);

/* The name of the call that the innermost bracket of the scan belongs to:
 * `f(`, `f{` or `f(a, {`; NULL when there is none. The scan has a bracket. */
const char *complete_call(const char *text, const LexerState *s, size_t *n);

#endif
