/* raster_backend.h - what renders pages: the plug-in mlrepl-plplot.so for PNG,
 * PDF and pixels, svg.c for SVG. All functions except `missing` are called inside
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
  /* Starts a page that is written to `file`, which `close` closes. For
   * FORMAT_PIXELS `file` is not used: canvas->pixels is allocated by malloc,
   * complete after `close`, and freed by the caller. Returns false if there is
   * not enough memory. */
  bool (*open)(Canvas *canvas, Format format, FILE *file, double width,
               double height, Color page);
  void (*close)(void); /* safe at any time */
} RasterBackend;

/* The entry of the plug-in. */
typedef const RasterBackend *RasterEntry(void);
#define RASTER_ENTRY "mlrepl_plplot"

#endif
