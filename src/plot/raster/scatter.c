/* scatter.c - markers, few or a million. */
#include "plot/raster/scatter.h"
#include "plot/raster/color_bar.h"
#include "plot/canvas/render_pen.h"

#include <math.h>
#include <string.h>

/* -- one marker ----------------------------------------------------------- */

static void draw_strokes(Marker marker, double x, double y, double half) {
  double d = half * 0.85;
  if (marker == MARKER_CROSS) {
    canvas_segment(x - d, y - d, x + d, y + d);
    canvas_segment(x - d, y + d, x + d, y - d);
    return;
  }
  if (marker != MARKER_UPRIGHT) canvas_segment(x - half, y, x + half, y);
  if (marker != MARKER_FLAT) canvas_segment(x, y - half, x, y + half);
}

/* Corners in units of half the diameter; the area is about that of the disc. */
typedef struct Shape {
  size_t n;
  double x[10], y[10];
} Shape;

static const Shape shapes[MARKER_COUNT] = {
  [MARKER_SQUARE] = {4, {-0.89, 0.89, 0.89, -0.89}, {-0.89, -0.89, 0.89, 0.89}},
  [MARKER_TRIANGLE] = {3, {-1.1, 1.1, 0}, {-0.85, -0.85, 1.1}},
  [MARKER_DOWN] = {3, {-1.1, 0, 1.1}, {0.85, -1.1, 0.85}},
  [MARKER_LEFT] = {3, {0.85, 0.85, -1.1}, {1.1, -1.1, 0}},
  [MARKER_RIGHT] = {3, {-0.85, 1.1, -0.85}, {1.1, 0, -1.1}},
  [MARKER_DIAMOND] = {4, {-1.15, 0, 1.15, 0}, {0, -1.15, 0, 1.15}},
  [MARKER_THIN] = {4, {-0.7, 0, 0.7, 0}, {0, -1.25, 0, 1.25}},
  [MARKER_PENTAGON] = {5,
                       {0, -1.05, -0.65, 0.65, 1.05},
                       {1.1, 0.34, -0.89, -0.89, 0.34}},
  [MARKER_HEXAGON] = {6,
                      {0, -0.95, -0.95, 0, 0.95, 0.95},
                      {1.1, 0.55, -0.55, -1.1, -0.55, 0.55}},
  [MARKER_STAR] = {
    10,
    {0, -0.31, -1.31, -0.5, -0.81, 0, 0.81, 0.5, 1.31, 0.31},
    {1.38, 0.43, 0.43, -0.16, -1.12, -0.53, -1.12, -0.16, 0.43, 0.43}}};

static void draw_shape(Marker marker, double x, double y, double half) {
  const Shape *s = &shapes[marker];
  double xs[10], ys[10];
  for (size_t i = 0; i < s->n; i++) {
    xs[i] = x + s->x[i] * half;
    ys[i] = y + s->y[i] * half;
  }
  canvas_polygon(s->n, xs, ys);
}

static void draw_solid(const Render *r, Marker marker, double x, double y,
                       double diameter) {
  if (marker == MARKER_DOT || marker == MARKER_POINT)
    canvas_dot(&r->canvas, x, y,
               marker == MARKER_POINT ? diameter / 2 : diameter);
  else
    draw_shape(marker, x, y, diameter / 2);
}

/* A cell has no room for shapes, so similar characters are used. */
unsigned long scatter_marker_letter(Marker marker) {
  static const unsigned long letters[MARKER_COUNT] = {
    [MARKER_CROSS] = 0xD7,      [MARKER_PLUS] = '+',
    [MARKER_SQUARE] = 0x25A0,   [MARKER_TRIANGLE] = 0x25B2,
    [MARKER_DIAMOND] = 0x25C6,  [MARKER_THIN] = 0x2666,
    [MARKER_DOWN] = 0x25BC,     [MARKER_LEFT] = 0x25C0,
    [MARKER_RIGHT] = 0x25B6,    [MARKER_STAR] = 0x2605,
    [MARKER_PENTAGON] = 0x25A3, [MARKER_HEXAGON] = 0x25C9,
    [MARKER_UPRIGHT] = '|',     [MARKER_FLAT] = 0x2500};
  return letters[marker];
}

static bool has_strokes(Marker marker) {
  return marker == MARKER_CROSS || marker == MARKER_PLUS ||
         marker == MARKER_UPRIGHT || marker == MARKER_FLAT;
}

void scatter_marker(const Render *r, const Style *s, double x, double y) {
  double diameter = s->size * r->unit, rim = 1.2 * r->unit;
  if (r->canvas.cells) {
    render_color(r, s->color, s->alpha);
    canvas_letter(x, y, diameter, scatter_marker_letter(s->marker));
    return;
  }
  if (has_strokes(s->marker)) {
    render_color(r, s->color, s->alpha);
    canvas_pen(1.6 * r->unit, LINE_SOLID);
    draw_strokes(s->marker, x, y, diameter / 2);
    return;
  }
  if (s->edge_given) {
    render_color(r, s->edge, s->alpha);
    draw_solid(r, s->marker, x, y, diameter + 2 * rim);
  }
  render_color(r, s->color, s->alpha);
  draw_solid(r, s->marker, x, y, diameter);
}

