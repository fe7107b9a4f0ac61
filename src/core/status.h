/* status.h - what a core function answers.
 *
 * Core never prints, exits or raises: it returns a Status, and the caller
 * turns that into a sentence. A Status is a small value, so that an error can
 * carry where it was found and what was found there.
 */
#ifndef CORE_STATUS_H
#define CORE_STATUS_H

#include <signal.h>
#include <stddef.h>

typedef enum StatusCode {
  STATUS_OK,
  STATUS_SHAPE,     /* sizes do not fit: i expected, j came */
  STATUS_NONFINITE, /* nan or infinity at row i, column j: value */
  STATUS_LABEL,     /* value at row i is not an allowed target */
  STATUS_RANGE,     /* value is outside what the function allows */
  STATUS_EMPTY,     /* no numbers where at least one is needed */
  STATUS_DIVERGED,  /* value is the last cost, i the iteration */
  STATUS_STOPPED,   /* the stop flag was seen, or a callback said stop */
  STATUS_SYNTAX,    /* text at line i, column j cannot be read */
  STATUS_MEMORY,    /* no memory, or a count that overflows; value is bytes */
  STATUS_FILE       /* errno says what the system said */
} StatusCode;

typedef struct Status {
  StatusCode code;
  size_t i, j; /* where, counted from 0 */
  double value;
} Status;

/* Long loops look at a flag that a signal handler may set; NULL: never stop.
 * A loop that does more than about a million operations must look. */
typedef const volatile sig_atomic_t *StopFlag;

static inline Status status_ok(void) { return (Status){STATUS_OK, 0, 0, 0.0}; }

static inline Status status_error(StatusCode code, size_t i, size_t j,
                                  double value) {
  return (Status){code, i, j, value};
}

static inline int stop_asked(StopFlag stop) { return stop && *stop; }

#endif
