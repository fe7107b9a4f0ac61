/* transcript_copy.h - the process that passes output on to the terminal and
 * writes the log. */
#ifndef SYS_TERMINAL_TRANSCRIPT_COPY_H
#define SYS_TERMINAL_TRANSCRIPT_COPY_H

/* A process of its own loses nothing if the program crashes, and being another
 * program it does not share its memory. */
#define TRANSCRIPT_OPTION "--copy-output"

enum { TRANSCRIPT_CHANNELS = 2 }; /* stdout and stderr */

/* Its descriptors. Those of the second channel are closed if both streams go to
 * the same place. */
enum {
  TRANSCRIPT_LOG = 3,
  TRANSCRIPT_REPLY, /* receives one byte for each marker: an errno, or 0 */
  TRANSCRIPT_FIRST  /* of channel i: input at + 2 i, output at + 2 i + 1 */
};

/* Runs until all input has ended; returns the exit code. The marker, a text
 * without repetitions of its first byte, is replied to and not passed on. */
int transcript_copy_run(const char *marker);

#endif
