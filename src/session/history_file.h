/* history_file.h - the file that stores the history of earlier sessions.
 *
 * Path: MLREPL_HISTORY, else mlrepl/history in XDG_STATE_HOME or
 * ~/.local/state. Each entry follows a line with its time, "#1700000000".
 * Sessions that run at the same time share the file: lock it before writing. */
#ifndef SESSION_HISTORY_FILE_H
#define SESSION_HISTORY_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Creates the file and its folders (private to the user) if missing. Returns
 * its path; NULL if the history cannot be saved, which a warning says, or if
 * the path is /dev/null. */
const char *history_file_open(void);

/* Waits for other sessions. Returns a descriptor for unlock; -1 if the file
 * cannot be opened. */
int history_file_lock(void);
void history_file_unlock(int lock);

/* Adds an entry to the locked file, whole or not at all; `time` is its first
 * line. Returns false and sets errno on failure. */
bool history_file_append(int lock, const char *time, const char *entry);

/* Calls `add` with each entry of the locked file, oldest first. Lines before the
 * first line with a time are entries of their own. Does nothing if memory runs
 * out. */
void history_file_read(int lock, void (*add)(const char *entry));

/* Removes the oldest entries of the locked file if there are more than
 * `most`. */
void history_file_trim(int lock, size_t most);

#endif
