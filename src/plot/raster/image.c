/* image.c - a matrix as colored cells, with numbers in them. */
#include "plot/raster/image.h"
#include "plot/raster/color_bar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Edges at whole pixels, so that neighboring cells leave no seam; of cells
 * smaller than a pixel the last is visible. Axis lines are centered on a
 * pixel. */
static double edge(double at, double low, double high) {
  if (at < low) at = low;
  return at > high - 0.01 ? ceil(high) : floor(at);
}

static double edge_x(const Panel *p, const Mark *m, size_t j) {
  return edge(panel_edge(p, DIRECTION_X, *vec_at(m->x, j)), p->box.x0,
              p->box.x1);
}

static double edge_y(const Panel *p, const Mark *m, size_t i) {
  return edge(panel_edge(p, DIRECTION_Y, *vec_at(m->y, i)), p->box.y0,
              p->box.y1);
}

static Box box_between(double x0, double x1, double y0, double y1) {
  return (Box){fmin(x0, x1), fmin(y0, y1), fmax(x0, x1), fmax(y0, y1)};
}

/* The index of its color, of SHADE_NONE: an odd number, so that the middle of
 * the map is one of them. */
static unsigned char shade_of(Range colors, double z) {
  if (!isfinite(z)) return SHADE_NONE;
  return (unsigned char)(color_bar_position(colors, z) * (SHADE_NONE - 1) +
                         0.5);
}

static Color color_of(const Mark *m, int shade) {
  return color_map(m->style.map, shade / (SHADE_NONE - 1.0));
}

static void draw_run(const Mark *m, int shade, Box b) {
  if (shade == SHADE_NONE || b.x1 <= b.x0) return;
  canvas_color(color_of(m, shade), m->style.alpha);
  canvas_rectangle(b);
}

/* Neighboring cells of the same color are one rectangle. */
static void draw_row(const Panel *p, const Mark *m, Range colors, size_t i,
                     double y0, double y1) {
  double from = edge_x(p, m, 0), to = from;
  int shade = SHADE_NONE;
  for (size_t j = 0; j < m->z.cols; j++) {
    double next = edge_x(p, m, j + 1);
    if (next == to) continue;
    int here = shade_of(colors, *mat_at(m->z, i, j));
    if (here != shade) {
      draw_run(m, shade, box_between(from, to, y0, y1));
      shade = here;
      from = to;
    }
    to = next;
  }
  draw_run(m, shade, box_between(from, to, y0, y1));
}

/* -- numbers -------------------------------------------------------------- */

/* How all numbers of an image are written: with so many decimals, or with a
 * power of ten: POWER. */
enum { POWER = -1 };

static void write_cell(char out[TICK_TEXT], double z, int decimals) {
  double size = fabs(z);
  int power = size > 0 ? (int)floor(log10(size)) : 0;
  if (decimals == POWER && size > 0 && size * pow(10, -power) >= 9.95) power++;
  if (decimals != POWER)
    snprintf(out, TICK_TEXT, "%.*f", decimals, size);
  else if (size > 0)
    snprintf(out, TICK_TEXT, "%.1f\u00b710^{%d}", size * pow(10, -power),
             power);
  else
    strcpy(out, "0");
  if (z >= 0 || !strpbrk(out, "123456789")) return;
  static const char minus[] = {'\xe2', '\x88', '\x92'};
  memmove(out + sizeof minus, out, strlen(out) + 1);
  memcpy(out, minus, sizeof minus);
}

static double widest_number(const Mark *m, int decimals) {
  double widest = 1;
  char number[TICK_TEXT];
  Text t;
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++) {
      write_cell(number, *mat_at(m->z, i, j), decimals);
      text_make(&t, number, false, 1000);
      widest = fmax(widest, t.width);
    }
  return widest;
}

/* Pixels of the figure in those of the page. */
static double readable(const Render *r, double pixels) {
  return pixels * r->canvas.width / (double)r->figure->width;
}

/* All of the same size, which fits the smallest cell; none if that is too small
 * to read. */
static double number_size(const Render *r, const Panel *p, const Mark *m,
                          int decimals) {
  double wide = INFINITY, high = INFINITY, most = 15 * r->unit;
  for (size_t j = 0; j < m->z.cols; j++)
    wide = fmin(wide, fabs(edge_x(p, m, j + 1) - edge_x(p, m, j)));
  for (size_t i = 0; i < m->z.rows; i++)
    high = fmin(high, fabs(edge_y(p, m, i + 1) - edge_y(p, m, i)));
  double room = wide * 0.9 / widest_number(m, decimals);
  double size = fmin(fmin(most, high * 0.6), room);
  double least = r->canvas.cells ? 5 * r->unit : readable(r, 5.5);
  return size < least ? 0 : size;
}

typedef struct NumberForm {
  double size; /* 0: none */
  int decimals;
} NumberForm;

