/* supervisor.h - a process that waits for the one that runs an untrusted
 * script, so that its temporary files are removed and its crash is told however
 * it ends.
 *
 * The child has a temporary folder, and none of the user's environment variables
 * but those for the terminal, the language and this program.
 */
#ifndef SYS_SUPERVISOR_H
#define SYS_SUPERVISOR_H

#include <stdbool.h>
#include <stddef.h>

/* Runs the rest of the program in a child process and returns its temporary
 * folder there. The parent never returns: it exits with the child's exit code,
 * or 1 if a signal ended the child, or, if `must_finish`, if the child exited
 * with code 0 before supervisor_report. Returns NULL, in the only process, if
 * the folder or the child could not be made; errno says why. */
const char *supervisor_start(const char *script, bool must_finish);

/* A child without input, whose output is collected. */
typedef struct Supervised {
  double seconds;  /* it is killed after this time */
  char *report;    /* out: what it passed to supervisor_report, ended by 0 */
  size_t n, room;  /* out: its length; in: the bytes that fit */
  char *complaint; /* out: the end of its standard error, ended by 0 */
  size_t complaint_room;
  char folder[4096]; /* out, in the child: its temporary folder */
  bool late;         /* out: was it killed for the time? */
  int status;        /* out: as from waitpid */
} Supervised;

typedef enum SupervisorRole {
  SUPERVISOR_FAILED, /* no child could be made; errno says why */
  SUPERVISOR_CHILD,
  SUPERVISOR_PARENT /* the child has ended */
} SupervisorRole;

/* Returns in the child at once and in the parent when the child has ended.
 * `files` are copied into the folder, each under its own name, before the child
 * starts; the list ends in NULL. */
SupervisorRole supervisor_try(Supervised *s, const char *const *files);

/* In the child: passes the result to the parent. */
bool supervisor_report(const char *text, size_t n);

#endif