/* -- many ----------------------------------------------------------------- */

/* How often each pixel has been painted. A marker that would change no pixel is
 * skipped, which leaves the picture unchanged. */
typedef struct Cover {
  size_t wide, high;
  Box box;
  double radius;
  unsigned char enough;
  unsigned char *times; /* NULL: few points, all are drawn */
} Cover;

enum { MANY = 5000 };

static Cover cover_new(Render *r, const Panel *p, const Mark *m) {
  Cover c = {.box = p->box, .radius = m->style.size * r->unit / 2};
  if (m->x.n < MANY) return c;
  c.wide = (size_t)(p->box.x1 - p->box.x0) + 2;
  c.high = (size_t)(p->box.y1 - p->box.y0) + 2;
  double clear = 1 - m->style.alpha;
  double times = clear > 0 ? ceil(log(1 / 256.0) / log(clear)) : 1;
  c.enough = (unsigned char)fmax(1, fmin(200, times));
  c.times = render_scratch(r, c.wide * c.high, 1);
  memset(c.times, 0, c.wide * c.high);
  return c;
}

static size_t pixel_of(double at, double from, size_t n) {
  double i = floor(at - from);
  return i < 0 ? 0 : i >= (double)n ? n - 1 : (size_t)i;
}

/* Would a marker at x, y change a pixel? If so, counts it. */
static bool cover_changes(Cover *c, double x, double y) {
  if (!c->times) return true;
  bool changes = false;
  double h = c->radius * 0.75; /* the square within the disc, about */
  size_t left = pixel_of(x - h, c->box.x0, c->wide);
  size_t right = pixel_of(x + h, c->box.x0, c->wide);
  size_t low = pixel_of(y - h, c->box.y0, c->high);
  size_t high = pixel_of(y + h, c->box.y0, c->high);
  for (size_t i = low; i <= high && !changes; i++)
    for (size_t j = left; j <= right; j++)
      if (c->times[i * c->wide + j] < c->enough) changes = true;
  if (!changes) return false;
  for (size_t i = low; i <= high; i++)
    for (size_t j = left; j <= right; j++)
      if (c->times[i * c->wide + j] < c->enough) c->times[i * c->wide + j]++;
  return true;
}

static bool inside(Box b, double x, double y) {
  return x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1;
}

/* Of more points than this only some move with the mouse. */
enum { MOVING_POINTS = 2500 };

static size_t step_of(const Render *r, const Mark *m) {
  return r->figure->moving ? (m->x.n + MOVING_POINTS - 1) / MOVING_POINTS : 1;
}

/* The style of a point; false: it has none. */
static bool point_style(const Mark *m, Range colors, size_t i, Style *s) {
  *s = m->style;
  if (m->values.n) {
    double value = *vec_at(m->values, i);
    if (!isfinite(value)) return false;
    double shade = round(color_bar_position(colors, value) * (SHADE_NONE - 1));
    s->color = color_map(s->map, shade / (SHADE_NONE - 1));
  }
  if (m->sizes.n) s->size = *vec_at(m->sizes, i);
  return isfinite(s->size);
}

static void draw_styled(Render *r, const Panel *p, const Mark *m) {
  enum { POLL = 256 };
  Range colors = color_bar_mark_colors(m);
  canvas_view(&r->canvas, NULL);
  for (size_t i = 0, step = step_of(r, m); i < m->x.n; i += step) {
    Style s;
    if (i % POLL == 0) render_poll(r);
    double x = panel_x(p, *vec_at(m->x, i)), y = panel_y(p, *vec_at(m->y, i));
    if (inside(p->box, x, y) && point_style(m, colors, i, &s))
      scatter_marker(r, &s, x, y);
  }
  canvas_view(&r->canvas, &p->box);
}

/* Markers on the edge are whole: points outside the limits are left out, so
 * nothing needs to be clipped. */
void scatter_draw(Render *r, const Panel *p, const Mark *m) {
  enum { POLL = 1024 };
  if (m->values.n || m->sizes.n) {
    draw_styled(r, p, m);
    return;
  }
  Cover cover = cover_new(r, p, m);
  canvas_view(&r->canvas, NULL);
  bool repeats = canvas_shape_begin();
  if (repeats) {
    scatter_marker(r, &m->style, 0, 0);
    canvas_shape_end();
  }
  for (size_t i = 0, step = step_of(r, m); i < m->x.n; i += step) {
    if (i % POLL == 0) render_poll(r);
    double x = panel_x(p, *vec_at(m->x, i)), y = panel_y(p, *vec_at(m->y, i));
    if (!inside(p->box, x, y) || !cover_changes(&cover, x, y)) continue;
    if (repeats)
      canvas_repeat(x, y);
    else
      scatter_marker(r, &m->style, x, y);
  }
  canvas_view(&r->canvas, &p->box);
}
