/* compile.h - compiles prompt entries. These functions raise only memory
 * errors. */
#ifndef SESSION_SYNTAX_COMPILE_H
#define SESSION_SYNTAX_COMPILE_H

#include <stdbool.h>

#include <lua.h>

/* Compiles text as an expression, or else as statements, optionally with a
 * trailing expression after a semicolon. `name` is that of its source, as for
 * lua_load, and `line` the number of its first line. Pushes the function, or a
 * message with the source line and a mark under the error. Returns the status. */
int compile_chunk(lua_State *L, const char *name, const char *text, int line);

/* Returns where the trailing expression after statements begins, such as the
 * last x in `x = 5; x`; 0 if there is none. */
size_t compile_tail(lua_State *L, const char *text);

typedef enum CompileState {
  COMPILE_COMPLETE,
  COMPILE_INCOMPLETE, /* more text could complete it */
  COMPILE_BROKEN
} CompileState;

/* The state of the first n bytes of the text. */
CompileState compile_check(lua_State *L, const char *text, size_t n);

/* Pushes what the incomplete text lacks, such as "'end' expected". */
void compile_push_lack(lua_State *L, const char *text);

#endif
