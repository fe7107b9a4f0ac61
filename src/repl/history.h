/* history.h - entries of this session and, through session/history_file.h, of
 * earlier ones. Each entry is appended to the file when it is run, so nothing is
 * lost however the program ends. */
#ifndef REPL_HISTORY_H
#define REPL_HISTORY_H

#include <stddef.h>

#include <lua.h>

/* Sets the usual limit; call before inputrc is read, which may set
 * history-size. */
void history_limit(void);

/* Opens the history file, which is read when the first prompt is shown. Without
 * a terminal, the history is in memory only. */
void history_open(void);

/* Adds an entry unless it is blank or equals the last one. */
void history_keep(const char *entry);

/* The next entry after (step 1) or before (step -1) the one at `at`, both counted
 * from 0, that begins with the first n bytes of the text and differs from it; -1
 * or the number of entries if there is none. */
int history_find(int at, int step, const char *text, size_t n);

/* A lua_CFunction: list of all entries, oldest first. */
int history_entries(lua_State *L);

/* Frees the history in memory. */
void history_close(void);

#endif
