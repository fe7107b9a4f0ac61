/* space.c - the walls and edges around a surface. */
#include "plot/raster/space.h"
#include "plot/raster/layout.h"
#include "plot/raster/color_bar.h"
#include "plot/canvas/render_pen.h"
#include "plot/canvas/tick_names.h"

#include <math.h>
#include <stdio.h>

const double space_high = 0.62;

Spot space_spot(const View *v, double x, double y, double z) {
  double right = y * v->cos_turn - x * v->sin_turn;
  double near = x * v->cos_turn + y * v->sin_turn;
  double up = z * v->cos_tilt - near * v->sin_tilt;
  return (Spot){v->middle.x + v->scale * right, v->middle.y + v->scale * up};
}

double space_part(Range r, double value) {
  return (value / 2 - r.lo / 2) / (r.hi / 2 - r.lo / 2) * 2 - 1;
}

double space_height(const View *v, double z) {
  return fmax(-1, fmin(1, space_part(v->z, z))) * space_high;
}

static Range span_of(Vec v) {
  Range r = {*vec_at(v, 0), *vec_at(v, 0)};
  for (size_t i = 1; i < v.n; i++) {
    r.lo = fmin(r.lo, *vec_at(v, i));
    r.hi = fmax(r.hi, *vec_at(v, i));
  }
  if (!(r.hi / 2 - r.lo / 2 > fmax(fabs(r.lo), fabs(r.hi)) * 1e-12))
    return (Range){r.lo - 1, r.hi + 1};
  return r;
}

/* A flat surface is at the middle height. */
static Range height_span(const Mark *m) {
  Range r = color_bar_mark_colors((&(Mark){.z = m->z}));
  double step = ticks_nice_step(r, 5);
  if (!isfinite(r.hi - r.lo) || !(step > 0)) return r;
  return (Range){floor(r.lo / step + 1e-9) * step,
                 ceil(r.hi / step - 1e-9) * step};
}

/* As large as the panel allows, with room for text around it. */
static void fit_page(View *v, const Render *r, const Panel *p) {
  double left = INFINITY, right = -INFINITY, low = INFINITY, high = -INFINITY;
  double aside = fmin(62 * r->unit, (p->box.x1 - p->box.x0) * 0.17);
  double below = fmin(48 * r->unit, (p->box.y1 - p->box.y0) * 0.25);
  double above = 6 * r->unit;
  v->scale = 1;
  v->middle = (Spot){0, 0};
  for (int i = 0; i < 8; i++) {
    Spot s = space_spot(v, i & 1 ? 1 : -1, i & 2 ? 1 : -1,
                        i & 4 ? space_high : -space_high);
    left = fmin(left, s.x);
    right = fmax(right, s.x);
    low = fmin(low, s.y);
    high = fmax(high, s.y);
  }
  double wide = fmax(p->box.x1 - p->box.x0 - 2 * aside, 20);
  double tall = fmax(p->box.y1 - p->box.y0 - below - above, 20);
  v->scale = fmin(wide / (right - left), tall / (high - low));
  v->middle.x = (p->box.x0 + p->box.x1) / 2 - v->scale * (left + right) / 2;
  v->middle.y = p->box.y0 + below + tall / 2 - v->scale * (low + high) / 2;
}

View space_view(const Render *r, const Panel *p, const Mark *m) {
  static const double degree = 3.141592653589793 / 180;
  View v = {span_of(m->x),
            span_of(m->y),
            height_span(m),
            color_bar_mark_colors(m),
            sin(m->turn * degree),
            cos(m->turn * degree),
            sin(m->tilt * degree),
            cos(m->tilt * degree),
            1,
            {0, 0}};
  fit_page(&v, r, p);
  return v;
}

/* -- the walls ------------------------------------------------------------ */

static void line(const View *v, const double a[3], const double b[3]) {
  Spot from = space_spot(v, a[0], a[1], a[2]),
       to = space_spot(v, b[0], b[1], b[2]);
  canvas_segment(from.x, from.y, to.x, to.y);
}

