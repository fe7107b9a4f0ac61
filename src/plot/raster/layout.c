/* layout.c - positions on the page: panels, margins, ticks. */
#include "plot/raster/layout.h"
#include "plot/raster/color_bar.h"
#include "plot/raster/image.h"
#include "plot/raster/legend.h"
#include "plot/canvas/limits.h"
#include "plot/canvas/render_pen.h"
#include "plot/canvas/tick_names.h"

#include <math.h>
#include <string.h>

/* -- ticks ---------------------------------------------------------------- */

double layout_ticks_width(const Panel *p, AxesDirection which) {
  return fmin(tick_names_width(&p->ticks[which]) * p->name_scale[which],
              p->name_longest[which]);
}

double layout_offset_width(const Ticks *t) {
  Text text;
  text_make(&text, t->offset, false, 1000);
  return text.width * tick_size;
}

/* How many ticks fit; labels of x are side by side. */
static size_t ticks_most(const Panel *p, AxesDirection which, double unit) {
  double wide = (p->box.x1 - p->box.x0) / unit,
         high = (p->box.y1 - p->box.y0) / unit;
  double room = fmax(70, tick_names_width(&p->ticks[DIRECTION_X]) + 20);
  return (size_t)fmax(2, which == DIRECTION_X ? wide / room : high / 42);
}

/* Would neighboring labels of x touch? */
static bool is_crowded(const Panel *p, double unit) {
  static const double APART = 8;
  const Ticks *t = &p->ticks[DIRECTION_X];
  double end = -INFINITY, before = NAN;
  Text text;
  for (size_t i = 0; i < t->n; i++) {
    double at = panel_x(p, t->at[i]) / unit;
    text_make(&text, t->text[i], false, 1000);
    double half = text.width * tick_size / 2;
    if (i && fabs(at - before) < half + end + APART) return true;
    before = at;
    end = half;
  }
  return false;
}

double layout_right_room(const Panel *p) {
  const Axes *a = p->axes;
  if (!p->has_right) return 0;
  double label = a->text[TEXT_RIGHT] ? render_text_size(a, TEXT_RIGHT) + 8 : 0;
  const Panel right = panel_right(p);
  return tick_gap + layout_ticks_width(&right, DIRECTION_Y) + label;
}

static void make_round_ticks(Panel *p, AxesDirection which, double unit) {
  size_t most = ticks_most(p, which, unit);
  Ticks *t = &p->ticks[which];
  p->name_scale[which] = 1;
  p->name_longest[which] = INFINITY;
  if (which == DIRECTION_X) p->turned = false;
  ticks_make(t, &p->rule[which], p->limits[which], most);
  while (which == DIRECTION_X && most > 2 && is_crowded(p, unit))
    ticks_make(t, &p->rule[which], p->limits[which], --most);
}

static void make_ticks(const Render *r, Panel *p) {
  static const double LONGEST = 0.3; /* of the page */
  const double page[] = {r->canvas.height / (double)r->figure->rows,
                         r->canvas.width / (double)r->figure->columns};
  size_t most = ticks_most(p, DIRECTION_Y, r->unit);
  panel_right_ticks(p, most);
  for (int d = 0; d < 2; d++) {
    AxesDirection which = (AxesDirection)d;
    if (p->rule[d].names)
      tick_names_fit(p, which, r->unit, page[d] * LONGEST / r->unit);
    else
      make_round_ticks(p, which, r->unit);
  }
}

/* -- margins -------------------------------------------------------------- */

typedef struct Margins {
  double left, right, top, bottom; /* pixels */
} Margins;

/* One margin per column and row, so that axes are aligned and as large as
 * possible. */
typedef struct Sides {
  double *left, *right, *top, *bottom;
} Sides;

static Sides sides_new(Render *r) {
  const Figure *f = r->figure;
  double *d = render_scratch(r, 2 * (f->rows + f->columns), sizeof *d);
  return (Sides){d, d + f->columns, d + 2 * f->columns,
                 d + 2 * f->columns + f->rows};
}

