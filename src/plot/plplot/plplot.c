/* plplot.c - the plug-in mlrepl-plplot.so: pages drawn by PLplot. */
#define _POSIX_C_SOURCE 200809L
#include "plot/canvas/raster_backend.h"

#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <plplot.h>

#include "plot/plplot/fonts.h"

/* Color slot 0 is the page; everything else uses slot 1, set each time. What is
 * only measured is drawn in slot 2. */
enum { PAGE_SLOT, PEN_SLOT, HIDDEN_SLOT, SLOTS };

/* More would be smaller than two pixels of a usual figure. */
enum { DETAIL = 200 };

static const char *device_of(Format format) {
  switch (format) {
  case FORMAT_PDF: return "pdfcairo";
  case FORMAT_PNG:
  case FORMAT_PIXELS: return "extcairo";
  case FORMAT_SVG:
  case FORMAT_UNKNOWN: break;
  }
  return "";
}

/* PLplot prompts on standard input for an unknown device, so its list of
 * devices is checked first. */
static const char *missing(Format format) {
  enum { DEVICES = 64 };
  const char *titles[DEVICES], *names[DEVICES];
  const char **title_list = titles, **name_list = names;
  int n = DEVICES;
  plgDevs(&title_list, &name_list, &n);
  for (int i = 0; i < n; i++)
    if (!strcmp(names[i], device_of(format))) return NULL;
  return "plplot-driver-cairo";
}

/* -- drawing -------------------------------------------------------------- */

static void view(const Canvas *canvas, void *unused, const Box *box) {
  (void)unused;
  Box b = box ? *box : (Box){0, 0, canvas->width, canvas->height};
  plvpor(b.x0 / canvas->width, b.x1 / canvas->width, b.y0 / canvas->height,
         b.y1 / canvas->height);
  plwind(b.x0, b.x1, b.y0, b.y1);
}

static void color(void *unused, Color c, double alpha) {
  (void)unused;
  plscol0a(PEN_SLOT, c.r, c.g, c.b, alpha);
  plcol0(PEN_SLOT);
}

/* PLplot measures dashes in micrometers of a page with 72 dots per inch. */
static void pen(void *unused, double width, LineStyle line) {
  (void)unused;
  static const int patterns[LINE_COUNT][4] = {
    {0, 0, 0, 0}, {0, 0, 0, 0}, {7, 5, 0, 0}, {1, 4, 0, 0}, {7, 4, 1, 4}};
  PLINT mark[2], space[2];
  const int *p = patterns[line];
  double unit = (width < 1 ? 1 : width) * 0.5 * 25400 / 72;
  for (int i = 0; i < 2; i++) {
    mark[i] = (PLINT)(p[2 * i] * unit);
    space[i] = (PLINT)(p[2 * i + 1] * unit);
  }
  plwidth(width);
  plstyl(p[0] ? (p[2] ? 2 : 1) : 0, mark, space);
}

static void line(void *unused, size_t n, const double *x, const double *y) {
  (void)unused;
  if (n == 2)
    pljoin(x[0], y[0], x[1], y[1]);
  else
    plline((PLINT)n, x, y);
}

static void patch(void *unused, size_t n, const double *x, const double *y,
                  double rim) {
  (void)unused;
  plwidth(rim);
  plfill((PLINT)n, x, y);
}

/* A stroke of length 0 has round caps. */
static void dot(const Canvas *canvas, void *unused, double x, double y,
                double diameter) {
  (void)canvas, (void)unused;
  plwidth(diameter);
  pljoin(x, y, x, y);
}

/* PLplot converts millimeters to points, 72 per inch, but draws them as pixels
 * of 1/96 inch; the factor 0.75 makes `size` the height in pixels. */
static void set_font(Lettering how) {
  plsfont(PL_FCI_SANS, PL_FCI_UPRIGHT, how.bold ? PL_FCI_BOLD : PL_FCI_MEDIUM);
  plschr(how.size * 0.75 * 25.4 / 72, 1);
}

static void text(void *unused, double x, double y, Lettering how,
                 const char *escaped) {
  (void)unused;
  set_font(how);
  plptex(x, y, how.turned ? 0 : 1, how.turned ? 1 : 0, how.just, escaped);
}

