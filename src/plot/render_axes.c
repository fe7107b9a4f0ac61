/* render_axes.c - the frame of an axes: ticks, grid, lines, texts.
 *
 * Only left and bottom have a line; ticks point outwards; the grid lies below
 * the data.
 */
#include "render_parts.h"

#include <math.h>

const Color ink_color = {38, 38, 38}, axis_color = {90, 90, 90},
            grid_color = {229, 229, 229}, panel_color = {250, 250, 252},
            white_color = {255, 255, 255};
const double tick_size = 12.5, label_size = 13.5, title_size = 16,
             legend_size = 13;

static const double TICK = 4; /* length */

/* -- from data to pixels -------------------------------------------------- */

static double along(double value, Range r, bool log, double from, double to) {
  double position = log ? log10(value / r.lo) / log10(r.hi / r.lo)
                        : (value / 2 - r.lo / 2) / (r.hi / 2 - r.lo / 2);
  double pixel = from + position * (to - from);
  if (log && !(value > 0)) return NAN;
  if (isnan(pixel)) return pixel;
  return fmax(-CANVAS_FAR, fmin(CANVAS_FAR, pixel));
}

double panel_x(const Panel *p, double x) {
  return along(x, p->limits[DIRECTION_X], p->axes->log[DIRECTION_X],
               p->box.x0, p->box.x1);
}

double panel_y(const Panel *p, double y) {
  return along(y, p->limits[DIRECTION_Y], p->axes->log[DIRECTION_Y],
               p->box.y0, p->box.y1);
}

static double panel_at(const Panel *p, AxesDirection which, double value) {
  return which == DIRECTION_X ? panel_x(p, value) : panel_y(p, value);
}

/* Lines of one pixel look sharp in the middle of one. */
static double sharp(double pixel) { return floor(pixel) + 0.5; }

static void draw_tick_lines(const Panel *p, AxesDirection which, bool grid,
                            double length) {
  for (size_t i = 0; i < p->ticks[which].n; i++) {
    double at = sharp(panel_at(p, which, p->ticks[which].at[i]));
    if (which == DIRECTION_X)
      canvas_segment(at, p->box.y0 - length, at, grid ? p->box.y1 : p->box.y0);
    else
      canvas_segment(p->box.x0 - length, at, grid ? p->box.x1 : p->box.x0, at);
  }
}

void panel_draw_back(const Render *r, const Panel *p) {
  canvas_view(&r->canvas, NULL);
  canvas_color(panel_color, 1);
  canvas_rectangle(p->box);
  if (!p->axes->grid) return;
  canvas_color(grid_color, 1);
  canvas_pen(0.9 * r->unit, LINE_SOLID);
  draw_tick_lines(p, DIRECTION_X, true, 0);
  draw_tick_lines(p, DIRECTION_Y, true, 0);
}

/* -- texts ---------------------------------------------------------------- */

static void draw_text(const Render *r, double x, double y, Lettering how,
                      const char *text, double widest) {
  Text t;
  how.size *= r->unit;
  text_make(&t, text, how.bold, widest / how.size);
  canvas_text(x, y, how, t.escaped);
}

static void draw_tick_texts(const Render *r, const Panel *p) {
  double gap = (TICK + 3) * r->unit, wide = p->box.x1;
  const Ticks *x = &p->ticks[DIRECTION_X], *y = &p->ticks[DIRECTION_Y];
  for (size_t i = 0; i < x->n; i++)
    draw_text(r, panel_x(p, x->at[i]),
              p->box.y0 - gap - tick_size / 2 * r->unit,
              (Lettering){tick_size, 0.5, false, false}, x->text[i], wide);
  for (size_t i = 0; i < y->n; i++)
    draw_text(r, p->box.x0 - gap, panel_y(p, y->at[i]),
              (Lettering){tick_size, 1, false, false}, y->text[i], wide);
}

static double ticks_width(const Ticks *t, double size) {
  double widest = 0;
  Text text;
  for (size_t i = 0; i < t->n; i++) {
    text_make(&text, t->text[i], false, 1000);
    if (text.width > widest) widest = text.width;
  }
  return widest * size;
}

static void draw_words(const Render *r, const Panel *p) {
  double u = r->unit, middle_x = (p->box.x0 + p->box.x1) / 2,
         middle_y = (p->box.y0 + p->box.y1) / 2;
  char *const *words = p->axes->text;
  double beside = ticks_width(&p->ticks[DIRECTION_Y], tick_size * u);
  double below = TICK + 3 + tick_size + 6 + label_size / 2;
  double wide = p->box.x1 - p->box.x0;
  if (words[TEXT_TITLE])
    draw_text(r, p->box.x0, p->box.y1 + (8 + title_size / 2) * u,
              (Lettering){title_size, 0, true, false}, words[TEXT_TITLE],
              wide);
  if (words[TEXT_X])
    draw_text(r, middle_x, p->box.y0 - below * u,
              (Lettering){label_size, 0.5, false, false}, words[TEXT_X], wide);
  if (words[TEXT_Y])
    draw_text(r, p->box.x0 - (TICK + 3 + 8 + label_size / 2) * u - beside,
              middle_y, (Lettering){label_size, 0.5, false, true},
              words[TEXT_Y], p->box.y1 - p->box.y0);
}

void panel_draw_front(const Render *r, const Panel *p) {
  canvas_view(&r->canvas, NULL);
  canvas_color(axis_color, 1);
  canvas_pen(1.1 * r->unit, LINE_SOLID);
  canvas_segment(p->box.x0, p->box.y0, p->box.x1, p->box.y0);
  canvas_segment(p->box.x0, p->box.y0, p->box.x0, p->box.y1);
  draw_tick_lines(p, DIRECTION_X, false, TICK * r->unit);
  draw_tick_lines(p, DIRECTION_Y, false, TICK * r->unit);
  draw_tick_texts(r, p);
  canvas_color(ink_color, 1);
  draw_words(r, p);
}

void figure_draw_title(const Render *r, const Panel *first) {
  if (!r->figure->title) return;
  canvas_view(&r->canvas, NULL);
  canvas_color(ink_color, 1);
  draw_text(r, first->box.x0, r->canvas.height - 18 * r->unit,
            (Lettering){title_size + 2, 0, true, false}, r->figure->title,
            r->canvas.width - first->box.x0 - 8 * r->unit);
}
