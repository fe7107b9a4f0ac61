/* canvas.c - the calls of PLplot. */
#include "plot/raster/canvas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <plplot.h>

#include "plot/text/braille.h"
#include "plot/raster/plplot_late.h"

/* A terminal's page, which is drawn on instead of PLplot's. */
static Dots *cells;

/* Colour slot 0 is the page; all else is drawn with slot 1, set each time. */
enum { PAGE_SLOT, PEN_SLOT, SLOTS };

static const char *device_of(Format format) {
  switch (format) {
  case FORMAT_PNG: return "pngcairo";
  case FORMAT_SVG: return "svg";
  case FORMAT_PDF: return "pdfcairo";
  case FORMAT_PIXELS: return "memcairo";
  case FORMAT_UNKNOWN: break;
  }
  return "";
}

/* PLplot asks on standard input when it does not know a device, so it is asked
 * for its list first. */
const char *canvas_missing(Format format) {
  enum { DEVICES = 64 };
  const char *titles[DEVICES], *names[DEVICES];
  const char **title_list = titles, **name_list = names;
  int n = DEVICES;
  if (!plplot_found()) return "libplplot17";
  plgDevs(&title_list, &name_list, &n);
  for (int i = 0; i < n; i++)
    if (!strcmp(names[i], device_of(format))) return NULL;
  return format == FORMAT_SVG ? "libplplot17" : "plplot-driver-cairo";
}

static void start_page(const Canvas *canvas, Color page) {
  plspage(0, 0, (PLINT)canvas->width, (PLINT)canvas->height, 0, 0);
  plscmap0n(SLOTS);
  plscol0a(PAGE_SLOT, page.r, page.g, page.b, 1.0);
  plscol0a(PEN_SLOT, 0, 0, 0, 1.0);
  plspause(0);
  plinit();
  pladv(0);
  canvas_view(canvas, NULL);
}

void canvas_open(Canvas *canvas, Format format, FILE *file, double width,
                 double height, Color page) {
  *canvas = (Canvas){.width = width, .height = height,
                     .round_dots = format != FORMAT_SVG};
  plsdev(device_of(format));
  plsfile(file);
  start_page(canvas, page);
}

void canvas_close(void) { plend1(); }

void canvas_open_dots(Canvas *canvas, Dots *dots) {
  cells = dots;
  if (!dots) return;
  *canvas = (Canvas){.width = (double)(dots->columns * DOTS_WIDE),
                     .height = (double)(dots->rows * DOTS_HIGH),
                     .round_dots = true, .cells = true};
  canvas_view(canvas, NULL);
}

void canvas_view(const Canvas *canvas, const Box *box) {
  if (cells) {
    dots_view(cells, box);
    return;
  }
  Box b = box ? *box : (Box){0, 0, canvas->width, canvas->height};
  plvpor(b.x0 / canvas->width, b.x1 / canvas->width, b.y0 / canvas->height,
         b.y1 / canvas->height);
  plwind(b.x0, b.x1, b.y0, b.y1);
}

void canvas_color(Color color, double alpha) {
  if (cells) {
    cells->color = color;
    cells->alpha = alpha;
    return;
  }
  plscol0a(PEN_SLOT, color.r, color.g, color.b, alpha);
  plcol0(PEN_SLOT);
}

/* PLplot measures dashes in micrometres of a page with 72 dots an inch. */
void canvas_pen(double width, LineStyle line) {
  static const int patterns[LINE_COUNT][4] = {
    {0, 0, 0, 0}, {0, 0, 0, 0}, {7, 5, 0, 0}, {1, 4, 0, 0}, {7, 4, 1, 4}};
  PLINT mark[2], space[2];
  const int *p = patterns[line];
  if (cells) {
    cells->line = line;
    return;
  }
  double unit = (width < 1 ? 1 : width) * 0.5 * 25400 / 72;
  for (int i = 0; i < 2; i++) {
    mark[i] = (PLINT)(p[2 * i] * unit);
    space[i] = (PLINT)(p[2 * i + 1] * unit);
  }
  plwidth(width);
  plstyl(p[0] ? (p[2] ? 2 : 1) : 0, mark, space);
}

void canvas_line(size_t n, const double *x, const double *y) {
  if (cells) dots_line(cells, n, x, y);
  else if (n > 1) plline((PLINT)n, x, y);
}

void canvas_segment(double x0, double y0, double x1, double y1) {
  double x[] = {x0, x1}, y[] = {y0, y1};
  if (cells) dots_line(cells, 2, x, y);
  else pljoin(x0, y0, x1, y1);
}

/* The outline that cairo strokes around each polygon would show where alpha is
 * below 1. */
void canvas_polygon(size_t n, const double *x, const double *y) {
  canvas_patch(n, x, y, 0.01);
}

void canvas_patch(size_t n, const double *x, const double *y, double rim) {
  if (n < 3) return;
  if (cells) {
    dots_polygon(cells, n, x, y);
    return;
  }
  plwidth(rim);
  plfill((PLINT)n, x, y);
}

void canvas_rectangle(Box b) {
  double x[] = {b.x0, b.x1, b.x1, b.x0}, y[] = {b.y0, b.y0, b.y1, b.y1};
  canvas_polygon(4, x, y);
}

void canvas_dot(const Canvas *canvas, double x, double y, double diameter) {
  enum { SIDES = 20 };
  static const double turn = 6.283185307179586 / SIDES;
  if (cells) {
    dots_disc(cells, x, y, diameter);
    return;
  }
  if (canvas->round_dots) {
    plwidth(diameter);
    pljoin(x, y, x, y);
    return;
  }
  double xs[SIDES], ys[SIDES];
  for (int i = 0; i < SIDES; i++) {
    xs[i] = x + diameter / 2 * cos(i * turn);
    ys[i] = y + diameter / 2 * sin(i * turn);
  }
  canvas_polygon(SIDES, xs, ys);
}

void canvas_letter(double x, double y, double diameter, unsigned long letter) {
  if (!cells) return;
  if (letter) dots_letter(cells, x, y, letter);
  else dots_disc(cells, x, y, diameter);
}

/* PLplot takes millimetres and makes points of them, of which 72 an inch are
 * drawn as if a pixel were 1/96 inch: 0.75 makes `size` the height in
 * pixels. */
void canvas_text(double x, double y, Lettering how, const char *escaped) {
  if (cells) {
    dots_text(cells, x, y, how, escaped);
    return;
  }
  plsfont(PL_FCI_SANS, PL_FCI_UPRIGHT,
          how.bold ? PL_FCI_BOLD : PL_FCI_MEDIUM);
  plschr(how.size * 0.75 * 25.4 / 72, 1);
  plptex(x, y, how.turned ? 0 : 1, how.turned ? 1 : 0, how.just, escaped);
}

/* The driver draws over what is there. When it cannot begin, PLplot frees the
 * block: only afterwards is it the canvas's. */
bool canvas_open_pixels(Canvas *canvas, double width, double height,
                        Color page) {
  size_t n = (size_t)width * (size_t)height;
  unsigned char *pixels = malloc(n * 3);
  *canvas = (Canvas){.width = width, .height = height, .round_dots = true};
  if (!pixels) return false;
  for (size_t i = 0; i < n; i++) {
    pixels[3 * i] = page.r;
    pixels[3 * i + 1] = page.g;
    pixels[3 * i + 2] = page.b;
  }
  plsdev(device_of(FORMAT_PIXELS));
  plsmem((PLINT)width, (PLINT)height, pixels);
  start_page(canvas, page);
  canvas->pixels = pixels;
  return true;
}