/* PLplot measures texts only for its legends, so an invisible one is drawn. It
 * has margins, and the width of an empty text is that of the text before. */
static double legend_width(const char *text) {
  double width = 0, height = 0;
  const PLINT option = PL_LEGEND_NONE, slot = HIDDEN_SLOT;
  pllegend(&width, &height, 0,
           PL_POSITION_LEFT | PL_POSITION_TOP | PL_POSITION_INSIDE, 0, 0, 0, 0,
           0, 0, 1, 1, 1, &option, 0, 1, 1, 0, &slot, &text, NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  return width;
}

static double text_width(void *unused, Lettering how, const char *escaped) {
  double x_dpi, y_dpi;
  PLINT width, height, left, top;
  (void)unused;
  set_font(how);
  plscol0a(HIDDEN_SLOT, 0, 0, 0, 0);
  plgpage(&x_dpi, &y_dpi, &width, &height, &left, &top);
  double margins = 2 * legend_width("x") - legend_width("xx");
  return (legend_width(escaped) - margins) * (double)width;
}

/* -- pages ---------------------------------------------------------------- */

static void (*failed)(const char *);

static void start(int (*on_exit)(const char *),
                  void (*on_abort)(const char *)) {
  static PLINT error_code;
  static char error_text[1024]; /* PLplot writes here instead of on stderr */
  /* A font list for pango; an existing environment variable wins. */
  setenv("PLPLOT_FREETYPE_SANS_FAMILY", "Inter, DejaVu Sans, sans", 0);
  fonts_start(); /* reads the environment, so nothing may set it meanwhile */
  failed = on_abort;
  plsexit(on_exit);
  plsabort(on_abort);
  plsError(&error_code, error_text);
}

/* What draws on canvas->pixels. */
static struct Picture {
  cairo_surface_t *surface; /* NULL: none */
  cairo_t *context;
} picture;

static void start_pixels(const Canvas *canvas) {
  const int width = (int)canvas->width, height = (int)canvas->height;
  picture.surface = cairo_image_surface_create_for_data(
    (unsigned char *)canvas->pixels, CAIRO_FORMAT_RGB24, width, height,
    width * (int)sizeof *canvas->pixels);
  picture.context = cairo_create(picture.surface);
  pl_cmd(PLESC_DEVINIT, picture.context);
}

/* cairo draws nothing more after its first error. */
static void end_pixels(void) {
  cairo_status_t status = cairo_status(picture.context);
  cairo_destroy(picture.context);
  cairo_surface_destroy(picture.surface);
  picture.surface = NULL;
  if (status != CAIRO_STATUS_SUCCESS) failed(cairo_status_to_string(status));
}

static void start_page(const Canvas *canvas, Color page) {
  plspage(0, 0, (PLINT)canvas->width, (PLINT)canvas->height, 0, 0);
  plscmap0n(SLOTS);
  plscol0a(PAGE_SLOT, page.r, page.g, page.b, 1.0);
  plscol0a(PEN_SLOT, 0, 0, 0, 1.0);
  plspause(0);
  plinit();
  fonts_wait();
  if (canvas->pixels) start_pixels(canvas);
  pladv(0);
}

static void open_page(Canvas *canvas, Format format, FILE *file, Color page) {
  canvas->detail = DETAIL;
  plsdev(device_of(format));
  if (file) plsfile(file);
  start_page(canvas, page);
}

static void close_page(void) {
  plend1();
  if (picture.surface) end_pixels();
}

static void pause_page(Canvas *canvas, void *unused) {
  (void)canvas, (void)unused;
  cairo_surface_flush(picture.surface);
}

static void resume_page(Canvas *canvas, void *unused) {
  (void)canvas, (void)unused;
  cairo_surface_mark_dirty(picture.surface);
}

static const CanvasBackend drawing = {.view = view,
                                      .color = color,
                                      .pen = pen,
                                      .line = line,
                                      .patch = patch,
                                      .dot = dot,
                                      .text = text,
                                      .width = text_width,
                                      .pause = pause_page,
                                      .resume = resume_page};

const RasterBackend *mlrepl_plplot(void);
const RasterBackend *mlrepl_plplot(void) {
  static const RasterBackend backend = {&drawing, missing, start, open_page,
                                        close_page};
  return &backend;
}
