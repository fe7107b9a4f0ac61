/* svg_write.c - numbers, colors, texts and cells of an SVG file. */
#include "plot/svg/svg_write.h"
#include "plot/svg/png_image.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Much faster than printf, and a figure has many. */
void svg_write_number(FILE *file, double value) {
  char digits[32], *p = digits + sizeof digits;
  long n = lround(value * 100), size = labs(n);
  long part = size % 100, whole = size / 100;
  if (part % 10) *--p = (char)('0' + part % 10);
  if (part) {
    *--p = (char)('0' + part / 10);
    *--p = '.';
  }
  do *--p = (char)('0' + whole % 10);
  while (whole /= 10);
  if (n < 0) *--p = '-';
  fwrite(p, 1, (size_t)(digits + sizeof digits - p), file);
}

void svg_write_attribute(FILE *file, const char *name, double value) {
  putc(' ', file);
  fputs(name, file);
  fputs("=\"", file);
  svg_write_number(file, value);
  putc('"', file);
}

void svg_write_color(FILE *file, const char *name, Color c, double alpha) {
  fprintf(file, " %s=\"#%02X%02X%02X\"", name, c.r, c.g, c.b);
  if (alpha < 1) fprintf(file, " %s-opacity=\"%.3g\"", name, alpha);
}

/* -- texts ---------------------------------------------------------------- */

/* U+FFFE and U+FFFF are not allowed in XML. */
static size_t write_letter(FILE *file, const char *p) {
  if (!strncmp(p, "\xEF\xBF\xBE", 3) || !strncmp(p, "\xEF\xBF\xBF", 3)) {
    fputs("\xEF\xBF\xBD", file);
    return 3;
  }
  if (strchr("&<>\"", *p))
    fprintf(file, "&#x%x;", (unsigned)*p);
  else
    putc(*p, file);
  return 1;
}

void svg_write_text(FILE *file, const char *escaped, double size) {
  double before = 0;
  TextRun run = {escaped, 0, 0};
  while (text_next_run(&run)) {
    double rise = text_run_rise(&run) * size;
    fputs("<tspan", file);
    if (rise != before) svg_write_attribute(file, "dy", before - rise);
    if (run.level)
      svg_write_attribute(file, "font-size", size * text_run_size(&run));
    putc('>', file);
    before = rise;
    for (const char *p = run.at; p < run.at + run.n;) {
      if (*p == '#') p++;
      p += write_letter(file, p);
    }
    fputs("</tspan>", file);
  }
}

/* -- cells ---------------------------------------------------------------- */

/* Are the edges apart by the same length, up to a fraction of a pixel? */
static bool is_regular(size_t n, const double *edges) {
  static const double NEAR = 0.02;
  double step = (edges[n] - edges[0]) / (double)n;
  for (size_t i = 0; i < n; i++)
    if (fabs(edges[i] - (edges[0] + (double)i * step)) > NEAR) return false;
  return true;
}

/* How many pixels represent a cell. Some viewers blur pixels when they enlarge
 * an image, so that there are two for each pixel of the figure. */
static size_t pixels_of_cell(const Cells *c) {
  enum { MOST = 16 };
  double wide = fabs(c->x[c->columns] - c->x[0]) / (double)c->columns;
  double high = fabs(c->y[c->rows] - c->y[0]) / (double)c->rows;
  return (size_t)fmin(MOST, 1 + 2 * fmax(wide, high));
}

static void write_image(FILE *file, const Cells *c, double high) {
  double x0 = c->x[0], x1 = c->x[c->columns];
  double y0 = c->y[0], y1 = c->y[c->rows];
  fputs("<image preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" "
        "style=\"image-rendering:pixelated\"",
        file);
  svg_write_attribute(file, "x", fmin(x0, x1));
  svg_write_attribute(file, "y", high - fmax(y0, y1));
  svg_write_attribute(file, "width", fabs(x1 - x0));
  svg_write_attribute(file, "height", fabs(y1 - y0));
  fputs(" xlink:href=\"data:image/png;base64,", file);
  png_image_write(file, c, pixels_of_cell(c));
  fputs("\"/>\n", file);
}

static void write_cell(FILE *file, const Cells *c, size_t i, size_t j,
                       double high) {
  putc('M', file);
  svg_write_number(file, c->x[j]);
  putc(' ', file);
  svg_write_number(file, high - c->y[i]);
  putc('H', file);
  svg_write_number(file, c->x[j + 1]);
  putc('V', file);
  svg_write_number(file, high - c->y[i + 1]);
  putc('H', file);
  svg_write_number(file, c->x[j]);
  putc('Z', file);
}

/* One path for each color; without blended edges there are no seams. */
static void write_paths(FILE *file, const Cells *c, double high) {
  size_t n = c->rows * c->columns;
  bool used[SHADE_NONE + 1] = {false};
  for (size_t k = 0; k < n; k++) used[c->shade[k]] = true;
  for (int shade = 0; shade < SHADE_NONE; shade++) {
    if (!used[shade]) continue;
    fputs("<path shape-rendering=\"crispEdges\"", file);
    svg_write_color(file, "fill", c->colors[shade], c->alpha);
    fputs(" d=\"", file);
    for (size_t k = 0; k < n && !ferror(file); k++)
      if (c->shade[k] == shade)
        write_cell(file, c, k / c->columns, k % c->columns, high);
    fputs("\"/>\n", file);
  }
}

void svg_write_cells(FILE *file, const Cells *c, double high) {
  enum { FEW = 2500 };
  bool many = c->rows * c->columns > FEW;
  if (many && is_regular(c->columns, c->x) && is_regular(c->rows, c->y))
    write_image(file, c, high);
  else
    write_paths(file, c, high);
}
