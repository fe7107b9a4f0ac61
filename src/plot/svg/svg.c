/* svg.c - pages in SVG: the operations of a canvas as elements. */
#include "plot/svg/svg.h"
#include "plot/svg/svg_write.h"

#include <math.h>
#include <string.h>

/* Each cell of a surface takes about 120 bytes. */
enum { DETAIL = 120 };

/* One page at a time, as with PLplot. */
static struct SvgPage {
  FILE *file;
  double height;
  double base; /* the height, or 0 in a shape, which is drawn around 0, 0 */
  Color color;
  double alpha, width; /* width of the pen */
  LineStyle style;
  bool clipped; /* what follows is clipped to the view */
  Box view;
  bool open; /* a group that clips to this box */
  Box clip;
  unsigned clips, shapes; /* their numbers so far */
} page;

/* -- clipping ------------------------------------------------------------- */

static void close_group(void) {
  if (page.open) fputs("</g>\n", page.file);
  page.open = false;
}

static bool same_box(Box a, Box b) {
  return a.x0 == b.x0 && a.y0 == b.y0 && a.x1 == b.x1 && a.y1 == b.y1;
}

static void write_box(Box b) {
  svg_write_attribute(page.file, "x", b.x0);
  svg_write_attribute(page.file, "y", page.base - b.y1);
  svg_write_attribute(page.file, "width", b.x1 - b.x0);
  svg_write_attribute(page.file, "height", b.y1 - b.y0);
}

/* Opens the clipping group of the view. Lines are clipped before they are
 * drawn; half of their width may reach beyond the view, by `more`. */
static void need_group(double more) {
  if (page.base == 0) return;
  Box b = {page.view.x0 - more, page.view.y0 - more, page.view.x1 + more,
           page.view.y1 + more};
  if (page.open && page.clipped && same_box(b, page.clip)) return;
  close_group();
  if (!page.clipped) return;
  fprintf(page.file, "<clipPath id=\"clip%u\"><rect", ++page.clips);
  write_box(b);
  fprintf(page.file, "/></clipPath>\n<g clip-path=\"url(#clip%u)\">\n",
          page.clips);
  page.clip = b;
  page.open = true;
}

static void view(const Canvas *canvas, void *unused, const Box *box) {
  (void)canvas, (void)unused;
  page.clipped = box != NULL;
  if (box) page.view = *box;
}

/* -- drawing -------------------------------------------------------------- */

static void color(void *unused, Color c, double alpha) {
  (void)unused;
  page.color = c;
  page.alpha = alpha;
}

static void pen(void *unused, double width, LineStyle style) {
  (void)unused;
  page.width = width;
  page.style = style;
}

static void write_points(size_t n, const double *x, const double *y) {
  fputs(" points=\"", page.file);
  for (size_t i = 0; i < n; i++) {
    if (i) putc(' ', page.file);
    svg_write_number(page.file, x[i]);
    putc(',', page.file);
    svg_write_number(page.file, page.base - y[i]);
  }
  fputs("\"/>\n", page.file);
}

/* Dashes and gaps in half line widths, as in plplot.c. */
static void write_dashes(void) {
  static const int patterns[LINE_COUNT][4] = {
    {0, 0, 0, 0}, {0, 0, 0, 0}, {7, 5, 0, 0}, {1, 4, 0, 0}, {7, 4, 1, 4}};
  const int *p = patterns[page.style];
  if (!p[0]) return;
  fputs(" stroke-dasharray=\"", page.file);
  for (int i = 0; i < 4 && p[i]; i++) {
    if (i) putc(' ', page.file);
    svg_write_number(page.file, p[i] * 0.5 * fmax(page.width, 1));
  }
  putc('"', page.file);
}

static void line(void *unused, size_t n, const double *x, const double *y) {
  (void)unused;
  need_group(page.width / 2);
  fputs("<polyline", page.file);
  svg_write_color(page.file, "stroke", page.color, page.alpha);
  svg_write_attribute(page.file, "stroke-width", page.width);
  write_dashes();
  write_points(n, x, y);
}

static bool is_rectangle(size_t n, const double *x, const double *y) {
  return n == 4 && x[0] == x[3] && x[1] == x[2] && y[0] == y[1] && y[2] == y[3];
}

/* Without blended edges there is no seam between neighbors at any size. */
static void write_rectangle(const double *x, const double *y) {
  fputs("<rect", page.file);
  write_box((Box){fmin(x[0], x[1]), fmin(y[0], y[2]), fmax(x[0], x[1]),
                  fmax(y[0], y[2])});
  svg_write_color(page.file, "fill", page.color, page.alpha);
  fputs(" shape-rendering=\"crispEdges\"/>\n", page.file);
}

