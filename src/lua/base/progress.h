/* progress.h - a bar on the terminal for work that takes long. */
#ifndef LUA_BASE_PROGRESS_H
#define LUA_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Progress {
  bool on, shown;
  double start, next; /* seconds: begun, and when to draw again */
} Progress;

/* Keeps iterations from asking the clock: it is looked at about once a
 * millisecond. All 0 at the start. */
typedef struct Pace {
  size_t next, stride; /* iterations: looked again at, and apart */
  double looked;       /* seconds */
} Pace;

/* Is it time to look, at iteration k? */
bool progress_pace_due(const Pace *p, size_t k);
/* It was looked at, and is again after what is about to be done. */
void progress_pace_look(Pace *p, size_t k, double now);

/* Silent unless standard error is a terminal and `wanted`. */
Progress progress_start(bool wanted);
/* Draws when half a second has passed, ten times a second at most. */
void progress_show(Progress *p, size_t done, size_t all, double cost);
/* Takes the bar away. */
void progress_end(Progress *p);

#endif