static void sides_fill(const Figure *f, const Sides *s, Margins m) {
  for (size_t i = 0; i < f->columns; i++) {
    s->left[i] = m.left;
    s->right[i] = m.right;
  }
  for (size_t i = 0; i < f->rows; i++) {
    s->top[i] = m.top;
    s->bottom[i] = m.bottom;
  }
}

static double label_room(const Axes *axes, AxesText which) {
  return axes->text[which] ? render_text_size(axes, which) + 8 : 0;
}

/* Right of the last column there is only the edge of the page. */
static double title_end(const Render *r, const Panel *p) {
  double bar = p->bar.mark ? color_bar_room(&p->bar) * r->unit : 0;
  bar += layout_right_room(p) * r->unit;
  double end = p->box.x1 + bar + p->legend;
  if (p->column + 1 < r->figure->columns) return end;
  return fmax(end, r->canvas.width - 8 * r->unit);
}

TitleLines layout_title(const Render *r, const Panel *p, double highest,
                        double *widest) {
  double most = r->canvas.height / (double)r->figure->rows * 0.2;
  *widest = title_end(r, p) - p->box.x0;
  return render_title_lines(r, p->axes->text[TEXT_TITLE],
                            render_text_size(p->axes, TEXT_TITLE), *widest,
                            fmin(highest, most));
}

TitleLines layout_figure_title(const Render *r, double *widest) {
  *widest = r->canvas.width * 0.9 - 16 * r->unit;
  return render_title_lines(r, r->figure->title, title_size + 2, *widest,
                            r->canvas.height * 0.2);
}

/* The height of n lines. */
static double lines_height(size_t n, double size) {
  return n ? size * (1 + (double)(n - 1) * line_height) : 0;
}

static bool has_offset(const Panel *p, AxesDirection which) {
  return p->told[which] && p->ticks[which].offset[0] &&
         !axes_has(p->axes, MARK_SURFACE);
}

double layout_title_rise(const Panel *p) {
  bool above = has_offset(p, DIRECTION_Y) || p->bar.ticks.offset[0] || p->note;
  return above ? offset_rise + tick_size / 2 + 2 : 8;
}

static Margins margins_of(const Render *r, const Panel *p) {
  const Axes *a = p->axes;
  double u = r->unit, widest;
  size_t lines = layout_title(r, p, INFINITY, &widest).n;
  double title = lines_height(lines, render_text_size(a, TEXT_TITLE));
  if (lines) title += 8;
  bool solid = axes_has(a, MARK_SURFACE);
  const Ticks *y = &p->ticks[DIRECTION_Y];
  double beside = !p->told[DIRECTION_Y]
                    ? 0
                    : tick_gap + fmax(layout_ticks_width(p, DIRECTION_Y),
                                      fmin(layout_offset_width(y), 60));
  double below = !p->told[DIRECTION_X] ? 0
                 : p->turned ? layout_ticks_width(p, DIRECTION_X) + tick_gap
                             : tick_size + tick_gap;
  double last = p->told[DIRECTION_X] && !p->turned
                  ? layout_ticks_width(p, DIRECTION_X) / 2
                  : 0;
  double bar = p->bar.mark ? color_bar_room(&p->bar) : 0;
  if (solid) beside = below = last = 0;
  Margins m = {
    (10 + (solid ? 0 : label_room(a, TEXT_Y)) + beside) * u,
    (fmax(14, last + 6) + bar + layout_right_room(p)) * u + p->legend,
    (12 + title) * u, (10 + (solid ? 0 : label_room(a, TEXT_X)) + below) * u};
  if (has_offset(p, DIRECTION_X) && !a->text[TEXT_X])
    m.bottom += (label_size + 2) * u;
  m.top += (layout_title_rise(p) - 8) * u;
  return m;
}

static void meet(double *most, double value) { *most = fmax(*most, value); }

static double title_room(const Render *r) {
  double widest;
  size_t n = layout_figure_title(r, &widest).n;
  return n ? (lines_height(n, title_size + 2) + 12) * r->unit : 0;
}

