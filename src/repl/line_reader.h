/* line_reader.h - reads entries from the terminal or from stdin. */
#ifndef REPL_LINE_READER_H
#define REPL_LINE_READER_H

#include <lua.h>

/* Call before the first and after the last entry. `plain` is the prompt without
 * colors. */
void line_reader_open(lua_State *L, const char *plain);
void line_reader_close(void);

/* Pushes the next entry, which may have several lines; returns false at the end
 * of input, whose line it ends. Skips entries cleared by Ctrl-C. Raises only
 * memory errors, and only outside Readline. */
int line_reader_entry(lua_State *L, const char *prompt);

#endif
