/* history_file.h - the file that keeps what was typed in earlier sessions.
 *
 * MLREPL_HISTORY, else mlrepl/history in XDG_STATE_HOME or ~/.local/state. */
#ifndef SESSION_HISTORY_FILE_H
#define SESSION_HISTORY_FILE_H

/* Creates the file and its folders (for the owner alone) if missing. Returns
 * its path, or NULL after a warning: the history is not kept then. */
const char *history_file_open(void);

#endif
