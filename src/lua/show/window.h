/* window.h - the connection to mlrepl-viewer, the program of the window.
 *
 * The first figure starts it. It is never killed, and reaped when it ends; the
 * next figure then starts it again. */
#ifndef LUA_SHOW_WINDOW_H
#define LUA_SHOW_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <lua.h>

#include "viewer/wire.h"

/* A figure in the window; a size of 0 means the figure's own size. */
typedef struct Seen {
  uint32_t figure;
  size_t width, height;
  bool redraw;
} Seen;

typedef struct Window {
  int fd;                  /* the socket; -1: there is no window */
  pid_t pid;               /* of the viewer */
  uint32_t last;           /* number of the newest figure */
  Seen seen[WIRE_FIGURES]; /* by number, modulo */
  Wire event;              /* the last WIRE_CLICK or WIRE_ENTER; kind 0: none */
  bool follow;             /* the session is interactive */
  char why[160];           /* why no window could be opened; "": not tried */
} Window;

/* Pushes the one window of the state, open or not. Its user value 1 is a table
 * of the figures, by number and back. */
Window *push_window(lua_State *L);

/* window_wire.c. None of these raises.
 * Starts the viewer unless it runs; false: `why` holds the reason. */
bool window_start(Window *w);
/* The path of the viewer; "": unknown. */
void window_program(char *path, size_t room);
void window_close(Window *w);
/* Sends everything; false: the viewer has ended or does not read, and the
 * window was closed. */
bool window_send(Window *w, const Wire *head, const void *d, size_t n);
/* Receives events, requests to redraw, or the end of the viewer. */
void window_receive(Window *w);

/* What to poll; -1: there is no window. */
int window_fd(lua_State *L);
/* For event_sources.c. */
int window_watch(lua_State *L);
void window_serve(lua_State *L);

#endif
