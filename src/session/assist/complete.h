/* complete.h - completion of the word before the cursor. */
#ifndef SESSION_ASSIST_COMPLETE_H
#define SESSION_ASSIST_COMPLETE_H

#include <stdbool.h>

#include <lua.h>

#include "session/syntax/lexer.h"

/* A lua_CFunction: (text before the cursor, where its last word starts) ->
 * list of candidates: globals, fields, methods, keywords and options. Uses raw
 * access only, so that no user code runs. */
int complete_words(lua_State *L);

/* From now on upper and lower case match each other, or not. */
void complete_ignore_case(bool on);
/* Does the word begin with `start`? */
bool complete_begins(const char *word, const char *start);

/* Returns where the last word (a name with dots and colons) of the text
 * starts. */
size_t complete_start(const char *text, size_t n);

/* Pushes the value of text[start..end), a name with dots and colons that may
 * follow brackets as in X[1].name; nil if there is none. May raise. */
void complete_push_path(lua_State *L, const char *text, size_t start,
                        size_t end);

/* Replaces the dataset at the top by a table whose keys are its column names;
 * pops any other value and returns false. */
bool complete_to_columns(lua_State *L);

/* Returns the name before text[at], of *n characters; skips blanks. */
const char *complete_name_before(const char *text, size_t at, size_t *n);

/* Returns the name of the call that the innermost bracket belongs to: `f(`,
 * `f{` or `f(a, {`; NULL if there is none. Requires s->depth > 0. */
const char *complete_call(const char *text, const LexerState *s, size_t *n);

#endif
