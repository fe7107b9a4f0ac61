/* viewer.h - the state of the window. */
#ifndef VIEWER_VIEWER_H
#define VIEWER_VIEWER_H

#include <stdlib.h>

#include "viewer/frames.h"

/* What the mouse does between pressing and releasing a button. */
typedef enum Hold { HOLD_NOTHING, HOLD_VIEW, HOLD_TOUCH, HOLD_SLIDER } Hold;

typedef struct Viewer {
  SDL_Window *window;
  SDL_Renderer *renderer;
  SDL_Texture *texture;
  int width, height; /* of the texture */
  uint32_t figure;   /* that it shows */
  SDL_Rect place;    /* where in the window */
  int panels;        /* its axes */
  WirePanel panel[WIRE_PANEL_MOST];
  Uint32 pulled; /* the time of the last new size; 0: redraw requested */
  int asked_width, asked_height; /* of this figure */
  Hold hold;
  int held;         /* the axes or slider */
  int button, x, y; /* where it was pressed, in pixels of the picture */
  bool moved;       /* further than a click may */
  double limits[2 * WIRE_SCALES]; /* of the axes when it was pressed */
  Wire view;                      /* the last WIRE_VIEW sent */
  Uint32 viewed;                  /* the time; 0: it rests */
  int pointer_x, pointer_y;       /* in pixels of the window; -1: elsewhere */
  int strip;                      /* height of the sliders below the picture */
  bool done;
  Frames frames;
} Viewer;

/* Milliseconds; never 0. */
static inline Uint32 viewer_now(void) { return SDL_GetTicks() + 1; }

/* Sends a message. A busy prompt reads later; messages that do not fit in the
 * socket are lost. */
void viewer_tell(const Wire *w);

/* overlay.c: draws the values under the pointer, and the sliders in the lower
 * part of the window, which is viewer_overlay_height pixels high. */
int viewer_overlay_height(const Viewer *v);
void viewer_overlay_draw(Viewer *v);
/* The slider at a place in the window, -1: none; its share is stored. */
int viewer_overlay_slider(const Viewer *v, int x, int y, double *share);
double viewer_overlay_share(const Viewer *v, int x);

/* copy.c: opens another window with the same picture, which stays as it is. */
void viewer_copy(Viewer *v);

/* mouse.c: the value of scale d at a position in these limits, 0 to 1 in
 * pixels. */
double viewer_value(const WirePanel *panel, int d, const double limits[2],
                    double position);
void viewer_mouse(Viewer *v, const SDL_Event *event);
/* Asks for the complete picture once a view has come to rest. */
void viewer_rest(Viewer *v);

#endif