/* Two digits of the largest number, and two decimals if they are few. */
static int decimals_for(double largest, bool whole) {
  if (whole && largest < 1e6) return 0;
  if (largest >= 1e6 || (largest > 0 && largest < 1e-4)) return POWER;
  if (largest >= 100) return largest < 1e4 ? 1 : 0;
  int needed = largest > 0 ? 1 - (int)floor(log10(largest)) : 2;
  return needed > 2 ? needed : 2;
}

/* Small cells have one decimal place less. */
static NumberForm number_form(const Render *r, const Panel *p, const Mark *m) {
  enum { MOST = 10000 };
  double largest = 0;
  bool whole = true;
  NumberForm form = {0, 0};
  if (m->z.rows * m->z.cols > MOST) return form;
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++) {
      double size = fabs(*mat_at(m->z, i, j));
      if (!isfinite(size)) continue;
      largest = fmax(largest, size);
      whole = whole && size == floor(size);
    }
  form.decimals = decimals_for(largest, whole);
  form.size = number_size(r, p, m, form.decimals);
  if (form.decimals > 1 &&
      form.size < (r->canvas.cells ? r->unit : readable(r, 7)))
    form.size = number_size(r, p, m, --form.decimals);
  return form;
}

const char *image_note(const Render *r, const Panel *p) {
  for (const Mark *m = p->axes->first; m; m = m->next)
    if (m->kind == MARK_IMAGE && m->numbers && number_form(r, p, m).size <= 0)
      return "cells too small for numbers";
  return NULL;
}

static void draw_numbers(const Render *r, const Panel *p, const Mark *m,
                         Range colors) {
  canvas_part("numbers", m);
  NumberForm form = number_form(r, p, m);
  Lettering how = {form.size, 0.5, false, false};
  char number[TICK_TEXT];
  Text t;
  if (how.size == 0) return;
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++) {
      double z = *mat_at(m->z, i, j);
      if (!isfinite(z)) continue;
      Color under = color_map(m->style.map, color_bar_position(colors, z));
      canvas_color(color_is_light(under) ? themes[THEME_LIGHT].ink
                                         : themes[THEME_LIGHT].page,
                   1);
      write_cell(number, z, form.decimals);
      text_make(&t, number, false, 1000);
      canvas_text((edge_x(p, m, j) + edge_x(p, m, j + 1)) / 2,
                  (edge_y(p, m, i) + edge_y(p, m, i + 1)) / 2, how, t.escaped);
    }
}

/* -- all cells at once ------------------------------------------------------ */

static unsigned char *shades_of(Render *r, const Mark *m, Range colors) {
  unsigned char *shade = render_scratch(r, m->z.rows * m->z.cols, 1);
  for (size_t i = 0; i < m->z.rows; i++) {
    render_poll(r);
    for (size_t j = 0; j < m->z.cols; j++)
      shade[i * m->z.cols + j] = shade_of(colors, *mat_at(m->z, i, j));
  }
  return shade;
}

static double *edges_of(Render *r, const Panel *p, Vec at,
                        AxesDirection which) {
  double *edges = render_scratch(r, at.n, sizeof *edges);
  double low = which == DIRECTION_X ? p->box.x0 : p->box.y0;
  double high = which == DIRECTION_X ? p->box.x1 : p->box.y1;
  for (size_t i = 0; i < at.n; i++) {
    edges[i] = panel_edge(p, which, *vec_at(at, i));
    if (fabs(edges[i]) >= CANVAS_FAR) edges[i] = edges[i] < 0 ? low : high;
  }
  return edges;
}

static void draw_cells(Render *r, const Panel *p, const Mark *m, Range colors) {
  Color palette[SHADE_NONE];
  struct Scratch *mark = render_mark(r);
  for (int i = 0; i < SHADE_NONE; i++) palette[i] = color_of(m, i);
  Cells cells = {m->z.rows,
                 m->z.cols,
                 edges_of(r, p, m->x, DIRECTION_X),
                 edges_of(r, p, m->y, DIRECTION_Y),
                 shades_of(r, m, colors),
                 palette,
                 m->style.alpha};
  canvas_cells(&r->canvas, &cells);
  render_release(r, mark);
}

static void draw_rows(Render *r, const Panel *p, const Mark *m, Range colors) {
  double y0 = edge_y(p, m, 0);
  canvas_view(&r->canvas, NULL);
  for (size_t i = 0; i < m->z.rows; i++) {
    render_poll(r);
    double y1 = edge_y(p, m, i + 1);
    if (y1 != y0) draw_row(p, m, colors, i, y0, y1);
    y0 = y1;
  }
}

void image_draw(Render *r, const Panel *p, const Mark *m) {
  Range colors = color_bar_mark_colors(m);
  canvas_view(&r->canvas, &p->box);
  if (canvas_has_cells())
    draw_cells(r, p, m, colors);
  else
    draw_rows(r, p, m, colors);
  canvas_view(&r->canvas, NULL);
  if (m->numbers) draw_numbers(r, p, m, colors);
  canvas_view(&r->canvas, &p->box);
}
