/* render.c - renders figures in memory and in files. */
#define _GNU_SOURCE /* fopencookie, because PLplot writes to a FILE */
#include "plot/raster/render.h"

#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "plot/raster/draw_axes.h"
#include "plot/raster/layout.h"
#include "plot/raster/legend.h"
#include "plot/raster/marks.h"
#include "plot/canvas/pixels.h"
#include "plot/canvas/render_pen.h"
#include "plot/canvas/raster_backend.h"
#include "plot/svg/svg.h"
#include "sys/atomic_file.h"
#include "sys/plugin.h"
#include "sys/file_gate.h"

/* PLplot would exit the program after this. */
static int on_exit_wish(const char *message) {
  render_guard_message("%s", message);
  render_fail(status_error(STATUS_FILE, 0, 0, 0));
}

/* PLplot refused a call: part of the picture is missing. */
static void on_abort(const char *message) {
  render_guard_message("%s", message);
}

/* -- the output ------------------------------------------------------------ */

typedef struct Sink {
  Bytes *bytes;
  StopFlag stop;
  bool failed, open;
} Sink;

static ssize_t sink_write(void *cookie, const char *d, size_t n) {
  Sink *sink = cookie;
  sink->failed =
    sink->failed || stop_asked(sink->stop) || !bytes_add(sink->bytes, d, n);
  return sink->failed ? 0 : (ssize_t)n;
}

static int sink_close(void *cookie) {
  ((Sink *)cookie)->open = false;
  return 0;
}

static bool has_pixels(Format format) {
  return format == FORMAT_PNG || format == FORMAT_PIXELS;
}

/* For formats without pixels. */
static FILE *sink_file(Sink *sink, Format format) {
  cookie_io_functions_t calls = {.write = sink_write, .close = sink_close};
  FILE *file = fopencookie(sink, "wb", calls);
  sink->open = file != NULL;
  /* Unbuffered, so that an encoder detects a write error at its first byte. SVG
   * is many small writes, so they are buffered. */
  if (file && format != FORMAT_SVG) setvbuf(file, NULL, _IONBF, 0);
  return file;
}

/* -- drawing -------------------------------------------------------------- */

/* Vector formats do not need a scale. */
static double scale_of(const Figure *f, Format format) {
  return has_pixels(format) ? f->scale : 1;
}

static RasterEntry *entry = NULL; /* NULL: not loaded yet */

/* PLplot's libraries crash if they cannot be loaded whole, and Pango ends the
 * program if it lacks memory or cannot start its threads. Each thread reserves a
 * heap, so where room is short all share one. */
static bool has_room(const Figure *f, Format format) {
  enum { THREADS = 3, STACK = 8 << 20, HEAP = 128 << 20 };
  enum { LIBRARIES = 64 << 20, FONTS = 24 << 20, PIXEL = 8 };
  const double scale = scale_of(f, format);
  const double pixels = (double)f->width * (double)f->height * scale * scale;
  if (!plugin_has_room(THREADS, HEAP + STACK)) mallopt(M_ARENA_MAX, 1);
  return plugin_has_room(1, (size_t)(PIXEL * pixels) + THREADS * STACK + FONTS +
                              (entry ? 0 : LIBRARIES));
}

/* NULL when the plug-in or PLplot is not installed or memory is short. */
static const RasterBackend *find_backend(const Figure *f, Format format) {
  if (format == FORMAT_SVG) return svg_backend();
  if (!has_room(f, format)) return NULL;
  if (!entry) plugin_find(&entry, "plplot", RASTER_ENTRY);
  return entry ? entry() : NULL;
}

/* 1 for a 600 x 400 panel; flat or narrow panels have smaller text. The text of
 * several panels is larger than that of each alone, because the figure as a
 * whole is looked at from farther away, or made smaller. */
double render_unit(const Figure *f, double scale) {
  static const double MOST = 1.3, FARTHER = 0.35, READABLE = 0.8;
  double wide = (double)f->width / (double)f->columns / 600;
  double high = (double)f->height / (double)f->rows / 400;
  double least = wide < high ? wide : high;
  double unit = sqrt(wide * high);
  if (unit > least * 1.3) unit = least * 1.3;
  double whole = sqrt((double)f->width / 600 * (double)f->height / 400);
  if (f->rows * f->columns > 1 && whole > unit)
    unit *= fmin(MOST, pow(whole / unit, FARTHER));
  return scale * fmax(unit, READABLE);
}