/* The part of the page for a column or row. */
static double share_of(const Figure *f, AxesDirection which, size_t i) {
  return figure_part(f, which, i + 1) - figure_part(f, which, i);
}

/* Labels never push the data off the page. */
static void sides_meet(const Render *r, const Sides *s, const Panel *p,
                       bool legends) {
  const Figure *f = r->figure;
  Margins m = margins_of(r, p);
  double wide = r->canvas.width * share_of(f, DIRECTION_X, p->column);
  double high =
    (r->canvas.height - title_room(r)) * share_of(f, DIRECTION_Y, p->row);
  meet(&s->left[p->column], fmin(m.left, wide * (legends ? 0.3 : 0.45)));
  meet(&s->right[p->column], fmin(m.right, wide * (legends ? 0.62 : 0.45)));
  meet(&s->top[p->row], fmin(m.top, high * 0.4));
  meet(&s->bottom[p->row], fmin(m.bottom, high * 0.4));
}

static double total(const double *d, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += d[i];
  return sum;
}

/* The sizes of the panels are as given; the gaps between them differ. */
static void place_panel(const Render *r, Panel *p, const Sides *s) {
  const Figure *f = r->figure;
  double height = r->canvas.height - title_room(r);
  double all_x =
    r->canvas.width - total(s->left, f->columns) - total(s->right, f->columns);
  double all_y = height - total(s->top, f->rows) - total(s->bottom, f->rows);
  double wide = all_x * share_of(f, DIRECTION_X, p->column);
  double high = all_y * share_of(f, DIRECTION_Y, p->row);
  double x = total(s->left, p->column + 1) + total(s->right, p->column) +
             all_x * figure_part(f, DIRECTION_X, p->column);
  double y = height - total(s->top, p->row + 1) - total(s->bottom, p->row) -
             all_y * figure_part(f, DIRECTION_Y, p->row);
  p->box = (Box){floor(x) + 0.5, floor(y - high) + 0.5, floor(x + wide) + 0.5,
                 floor(y) + 0.5};
}

/* -- all of it ------------------------------------------------------------ */

/* Ticks depend on the panel width and the panel on the tick labels: three
 * iterations suffice. */
static void settle(const Render *r, Panel *panels, const Sides *s) {
  const Figure *f = r->figure;
  size_t n = f->rows * f->columns;
  bool legends = false; /* outside the axes */
  for (size_t i = 0; i < n; i++) legends = legends || panels[i].legend > 0;
  sides_fill(f, s,
             (Margins){50 * r->unit, 14 * r->unit, 30 * r->unit, 40 * r->unit});
  for (int round = 0; round < 3; round++) {
    for (size_t i = 0; i < n; i++) {
      place_panel(r, &panels[i], s);
      limits_fit(&panels[i]);
      make_ticks(r, &panels[i]);
      panels[i].note = image_note(r, &panels[i]);
    }
    if (round == 2) return;
    sides_fill(f, s, (Margins){0, 0, 0, 0});
    for (size_t i = 0; i < n; i++) sides_meet(r, s, &panels[i], legends);
  }
}

static void prepare(const Figure *f, Panel *p, size_t i) {
  p->axes = &f->axes[i];
  p->row = i / f->columns;
  p->column = i % f->columns;
  p->told[DIRECTION_X] = !f->share[DIRECTION_X] || p->row + 1 == f->rows;
  p->told[DIRECTION_Y] = !f->share[DIRECTION_Y] || p->column == 0;
  color_bar_prepare(&p->bar, p->axes);
}

void layout_panels(Render *r, Panel *panels) {
  const Figure *f = r->figure;
  size_t n = f->rows * f->columns;
  Sides sides = sides_new(r);
  bool moved = false;
  memset(panels, 0, n * sizeof *panels);
  for (size_t i = 0; i < n; i++) prepare(f, &panels[i], i);
  limits_of_panels(r, panels);
  settle(r, panels, &sides);
  for (size_t i = 0; i < n; i++) {
    panels[i].legend = legend_width_outside(r, &panels[i]);
    moved = moved || panels[i].legend > 0;
  }
  if (moved) settle(r, panels, &sides);
}
