/* window_view.c - what the axes of a figure show after zooming and turning. */
#include "lua/show/window.h"

#include "plot/raster/render.h"

static void swap(double *a, double *b) {
  const double kept = *a;
  *a = *b;
  *b = kept;
}

static Mark *surface_of(const Axes *axes) {
  for (Mark *m = axes->first; m; m = m->next)
    if (m->kind == MARK_SURFACE) return m;
  return NULL;
}

static Range *limits_of(Axes *axes, int scale) {
  return scale == WIRE_RIGHT ? &axes->right : &axes->limits[scale];
}

/* Axes that share limits follow the one changed last. The right axis is not
 * shared. */
static void share_views(Figure *f, Seen *seen, size_t n) {
  const View *latest = &seen->views[seen->latest];
  for (size_t i = 0; i < n; i++) {
    View *view = &seen->views[i];
    if (!latest->set || view == latest || !(f->share[0] || f->share[1]))
      continue;
    for (int d = 0; d < WIRE_SCALES; d++) {
      const Range *own = limits_of(&f->axes[i], d);
      bool shared = d < WIRE_RIGHT && f->share[d];
      if (!shared && view->set) continue;
      view->a[2 * d] = shared ? latest->a[2 * d] : own->lo;
      view->a[2 * d + 1] = shared ? latest->a[2 * d + 1] : own->hi;
    }
    view->set = true;
  }
}

void window_view_swap(Figure *f, Seen *seen) {
  size_t n = f->rows * f->columns;
  if (n > WIRE_PANEL_MOST) n = WIRE_PANEL_MOST;
  if ((size_t)seen->latest < n) share_views(f, seen, n);
  seen->latest = WIRE_PANEL_MOST;
  for (size_t i = 0; i < n; i++) {
    double *a = seen->views[i].a;
    Mark *surface = surface_of(&f->axes[i]);
    if (!seen->views[i].set) continue;
    if (surface) {
      swap(&surface->turn, &a[0]);
      swap(&surface->tilt, &a[1]);
      continue;
    }
    for (int d = 0; d < WIRE_SCALES; d++) {
      swap(&limits_of(&f->axes[i], d)->lo, &a[2 * d]);
      swap(&limits_of(&f->axes[i], d)->hi, &a[2 * d + 1]);
    }
  }
}

static WirePanel panel_of(const Figure *f, const Axes *axes,
                          const PanelPlace *place) {
  const double high = (double)f->height;
  const Mark *surface = surface_of(axes);
  WirePanel p = {.left = place->box.x0,
                 .right = place->box.x1,
                 .top = high - place->box.y1,
                 .bottom = high - place->box.y0,
                 .axes = WIRE_FLAT};
  for (int d = 0; d < 2; d++) {
    p.limits[2 * d] = place->limits[d].lo;
    p.limits[2 * d + 1] = place->limits[d].hi;
    p.log[d] = axes->log[d];
    p.threshold[d] = place->threshold[d];
  }
  p.has_right = place->has_right;
  p.limits[2 * WIRE_RIGHT] = place->right.lo;
  p.limits[2 * WIRE_RIGHT + 1] = place->right.hi;
  p.log[WIRE_RIGHT] = axes->right_log;
  if (!surface) return p;
  p.axes = WIRE_SURFACE;
  p.limits[0] = surface->turn;
  p.limits[1] = surface->tilt;
  return p;
}

/* If they cannot be placed, the picture stands still. */
void window_view_send(Window *w, const Figure *f, const Seen *seen) {
  char why[WHY_ROOM];
  PanelPlace places[WIRE_PANEL_MOST];
  WirePanel panels[WIRE_PANEL_MOST];
  size_t n = f->rows * f->columns;
  if (n > WIRE_PANEL_MOST || render_panels(f, places, why).code != STATUS_OK)
    n = 0; /* the viewer waits for them */
  const Wire head = {
    .kind = WIRE_PANELS, .figure = seen->figure, .width = (uint32_t)n};
  for (size_t i = 0; i < n; i++)
    panels[i] = panel_of(f, &f->axes[i], &places[i]);
  window_send(w, &head, panels, n * sizeof *panels);
}
