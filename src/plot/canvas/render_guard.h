/* render_guard.h - run a drawing so that it can be abandoned at any point.
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
  struct Stroke *stroke; /* of clip.c, allocated once */
  double unit;           /* pixels per pixel of a 600 x 400 panel */
} Render;

/* Clears the status and the message. */
void render_guard_reset(void);
/* Runs draw(r, data); render_fail returns from it to here. */
void render_guard_run(Render *r, void (*draw)(Render *, void *), void *data);
/* The status since the reset; a failure is explained in why[WHY_ROOM]. */
Status render_guard_status(char *why);
/* Sets the message that explains a failure; a message alone is one too
 * (STATUS_FILE). */
void render_guard_message(const char *format, ...);

/* Abandons the drawing. */
_Noreturn void render_fail(Status status);
/* Abandons the drawing if the user has interrupted it. */
void render_poll(const Render *r);
/* Fails if a logarithmic axis has no data above 0. */
void render_check_log(const Figure *figure);

/* Uninitialized scratch memory; abandons the drawing when there is none. */
void *render_scratch(Render *r, size_t n, size_t size);
/* Frees the scratch allocated since `mark` (render_mark); NULL: all of it. */
struct Scratch *render_mark(const Render *r);
void render_release(Render *r, struct Scratch *mark);

#endif
