/* render_legend.c - the legend, where it hides the least. */
#include "render_parts.h"

#include <math.h>

enum { ENTRIES = 12, PLACES = 21 };

static const double ROW = 19, SAMPLE = 28, PAD = 8, APART = 8;

typedef struct Legend {
  size_t n;
  const Mark *marks[ENTRIES];
  Text texts[ENTRIES];
  double width, height; /* pixels */
} Legend;

static void collect(const Render *r, const Panel *p, Legend *l) {
  double size = legend_size * r->unit, widest = 0;
  double room = (p->box.x1 - p->box.x0) * (p->legend > 0 ? 0.9 : 0.6) / size;
  l->n = 0;
  for (const Mark *m = p->axes->first; m && l->n < ENTRIES; m = m->next) {
    if (!m->label || !*m->label) continue;
    text_make(&l->texts[l->n], m->label, false, room);
    widest = fmax(widest, l->texts[l->n].width);
    l->marks[l->n++] = m;
  }
  l->width = (2 * PAD + SAMPLE + 8) * r->unit + widest * size;
  l->height = (PAD + ROW * (double)l->n) * r->unit;
}

/* Corners first: top right, top left, bottom left, bottom right; then along the
 * sides, and at last within. */
static Box box_at(const Render *r, const Panel *p, const Legend *l, int place) {
  static const double at[PLACES][2] = {
    {1, 1},    {0, 1},    {0, 0},    {1, 0},   {1, .5},    {0, .5},    {.5, 1},
    {.5, 0},   {1, .75},  {1, .25},  {0, .75}, {0, .25},   {.75, 1},   {.25, 1},
    {.75, 0},  {.25, 0},  {.75, .75}, {.75, .25}, {.25, .75}, {.25, .25},
    {.5, .5}};
  double gap = APART * r->unit;
  double x = p->box.x0 + gap +
             at[place][0] * (p->box.x1 - p->box.x0 - 2 * gap - l->width);
  double y = p->box.y0 + gap +
             at[place][1] * (p->box.y1 - p->box.y0 - 2 * gap - l->height);
  return (Box){x, y, x + l->width, y + l->height};
}

/* -- what a legend would hide --------------------------------------------- */

static bool inside(Box b, double x, double y) {
  return x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1;
}

/* Looks along the lines between points too, at most at this many places. */
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

/* Bars hide as much as they have in common with the box. */
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
  case MARK_CONTOUR: case MARK_IMAGE: case MARK_SURFACE: return 0;
  case MARK_BAR: case MARK_HISTOGRAM: return hidden_bars(p, m, b);
  default: return hidden_by(p, m, m->y, b) + hidden_by(p, m, m->y2, b);
  }
}

size_t panel_hidden_in(const Panel *p, Box b) {
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
    size_t here = panel_hidden_in(p, grown(b, 4 * r->unit));
    if (here >= *hidden) continue;
    *hidden = here;
    best = b;
  }
  return best;
}

/* What lies under a legend that must hide something is a dot or two; more than
 * that, and it stands outside where the panel is wide enough to give way. */
double legend_outside(const Render *r, const Panel *p) {
  enum { BEARABLE = 2 * BETWEEN };
  Legend l;
  size_t hidden;
  double wide = p->box.x1 - p->box.x0;
  if (!p->axes->legend || axes_has(p->axes, MARK_SURFACE)) return 0;
  collect(r, p, &l);
  if (!l.n) return 0;
  emptiest(r, p, &l, &hidden);
  if (hidden <= BEARABLE || l.width > wide * 0.45) return 0;
  return l.width + APART * r->unit;
}

/* Beside the panel and its bar of colours. */
static Box beside(const Render *r, const Panel *p, const Legend *l) {
  double bar = p->bar.mark ? bar_room(&p->bar) : 0;
  double x = p->box.x1 + (bar + APART) * r->unit;
  return (Box){x, p->box.y1 - l->height, x + l->width, p->box.y1};
}

/* -- drawing -------------------------------------------------------------- */

static void draw_frame(const Render *r, Box b) {
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
  if (m->kind == MARK_FILL || m->kind == MARK_BAR ||
      m->kind == MARK_HISTOGRAM) {
    canvas_rectangle((Box){x, y - high, x + wide, y + high});
    return;
  }
  if (m->kind != MARK_SCATTER && s->line != LINE_NONE) {
    canvas_pen(s->linewidth * r->unit, s->line);
    canvas_segment(x, y, x + wide, y);
    canvas_pen(1, LINE_SOLID);
  }
  if (s->marker != MARKER_NONE) draw_marker(r, s, x + wide / 2, y);
}

void panel_draw_legend(const Render *r, const Panel *p) {
  Legend l;
  collect(r, p, &l);
  if (!l.n) return;
  size_t hidden;
  Box b = p->legend > 0 ? beside(r, p, &l) : emptiest(r, p, &l, &hidden);
  Lettering how = {legend_size * r->unit, 0, false, false};
  draw_frame(r, b);
  for (size_t i = 0; i < l.n; i++) {
    double x = b.x0 + PAD * r->unit;
    double y = b.y1 - (PAD / 2 + ROW * ((double)i + 0.5)) * r->unit;
    draw_sample(r, l.marks[i], x, y);
    canvas_color(render_theme(r)->ink, 1);
    canvas_text(x + (SAMPLE + 8) * r->unit, y, how, l.texts[i].escaped);
  }
}
