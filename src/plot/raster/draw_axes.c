/* draw_axes.c - the frame of an axes: ticks, grid, lines, texts.
 *
 * Only left and bottom have a line; ticks point outwards; the grid lies below
 * the data.
 */
#include "plot/raster/draw_axes.h"
#include "plot/raster/color_bar.h"
#include "plot/raster/layout.h"
#include "plot/canvas/notes.h"
#include "plot/canvas/render_pen.h"

#include <math.h>

static double panel_at(const Panel *p, AxesDirection which, double value) {
  return which == DIRECTION_X ? panel_x(p, value) : panel_y(p, value);
}

/* Lines one pixel wide are sharp if centered on a pixel. */
static double sharp(double pixel) { return floor(pixel) + 0.5; }

/* A given tick may lie outside the limits. */
static bool within(const Panel *p, AxesDirection which, double pixel) {
  Box b = p->box;
  return which == DIRECTION_X ? pixel >= b.x0 - 1 && pixel <= b.x1 + 1
                              : pixel >= b.y0 - 1 && pixel <= b.y1 + 1;
}

static void draw_tick_lines(const Panel *p, AxesDirection which, bool grid,
                            double length) {
  for (size_t i = 0; i < p->ticks[which].n; i++) {
    double at = sharp(panel_at(p, which, p->ticks[which].at[i]));
    if (!within(p, which, at)) continue;
    if (which == DIRECTION_X)
      canvas_segment(at, p->box.y0 - length, at, grid ? p->box.y1 : p->box.y0);
    else
      canvas_segment(p->box.x0 - length, at, grid ? p->box.x1 : p->box.x0, at);
  }
}

void draw_axes_back(const Render *r, const Panel *p) {
  canvas_view(&r->canvas, NULL);
  if (axes_has(p->axes, MARK_SURFACE)) return;
  canvas_part("panel", NULL);
  canvas_color(render_theme(r)->panel, 1);
  canvas_rectangle(p->box);
  canvas_part("grid", NULL);
  if (!p->axes->grid) return;
  canvas_color(render_theme(r)->grid, 1);
  canvas_pen(0.9 * r->unit, LINE_SOLID);
  draw_tick_lines(p, DIRECTION_X, true, 0);
  draw_tick_lines(p, DIRECTION_Y, true, 0);
}

/* -- texts ---------------------------------------------------------------- */

/* The height of the text below the axis, in Render units. */
static double texts_below(const Panel *p) {
  if (!p->told[DIRECTION_X]) return 0;
  return p->turned ? layout_ticks_width(p, DIRECTION_X) : tick_size;
}

double draw_axes_label_y(const Render *r, const Panel *p) {
  double size = render_text_size(p->axes, TEXT_X);
  double below = tick_gap + texts_below(p) + label_gap + size / 2;
  return fmax(p->box.y0 - below * r->unit, size * 0.6 * r->unit);
}

/* What all labels have in common: right of the label of x, above the axis of
 * y. */
static void draw_offsets(const Render *r, const Panel *p) {
  const Ticks *x = &p->ticks[DIRECTION_X], *y = &p->ticks[DIRECTION_Y];
  if (p->told[DIRECTION_X] && x->offset[0])
    render_text(r, p->box.x1, draw_axes_label_y(r, p),
                (Lettering){tick_size, 1, false, false}, x->offset,
                p->box.x1 - p->box.x0);
  if (p->told[DIRECTION_Y] && y->offset[0])
    render_text(r,
                fmax(p->box.x0 - tick_gap * r->unit,
                     (4 + layout_offset_width(y)) * r->unit),
                p->box.y1 + offset_rise * r->unit,
                (Lettering){tick_size, 1, false, false}, y->offset,
                p->box.x1 - 4 * r->unit);
  if (p->note)
    render_text(r, p->box.x1, p->box.y1 + offset_rise * r->unit,
                (Lettering){tick_size, 1, false, false}, p->note,
                p->box.x1 - 4 * r->unit);
}