static void draw_panel(Render *r, const Panel *panel) {
  render_poll(r);
  draw_axes_back(r, panel);
  marks_draw(r, panel);
  draw_axes_front(r, panel);
  if (panel->axes->legend) legend_draw(r, panel);
}

static void check_format(const Render *r, const RasterBackend *backend,
                         Format format) {
  const char *missing = backend ? backend->missing(format) : "libplplot17";
  char packages[100];
  if (!missing) return;
  if (!backend && !has_room(r->figure, format))
    render_fail(status_error(STATUS_MEMORY, 0, 0, 0));
  snprintf(packages, sizeof packages,
           "the package %s (or unset PLPLOT_DRV_DIR)", missing);
  render_guard_message(
    "PLplot cannot write this file format: %s",
    plugin_advice("PLplot; .svg and .html need none", packages));
  render_fail(status_error(STATUS_FILE, 0, 0, 0));
}

static void open_page(Render *r, const RasterBackend *backend, Format format,
                      FILE *file) {
  const Figure *f = r->figure;
  const Color page = render_theme(r)->page;
  const double scale = scale_of(f, format);
  r->canvas = (Canvas){.width = (double)f->width * scale,
                       .height = (double)f->height * scale};
  if (has_pixels(format) && !pixels_new(&r->canvas, f->memory, page))
    render_fail(status_error(STATUS_MEMORY, 0, 0, 0));
  backend->start(on_exit_wish, on_abort);
  backend->open(&r->canvas, format, file, page);
  canvas_use(&r->canvas, backend->drawing, NULL);
}

/* Arguments of the guarded functions. */
typedef struct Page {
  const RasterBackend *backend; /* NULL: not installed */
  Format format;
  FILE *file;
} Page;

static void draw_page(Render *r, void *data) {
  const Page *page = data;
  const Figure *f = r->figure;
  size_t n = f->rows * f->columns;
  check_format(r, page->backend, page->format);
  render_check_log(f);
  render_poll(r);
  Panel *panels = render_scratch(r, n, sizeof *panels);
  open_page(r, page->backend, page->format, page->file);
  layout_panels(r, panels);
  for (size_t i = 0; i < n; i++) draw_panel(r, &panels[i]);
  draw_axes_figure_title(r, panels);
}

static void close_page(Render *r, void *data) {
  (void)r;
  ((const Page *)data)->backend->close();
}

/* Draws the page and always closes it.  */
static Status draw_guarded(Render *r, Format format, FILE *file, char *why) {
  Page page = {find_backend(r->figure, format), format, file};
  render_guard_reset();
  render_guard_run(r, draw_page, &page);
  if (page.backend) render_guard_run(r, close_page, &page);
  return render_guard_status(why);
}

static void place_panels(Render *r, void *data) {
  const Figure *f = r->figure;
  Panel **panels = data;
  *panels = render_scratch(r, f->rows * f->columns, sizeof **panels);
  r->canvas = (Canvas){.width = (double)f->width, .height = (double)f->height};
  render_check_log(f);
  layout_panels(r, *panels);
}

Status render_place(const Figure *figure, double right, double down, int *panel,
                    double *x, double *y, char *why) {
  Render render = {.figure = figure, .unit = render_unit(figure, 1)};
  double up = (double)figure->height - down;
  size_t n = figure->rows * figure->columns;
  Panel *panels = NULL;
  render_guard_reset();
  render_guard_run(&render, place_panels, &panels);
  Status s = render_guard_status(why);
  *panel = -1;
  for (size_t i = 0; s.code == STATUS_OK && i < n; i++)
    if (panel_place(&panels[i], right, up, x, y)) *panel = (int)i;
  render_release(&render, NULL);
  return s;
}

