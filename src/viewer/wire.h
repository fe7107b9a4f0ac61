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

enum { WIRE_FIGURES = 50, WIRE_SIDE = 16384, WIRE_PANEL_MOST = 100 };

/* The scales of an axes: x, y, and the right axis of y, which moves with y. */
enum { WIRE_X, WIRE_Y, WIRE_RIGHT, WIRE_SCALES };

typedef enum WireKind {
  /* to the viewer */
  WIRE_FRAME = 1, /* width * height * 3 bytes follow, rows from the top */
  WIRE_REDRAWN,   /* the same, without bringing the figure to the front */
  WIRE_FOLLOW,    /* close when the other end does */
  WIRE_PANELS,    /* follows a picture: `width` WirePanels */
  WIRE_TOUCH,     /* x: 1: the mouse sends WIRE_PRESS and so on; 0: it moves the
                     view */
  WIRE_SLIDERS,   /* `width` WireSliders follow, shown below the picture */
  /* from the viewer */
  WIRE_READY,   /* the window is open */
  WIRE_CLICK,   /* pixel x, y of the figure, which is width x height */
  WIRE_ENTER,   /* the Enter key */
  WIRE_RESIZE,  /* request to redraw in this size */
  WIRE_VIEW,    /* panel x: show scale i from a[2 i] to a[2 i + 1], or a surface
                    from azimuth a[0], elevation a[1]; y: 1: it still moves, so draw
                    quickly */
  WIRE_RESET,   /* panel x: show all */
  WIRE_PRESS,   /* like WIRE_CLICK; a[0]: the button, 1 left, 3 right */
  WIRE_DRAG,    /* likewise */
  WIRE_RELEASE, /* likewise */
  WIRE_SLIDE    /* slider x, from 0: to the share a[0] of its range */
} WireKind;

typedef struct Wire {
  uint32_t kind, figure; /* figures count from 1 */
  uint32_t width, height;
  int32_t x, y;
  double a[2 * WIRE_SCALES];
} Wire;

typedef enum WireAxes { WIRE_FLAT, WIRE_SURFACE } WireAxes;

/* An axes in the picture just sent. */
typedef struct WirePanel {
  double left, top, right, bottom; /* pixels */
  double limits[2 * WIRE_SCALES];  /* x from, to, y from, to ...; or angles */
  double threshold[WIRE_SCALES];   /* of symlog scales; 0: not symlog */
  int32_t axes, log[WIRE_SCALES];  /* WireAxes; logarithmic? */
  int32_t has_right, unused;
} WirePanel;

enum { WIRE_SLIDER_MOST = 20, WIRE_TEXT = 32 };

typedef struct WireSlider {
  double share;                           /* of its range */
  char name[WIRE_TEXT], value[WIRE_TEXT]; /* ASCII, end in NUL */
} WireSlider;

/* Exit status of mlrepl-viewer if no display can be opened. */
enum { WIRE_NO_DISPLAY = 3 };

#endif
