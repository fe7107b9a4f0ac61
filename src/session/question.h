/* question.h - "?name", "??name" and "name?" at the prompt. */
#ifndef SESSION_QUESTION_H
#define SESSION_QUESTION_H

#include <stdbool.h>

#include <lua.h>

/* Answers the text if it is a question; returns whether it is. */
bool question_answer(lua_State *L, const char *text);

#endif
