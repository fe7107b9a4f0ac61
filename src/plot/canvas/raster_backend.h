/* raster_backend.h - what renders pages: the plug-in mlrepl-plplot.so for pixels
 * and PDF, svg.c for SVG. All functions except `missing` are called inside
 * the guard of render.c, which the handlers passed to `start` may leave by
 * longjmp. */
#ifndef PLOT_CANVAS_RASTER_BACKEND_H
#define PLOT_CANVAS_RASTER_BACKEND_H

#include <stdio.h>

#include "plot/canvas/canvas.h"

typedef enum Format {
  FORMAT_UNKNOWN,
  FORMAT_PNG,
  FORMAT_SVG,
  FORMAT_PDF,
  FORMAT_PIXELS /* no file: rows from the top, 3 bytes per pixel: r, g, b */
} Format;

typedef struct RasterBackend {
  const CanvasBackend *drawing; /* for canvas_use, after `open` */
  /* The package that must be installed to write the format; NULL: none. */
  const char *(*missing)(Format format);
  /* Call before each page. on_exit is called instead of exit and must not
   * return; on_abort is called when PLplot rejects a call. */
  void (*start)(int (*on_exit)(const char *), void (*on_abort)(const char *));
  /* Starts a page of the canvas's width and height: with canvas->pixels on
   * these, which are complete after `close`; without, in `file`, which `close`
   * closes. */
  void (*open)(Canvas *canvas, Format format, FILE *file, Color page);
  void (*close)(void); /* safe at any time */
} RasterBackend;

/* The entry of the plug-in. */
typedef const RasterBackend *RasterEntry(void);
#define RASTER_ENTRY "mlrepl_plplot"

#endif
