/* frames.h - the received figures, and the thread that reads them.
 *
 * The thread stores pixels in the list, under its lock, and wakes the main
 * thread. If frames arrive faster than the window can draw, only the last is
 * shown.
 */
#ifndef VIEWER_FRAMES_H
#define VIEWER_FRAMES_H

#include <SDL.h>
#include <stdbool.h>

#include "viewer/wire.h"

typedef struct Frame {
  uint32_t figure;
  int width, height;
  unsigned char *pixels; /* 3 bytes per pixel, rows from the top */
  int panels;
  WirePanel *panel; /* its axes; NULL: unknown */
} Frame;

typedef struct Frames {
  SDL_mutex *lock; /* protects all below */
  Frame list[WIRE_FIGURES];
  int n, shown; /* shown: index of the visible figure */
  bool fresh;   /* the visible figure has new pixels */
  bool follow, ended;
  bool touch; /* the prompt wants the mouse in the figures */
  int sliders;
  WireSlider slider[WIRE_SLIDER_MOST];
  Uint32 wake; /* the event that wakes the main thread */
} Frames;

/* Starts reading standard input. On failure returns false; see SDL_GetError. */
bool frames_start(Frames *frames);

#endif
