/* compile.h - what was typed, as Lua sees it. None of these raises anything but
 * a memory error. */
#ifndef SESSION_SYNTAX_COMPILE_H
#define SESSION_SYNTAX_COMPILE_H

#include <stdbool.h>

#include <lua.h>

/* Compiles text as an expression, else as statements, of which the last may be
 * an expression behind a semicolon: pushes the function, or
 * a message with the source line and a mark under the spot. Gives a status. */
int compile_chunk(lua_State *L, const char *text);

/* Where in text a value begins that stands behind statements and a semicolon,
 * as the last x of `x = 5; x`; 0: there is none. */
size_t compile_tail(lua_State *L, const char *text);

/* Compiles text as statements alone; the message has no mark. */
int compile_statements(lua_State *L, const char *text);

/* Would more text make sense of it? */
bool compile_is_incomplete(lua_State *L, const char *text);

/* Pushes a list of the pieces to be run one after the other. Pasted sessions
 * fall apart at their prompts, and what was printed between is left out;
 * several lines that make no sense together are taken one by one. */
void compile_split(lua_State *L, const char *text, const char *prompt);

#endif
