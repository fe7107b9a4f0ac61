/* printoptions.h - options for printing numbers, one set per Lua state. */
#ifndef LUA_BASE_PRINTOPTIONS_H
#define LUA_BASE_PRINTOPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

typedef struct PrintOptions {
  int precision;    /* maximum decimal places */
  size_t threshold; /* longer arrays are abbreviated */
  size_t edge;      /* elements shown at each end */
  size_t width;     /* line width in columns */
  bool highlight;   /* syntax highlighting of the input line */
  bool pager;       /* show long text with a pager */
  bool signatures;  /* of the call that is being typed */
  bool suggestions; /* suggest earlier entries while one is typed */
  size_t items;     /* longer tables are abbreviated at the prompt */
} PrintOptions;

PrintOptions printoptions_get(lua_State *L);

void printoptions_set_highlight(lua_State *L, bool on);

/* Sets the width (0: that of the terminal); returns the previous one. */
size_t printoptions_set_width(lua_State *L, size_t width);

/* Sets the threshold of vectors and matrices; returns the previous one. */
size_t printoptions_set_threshold(lua_State *L, size_t threshold);

/* The line width in columns. */
size_t printoptions_width(lua_State *L);

#endif
