/* marks.c - one drawing function per kind of mark. */
#include "plot/raster/marks.h"
#include "plot/raster/contour.h"
#include "plot/raster/draw_arrows.h"
#include "plot/raster/draw_span.h"
#include "plot/raster/image.h"
#include "plot/raster/scatter.h"
#include "plot/raster/surface.h"
#include "plot/canvas/clip.h"
#include "plot/canvas/render_pen.h"

#include <math.h>

/* Has the line a point here? */
static bool on_panel(const Panel *p, const Mark *m, size_t i) {
  if (i >= m->x.n) return false;
  const double x = *vec_at(m->x, i), y = *vec_at(m->y, i);
  return isfinite(x) && isfinite(y) && !isnan(panel_x(p, x)) &&
         !isnan(panel_y(p, y));
}

/* A point between two gaps is a dot, because no line leads to it. */
static void draw_lone_points(Render *r, const Panel *p, const Mark *m) {
  bool before = false, here = on_panel(p, m, 0);
  for (size_t i = 0; i < m->x.n; i++) {
    bool after = on_panel(p, m, i + 1);
    double x = panel_x(p, *vec_at(m->x, i)), y = panel_y(p, *vec_at(m->y, i));
    if (here && !before && !after && x >= p->box.x0 && x <= p->box.x1 &&
        y >= p->box.y0 && y <= p->box.y1)
      canvas_dot(&r->canvas, x, y, 2 * m->style.linewidth * r->unit);
    before = here;
    here = after;
  }
}

static void draw_line(Render *r, const Panel *p, const Mark *m) {
  if (m->style.line != LINE_NONE) {
    render_color(r, m->style.color, m->style.alpha);
    canvas_pen(m->style.linewidth * r->unit, m->style.line);
    clip_line(r, p, m);
    if (m->style.marker == MARKER_NONE) draw_lone_points(r, p, m);
    canvas_pen(1, LINE_SOLID);
  }
  if (m->style.marker != MARKER_NONE) scatter_draw(r, p, m);
}

/* -- fill ----------------------------------------------------------------- */

static bool drawable(const Panel *p, const Mark *m, size_t i) {
  const double x = *vec_at(m->x, i);
  const double y = *vec_at(m->y, i), y2 = *vec_at(m->y2, i);
  return isfinite(x) && isfinite(y) && isfinite(y2) && !isnan(panel_x(p, x)) &&
         !isnan(panel_y(p, y)) && !isnan(panel_y(p, y2));
}

/* The band over points [from, to): along y, and back along y2. */
static void draw_band(Render *r, const Panel *p, const Mark *m, size_t from,
                      size_t to) {
  size_t n = to - from;
  double *x = render_scratch(r, 4 * n, sizeof *x), *y = x + 2 * n;
  for (size_t i = 0; i < n; i++) {
    size_t back = 2 * n - 1 - i;
    x[i] = x[back] = panel_x(p, *vec_at(m->x, from + i));
    y[i] = panel_y(p, *vec_at(m->y, from + i));
    y[back] = panel_y(p, *vec_at(m->y2, from + i));
  }
  clip_polygon(r, p->box, 2 * n, x, y);
}

/* In pieces between gaps, each short enough for one polygon. */
static void draw_fill(Render *r, const Panel *p, const Mark *m) {
  enum { LONGEST = 4096 };
  render_color(r, m->style.color, m->style.alpha);
  for (size_t i = 0; i < m->x.n;) {
    render_poll(r);
    size_t from = i;
    while (i < m->x.n && i - from < LONGEST && drawable(p, m, i)) i++;
    if (i - from > 1) draw_band(r, p, m, from, i);
    if (i < m->x.n && !drawable(p, m, i))
      i++;
    else if (i < m->x.n)
      i--;
  }
}

/* -- bars ----------------------------------------------------------------- */

