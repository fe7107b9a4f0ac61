/* window.h - the prompt's end of mlrepl-viewer, the window's program.
 *
 * It is started with the first figure, killed by nobody, and reaped when it has
 * ended, for whatever reason; the next figure starts it anew. */
#ifndef LUA_SHOW_WINDOW_H
#define LUA_SHOW_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <lua.h>

#include "viewer/wire.h"

/* A figure that the window has; a size of 0 is the figure's own. */
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
  Wire event;  /* WIRE_CLICK or WIRE_ENTER, the last that came; kind 0: none */
  bool follow; /* there is a person at a prompt */
  char why[160]; /* no window could be opened; "": none tried */
} Window;

/* Pushes the one window of the state, open or not. Its user value 1 is a table
 * of the figures, by number and back. */
Window *push_window(lua_State *L);

/* window_wire.c. None of these raises.
 * Starts the viewer unless it runs; false: `why` says what came between. */
bool window_start(Window *w);
/* The program that is started; "": its name is unknown. */
void window_program(char *path, size_t room);
void window_close(Window *w);
/* Sends it all, or false: the viewer has ended or does not read, and the
 * window is closed. */
bool window_send(Window *w, const Wire *head, const void *d, size_t n);
/* Takes what has come: events, sizes to draw in, or the viewer's end. */
void window_receive(Window *w);

/* For event_sources.c. */
int window_watch(lua_State *L);
void window_serve(lua_State *L);

#endif
