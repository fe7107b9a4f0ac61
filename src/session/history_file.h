/* history_file.h - the file that stores the history of earlier sessions.
 *
 * Path: MLREPL_HISTORY, else mlrepl/history in XDG_STATE_HOME or
 * ~/.local/state. Each entry follows a line with its time, "#1700000000".
 * Sessions that run at the same time share the file: lock it before writing. */
#ifndef SESSION_HISTORY_FILE_H
#define SESSION_HISTORY_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
 * first line with a time are entries of their own.
 *
 * Before, removes the oldest entries if there are more than `most`. If the file
 * is still longer than HISTORY_FILE_BYTES, removes so many that it will not be
 * soon again, and returns their number. Without memory, does nothing. */
size_t history_file_load(int lock, size_t most, void (*add)(const char *entry));

/* Nothing is removed if `most` is this. */
#define HISTORY_FILE_UNBOUNDED SIZE_MAX

enum { HISTORY_FILE_BYTES = 8 << 20 };

#endif
