/* legend.c - the legend, placed where it hides the fewest data. */
#include "plot/raster/legend.h"
#include "plot/raster/color_bar.h"
#include "plot/raster/draw_span.h"
#include "plot/raster/scatter.h"
#include "plot/canvas/render_pen.h"

#include <math.h>
#include <stdio.h>

enum { ENTRIES = 200, PLACES = 21 };

static const double ROW = 19, SAMPLE = 28, GAP = 8, PAD = 8, APART = 8;

/* The maximum width of its columns, as a fraction of the panel. */
static const double WIDEST = 0.45;

typedef struct Legend {
  size_t n, rows, columns;
  size_t more; /* entries that do not fit; the last line shows their number */
  const Mark *marks[ENTRIES];
  double room;                  /* for the widest text, in characters */
  double column, width, height; /* pixels */
} Legend;

/* Takes as many entries as fit into the array; returns the total. */
static size_t take_entries(const Axes *axes, Legend *l) {
  size_t all = 0;
  for (const Mark *m = axes->first; m; m = m->next) {
    if (!m->label || !*m->label) continue;
    if (all < ENTRIES) l->marks[l->n++] = m;
    all++;
  }
  return all;
}

/* Columns as high as the panel, as many as fit. */
static void arrange(const Render *r, const Panel *p, Legend *l, size_t all) {
  double high = (p->box.y1 - p->box.y0) / r->unit - 2 * APART - PAD;
  double wide = (p->box.x1 - p->box.x0 + p->legend) * WIDEST - PAD * r->unit;
  size_t most_rows = high > ROW ? (size_t)(high / ROW) : 1;
  size_t most = wide > l->column ? (size_t)(wide / l->column) : 1;
  if (l->n > most_rows * most) l->n = most_rows * most;
  l->columns = (l->n + most_rows - 1) / most_rows;
  l->rows = (l->n + l->columns - 1) / l->columns;
  l->more = all > l->n ? all - l->n + 1 : 0;
  l->width = PAD * r->unit + (double)l->columns * l->column;
  l->height = (PAD + ROW * (double)l->rows) * r->unit;
}

static void collect(const Render *r, const Panel *p, Legend *l) {
  double size = legend_size * r->unit, widest = 0;
  Text t;
  l->room = (p->box.x1 - p->box.x0) * (p->legend > 0 ? 0.9 : 0.6) / size;
  l->n = 0;
  size_t all = take_entries(p->axes, l);
  if (!l->n) return;
  for (size_t i = 0; i < l->n; i++) {
    text_make(&t, l->marks[i]->label, false, l->room);
    widest = fmax(widest, t.width);
  }
  l->column = (SAMPLE + GAP + PAD) * r->unit + widest * size;
  arrange(r, p, l, all);
}

/* Corners first: top right, top left, bottom left, bottom right; then along the
 * sides, and finally inside. */
static Box box_at(const Render *r, const Panel *p, const Legend *l, int place) {
  static const double at[PLACES][2] = {
    {1, 1},     {0, 1},     {0, 0},   {1, 0},   {1, .5},    {0, .5},
    {.5, 1},    {.5, 0},    {1, .75}, {1, .25}, {0, .75},   {0, .25},
    {.75, 1},   {.25, 1},   {.75, 0}, {.25, 0}, {.75, .75}, {.75, .25},
    {.25, .75}, {.25, .25}, {.5, .5}};
  double gap = APART * r->unit;
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
    double x = panel_x(p, *vec_at(m->x, i)), x2 = panel_x(p, *vec_at(m->x2, i));
    double y = panel_y(p, *vec_at(m->y, i)), y2 = panel_y(p, *vec_at(m->y2, i));
    if (isnan(y2)) y2 = p->box.y0; /* 0 on a logarithmic axis */
    if (fmin(x, x2) < b.x1 && fmax(x, x2) > b.x0 && fmin(y, y2) < b.y1 &&
        fmax(y, y2) > b.y0)
      hidden += BETWEEN;
  }
  return hidden;
}

static size_t hidden_of(const Panel *p, const Mark *m, Box b) {
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

static Box emptiest(const Render *r, const Panel *p, const Legend *l,
                    size_t *hidden) {
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

/* A legend may hide one or two points; if more, it is placed outside if the
 * panel is wide enough. */
double legend_width_outside(const Render *r, const Panel *p) {
  enum { BEARABLE = 2 * BETWEEN };
  Legend l;
  size_t hidden;
  double wide = p->box.x1 - p->box.x0;
  if (!p->axes->legend || axes_has(p->axes, MARK_SURFACE)) return 0;
  collect(r, p, &l);
  if (!l.n) return 0;
  emptiest(r, p, &l, &hidden);
  if (hidden <= BEARABLE || l.width > wide * WIDEST) return 0;
  return l.width + APART * r->unit;
}

/* Next to the panel and its color bar. */
static Box beside(const Render *r, const Panel *p, const Legend *l) {
  double bar = p->bar.mark ? color_bar_room(&p->bar) : 0;
  double x = p->box.x1 + (bar + APART) * r->unit;
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

static void draw_sample(const Render *r, const Mark *m, double x, double y) {
  double wide = SAMPLE * r->unit, high = 5 * r->unit;
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
  if (s->marker != MARKER_NONE) scatter_marker(r, s, x + wide / 2, y);
}

static void draw_entry(const Render *r, const Legend *l, size_t i, double x,
                       double y) {
  Lettering how = {legend_size * r->unit, 0, false, false};
  bool more = l->more && i + 1 == l->n;
  canvas_part("entry", more ? NULL : l->marks[i]);
  char told[40];
  Text t;
  snprintf(told, sizeof told, "\u2026 %zu more", l->more);
  text_make(&t, more ? told : l->marks[i]->label, false, l->room);
  if (!more) draw_sample(r, l->marks[i], x, y);
  canvas_color(render_theme(r)->ink, 1);
  canvas_text(more ? x : x + (SAMPLE + GAP) * r->unit, y, how, t.escaped);
}

void legend_draw(const Render *r, const Panel *p) {
  Legend l;
  collect(r, p, &l);
  if (!l.n) return;
  size_t hidden;
  Box b = p->legend > 0 ? beside(r, p, &l) : emptiest(r, p, &l, &hidden);
  draw_frame(r, b);
  for (size_t i = 0; i < l.n; i++) {
    double column = (double)(i / l.rows), row = (double)(i % l.rows);
    draw_entry(r, &l, i, b.x0 + PAD * r->unit + column * l.column,
               b.y1 - (PAD / 2 + ROW * (row + 0.5)) * r->unit);
  }
}