static bool is_gap(const Mark *m, size_t i) {
  return !isfinite(*vec_at(m->x, i)) || !isfinite(*vec_at(m->x2, i)) ||
         !isfinite(*vec_at(m->y, i)) || !isfinite(*vec_at(m->y2, i));
}

static Box bar_box(const Panel *p, const Mark *m, size_t i) {
  if (is_gap(m, i)) return (Box){0, 0, 0, 0};
  double x = panel_edge(p, DIRECTION_X, *vec_at(m->x, i)),
         x2 = panel_edge(p, DIRECTION_X, *vec_at(m->x2, i)),
         y = panel_edge(p, DIRECTION_Y, *vec_at(m->y, i)),
         y2 = panel_edge(p, DIRECTION_Y, *vec_at(m->y2, i));
  if (isnan(x + x2 + y + y2)) return (Box){0, 0, 0, 0};
  return (Box){fmax(p->box.x0, fmin(x, x2)), fmax(p->box.y0, fmin(y, y2)),
               fmin(p->box.x1, fmax(x, x2)), fmin(p->box.y1, fmax(y, y2))};
}

/* Adjacent bars are separated by a line in the panel color if there is room. */
static void draw_bars(Render *r, const Panel *p, const Mark *m) {
  enum { POLL = 1024 };
  bool lined = m->kind == MARK_HISTOGRAM && !r->canvas.cells;
  double apart = lined ? r->unit / 2 : 0;
  render_color(r, m->style.color, m->style.alpha);
  for (size_t i = 0; i < m->x.n; i++) {
    if (i % POLL == 0) render_poll(r);
    Box b = bar_box(p, m, i);
    if (b.x1 - b.x0 > 6 * apart) {
      b.x0 += apart;
      b.x1 -= apart;
    }
    if (b.x1 > b.x0 && b.y1 > b.y0) canvas_rectangle(b);
  }
}

/* -- text ----------------------------------------------------------------- */

static void draw_text(Render *r, const Panel *p, const Mark *m) {
  double x = panel_x(p, *vec_at(m->x, 0)), y = panel_y(p, *vec_at(m->y, 0));
  double size = m->style.size * r->unit;
  bool inside =
    x >= p->box.x0 && x <= p->box.x1 && y >= p->box.y0 && y <= p->box.y1;
  if (!inside) return;
  Text t;
  text_make(&t, m->text, false, (r->canvas.width - x) / size);
  canvas_view(&r->canvas, NULL);
  render_color(r, m->style.color_given ? m->style.color : render_theme(r)->ink,
               m->style.alpha);
  canvas_text(x, y, (Lettering){size, 0, false, false}, t.escaped);
  canvas_view(&r->canvas, &p->box);
}

typedef void (*Draw)(Render *, const Panel *, const Mark *);

static const Draw draws[MARK_KINDS] = {[MARK_LINE] = draw_line,
                                       [MARK_SCATTER] = scatter_draw,
                                       [MARK_FILL] = draw_fill,
                                       [MARK_CONTOUR] = contour_draw,
                                       [MARK_TEXT] = draw_text,
                                       [MARK_BAR] = draw_bars,
                                       [MARK_HISTOGRAM] = draw_bars,
                                       [MARK_IMAGE] = image_draw,
                                       [MARK_SURFACE] = surface_draw,
                                       [MARK_ARROWS] = draw_arrows,
                                       [MARK_ANNOTATE] = draw_arrows_annotation,
                                       [MARK_SPAN] = draw_span,
                                       [MARK_HEXBIN] = draw_span_hexagons};

void marks_draw_one(Render *r, const Panel *p, const Mark *m) {
  Panel right;
  render_poll(r);
  if (m->right) {
    right = panel_right(p);
    p = &right;
  }
  draws[m->kind](r, p, m);
}

void marks_draw(Render *r, const Panel *p) {
  canvas_view(&r->canvas, &p->box);
  for (const Mark *m = p->axes->first; m; m = m->next) marks_draw_one(r, p, m);
}
