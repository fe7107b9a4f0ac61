/* transcript.h - a log of what the terminal shows.
 *
 * While capturing, stdout and stderr are a pseudo-terminal (a pipe, if they are
 * no terminal), and a process of its own passes all output on and writes it to
 * the log without escape sequences. So the output of child processes is logged
 * too, programs still see a terminal, and a crash loses nothing. Outside, the
 * line editor uses the real terminal; what it shows is not logged.
 */
#ifndef SYS_TERMINAL_TRANSCRIPT_H
#define SYS_TERMINAL_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>

/* Creates the file, which must not exist, or appends to it. Returns false and
 * sets errno on failure (EBUSY: a log is already open; ENODEV: the file is no
 * regular file). */
bool transcript_open(const char *path, bool append);
/* The path; NULL if no log is open. */
const char *transcript_path(void);
/* Ends the log; also called at exit. */
void transcript_close(void);

/* Captures from now on, if a log is open. */
void transcript_begin(void);
bool transcript_is_capturing(void);
/* Ends it when everything has been passed on. */
void transcript_end(void);
/* The errno if since the last call the log was closed because it could not be
 * written, else 0. */
int transcript_problem(void);

/* While capturing, waits until everything has been passed on. */
void transcript_pass_all(void);

/* Adds to the log text that is already on the terminal. Not while capturing. */
void transcript_write(const char *text, size_t n);

#endif
