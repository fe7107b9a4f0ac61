/* legend.c - the legend, placed where it hides the fewest data. */
#include "plot/raster/legend.h"
#include "plot/raster/color_bar.h"
#include "plot/raster/layout.h"
#include "plot/raster/draw_span.h"
#include "plot/raster/legend_fit.h"
#include "plot/raster/scatter.h"
#include "plot/canvas/render_pen.h"

#include <math.h>
#include <stdio.h>

enum { PLACES = 21 };

/* Corners first: top right, top left, bottom left, bottom right; then along the
 * sides, and finally inside. The first eight and the last are those of
 * LegendPlace. */
static Box box_at(const Render *r, const Panel *p, const Legend *l, int place) {
  static const double at[PLACES][2] = {
    {1, 1},     {0, 1},     {0, 0},   {1, 0},   {1, .5},    {0, .5},
    {.5, 1},    {.5, 0},    {1, .75}, {1, .25}, {0, .75},   {0, .25},
    {.75, 1},   {.25, 1},   {.75, 0}, {.25, 0}, {.75, .75}, {.75, .25},
    {.25, .75}, {.25, .25}, {.5, .5}};
  double gap = legend_apart * r->unit;
  double x = p->box.x0 + gap +
             at[place][0] * (p->box.x1 - p->box.x0 - 2 * gap - l->width);
  double y = p->box.y0 + gap +
             at[place][1] * (p->box.y1 - p->box.y0 - 2 * gap - l->height);
  return (Box){x, y, x + l->width, y + l->height};
}

/* -- data hidden by a legend ----------------------------------------------- */

static bool inside(Box b, double x, double y) {
  return x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1;
}

/* Samples the lines between points too, at most this many. */
enum { LOOKS = 2000, BETWEEN = 16 };

static size_t hidden_between(const Panel *p, const Mark *m, Vec ys, Box b,
                             size_t i, size_t j) {
  size_t hidden = 0;
  double x0 = panel_x(p, *vec_at(m->x, i)), y0 = panel_y(p, *vec_at(ys, i));
  double x1 = panel_x(p, *vec_at(m->x, j)), y1 = panel_y(p, *vec_at(ys, j));
  for (int k = 0; k < BETWEEN; k++) {
    double t = (double)k / BETWEEN;
    hidden += inside(b, x0 + t * (x1 - x0), y0 + t * (y1 - y0));
  }
  return hidden;
}

static size_t hidden_by(const Panel *p, const Mark *m, Vec ys, Box b) {
  size_t step = m->x.n / LOOKS + 1, hidden = 0;
  bool line = m->kind == MARK_FILL ||
              (m->kind == MARK_LINE && m->style.line != LINE_NONE);
  for (size_t i = 0; i < m->x.n && i < ys.n; i += step) {
    size_t next = i + step < m->x.n ? i + step : m->x.n - 1;
    if (line)
      hidden += hidden_between(p, m, ys, b, i, next);
    else if (inside(b, panel_x(p, *vec_at(m->x, i)),
                    panel_y(p, *vec_at(ys, i))))
      hidden += BETWEEN;
  }
  return hidden;
}

/* Counts the bars that overlap the box. */
static size_t hidden_bars(const Panel *p, const Mark *m, Box b) {
  size_t hidden = 0;
  for (size_t i = 0; i < m->x.n && i < LOOKS; i++) {
    double x = panel_edge(p, DIRECTION_X, *vec_at(m->x, i)),
           x2 = panel_edge(p, DIRECTION_X, *vec_at(m->x2, i)),
           y = panel_edge(p, DIRECTION_Y, *vec_at(m->y, i)),
           y2 = panel_edge(p, DIRECTION_Y, *vec_at(m->y2, i));
    if (fmin(x, x2) < b.x1 && fmax(x, x2) > b.x0 && fmin(y, y2) < b.y1 &&
        fmax(y, y2) > b.y0)
      hidden += BETWEEN;
  }
  return hidden;
}

static size_t hidden_of(const Panel *p, const Mark *m, Box b) {
  Panel right;
  if (m->right && !p->on_right) {
    right = panel_right(p);
    p = &right;
  }
  switch (m->kind) {
  case MARK_CONTOUR:
  case MARK_IMAGE:
  case MARK_SPAN:
  case MARK_SURFACE: return 0;
  case MARK_BAR:
  case MARK_HEXBIN:
  case MARK_HISTOGRAM: return hidden_bars(p, m, b);
  default: return hidden_by(p, m, m->y, b) + hidden_by(p, m, m->y2, b);
  }
}

size_t legend_count_hidden(const Panel *p, Box b) {
  size_t hidden = 0;
  for (const Mark *m = p->axes->first; m; m = m->next)
    hidden += hidden_of(p, m, b);
  return hidden;
}

static Box grown(Box b, double by) {
  return (Box){b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by};
}

