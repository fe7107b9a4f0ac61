/* render.c - the guard around PLplot, and files written beside and renamed. */
#define _GNU_SOURCE /* fopencookie: PLplot writes to a FILE, we want memory */
#include "plot/raster/render.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "plot/raster/panel.h"
#include "plot/raster/raster_backend.h"
#include "sys/atomic_file.h"
#include "sys/plugin.h"

/* -- the guard ------------------------------------------------------------ */

/* PLplot has one state for the whole program, and so has this. */
static struct Guard {
  jmp_buf out;
  Status status;
  char message[WHY_ROOM];
} guard;

static void guard_reset(void) {
  guard.status = status_ok();
  guard.message[0] = 0;
}

_Noreturn void render_fail(Status status) {
  guard.status = status;
  longjmp(guard.out, 1);
}

static void keep_message(const char *message) {
  snprintf(guard.message, sizeof guard.message, "%s", message);
}

/* PLplot would exit the program after this. */
static int on_exit_wish(const char *message) {
  keep_message(message);
  render_fail(status_error(STATUS_FILE, 0, 0, 0));
}

/* A call was refused and the picture would lack something. */
static void on_abort(const char *message) { keep_message(message); }

void render_poll(const Render *r) {
  if (stop_asked(r->stop)) render_fail(status_error(STATUS_STOPPED, 0, 0, 0));
}

/* -- scratch -------------------------------------------------------------- */

typedef struct Scratch {
  struct Scratch *next;
  size_t bytes;
  double room[];
} Scratch;

void *render_scratch(Render *r, size_t n, size_t size) {
  size_t bytes = sizeof(Scratch) + n * size;
  Scratch *s = memory_new(r->figure->memory, bytes);
  if (!s) render_fail(status_error(STATUS_MEMORY, 0, 0, (double)bytes));
  *s = (Scratch){r->scratch, bytes};
  r->scratch = s;
  return s->room;
}

Scratch *render_mark(const Render *r) { return r->scratch; }

void render_release(Render *r, Scratch *mark) {
  for (Scratch *s = r->scratch, *next; s != mark; s = next) {
    next = s->next;
    r->scratch = next;
    memory_free(r->figure->memory, s, s->bytes);
  }
}

/* -- what PLplot writes --------------------------------------------------- */

void render_bytes_free(Bytes *b) {
  memory_free(b->memory, b->d, b->room);
  *b = (Bytes){b->memory, NULL, 0, 0};
}

typedef struct Sink {
  Bytes *bytes;
  StopFlag stop; /* encoding a large page takes a while */
  bool failed, open;
} Sink;

static bool bytes_grow(Bytes *b, size_t more) {
  if (b->room - b->n >= more) return true;
  size_t room = (b->n + more) * 2;
  char *d = b->memory.alloc(b->memory.ud, b->d, b->room, room);
  if (!d) return false;
  b->d = d;
  b->room = room;
  return true;
}

bool render_bytes_add(Bytes *b, const char *d, size_t n) {
  if (!bytes_grow(b, n)) return false;
  memcpy(b->d + b->n, d, n);
  b->n += n;
  return true;
}

static ssize_t sink_write(void *cookie, const char *d, size_t n) {
  Sink *sink = cookie;
  sink->failed = sink->failed || stop_asked(sink->stop) ||
                 !render_bytes_add(sink->bytes, d, n);
  return sink->failed ? 0 : (ssize_t)n;
}

static int sink_close(void *cookie) {
  ((Sink *)cookie)->open = false;
  return 0;
}

static FILE *sink_file(Sink *sink, Format format) {
  cookie_io_functions_t calls = {.write = sink_write, .close = sink_close};
  FILE *file = fopencookie(sink, "wb", calls);
  sink->open = file != NULL;
  /* Unbuffered, an encoder meets a refusal at its first byte. The svg driver
   * writes word by word, and has nothing to encode. */
  if (file && format != FORMAT_SVG) setvbuf(file, NULL, _IONBF, 0);
  return file;
}

/* -- drawing -------------------------------------------------------------- */

/* NULL when the plug-in or PLplot is not installed. */
static const RasterBackend *find_backend(void) {
  static RasterEntry *entry = NULL;
  if (!entry) plugin_find(&entry, "plplot", RASTER_ENTRY);
  return entry ? entry() : NULL;
}

/* Drawings without pixels are as fine at any size. */
static double scale_of(const Figure *f, Format format) {
  return format == FORMAT_PNG || format == FORMAT_PIXELS ? f->scale : 1;
}

/* 1 in a panel of 600 x 400; a flat or narrow one has smaller letters. */
static double unit_of(const Figure *f, double scale) {
  double wide = (double)f->width / (double)f->columns / 600;
  double high = (double)f->height / (double)f->rows / 400;
  double least = wide < high ? wide : high;
  double unit = sqrt(wide * high);
  if (unit > least * 1.3) unit = least * 1.3;
  return scale * (unit < 0.8 ? 0.8 : unit); /* letters stay readable */
}

static void draw_panel(Render *r, const Panel *panel) {
  render_poll(r);
  draw_axes_back(r, panel);
  marks_draw(r, panel);
  draw_axes_front(r, panel);
  if (panel->axes->legend) legend_draw(r, panel);
}

/* A logarithmic axis without a number above 0 has nothing to show. */
static void check_log(const Figure *f) {
  for (size_t i = 0; i < f->rows * f->columns; i++)
    for (int d = 0; d < 2; d++) {
      Axes plain = f->axes[i];
      plain.log[d] = false;
      Range all = axes_extent(&plain, (AxesDirection)d);
      Range above = axes_extent(&f->axes[i], (AxesDirection)d);
      if (all.lo > all.hi || above.lo <= above.hi) continue;
      snprintf(guard.message, sizeof guard.message,
               "log_%c needs numbers above 0, but the largest %c of axes %zu "
               "is %g",
               "xy"[d], "xy"[d], i + 1, all.hi);
      render_fail(status_error(STATUS_RANGE, i, (size_t)d, all.hi));
    }
}