static void draw_x_texts(const Render *r, const Panel *p) {
  const Ticks *x = &p->ticks[DIRECTION_X];
  double below = p->box.y0 - tick_gap * r->unit;
  Lettering how = {tick_size * p->name_scale[DIRECTION_X], p->turned ? 1 : 0.5,
                   false, p->turned};
  if (!p->turned) below -= tick_size / 2 * r->unit;
  for (size_t i = 0; i < x->n; i++) {
    double at = panel_x(p, x->at[i]);
    if (within(p, DIRECTION_X, at))
      render_text(r, at, below, how, x->text[i],
                  fmin(p->turned ? below - 4 * r->unit : p->box.x1,
                       p->name_longest[DIRECTION_X] * r->unit));
  }
}

static void draw_y_texts(const Render *r, const Panel *p) {
  const Ticks *y = &p->ticks[DIRECTION_Y];
  double left = p->box.x0 - tick_gap * r->unit;
  Lettering how = {tick_size * p->name_scale[DIRECTION_Y], 1, false, false};
  for (size_t i = 0; i < y->n; i++) {
    double at = panel_y(p, y->at[i]);
    if (within(p, DIRECTION_Y, at))
      render_text(
        r, left, at, how, y->text[i],
        fmin(left - 4 * r->unit, p->name_longest[DIRECTION_Y] * r->unit));
  }
}

/* The middle of a label along a side of the panel. It may be longer than that
 * if it has the page to itself. */
static double word_middle(const Render *r, const char *text, double size,
                          bool alone, double from, double to, double page,
                          double *widest) {
  double middle = (from + to) / 2, edge = 4 * r->unit;
  Text t;
  *widest = to - from;
  if (!alone) return middle;
  text_make(&t, text, false, 1000);
  *widest = page - 2 * edge;
  double half = fmin(t.width * size * r->unit, *widest) / 2;
  return fmax(edge + half, fmin(page - edge - half, middle));
}

static void draw_x_word(const Render *r, const Panel *p, const char *text) {
  double size = render_text_size(p->axes, TEXT_X), wide;
  double offset = layout_offset_width(&p->ticks[DIRECTION_X]);
  bool beside = p->told[DIRECTION_X] && offset > 0;
  double x = word_middle(r, text, size, r->figure->columns == 1 && !beside,
                         p->box.x0, p->box.x1, r->canvas.width, &wide);
  if (beside) wide -= 2 * (offset + 10) * r->unit;
  render_text(r, x, draw_axes_label_y(r, p),
              (Lettering){size, 0.5, false, false}, text, wide);
}

static bool is_lone_row(const Render *r) {
  return r->figure->rows == 1 && !r->figure->title;
}

static void draw_y_word(const Render *r, const Panel *p, const char *text) {
  double size = render_text_size(p->axes, TEXT_Y), u = r->unit;
  double beside =
    p->told[DIRECTION_Y] ? layout_ticks_width(p, DIRECTION_Y) * u : 0;
  double x = p->box.x0 - (tick_gap + 8 + size / 2) * u - beside, widest;
  double y = word_middle(r, text, size, is_lone_row(r), p->box.y0, p->box.y1,
                         r->canvas.height, &widest);
  render_text(r, fmax(x, size * 0.6 * u), y,
              (Lettering){size, 0.5, false, true}, text, widest);
}

/* -- the right axis -------------------------------------------------------- */

static void draw_right_ticks(const Render *r, const Panel *p) {
  const Panel right = panel_right(p);
  const Ticks *t = &p->right_ticks;
  double x = p->box.x1;
  canvas_segment(x, p->box.y0, x, p->box.y1);
  for (size_t i = 0; i < t->n; i++) {
    double at = panel_y(&right, t->at[i]);
    if (!within(p, DIRECTION_Y, at)) continue;
    canvas_segment(x, sharp(at), x + tick_length * r->unit, sharp(at));
    render_text(r, x + tick_gap * r->unit, at,
                (Lettering){tick_size, 0, false, false}, t->text[i],
                r->canvas.width);
  }
  if (t->offset[0])
    render_text(r, x, p->box.y1 + offset_rise * r->unit,
                (Lettering){tick_size, 0.5, false, false}, t->offset,
                r->canvas.width);
}

