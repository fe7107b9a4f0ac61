/* compile.h - compiles prompt entries. These functions raise only memory
 * errors. */
#ifndef SESSION_SYNTAX_COMPILE_H
#define SESSION_SYNTAX_COMPILE_H

#include <stdbool.h>

#include <lua.h>

/* Compiles text as an expression, or else as statements, optionally with a
 * trailing expression after a semicolon. Pushes the function, or a message with
 * the source line and a mark under the error. Returns the status. */
int compile_chunk(lua_State *L, const char *text);

/* Returns where the trailing expression after statements begins, such as the
 * last x in `x = 5; x`; 0 if there is none. */
size_t compile_tail(lua_State *L, const char *text);

/* Compiles text as statements only; the message has no mark. */
int compile_statements(lua_State *L, const char *text);

/* Could more text complete it? */
bool compile_is_incomplete(lua_State *L, const char *text);

/* Pushes what the incomplete text lacks, such as "'end' expected". */
void compile_push_lack(lua_State *L, const char *text);

/* Pushes a list of pieces to run in order. Splits pasted sessions at their
 * prompts and drops the output between them. Splits lines that do not compile
 * together into single entries. */
void compile_split(lua_State *L, const char *text, const char *prompt);

#endif