static void patch(void *unused, size_t n, const double *x, const double *y,
                  double rim) {
  static const double VISIBLE = 0.1;
  (void)unused;
  need_group(0);
  if (rim < VISIBLE && page.base > 0 && is_rectangle(n, x, y)) {
    write_rectangle(x, y);
    return;
  }
  fputs("<polygon", page.file);
  svg_write_color(page.file, "fill", page.color, page.alpha);
  if (rim >= VISIBLE) {
    svg_write_color(page.file, "stroke", page.color, page.alpha);
    svg_write_attribute(page.file, "stroke-width", rim);
  }
  write_points(n, x, y);
}

static void dot(const Canvas *canvas, void *unused, double x, double y,
                double diameter) {
  (void)canvas, (void)unused;
  need_group(diameter / 2);
  fputs("<circle", page.file);
  svg_write_attribute(page.file, "cx", x);
  svg_write_attribute(page.file, "cy", page.base - y);
  svg_write_attribute(page.file, "r", diameter / 2);
  svg_write_color(page.file, "fill", page.color, page.alpha);
  fputs("/>\n", page.file);
}

/* The middle of letters without descenders is at y, as in PLplot. */
static void text(void *unused, double x, double y, Lettering how,
                 const char *escaped) {
  static const char *const anchors[] = {"start", "middle", "end"};
  (void)unused;
  need_group(0);
  fputs("<text", page.file);
  svg_write_color(page.file, "fill", page.color, page.alpha);
  svg_write_attribute(page.file, "font-size", how.size);
  if (how.bold) fputs(" font-weight=\"bold\"", page.file);
  fprintf(page.file, " text-anchor=\"%s\"", anchors[lround(how.just * 2)]);
  fputs(how.turned ? " transform=\"matrix(0 -1 1 0 "
                   : " transform=\"matrix(1 0 0 1 ",
        page.file);
  svg_write_number(page.file, x);
  putc(' ', page.file);
  svg_write_number(page.file, page.base - y);
  fputs(")\"", page.file);
  svg_write_attribute(page.file, "y", how.size * CANVAS_BASELINE);
  putc('>', page.file);
  svg_write_text(page.file, escaped, how.size);
  fputs("</text>\n", page.file);
}

/* -- repeated shapes and cells ---------------------------------------------- */

static void shape(void *unused, bool begins) {
  (void)unused;
  if (begins)
    fprintf(page.file, "<defs><g id=\"shape%u\">\n", ++page.shapes);
  else
    fputs("</g></defs>\n", page.file);
  page.base = begins ? 0 : page.height;
}

static void repeat(void *unused, double x, double y) {
  (void)unused;
  need_group(0);
  fprintf(page.file, "<use xlink:href=\"#shape%u\"", page.shapes);
  svg_write_attribute(page.file, "x", x);
  svg_write_attribute(page.file, "y", page.base - y);
  fputs("/>\n", page.file);
}

static void cells(const Canvas *canvas, void *unused, const Cells *c) {
  (void)canvas, (void)unused;
  need_group(0);
  svg_write_cells(page.file, c, page.base);
}

static const CanvasBackend drawing = {.view = view,
                                      .color = color,
                                      .pen = pen,
                                      .line = line,
                                      .patch = patch,
                                      .dot = dot,
                                      .text = text,
                                      .shape = shape,
                                      .repeat = repeat,
                                      .cells = cells};

/* -- pages ---------------------------------------------------------------- */

static const char *missing(Format format) {
  (void)format;
  return NULL;
}

static void start(int (*on_exit)(const char *),
                  void (*on_abort)(const char *)) {
  (void)on_exit, (void)on_abort;
}

static void open_page(Canvas *canvas, Format format, FILE *file, Color paper) {
  const double width = canvas->width, height = canvas->height;
  (void)format;
  canvas->detail = DETAIL;
  page = (struct SvgPage){.file = file, .height = height, .base = height};
  fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\""
        " xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\"",
        file);
  svg_write_attribute(file, "width", width);
  svg_write_attribute(file, "height", height);
  fprintf(file,
          " viewBox=\"0 0 %.0f %.0f\" xml:space=\"preserve\" fill=\"none\" "
          "stroke-linecap=\"round\" stroke-linejoin=\"round\" "
          "font-family=\"Inter, 'DejaVu Sans', sans-serif\">\n<rect",
          width, height);
  write_box((Box){0, 0, width, height});
  svg_write_color(file, "fill", paper, 1);
  fputs("/>\n", file);
}

static void close_page(void) {
  if (!page.file) return;
  close_group();
  fputs("</svg>\n", page.file);
  fclose(page.file);
  page.file = NULL;
}

const RasterBackend *svg_backend(void) {
  static const RasterBackend backend = {&drawing, missing, start, open_page,
                                        close_page};
  return &backend;
}
