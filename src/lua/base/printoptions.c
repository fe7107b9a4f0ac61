/* printoptions.c - options for printing numbers. */
#define _DEFAULT_SOURCE

#include "lua/base/printoptions.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lua/base/args.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"

static const char OPTIONS_KEY[] = "mlrepl.printoptions";

/* The stored options; width 0 means the width of the terminal. */
static PrintOptions *options(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, OPTIONS_KEY);
  PrintOptions *found = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return found;
}

/* The width of the terminal; without one, NumPy's default. */
static size_t free_width(void) {
  struct winsize size;
  enum { STANDARD = 75, LEAST = 20 };
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col) return STANDARD;
  return size.ws_col < LEAST ? LEAST : size.ws_col;
}

size_t printoptions_width(lua_State *L) {
  size_t width = options(L)->width;
  return width ? width : free_width();
}

size_t printoptions_set_width(lua_State *L, size_t width) {
  PrintOptions *o = options(L);
  size_t before = o->width;
  o->width = width;
  return before;
}

void printoptions_set_highlight(lua_State *L, bool on) {
  options(L)->highlight = on;
}

PrintOptions printoptions_get(lua_State *L) {
  PrintOptions show = *options(L);
  show.width = printoptions_width(L);
  return show;
}

static int l_printoptions(lua_State *L) {
  check_options(L, 1);
  PrintOptions *o = options(L);
  size_t precision = option_count(L, 1, "precision", (size_t)o->precision);
  if (precision > 17) {
    lua_pushinteger(L, (lua_Integer)precision);
    fail_option(L, "precision", "integer from 0 to 17");
  }
  size_t width = option_count(L, 1, "width", o->width);
  size_t threshold = SIZE_MAX; /* for math.huge: all numbers */
  const bool all = option_push(L, 1, "threshold") == LUA_TNUMBER &&
                   lua_tonumber(L, -1) == HUGE_VAL;
  lua_pop(L, 1);
  if (!all) threshold = option_count(L, 1, "threshold", o->threshold);
  size_t edge = option_count(L, 1, "edge", o->edge);
  bool highlight = option_boolean(L, 1, "highlight", o->highlight);
  bool suggestions = option_boolean(L, 1, "suggestions", o->suggestions);
  *o = (PrintOptions){(int)precision, threshold, edge ? edge : 1,
                      width,          highlight, suggestions};
  return 0;
}

static const Prim prims[] = {
  {"printoptions", l_printoptions,
   "printoptions{precision=, threshold=, edge=, width=, highlight=, "
   "suggestions=}",
   "Sets how vectors and matrices are printed: precision, the maximum number "
   "of decimal places (default 8); threshold, the number of elements above "
   "which only the ends are shown (default 1000; math.huge: never abbreviate); "
   "edge, the number of elements shown at each end (default 3); width, the "
   "line width (default 0: the width of the terminal, or 75 without one). "
   "highlight=false turns off syntax highlighting of the input line, like "
   "%highlight off; suggestions=false turns off the rest of an earlier entry "
   "shown after the cursor. Omitted options keep their current values. To make "
   "settings permanent, put them in ~/.config/mlrepl/init.lua.",
   "printoptions{precision=3}\n"
   "vector{1/3, 2/3} --> [0.333 0.667]\n"
   "printoptions{precision=8}"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_printoptions(lua_State *L) {
  PrintOptions *standard = lua_newuserdatauv(L, sizeof *standard, 0);
  *standard = (PrintOptions){8, 1000, 3, 0, true, true};
  lua_setfield(L, LUA_REGISTRYINDEX, OPTIONS_KEY);
  registry_add(L, prims);
}
