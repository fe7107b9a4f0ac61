/* progress.h - a bar on the terminal for work that takes long. */
#ifndef PRIM_PROGRESS_H
#define PRIM_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Progress {
  bool on, shown;
  double start, next; /* seconds: begun, and when to draw again */
} Progress;

/* Seconds of a clock that only goes forward. */
double seconds_now(void);
/* Silent unless standard error is a terminal and `wanted`. */
Progress progress_start(bool wanted);
/* Draws when half a second has passed, ten times a second at most. */
void progress_show(Progress *p, size_t done, size_t all, double cost);
/* Takes the bar away. */
void progress_end(Progress *p);

#endif
