/* history.h - what was typed, over restarts and in several sessions at once.
 *
 * The file: MLREPL_HISTORY, else mlrepl/history in XDG_STATE_HOME or
 * ~/.local/state. Each entry is appended when it is run, so nothing is lost
 * however the program ends. */
#ifndef REPL_HISTORY_H
#define REPL_HISTORY_H

#include <lua.h>

/* Reads the file, made with its folders (for the owner alone) when missing. */
void history_open(void);

/* Remembers an entry; the same again is remembered once. */
void history_keep(const char *entry);

/* A lua_CFunction: list of all entries, the oldest first. */
int history_entries(lua_State *L);

/* Closes the history in memory. */
void history_close(void);

#endif
