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

#include "plot/figure/figure.h"
#include "viewer/wire.h"

/* What an axes shows if the user has zoomed, moved or turned it. */
typedef struct View {
  bool set;
  double a[2 * WIRE_SCALES]; /* as in WIRE_VIEW */
} View;

/* A figure in the window; a size of 0 means the figure's own size. */
typedef struct Seen {
  uint32_t figure;
  size_t width, height;
  bool redraw, moving; /* moving: a quick picture follows the mouse */
  int latest;          /* the axes whose view has changed last */
  View views[WIRE_PANEL_MOST];
} Seen;

enum { WINDOW_TOUCHES = 64 };

typedef struct Window {
  int fd;                  /* the socket; -1: there is no window */
  pid_t pid;               /* of the viewer */
  uint32_t last;           /* number of the newest figure */
  Seen seen[WIRE_FIGURES]; /* by number, modulo */
  Wire event;              /* the last WIRE_CLICK or WIRE_ENTER; kind 0: none */
  bool touch;              /* events of the mouse are wanted */
  Wire touches[WINDOW_TOUCHES]; /* WIRE_PRESS, WIRE_SLIDE and so on */
  int touched;                  /* their number */
  bool follow;                  /* the session is interactive */
  char why[160]; /* why no window could be opened; "": not tried */
} Window;

/* Pushes the one window of the state, open or not. Its user value 1 is a table
 * of the figures, by number and back. */
Window *push_window(lua_State *L);

/* target_window.c: NULL before the first figure, but pushes a value. */
Window *window_push_if_made(lua_State *L);
/* Pushes x, y and the number of the axes at the event; false: none is there. */
bool window_push_place(lua_State *L, const Wire *event, int window);

/* window_view.c: exchanges limits and angles of the figure and the views; the
 * second call puts them back. */
void window_view_swap(Figure *f, Seen *seen);
/* Sends where the axes of the picture just sent are. */
void window_view_send(Window *w, const Figure *f, const Seen *seen);

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
