/* line_reader.h - one entry from the keyboard, or from whatever standard input is. */
#ifndef REPL_LINE_READER_H
#define REPL_LINE_READER_H

#include <lua.h>

/* Before the first and after the last entry. */
void line_reader_open(lua_State *L);
void line_reader_close(void);

/* Pushes what was entered, which may have several lines; false at the end of
 * input. An entry dropped by Ctrl-C is not seen. Never raises anything but a
 * memory error, and that only outside of Readline. */
int line_reader_entry(lua_State *L, const char *prompt);

#endif
