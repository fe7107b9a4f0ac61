/* frames.h - the received figures, and the thread that reads them.
 *
 * The thread only puts pixels into the list, under its lock, and wakes the
 * main thread; when frames arrive faster than the window draws, only the last
 * is shown. */
#ifndef VIEWER_FRAMES_H
#define VIEWER_FRAMES_H

#include <SDL.h>
#include <stdbool.h>

#include "viewer/wire.h"

typedef struct Frame {
  uint32_t figure;
  int width, height;
  unsigned char *pixels; /* 3 bytes each, rows from the top */
} Frame;

typedef struct Frames {
  SDL_mutex *lock; /* protects all below */
  Frame list[WIRE_FIGURES];
  int n, shown; /* shown: which of them */
  bool fresh;   /* the shown one has new pixels */
  bool follow, ended;
  Uint32 wake; /* the event that announces it */
} Frames;

/* Starts reading standard input. False: see SDL_GetError. */
bool frames_start(Frames *frames);

#endif