/* At the given place, or at the one that hides the fewest data. */
static Box emptiest(const Render *r, const Panel *p, const Legend *l,
                    size_t *hidden) {
  LegendPlace place = p->axes->legend_place;
  if (place == LEGEND_CENTER) return box_at(r, p, l, PLACES - 1);
  if (place != LEGEND_BEST && place != LEGEND_OUTSIDE)
    return box_at(r, p, l, (int)place - LEGEND_UPPER_RIGHT);
  Box best = box_at(r, p, l, 0);
  *hidden = (size_t)-1;
  for (int i = 0; i < PLACES && *hidden; i++) {
    Box b = box_at(r, p, l, i);
    size_t here = legend_count_hidden(p, grown(b, 4 * r->unit));
    if (here >= *hidden) continue;
    *hidden = here;
    best = b;
  }
  return best;
}

/* A legend may hide one or two points; if more, or if entries are missing, it
 * is placed outside, where the panel must be wide enough: wider if it would
 * hide many. */
double legend_width_outside(const Render *r, const Panel *p) {
  enum { BEARABLE = 2 * BETWEEN, MANY = 8 * BETWEEN };
  static const double WIDE = 0.45, WIDER = 0.6;
  const Axes *a = p->axes;
  Legend l, beside;
  size_t hidden = 0;
  if (!a->legend || axes_has(a, MARK_SURFACE)) return 0;
  if (a->legend_place != LEGEND_BEST && a->legend_place != LEGEND_OUTSIDE)
    return 0;
  legend_fit(r, p, true, &beside);
  if (!beside.n) return 0;
  double width = beside.width + legend_apart * r->unit;
  if (a->legend_place == LEGEND_OUTSIDE) return width;
  legend_fit(r, p, false, &l);
  emptiest(r, p, &l, &hidden);
  if (l.more > beside.more) return width;
  double most = hidden > MANY ? WIDER : WIDE;
  bool narrow = beside.width > (p->box.x1 - p->box.x0 + p->legend) * most;
  return hidden <= BEARABLE || narrow ? 0 : width;
}

/* Next to the panel and its color bar. */
static Box beside(const Render *r, const Panel *p, const Legend *l) {
  double bar = p->bar.mark ? color_bar_room(&p->bar) : 0;
  double x = p->box.x1 + (bar + layout_right_room(p) + legend_apart) * r->unit;
  return (Box){x, p->box.y1 - l->height, x + l->width, p->box.y1};
}

/* -- drawing -------------------------------------------------------------- */

static void draw_frame(const Render *r, Box b) {
  canvas_part("legend", NULL);
  double x[] = {b.x0, b.x1, b.x1, b.x0, b.x0};
  double y[] = {b.y0, b.y0, b.y1, b.y1, b.y0};
  canvas_color(render_theme(r)->page, 0.85);
  canvas_rectangle(b);
  canvas_color(render_theme(r)->grid, 1);
  canvas_pen(r->unit, LINE_SOLID);
  canvas_line(5, x, y);
}

/* Markers do not touch those of the next line. */
static void draw_sample(const Render *r, const Mark *m, double row, double x,
                        double y) {
  double wide = legend_sample * r->unit, high = fmin(5, row * 0.4) * r->unit;
  const Style *s = &m->style;
  render_color(r, s->color_given ? s->color : render_theme(r)->ink, s->alpha);
  bool line = m->kind == MARK_SPAN && draw_span_is_line(m);
  if (m->kind == MARK_FILL || (mark_has_boxes(m->kind) && !line)) {
    canvas_rectangle((Box){x, y - high, x + wide, y + high});
    return;
  }
  if (m->kind != MARK_SCATTER && s->line != LINE_NONE) {
    canvas_pen(s->linewidth * r->unit, s->line);
    canvas_segment(x, y, x + wide, y);
    canvas_pen(1, LINE_SOLID);
  }
  Style marker = *s;
  marker.size = fmin(s->size, row * 0.85);
  if (s->marker != MARKER_NONE) scatter_marker(r, &marker, x + wide / 2, y);
}

static void draw_entry(const Render *r, const Legend *l, size_t i, double x,
                       double y) {
  Lettering how = {l->size * r->unit, 0, false, false};
  bool more = l->more && i + 1 == l->n;
  canvas_part("entry", more ? NULL : l->marks[i]);
  char told[40];
  Text t;
  snprintf(told, sizeof told, "\u2026 %zu more", l->more);
  text_make(&t, more ? told : l->marks[i]->label, false, l->room);
  if (!more) draw_sample(r, l->marks[i], l->row, x, y);
  canvas_color(render_theme(r)->ink, 1);
  canvas_text(more ? x : x + (legend_sample + legend_gap) * r->unit, y, how,
              t.escaped);
}

void legend_draw(const Render *r, const Panel *p) {
  Legend l;
  legend_fit(r, p, p->legend > 0, &l);
  if (!l.n) return;
  size_t hidden;
  Box b = p->legend > 0 ? beside(r, p, &l) : emptiest(r, p, &l, &hidden);
  draw_frame(r, b);
  for (size_t i = 0; i < l.n; i++) {
    double column = (double)(i / l.rows), row = (double)(i % l.rows);
    draw_entry(r, &l, i, b.x0 + legend_pad * r->unit + column * l.column,
               b.y1 - (legend_pad / 2 + l.row * (row + 0.5)) * r->unit);
  }
}
