/* printoptions.h - how numbers are shown; one record a Lua state. */
#ifndef LUA_BASE_PRINTOPTIONS_H
#define LUA_BASE_PRINTOPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

typedef struct PrintOptions {
  int precision;    /* digits behind the point, at most */
  size_t threshold; /* more numbers than this are abbreviated */
  size_t edge;      /* how many are shown at each end */
  size_t width;     /* columns of a line */
  bool highlight;   /* colours in the line being typed */
} PrintOptions;

PrintOptions printoptions_get(lua_State *L);

void printoptions_set_highlight(lua_State *L, bool on);

/* Sets the width, 0: that of the terminal; gives the one before. */
size_t printoptions_set_width(lua_State *L, size_t width);

/* Columns of a line, as printoptions has it. */
size_t printoptions_width(lua_State *L);

#endif