Status render_panels(const Figure *figure, PanelPlace *places, char *why) {
  Render render = {.figure = figure, .unit = render_unit(figure, 1)};
  size_t n = figure->rows * figure->columns;
  Panel *panels = NULL;
  render_guard_reset();
  render_guard_run(&render, place_panels, &panels);
  Status s = render_guard_status(why);
  for (size_t i = 0; s.code == STATUS_OK && i < n; i++) {
    const Panel *p = &panels[i];
    places[i] = (PanelPlace){.box = p->box,
                             .limits = {p->limits[0], p->limits[1]},
                             .right = p->right,
                             .has_right = p->has_right};
    for (int d = 0; d < 2; d++)
      if (p->axes->symlog[d]) places[i].threshold[d] = p->rule[d].threshold;
  }
  render_release(&render, NULL);
  return s;
}

static bool take_bytes(void *sink, const unsigned char *d, size_t n) {
  return sink_write(sink, (const char *)d, n) > 0;
}

static void take_pixels(const Canvas *canvas, Format format, Sink *sink) {
  const bool good = format == FORMAT_PNG
                      ? pixels_write_png(canvas, sink->stop, take_bytes, sink)
                      : pixels_write(canvas, take_bytes, sink);
  sink->failed = !good;
}

Status render_memory(const Figure *figure, Format format, Bytes *out, char *why,
                     StopFlag stop) {
  *out = (Bytes){figure->memory, NULL, 0, 0};
  Sink sink = {out, stop, false, false};
  Render render = {.figure = figure,
                   .stop = stop,
                   .unit = render_unit(figure, scale_of(figure, format))};
  FILE *file = has_pixels(format) ? NULL : sink_file(&sink, format);
  Status s = status_error(STATUS_MEMORY, 0, 0, 0);
  if (file || has_pixels(format))
    s = draw_guarded(&render, format, file, why);
  else
    snprintf(why, WHY_ROOM, "not enough memory for the picture");
  if (s.code == STATUS_OK && has_pixels(format))
    take_pixels(&render.canvas, format, &sink);
  pixels_free(&render.canvas, figure->memory);
  render_release(&render, NULL);
  if (sink.open) fclose(file);
  if (s.code != STATUS_OK || !sink.failed) return s;
  bool stopped = stop_asked(stop);
  snprintf(why, WHY_ROOM, "%s",
           stopped ? "stopped" : "not enough memory for the picture");
  return status_error(stopped ? STATUS_STOPPED : STATUS_MEMORY, 0, 0,
                      (double)out->n * 2);
}

/* -- files ---------------------------------------------------------------- */

Format render_format_of(const char *path) {
  static const char *const endings[] = {"", ".png", ".svg", ".pdf"};
  size_t n = strlen(path);
  for (int i = FORMAT_PNG; i <= FORMAT_PDF; i++)
    if (n > 4 && !strcasecmp(path + n - 4, endings[i])) return (Format)i;
  return FORMAT_UNKNOWN;
}

static Status file_failed(char *why, const char *path) {
  snprintf(why, WHY_ROOM, "cannot write \"%.180s\": %s", path,
           file_gate_why(errno));
  return status_error(STATUS_FILE, 0, 0, 0);
}

static bool write_atomically(const char *path, const Bytes *b) {
  AtomicFile file;
  if (!atomic_file_open(&file, path)) return false;
  if (fwrite(b->d, 1, b->n, file.file) == b->n)
    return atomic_file_commit(&file);
  atomic_file_abandon(&file);
  return false;
}

/* Checks that need no drawing. */
static Status check_target(const char *path, char *why) {
  struct stat found;
  if (render_format_of(path) == FORMAT_UNKNOWN) {
    snprintf(why, WHY_ROOM, "\"%.100s\" must end in .png, .svg, .pdf or .html",
             path);
    return status_error(STATUS_RANGE, 0, 0, 0);
  }
  if (stat(path, &found) == 0 && S_ISDIR(found.st_mode)) {
    errno = EISDIR;
    return file_failed(why, path);
  }
  return status_ok();
}

Status render_file(const Figure *figure, const char *path, char *why,
                   StopFlag stop) {
  Status s = check_target(path, why);
  if (s.code != STATUS_OK) return s;
  Bytes bytes;
  s = render_memory(figure, render_format_of(path), &bytes, why, stop);
  if (s.code == STATUS_OK && !write_atomically(path, &bytes))
    s = file_failed(why, path);
  bytes_free(&bytes);
  return s;
}