static void check_format(const RasterBackend *backend, Format format) {
  const char *missing = backend ? backend->missing(format) : "libplplot17";
  if (!missing) return;
  snprintf(guard.message, sizeof guard.message,
           "PLplot cannot write this kind of file here: install the package "
           "%s (or unset PLPLOT_DRV_DIR)",
           missing);
  render_fail(status_error(STATUS_FILE, 0, 0, 0));
}

static void open_page(Render *r, const RasterBackend *backend, Format format,
                      FILE *file) {
  const Figure *f = r->figure;
  double scale = scale_of(f, format);
  double width = (double)f->width * scale, height = (double)f->height * scale;
  backend->start(on_exit_wish, on_abort);
  if (!backend->open(&r->canvas, format, file, width, height,
                     render_theme(r)->page))
    render_fail(status_error(STATUS_MEMORY, 0, 0, width * height * 3));
  canvas_use(&r->canvas, backend->drawing, NULL);
}

static void draw(Render *r, const RasterBackend *backend, Format format,
                 FILE *file) {
  const Figure *f = r->figure;
  size_t n = f->rows * f->columns;
  check_format(backend, format);
  check_log(f);
  render_poll(r);
  Panel *panels = render_scratch(r, n, sizeof *panels);
  open_page(r, backend, format, file);
  layout_panels(r, panels);
  for (size_t i = 0; i < n; i++) draw_panel(r, &panels[i]);
  layout_draw_title(r, panels);
}

/* Runs draw; PLplot is closed again whatever happens. */
static Status draw_guarded(Render *r, Format format, FILE *file) {
  const RasterBackend *backend = find_backend();
  guard_reset();
  if (!setjmp(guard.out)) draw(r, backend, format, file);
  if (backend && !setjmp(guard.out)) backend->close();
  if (guard.status.code == STATUS_OK && guard.message[0])
    return status_error(STATUS_FILE, 0, 0, 0);
  return guard.status;
}

static void explain(Status s, char *why) {
  if (s.code == STATUS_STOPPED)
    snprintf(why, WHY_ROOM, "stopped");
  else if (s.code == STATUS_MEMORY)
    snprintf(why, WHY_ROOM, "not enough memory for the picture");
  else
    snprintf(why, WHY_ROOM, "%s", guard.message);
}

static Status lay_out(Render *r, Panel **panels) {
  const Figure *f = r->figure;
  guard_reset();
  if (setjmp(guard.out)) return guard.status;
  *panels = render_scratch(r, f->rows * f->columns, sizeof **panels);
  r->canvas = (Canvas){.width = (double)f->width, .height = (double)f->height};
  check_log(f);
  layout_panels(r, *panels);
  return guard.status;
}

Status render_place(const Figure *figure, double right, double down, int *panel,
                    double *x, double *y, char *why) {
  Render render = {.figure = figure, .unit = unit_of(figure, 1)};
  double up = (double)figure->height - down;
  Panel *panels;
  Status s = lay_out(&render, &panels);
  *panel = -1;
  for (size_t i = 0; s.code == STATUS_OK && i < figure->rows * figure->columns;
       i++)
    if (layout_place(&panels[i], right, up, x, y)) *panel = (int)i;
  render_release(&render, NULL);
  if (s.code != STATUS_OK) explain(s, why);
  return s;
}

static void take_pixels(Canvas *canvas, Sink *sink) {
  size_t n = (size_t)canvas->width * (size_t)canvas->height * 3;
  if (canvas->pixels) sink_write(sink, (const char *)canvas->pixels, n);
  free(canvas->pixels);
  canvas->pixels = NULL;
}

Status render_memory(const Figure *figure, Format format, Bytes *out, char *why,
                     StopFlag stop) {
  *out = (Bytes){figure->memory, NULL, 0, 0};
  Sink sink = {out, stop, false, false};
  Render render = {.figure = figure,
                   .stop = stop,
                   .unit = unit_of(figure, scale_of(figure, format))};
  FILE *file = sink_file(&sink, format);
  Status s = status_error(STATUS_MEMORY, 0, 0, 0);
  if (file) s = draw_guarded(&render, format, file);
  take_pixels(&render.canvas, &sink);
  render_release(&render, NULL);
  if (sink.open) fclose(file);
  if (s.code == STATUS_OK && sink.failed)
    s = status_error(stop_asked(stop) ? STATUS_STOPPED : STATUS_MEMORY, 0, 0,
                     (double)out->n * 2);
  if (s.code != STATUS_OK) explain(s, why);
  return s;
}

/* Draws elsewhere than with PLplot, but with all that may leave by the guard. */
Status render_cells(Render *r, void (*draw_page)(Render *, void *), void *data,
                    char *why) {
  guard_reset();
  if (!setjmp(guard.out)) {
    check_log(r->figure);
    draw_page(r, data);
  }
  render_release(r, NULL);
  if (guard.status.code != STATUS_OK) explain(guard.status, why);
  return guard.status;
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
  snprintf(why, WHY_ROOM, "cannot write \"%.180s\": %s", path, strerror(errno));
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

/* What can be known before drawing. */
static Status check_target(const char *path, char *why) {
  struct stat found;
  if (render_format_of(path) == FORMAT_UNKNOWN) {
    snprintf(why, WHY_ROOM,
             "the ending of \"%.100s\" must be .png, .svg or .pdf", path);
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
  render_bytes_free(&bytes);
  return s;
}