static void draw_right_word(const Render *r, const Panel *p, const char *text) {
  double size = render_text_size(p->axes, TEXT_RIGHT);
  const Panel right = panel_right(p);
  double beside =
    tick_gap + layout_ticks_width(&right, DIRECTION_Y) + 8 + size / 2;
  double widest;
  double y = word_middle(r, text, size, is_lone_row(r), p->box.y0, p->box.y1,
                         r->canvas.height, &widest);
  render_text(r, p->box.x1 + beside * r->unit, y,
              (Lettering){size, 0.5, false, true}, text, widest);
}

static void draw_words(const Render *r, const Panel *p) {
  char *const *words = p->axes->text;
  if (words[TEXT_X]) draw_x_word(r, p, words[TEXT_X]);
  if (words[TEXT_Y]) draw_y_word(r, p, words[TEXT_Y]);
  if (p->has_right && words[TEXT_RIGHT])
    draw_right_word(r, p, words[TEXT_RIGHT]);
}

static void draw_title(const Render *r, const Panel *p) {
  double widest, size = render_text_size(p->axes, TEXT_TITLE);
  double foot = p->box.y1 + layout_title_rise(p) * r->unit;
  TitleLines lines = layout_title(r, p, r->canvas.height - foot, &widest);
  double y = foot + size / 2 * r->unit;
  render_title(r, p->box.x0, y, size, &lines, widest);
}

/* An image without ticks has no frame. */
static bool has_line(const Panel *p, AxesDirection which) {
  const Names *names = p->axes->names[which];
  return !names || names->n || !axes_has(p->axes, MARK_IMAGE);
}

static void draw_frame(const Render *r, const Panel *p) {
  canvas_part("ticks", NULL);
  canvas_color(render_theme(r)->axis, 1);
  canvas_pen(1.1 * r->unit, LINE_SOLID);
  if (has_line(p, DIRECTION_X))
    canvas_segment(p->box.x0, p->box.y0, p->box.x1, p->box.y0);
  if (has_line(p, DIRECTION_Y))
    canvas_segment(p->box.x0, p->box.y0, p->box.x0, p->box.y1);
  draw_tick_lines(p, DIRECTION_X, false, tick_length * r->unit);
  draw_tick_lines(p, DIRECTION_Y, false, tick_length * r->unit);
  if (p->told[DIRECTION_X]) draw_x_texts(r, p);
  if (p->told[DIRECTION_Y]) draw_y_texts(r, p);
  if (p->has_right) draw_right_ticks(r, p);
  draw_offsets(r, p);
  canvas_part("words", NULL);
  canvas_color(render_theme(r)->ink, 1);
  draw_words(r, p);
}

void draw_axes_front(const Render *r, const Panel *p) {
  canvas_view(&r->canvas, NULL);
  if (!axes_has(p->axes, MARK_SURFACE)) draw_frame(r, p);
  canvas_part("words", NULL);
  canvas_color(render_theme(r)->ink, 1);
  draw_title(r, p);
  notes_draw(r, p);
  canvas_part("bar", NULL);
  if (p->bar.mark) color_bar_draw(r, p);
}

void draw_axes_figure_title(const Render *r, const Panel *first) {
  double widest, size = title_size + 2;
  TitleLines lines = layout_figure_title(r, &widest);
  if (!lines.n) return;
  canvas_view(&r->canvas, NULL);
  canvas_color(render_theme(r)->ink, 1);
  double below = 18 + (double)(lines.n - 1) * size * line_height;
  double x = fmin(first->box.x0, r->canvas.width * 0.1);
  render_title(r, x, r->canvas.height - below * r->unit, size, &lines, widest);
}
