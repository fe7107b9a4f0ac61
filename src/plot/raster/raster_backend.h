/* raster_backend.h - what draws PNG, SVG, PDF and pixels: the plug-in
 * mlrepl-plplot.so. All calls but `missing` happen inside the guard of
 * render.c, which the handlers given to `start` may leave by longjmp.
 */
#ifndef PLOT_RASTER_RASTER_BACKEND_H
#define PLOT_RASTER_RASTER_BACKEND_H

#include <stdio.h>

#include "plot/canvas/canvas.h"

typedef enum Format {
  FORMAT_UNKNOWN,
  FORMAT_PNG,
  FORMAT_SVG,
  FORMAT_PDF,
  FORMAT_PIXELS /* no file: rows from the top, 3 bytes a pixel: r, g, b */
} Format;

typedef struct RasterBackend {
  const CanvasBackend *drawing; /* for canvas_use, once a page is open */
  /* NULL, or the package that must be installed to write the format. */
  const char *(*missing)(Format format);
  /* Before each page. on_exit: PLplot would end the program, and does not
   * return. on_abort: PLplot refused a call. */
  void (*start)(int (*on_exit)(const char *), void (*on_abort)(const char *));
  /* Starts a page that is written to `file`, which `close` closes. For
   * FORMAT_PIXELS there is no file: canvas->pixels is made by malloc, complete
   * after `close`, and freed by the caller. False: not enough memory. */
  bool (*open)(Canvas *canvas, Format format, FILE *file, double width,
               double height, Color page);
  void (*close)(void); /* safe at any time */
} RasterBackend;

/* The entry of the plug-in. */
typedef const RasterBackend *RasterEntry(void);
#define RASTER_ENTRY "mlrepl_plplot"

#endif
