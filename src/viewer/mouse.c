/* mouse.c - zoom, move and turn what the axes show; clicks; sliders.
 *
 * The viewer computes the new limits and asks the prompt to draw them.
 */
#include "viewer/viewer.h"

#include <math.h>
#include <string.h>

#include "plot/figure/symlog.h"

static const double STEP = 0.8; /* of the limits per notch of the wheel */

/* -- places --------------------------------------------------------------- */

/* From a pixel of the window to one of the picture; false: outside. */
static bool to_picture(const Viewer *v, int *x, int *y) {
  SDL_Rect p = v->place;
  if (!v->texture || !p.w || !p.h) return false;
  bool inside = *x >= p.x && *y >= p.y && *x < p.x + p.w && *y < p.y + p.h;
  *x = (*x - p.x) * v->width / p.w;
  *y = (*y - p.y) * v->height / p.h;
  return inside;
}

/* -1: none */
static int panel_at(const Viewer *v, int x, int y) {
  for (int i = 0; i < v->panels; i++) {
    const WirePanel *p = &v->panel[i];
    if (x >= p->left && x <= p->right && y >= p->top && y <= p->bottom)
      return i;
  }
  return -1;
}

static void tell_place(const Viewer *v, WireKind kind, int x, int y,
                       int button) {
  const Wire w = {.kind = kind,
                  .figure = v->figure,
                  .width = (uint32_t)v->width,
                  .height = (uint32_t)v->height,
                  .x = x,
                  .y = y,
                  .a = {button}};
  viewer_tell(&w);
}

/* -- views ---------------------------------------------------------------- */

static void tell_view(Viewer *v, int panel,
                      const double limits[2 * WIRE_SCALES]) {
  Wire w = {.kind = WIRE_VIEW, .figure = v->figure, .x = panel, .y = 1};
  for (int d = 0; d < WIRE_SCALES; d++) {
    double lo = limits[2 * d], hi = limits[2 * d + 1];
    if (!isfinite(lo) || !isfinite(hi)) return;
    if (v->panel[panel].axes == WIRE_FLAT && lo == hi) return;
  }
  memcpy(w.a, limits, sizeof w.a);
  memcpy(v->panel[panel].limits, limits, sizeof w.a);
  viewer_tell(&w);
  v->view = w;
  v->viewed = viewer_now();
}

void viewer_rest(Viewer *v) {
  enum { REST = 150 }; /* milliseconds */
  if (!v->viewed || viewer_now() - v->viewed < REST) return;
  v->viewed = 0;
  v->view.y = 0;
  viewer_tell(&v->view);
}

double viewer_value(const WirePanel *p, int d, const double limits[2],
                    double position) {
  double threshold = p->threshold[d], lo = limits[0], hi = limits[1];
  if (threshold > 0)
    return symlog_value(symlog_of(lo, threshold) * (1 - position) +
                          symlog_of(hi, threshold) * position,
                        threshold);
  if (!p->log[d]) return lo + position * (hi - lo);
  return pow(10, log10(lo) + position * (log10(hi) - log10(lo)));
}

/* The part from `from` to `to` of the limits, 0 to 1 in pixels. */
static void cut(const WirePanel *p, int d, double limits[2], double from,
                double to) {
  double lo = viewer_value(p, d, limits, from);
  limits[1] = viewer_value(p, d, limits, to);
  limits[0] = lo;
}

static void zoom(Viewer *v, int notches) {
  int x = v->pointer_x, y = v->pointer_y;
  if (v->pointer_x < 0 || !to_picture(v, &x, &y)) return;
  int i = panel_at(v, x, y);
  if (i < 0 || v->panel[i].axes != WIRE_FLAT) return;
  const WirePanel *p = &v->panel[i];
  double limits[2 * WIRE_SCALES], scale = pow(STEP, notches);
  double right = (x - p->left) / (p->right - p->left);
  double up = (p->bottom - y) / (p->bottom - p->top);
  memcpy(limits, p->limits, sizeof limits);
  for (int d = 0; d < WIRE_SCALES; d++) {
    double at = d == WIRE_X ? right : up;
    cut(p, d, limits + 2 * d, at - at * scale, at + (1 - at) * scale);
  }
  tell_view(v, i, limits);
}

