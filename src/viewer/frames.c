#define _POSIX_C_SOURCE 200809L
#include "viewer/frames.h"
#include "sys/io.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void wake(const Frames *f) {
  SDL_Event event = {.type = f->wake};
  SDL_PushEvent(&event);
}

/* The entry of the figure, appended if new; if full, the oldest is dropped. */
static int place_of(Frames *f, uint32_t figure) {
  for (int i = 0; i < f->n; i++)
    if (f->list[i].figure == figure) return i;
  if (f->n == WIRE_FIGURES) {
    free(f->list[0].pixels);
    free(f->list[0].panel);
    memmove(f->list, f->list + 1, sizeof *f->list * (WIRE_FIGURES - 1));
    f->n--;
    if (f->shown) f->shown--;
    f->fresh = true;
  }
  f->list[f->n] = (Frame){.figure = figure};
  return f->n++;
}

/* The panels, which follow, wake the window. */
static void put(Frames *f, const Wire *w, unsigned char *pixels) {
  SDL_LockMutex(f->lock);
  int i = place_of(f, w->figure);
  free(f->list[i].pixels);
  f->list[i].pixels = pixels;
  f->list[i].width = (int)w->width;
  f->list[i].height = (int)w->height;
  if (w->kind == WIRE_FRAME) f->shown = i;
  if (f->shown == i) f->fresh = true;
  SDL_UnlockMutex(f->lock);
}

/* False: end of input or invalid data. */
static bool read_frame(Frames *f, const Wire *w) {
  bool sane =
    w->width && w->height && w->width <= WIRE_SIDE && w->height <= WIRE_SIDE;
  size_t n = (size_t)w->width * w->height * 3;
  unsigned char *pixels = sane ? malloc(n) : NULL;
  if (!pixels || !io_read_all(STDIN_FILENO, pixels, n)) {
    free(pixels);
    return false;
  }
  put(f, w, pixels);
  return true;
}

static bool read_panels(Frames *f, const Wire *w) {
  size_t n = w->width;
  WirePanel *list = n <= WIRE_PANEL_MOST ? calloc(n + 1, sizeof *list) : NULL;
  if (!list || !io_read_all(STDIN_FILENO, list, n * sizeof *list)) {
    free(list);
    return false;
  }
  SDL_LockMutex(f->lock);
  int i = place_of(f, w->figure);
  free(f->list[i].panel);
  f->list[i].panel = list;
  f->list[i].panels = (int)n;
  if (f->shown == i) f->fresh = true;
  SDL_UnlockMutex(f->lock);
  wake(f);
  return true;
}

static bool read_sliders(Frames *f, const Wire *w) {
  WireSlider list[WIRE_SLIDER_MOST];
  size_t n = w->width * sizeof *list;
  if (w->width > WIRE_SLIDER_MOST || !io_read_all(STDIN_FILENO, list, n))
    return false;
  SDL_LockMutex(f->lock);
  memcpy(f->slider, list, n);
  f->sliders = (int)w->width;
  SDL_UnlockMutex(f->lock);
  wake(f);
  return true;
}

static bool read_touch(Frames *f, const Wire *w) {
  SDL_LockMutex(f->lock);
  f->touch = w->x;
  SDL_UnlockMutex(f->lock);
  return true;
}

static bool read_one(Frames *f) {
  Wire w;
  if (!io_read_all(STDIN_FILENO, &w, sizeof w)) return false;
  if (w.kind == WIRE_FRAME || w.kind == WIRE_REDRAWN) return read_frame(f, &w);
  if (w.kind == WIRE_PANELS) return read_panels(f, &w);
  if (w.kind == WIRE_SLIDERS) return read_sliders(f, &w);
  if (w.kind == WIRE_TOUCH) return read_touch(f, &w);
  if (w.kind != WIRE_FOLLOW) return false;
  SDL_LockMutex(f->lock);
  f->follow = true;
  SDL_UnlockMutex(f->lock);
  return true;
}

static int read_until_end(void *data) {
  Frames *f = data;
  while (read_one(f)) continue;
  SDL_LockMutex(f->lock);
  f->ended = true;
  SDL_UnlockMutex(f->lock);
  wake(f);
  return 0;
}

bool frames_start(Frames *f) {
  f->lock = SDL_CreateMutex();
  f->wake = SDL_RegisterEvents(1);
  SDL_Thread *thread = SDL_CreateThread(read_until_end, "frames", f);
  if (!f->lock || !thread) return false;
  SDL_DetachThread(thread);
  return true;
}
