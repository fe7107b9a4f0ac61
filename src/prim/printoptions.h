/* printoptions.h - how numbers are shown; one record a Lua state. */
#ifndef PRIM_PRINTOPTIONS_H
#define PRIM_PRINTOPTIONS_H

#include <stddef.h>

#include <lua.h>

typedef struct PrintOptions {
  int precision;    /* digits behind the point, at most */
  size_t threshold; /* more numbers than this are abbreviated */
  size_t edge;      /* how many are shown at each end */
  size_t width;     /* columns of a line */
} PrintOptions;

PrintOptions print_options(lua_State *L);

/* Sets the width, 0: that of the terminal; gives the one before. */
size_t print_set_width(lua_State *L, size_t width);

#endif
