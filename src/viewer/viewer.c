/* viewer.c - the window: shows what frames.c reads, reports clicks and keys.
 *
 * Standard input and output are the socket to the prompt (wire.h). The viewer
 * never waits for the prompt: a figure that is not redrawn is scaled.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "viewer/viewer.h"
#include "viewer/save_png.h"

/* Resizing produces many sizes: a redraw is requested after the size has not
 * changed for this many milliseconds. */
enum { STILL = 80, LEAST = 100, MOST = 4000 };

void viewer_tell(const Wire *w) {
  ssize_t unused =
    send(STDOUT_FILENO, w, sizeof *w, MSG_DONTWAIT | MSG_NOSIGNAL);
  (void)unused;
}

/* -- showing -------------------------------------------------------------- */

/* Call with the lock held. */
static void tell_title(Viewer *v, const char *more) {
  char title[300];
  snprintf(title, sizeof title, "mlrepl: figure %d of %d%s%s",
           v->frames.shown + 1, v->frames.n, *more ? " - " : "", more);
  SDL_SetWindowTitle(v->window, title);
}

/* Moves the window if it would leave the screen: the sliders are at its lower
 * edge. */
static void set_size(Viewer *v, int width, int height) {
  SDL_Rect room;
  int screen = SDL_GetWindowDisplayIndex(v->window), x, y;
  if (SDL_GetDisplayUsableBounds(screen < 0 ? 0 : screen, &room) == 0) {
    width = width < room.w ? width : room.w;
    height = height < room.h ? height : room.h;
    SDL_GetWindowPosition(v->window, &x, &y);
    int right = room.x + room.w - width, bottom = room.y + room.h - height;
    if (x > right || y > bottom)
      SDL_SetWindowPosition(v->window, x < right ? x : right,
                            y < bottom ? y : bottom);
  }
  SDL_SetWindowSize(v->window, width, height);
}

static void wish_size(Viewer *v, int width, int height) {
  v->strip = viewer_overlay_height(v);
  set_size(v, width, height + v->strip);
}

/* Copies the visible figure's pixels to the texture. Call with the lock
 * held. */
static void take_frame(Viewer *v) {
  const Frame *f = &v->frames.list[v->frames.shown];
  bool other = f->width != v->width || f->height != v->height;
  v->frames.fresh = false;
  if (f->figure != v->figure) v->asked_width = v->asked_height = 0;
  if (f->figure != v->figure && (v->figure || other))
    wish_size(v, f->width, f->height);
  v->figure = f->figure;
  if (other || !v->texture) {
    if (v->texture) SDL_DestroyTexture(v->texture);
    v->texture =
      SDL_CreateTexture(v->renderer, SDL_PIXELFORMAT_RGB24,
                        SDL_TEXTUREACCESS_STREAMING, f->width, f->height);
    v->width = f->width;
    v->height = f->height;
  }
  if (v->texture) SDL_UpdateTexture(v->texture, NULL, f->pixels, f->width * 3);
  v->panels = f->panel ? f->panels : 0;
  if (v->panels)
    memcpy(v->panel, f->panel, (size_t)v->panels * sizeof *v->panel);
  tell_title(v, "");
}

/* The largest rectangle that fits, with the same aspect ratio. */
static SDL_Rect fit(int width, int height, int room_wide, int room_high) {
  double wide = (double)room_wide / width, high = (double)room_high / height;
  double scale = wide < high ? wide : high;
  int w = (int)(width * scale + 0.5), h = (int)(height * scale + 0.5);
  return (SDL_Rect){(room_wide - w) / 2, (room_high - h) / 2, w, h};
}

/* The window grows by the sliders when they come, and shrinks when they go.
 * Call with the lock held. */
static void room_for_sliders(Viewer *v) {
  int wide, high, strip = viewer_overlay_height(v);
  if (strip == v->strip) return;
  SDL_GetWindowSize(v->window, &wide, &high);
  set_size(v, wide, high + strip - v->strip);
  v->strip = strip;
}

static void draw(Viewer *v) {
  int wide, high;
  SDL_LockMutex(v->frames.lock);
  if (v->frames.fresh) take_frame(v);
  room_for_sliders(v);
  SDL_GetRendererOutputSize(v->renderer, &wide, &high);
  high -= viewer_overlay_height(v);
  SDL_SetRenderDrawColor(v->renderer, 128, 128, 128, 255);
  SDL_RenderClear(v->renderer);
  if (v->texture) {
    v->place = fit(v->width, v->height, wide, high);
    SDL_RenderCopy(v->renderer, v->texture, NULL, &v->place);
  }
  viewer_overlay_draw(v);
  SDL_UnlockMutex(v->frames.lock);
  SDL_RenderPresent(v->renderer);
  bool fits = wide == v->width && high == v->height;
  if (!fits && v->texture && !v->pulled) v->pulled = viewer_now();
}

