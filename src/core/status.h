/* status.h - the result of a core function.
 *
 * Core never prints, exits or raises: it returns a Status, which the caller
 * turns into a message. It has the position and the value of the error.
 */
#ifndef CORE_STATUS_H
#define CORE_STATUS_H

#include <signal.h>
#include <stddef.h>

typedef enum StatusCode {
  STATUS_OK,
  STATUS_SHAPE,     /* sizes differ: i expected, j found */
  STATUS_NONFINITE, /* nan or infinity at row i, column j: value */
  STATUS_LABEL,     /* value at row i is not a class from 1 to j; j is 0: it is
                       neither 0 nor 1 */
  STATUS_RANGE,     /* value is outside what the function allows */
  STATUS_EMPTY,     /* no numbers, but at least one is needed */
  STATUS_DIVERGED,  /* value is the last cost, i the iteration */
  STATUS_STOPPED,   /* the stop flag was set, or a callback asked to stop */
  STATUS_SYNTAX,    /* malformed text at line i, column j */
  STATUS_MEMORY,    /* out of memory, or a size overflows; value: bytes */
  STATUS_FILE       /* see errno */
} StatusCode;

typedef struct Status {
  StatusCode code;
  size_t i, j; /* position, from 0 */
  double value;
} Status;

/* A flag that a signal handler may set; NULL: never stop. A loop of more than
 * about a million operations must poll it. */
typedef const volatile sig_atomic_t *StopFlag;

static inline Status status_ok(void) { return (Status){STATUS_OK, 0, 0, 0.0}; }

static inline Status status_error(StatusCode code, size_t i, size_t j,
                                  double value) {
  return (Status){code, i, j, value};
}

/* Without signals, as in a browser, polling has to look for a press itself. */
#ifdef STATUS_POLL
void status_poll(void);
#else
static inline void status_poll(void) {}
#endif

static inline int stop_asked(StopFlag stop) {
  if (!stop) return 0;
  status_poll();
  return *stop;
}

#endif
