/* copy.c - a second window with the same picture, to compare it with others. */
#define _GNU_SOURCE
#include "viewer/viewer.h"

#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys/io.h"

extern char **environ;

static bool spawn(int end) {
  char path[] = "/proc/self/exe", *words[] = {path, NULL};
  pid_t pid;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, end, STDOUT_FILENO);
  int error = posix_spawn(&pid, path, &files, NULL, words, environ);
  posix_spawn_file_actions_destroy(&files);
  return error == 0;
}

static void send_frame(int fd, const Frame *f) {
  Wire head = {.kind = WIRE_FRAME,
               .figure = 1,
               .width = (uint32_t)f->width,
               .height = (uint32_t)f->height};
  const size_t pixels = (size_t)f->width * (size_t)f->height * 3;
  const size_t panels = f->panel ? (size_t)f->panels : 0;
  if (!io_write_all(fd, &head, sizeof head) ||
      !io_write_all(fd, f->pixels, pixels))
    return;
  head.kind = WIRE_PANELS;
  head.width = (uint32_t)panels;
  if (io_write_all(fd, &head, sizeof head) && panels)
    io_write_all(fd, f->panel, panels * sizeof *f->panel);
}

/* The other window may take a while to read, so the lock is not held. */
static void send_copy(const Frame *f) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) return;
  const bool runs = spawn(ends[1]);
  close(ends[1]);
  if (runs) send_frame(ends[0], f);
  close(ends[0]);
}

static void *copied(const void *block, size_t n) {
  void *copy = block ? malloc(n) : NULL;
  return copy ? memcpy(copy, block, n) : NULL;
}

void viewer_copy(Viewer *v) {
  SDL_LockMutex(v->frames.lock);
  Frame f = {0};
  if (v->frames.n) f = v->frames.list[v->frames.shown];
  f.pixels = copied(f.pixels, (size_t)f.width * (size_t)f.height * 3);
  f.panel = copied(f.panel, (size_t)f.panels * sizeof *f.panel);
  SDL_UnlockMutex(v->frames.lock);
  if (f.pixels) send_copy(&f);
  free(f.pixels);
  free(f.panel);
}
