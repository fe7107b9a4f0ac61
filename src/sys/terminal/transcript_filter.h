/* transcript_filter.h - the text that terminal output leaves on the screen. */
#ifndef SYS_TERMINAL_TRANSCRIPT_FILTER_H
#define SYS_TERMINAL_TRANSCRIPT_FILTER_H

#include <stdbool.h>
#include <stddef.h>

enum { TRANSCRIPT_LINE = 4096, TRANSCRIPT_NUMBERS = 16 };

/* Zero-initialized except `write` and `to`. */
typedef struct TranscriptFilter {
  bool (*write)(void *to, const char *text, size_t n);
  void *to;
  bool failed; /* a write returned false */
  bool begun;  /* a part of the current line was written */
  bool again;  /* after \r: the next character replaces the line */
  bool hidden; /* a program shows a screen of its own, as editors do */
  int state;
  char numbers[TRANSCRIPT_NUMBERS]; /* of an escape sequence */
  size_t m;
  char line[TRANSCRIPT_LINE];
  size_t n;
} TranscriptFilter;

/* Takes n bytes of output and writes complete lines, without escape sequences
 * and other control characters except tabs. Of a line that is drawn again and
 * again after \r, as progress bars are, only the last state is written. */
void transcript_filter_add(TranscriptFilter *filter, const char *text,
                           size_t n);

/* Writes the line that is not complete, with a newline. */
void transcript_filter_end(TranscriptFilter *filter);

#endif
