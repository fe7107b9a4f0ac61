/* progress.h - a progress bar for long computations. */
#ifndef SYS_TERMINAL_PROGRESS_H
#define SYS_TERMINAL_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Progress {
  bool on, shown;
  double start, next; /* seconds: when begun, when to draw next */
} Progress;

/* Limits how often iterations read the clock, to about once a millisecond.
 * Initially all 0. */
typedef struct Pace {
  size_t next, stride; /* next iteration to check; iterations between checks */
  double looked;       /* time of the last check, in seconds */
} Pace;

/* Whether to check the clock at iteration k. */
bool progress_pace_due(const Pace *p, size_t k);
/* Records a check at iteration k and schedules the next one. */
void progress_pace_look(Pace *p, size_t k, double now);

/* Draws nothing unless `wanted` and standard error is a terminal. */
Progress progress_start(bool wanted);
/* Draws after the first half second, at most ten times a second. */
void progress_show(Progress *p, size_t done, size_t all, double cost);
/* The same with another text than iteration and cost. */
void progress_show_text(Progress *p, size_t done, size_t all, const char *text);
/* Erases the bar. */
void progress_end(Progress *p);

#endif
