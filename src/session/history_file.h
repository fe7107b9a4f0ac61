/* history_file.h - the file that stores the history of earlier sessions.
 *
 * Path: MLREPL_HISTORY, else mlrepl/history in XDG_STATE_HOME or
 * ~/.local/state. */
#ifndef SESSION_HISTORY_FILE_H
#define SESSION_HISTORY_FILE_H

/* Creates the file and its folders (private to the user) if missing. Returns
 * its path; or NULL, after a warning, if the history cannot be saved. */
const char *history_file_open(void);

#endif