/* To (x, y) from where the button was pressed. */
static void move_view(Viewer *v, int x, int y) {
  const WirePanel *p = &v->panel[v->held];
  double limits[2 * WIRE_SCALES];
  memcpy(limits, v->limits, sizeof limits);
  if (p->axes == WIRE_SURFACE) {
    limits[0] += 0.5 * (v->x - x);
    limits[1] = fmax(0, fmin(90, limits[1] + 0.5 * (y - v->y)));
  } else {
    double right = (v->x - x) / (p->right - p->left);
    double up = (y - v->y) / (p->bottom - p->top);
    for (int d = 0; d < WIRE_SCALES; d++) {
      double by = d == WIRE_X ? right : up;
      cut(p, d, limits + 2 * d, by, 1 + by);
    }
  }
  tell_view(v, v->held, limits);
}

static void reset(Viewer *v, int panel) {
  const Wire w = {.kind = WIRE_RESET, .figure = v->figure, .x = panel};
  if (panel < 0) return;
  viewer_tell(&w);
  v->viewed = 0;
}

/* -- events --------------------------------------------------------------- */

static void slide(const Viewer *v, double share) {
  const Wire w = {.kind = WIRE_SLIDE, .x = v->held, .a = {share}};
  viewer_tell(&w);
}

static void press(Viewer *v, const SDL_MouseButtonEvent *e) {
  int x = e->x, y = e->y;
  double share;
  v->hold = HOLD_NOTHING;
  v->held = viewer_overlay_slider(v, x, y, &share);
  if (v->held >= 0) {
    v->hold = HOLD_SLIDER;
    slide(v, share);
    return;
  }
  if (!to_picture(v, &x, &y)) return;
  v->held = panel_at(v, x, y);
  v->button = e->button;
  v->x = x;
  v->y = y;
  v->moved = false;
  bool moves = e->button == SDL_BUTTON_MIDDLE || SDL_GetModState() & KMOD_SHIFT;
  if (v->frames.touch && !moves) {
    v->hold = HOLD_TOUCH;
    tell_place(v, WIRE_PRESS, x, y, e->button);
  } else if (e->button != SDL_BUTTON_RIGHT) {
    v->hold = HOLD_VIEW;
    if (e->clicks == 2 && e->button == SDL_BUTTON_LEFT) reset(v, v->held);
    if (v->held >= 0)
      memcpy(v->limits, v->panel[v->held].limits, sizeof v->limits);
  }
}

static void motion(Viewer *v, const SDL_MouseMotionEvent *e) {
  enum { NEAR = 3 };
  int x = e->x, y = e->y;
  v->pointer_x = x;
  v->pointer_y = y;
  if (v->hold == HOLD_SLIDER) {
    slide(v, viewer_overlay_share(v, x));
    return;
  }
  to_picture(v, &x, &y);
  if (abs(x - v->x) > NEAR || abs(y - v->y) > NEAR) v->moved = true;
  if (v->hold == HOLD_TOUCH) tell_place(v, WIRE_DRAG, x, y, v->button);
  bool can = v->held >= 0 && v->held < v->panels;
  if (v->hold == HOLD_VIEW && v->moved && can) move_view(v, x, y);
}

static void release(Viewer *v, const SDL_MouseButtonEvent *e) {
  int x = e->x, y = e->y;
  to_picture(v, &x, &y);
  if (v->hold == HOLD_TOUCH) tell_place(v, WIRE_RELEASE, x, y, v->button);
  if (v->hold == HOLD_VIEW && !v->moved && e->button == SDL_BUTTON_LEFT)
    tell_place(v, WIRE_CLICK, v->x, v->y, e->button);
  v->hold = HOLD_NOTHING;
}

void viewer_mouse(Viewer *v, const SDL_Event *event) {
  switch (event->type) {
  case SDL_MOUSEBUTTONDOWN: press(v, &event->button); break;
  case SDL_MOUSEBUTTONUP: release(v, &event->button); break;
  case SDL_MOUSEMOTION: motion(v, &event->motion); break;
  case SDL_MOUSEWHEEL: zoom(v, event->wheel.y); break;
  default: break;
  }
}
