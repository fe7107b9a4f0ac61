/* render_guard.h - runs a drawing that can be abandoned at any point.
 *
 * There is one guard per process, because PLplot has one state per process.
 */
#ifndef PLOT_CANVAS_RENDER_GUARD_H
#define PLOT_CANVAS_RENDER_GUARD_H

#include "plot/canvas/canvas.h"
#include "plot/figure/figure.h"

enum { WHY_ROOM = 256 };

/* One drawing in progress. Its scratch memory lives until the drawing ends,
 * normally or not. */
typedef struct Render {
  const Figure *figure;
  Canvas canvas;
  StopFlag stop;
  struct Scratch *scratch;
  struct Stroke *stroke; /* used by clip.c, allocated once */
  double unit;           /* pixels per pixel of a 600 x 400 panel */
} Render;

/* Clears the status and the message. */
void render_guard_reset(void);
/* Runs draw(r, data); render_fail returns from it to here. */
void render_guard_run(Render *r, void (*draw)(Render *, void *), void *data);
/* The status since the reset; on failure why[WHY_ROOM] receives the message. */
Status render_guard_status(char *why);
/* Sets the error message; a message without another status means
 * STATUS_FILE. */
void render_guard_message(const char *format, ...);

/* Abandons the drawing. */
_Noreturn void render_fail(Status status);
/* Abandons the drawing if the user has interrupted it. */
void render_poll(const Render *r);
/* Fails if a logarithmic axis has no data above 0. */
void render_check_log(const Figure *figure);

/* Allocates uninitialized scratch memory; abandons the drawing on failure. */
void *render_scratch(Render *r, size_t n, size_t size);
/* render_release frees the scratch allocated since `mark`, returned by
 * render_mark; NULL: all of it. */
struct Scratch *render_mark(const Render *r);
void render_release(Render *r, struct Scratch *mark);

#endif