static void wall(const View *v, const double c[4][3]) {
  double x[4], y[4];
  for (int i = 0; i < 4; i++) {
    Spot s = space_spot(v, c[i][0], c[i][1], c[i][2]);
    x[i] = s.x;
    y[i] = s.y;
  }
  canvas_polygon(4, x, y);
}

static void draw_walls(const Render *r, const View *v, Walls w) {
  const double floor_[4][3] = {{-1, -1, -space_high},
                               {1, -1, -space_high},
                               {1, 1, -space_high},
                               {-1, 1, -space_high}};
  const double behind_x[4][3] = {{w.x, -1, -space_high},
                                 {w.x, 1, -space_high},
                                 {w.x, 1, space_high},
                                 {w.x, -1, space_high}};
  const double behind_y[4][3] = {{-1, w.y, -space_high},
                                 {1, w.y, -space_high},
                                 {1, w.y, space_high},
                                 {-1, w.y, space_high}};
  canvas_color(render_theme(r)->panel, 1);
  wall(v, floor_);
  wall(v, behind_x);
  wall(v, behind_y);
}

static void draw_grid(const View *v, Walls w, const Ticks ticks[3]) {
  for (size_t i = 0; i < ticks[0].n; i++) {
    double x = space_part(v->x, ticks[0].at[i]);
    line(v, (double[]){x, -1, -space_high}, (double[]){x, 1, -space_high});
    line(v, (double[]){x, w.y, -space_high}, (double[]){x, w.y, space_high});
  }
  for (size_t i = 0; i < ticks[1].n; i++) {
    double y = space_part(v->y, ticks[1].at[i]);
    line(v, (double[]){-1, y, -space_high}, (double[]){1, y, -space_high});
    line(v, (double[]){w.x, y, -space_high}, (double[]){w.x, y, space_high});
  }
  for (size_t i = 0; i < ticks[2].n; i++) {
    double z = space_height(v, ticks[2].at[i]);
    line(v, (double[]){w.x, -1, z}, (double[]){w.x, 1, z});
    line(v, (double[]){-1, w.y, z}, (double[]){1, w.y, z});
  }
}

/* An edge of the box with ticks, from a to b, with text away from the
 * middle. */
typedef struct Edge {
  double a[3], b[3];
  Range range;
  const Ticks *ticks;
  const char *label;
  double size; /* of the label */
} Edge;

static Spot on_edge(const View *v, const Edge *e, double t) {
  return space_spot(v, e->a[0] + t * (e->b[0] - e->a[0]),
                    e->a[1] + t * (e->b[1] - e->a[1]),
                    e->a[2] + t * (e->b[2] - e->a[2]));
}

/* Perpendicular to the edge on the page, outwards. */
static Spot outwards(const View *v, const Edge *e) {
  Spot a = on_edge(v, e, 0), b = on_edge(v, e, 1);
  double dx = b.x - a.x, dy = b.y - a.y, length = fmax(hypot(dx, dy), 1e-9);
  Spot out = {dy / length, -dx / length};
  Spot middle = {(a.x + b.x) / 2 - v->middle.x, (a.y + b.y) / 2 - v->middle.y};
  if (out.x * middle.x + out.y * middle.y < 0) return (Spot){-out.x, -out.y};
  return out;
}

/* What is written around the box. Edges that point at the viewer are short, and
 * their labels would cover each other. */
typedef struct Written {
  Box at[3 * TICKS_MOST];
  size_t n;
} Written;

static bool is_free(const Written *w, const Box *b) {
  for (size_t i = 0; i < w->n; i++) {
    const Box *o = &w->at[i];
    if (b->x0 < o->x1 && o->x0 < b->x1 && b->y0 < o->y1 && o->y0 < b->y1)
      return false;
  }
  return true;
}

static void edge_text(const Render *r, Written *w, Spot at, Spot out,
                      double size, const char *text) {
  double just = out.x < -0.35 ? 1 : out.x > 0.35 ? 0 : 0.5;
  double y = at.y + out.y * size * 0.5 * r->unit;
  Text measured;
  text_make(&measured, text, false, 1000);
  double wide = measured.width * size * r->unit, x = at.x - just * wide;
  double half = 0.4 * size * r->unit; /* of a digit */
  Box box = {x, y - half, x + wide, y + half};
  if (!is_free(w, &box)) return;
  if (w->n < 3 * TICKS_MOST) w->at[w->n++] = box;
  render_text(r, at.x, y, (Lettering){size, just, false, false}, text,
              r->canvas.width);
}