/* Requests each size once. */
static void ask_for_size(Viewer *v) {
  int wide, high;
  v->pulled = 0;
  SDL_GetRendererOutputSize(v->renderer, &wide, &high);
  high -= v->strip;
  wide = wide < LEAST ? LEAST : wide > MOST ? MOST : wide;
  high = high < LEAST ? LEAST : high > MOST ? MOST : high;
  if (wide == v->width && high == v->height) return;
  if (wide == v->asked_width && high == v->asked_height) return;
  v->asked_width = wide;
  v->asked_height = high;
  const Wire w = {.kind = WIRE_RESIZE,
                  .figure = v->figure,
                  .width = (uint32_t)wide,
                  .height = (uint32_t)high};
  viewer_tell(&w);
}

/* -- user input ----------------------------------------------------------- */

static void turn_to(Viewer *v, int i) {
  SDL_LockMutex(v->frames.lock);
  if (i >= 0 && i < v->frames.n) {
    v->frames.shown = i;
    v->frames.fresh = true;
  }
  SDL_UnlockMutex(v->frames.lock);
}

static void save(Viewer *v) {
  char name[40], more[200];
  SDL_LockMutex(v->frames.lock);
  if (v->frames.n) {
    const Frame *f = &v->frames.list[v->frames.shown];
    if (save_png(f->pixels, f->width, f->height, name, sizeof name))
      snprintf(more, sizeof more, "saved as %s", name);
    else
      snprintf(more, sizeof more, "not saved: %s", strerror(errno));
    tell_title(v, more);
  }
  SDL_UnlockMutex(v->frames.lock);
}

static void on_key(Viewer *v, SDL_Keycode key) {
  const Wire enter = {.kind = WIRE_ENTER, .figure = v->figure};
  int shown = v->frames.shown;
  switch (key) {
  case SDLK_LEFT: turn_to(v, shown - 1); break;
  case SDLK_RIGHT: turn_to(v, shown + 1); break;
  case SDLK_HOME: turn_to(v, 0); break;
  case SDLK_END: turn_to(v, v->frames.n - 1); break;
  case SDLK_n: viewer_copy(v); break;
  case SDLK_s: save(v); break;
  case SDLK_q: v->done = true; break;
  case SDLK_RETURN:
  case SDLK_KP_ENTER: viewer_tell(&enter); break;
  default: break;
  }
}

static void on_window(Viewer *v, const SDL_WindowEvent *event) {
  if (event->event == SDL_WINDOWEVENT_SIZE_CHANGED) v->pulled = viewer_now();
  if (event->event == SDL_WINDOWEVENT_LEAVE) v->pointer_x = -1;
  if (event->event == SDL_WINDOWEVENT_CLOSE) v->done = true;
}

static void on_event(Viewer *v, const SDL_Event *event) {
  switch (event->type) {
  case SDL_QUIT: v->done = true; break;
  case SDL_KEYDOWN: on_key(v, event->key.keysym.sym); break;
  case SDL_WINDOWEVENT: on_window(v, &event->window); break;
  default: viewer_mouse(v, event); break;
  }
}

/* -- the loop ------------------------------------------------------------- */

static bool is_left_alone(Frames *f) {
  SDL_LockMutex(f->lock);
  bool alone = f->ended && (f->follow || !f->n);
  SDL_UnlockMutex(f->lock);
  return alone;
}

/* Handles all pending events, then draws once. */
static void turn(Viewer *v) {
  SDL_Event event;
  int wait = v->pulled || v->viewed ? STILL : -1;
  if (SDL_WaitEventTimeout(&event, wait)) {
    on_event(v, &event);
    while (SDL_PollEvent(&event)) on_event(v, &event);
    draw(v);
  }
  if (v->pulled && viewer_now() - v->pulled >= STILL) ask_for_size(v);
  viewer_rest(v);
}

/* The window opens with the size of the first figure. */
static void wait_for_figure(Viewer *v) {
  SDL_Event event;
  bool there = false;
  while (!there && !is_left_alone(&v->frames)) {
    SDL_WaitEventTimeout(&event, -1);
    SDL_LockMutex(v->frames.lock);
    there = v->frames.n > 0;
    SDL_UnlockMutex(v->frames.lock);
  }
}

static bool open_window(Viewer *v) {
  int width = v->frames.n ? v->frames.list[0].width : LEAST;
  int height = v->frames.n ? v->frames.list[0].height : LEAST;
  v->window =
    SDL_CreateWindow("mlrepl", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                     width, height, SDL_WINDOW_RESIZABLE);
  if (v->window)
    v->renderer = SDL_CreateRenderer(v->window, -1, SDL_RENDERER_SOFTWARE);
  if (!v->renderer) return false;
  SDL_SetWindowMinimumSize(v->window, LEAST, LEAST);
  return true;
}

int main(void) {
  static Viewer v;
  const Wire ready = {.kind = WIRE_READY};
  v.pointer_x = -1;
  signal(SIGINT, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGCHLD, SIG_IGN); /* of copies */
  /* Other drivers draw off screen. */
  SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11,wayland");
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
  SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return WIRE_NO_DISPLAY;
  viewer_tell(&ready);
  if (!frames_start(&v.frames)) return 1;
  wait_for_figure(&v);
  if (is_left_alone(&v.frames)) return 0;
  if (!open_window(&v)) return WIRE_NO_DISPLAY;
  while (!v.done && !is_left_alone(&v.frames)) turn(&v);
  SDL_Quit();
  return 0;
}
