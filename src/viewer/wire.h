/* wire.h - messages between the prompt and mlrepl-viewer.
 *
 * Both run on one machine, so numbers are sent in native byte order. The
 * viewer's standard input and output are one socket. It keeps the last
 * WIRE_FIGURES figures received and shows the newest. When the other end
 * closes, the window stays open, so that figures of a script remain visible
 * until the user closes it, unless WIRE_FOLLOW was received.
 */
#ifndef VIEWER_WIRE_H
#define VIEWER_WIRE_H

#include <stdint.h>

enum { WIRE_FIGURES = 50, WIRE_SIDE = 16384 };

typedef enum WireKind {
  /* to the viewer */
  WIRE_FRAME = 1, /* width * height * 3 bytes follow, rows from the top */
  WIRE_REDRAWN,   /* the same, without bringing the figure to the front */
  WIRE_FOLLOW,    /* close when the other end does */
  /* from the viewer */
  WIRE_READY, /* the window is open */
  WIRE_CLICK, /* pixel x, y of the figure, which is width x height */
  WIRE_ENTER, /* the Enter key */
  WIRE_RESIZE /* request to redraw in this size */
} WireKind;

typedef struct Wire {
  uint32_t kind, figure; /* figures count from 1 */
  uint32_t width, height;
  int32_t x, y;
} Wire;

/* Exit status of mlrepl-viewer if no display can be opened. */
enum { WIRE_NO_DISPLAY = 3 };

#endif