static void draw_edge(const Render *r, const View *v, const Edge *e,
                      Written *w) {
  Spot out = outwards(v, e), a = on_edge(v, e, 0), b = on_edge(v, e, 1);
  double u = r->unit, near = 8 * u;
  double beyond = (12 + tick_size * 0.8) * u +
                  tick_names_width(e->ticks) * fabs(out.x) * u + 6 * u;
  canvas_color(render_theme(r)->axis, 1);
  canvas_pen(1.1 * u, LINE_SOLID);
  canvas_segment(a.x, a.y, b.x, b.y);
  for (size_t i = 0; i < e->ticks->n; i++) {
    double t = (space_part(e->range, e->ticks->at[i]) + 1) / 2;
    if (t < -1e-6 || t > 1 + 1e-6) continue;
    Spot at = on_edge(v, e, t);
    canvas_segment(at.x, at.y, at.x + out.x * tick_length * u,
                   at.y + out.y * tick_length * u);
    edge_text(r, w, (Spot){at.x + out.x * near, at.y + out.y * near}, out,
              tick_size, e->ticks->text[i]);
  }
  char label[2 * TICK_TEXT + TEXT_LETTERS];
  const char *offset = e->ticks->offset;
  if (!e->label && !offset[0]) return;
  snprintf(label, sizeof label, "%.*s%s%s", TEXT_LETTERS,
           e->label ? e->label : "", e->label && offset[0] ? " " : "", offset);
  Spot at = on_edge(v, e, 0.5);
  canvas_color(render_theme(r)->ink, 1);
  edge_text(r, w, (Spot){at.x + out.x * beyond, at.y + out.y * beyond}, out,
            e->size, label);
}

/* x and y are labeled along the near edges of the floor, z along a side
 * edge. */
static void draw_edges(const Render *r, const Panel *p, const View *v, Walls w,
                       const Ticks ticks[3]) {
  char *const *words = p->axes->text;
  double first = space_spot(v, w.x, -w.y, 0).x,
         second = space_spot(v, -w.x, w.y, 0).x;
  bool left = first < second;
  double zx = left ? w.x : -w.x, zy = left ? -w.y : w.y;
  const Edge edges[] = {{{-1, -w.y, -space_high},
                         {1, -w.y, -space_high},
                         v->x,
                         &ticks[0],
                         words[TEXT_X],
                         render_text_size(p->axes, TEXT_X)},
                        {{-w.x, -1, -space_high},
                         {-w.x, 1, -space_high},
                         v->y,
                         &ticks[1],
                         words[TEXT_Y],
                         render_text_size(p->axes, TEXT_Y)},
                        {{zx, zy, -space_high},
                         {zx, zy, space_high},
                         v->z,
                         &ticks[2],
                         words[TEXT_Z],
                         render_text_size(p->axes, TEXT_Z)}};
  Written written = {.n = 0};
  for (int i = 0; i < 3; i++) draw_edge(r, v, &edges[i], &written);
}

Walls space_walls(const View *v) {
  return (Walls){v->cos_turn > 0 ? -1 : 1, v->sin_turn > 0 ? -1 : 1};
}

void space_ticks(const Render *r, const View *v, Ticks ticks[3]) {
  size_t most = (size_t)fmax(1, fmin(5, v->scale / (24 * r->unit)));
  ticks_linear(&ticks[0], v->x, most);
  ticks_linear(&ticks[1], v->y, most);
  ticks_linear(&ticks[2], v->z, most);
}

void space_draw(const Render *r, const Panel *p, const View *v) {
  Walls w = space_walls(v);
  Ticks ticks[3];
  space_ticks(r, v, ticks);
  draw_walls(r, v, w);
  canvas_color(render_theme(r)->grid, 1);
  canvas_pen(0.9 * r->unit, LINE_SOLID);
  if (p->axes->grid) draw_grid(v, w, ticks);
  draw_edges(r, p, v, w, ticks);
}
