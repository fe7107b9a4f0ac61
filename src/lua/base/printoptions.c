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

size_t printoptions_set_threshold(lua_State *L, size_t threshold) {
  PrintOptions *o = options(L);
  size_t before = o->threshold;
  o->threshold = threshold;
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

/* A threshold given by the user applies to tables, too. math.huge means all
 * elements. */
static void read_threshold(lua_State *L, PrintOptions *o) {
  bool given = option_push(L, 1, "threshold") != LUA_TNIL;
  bool all = lua_type(L, -1) == LUA_TNUMBER && lua_tonumber(L, -1) == HUGE_VAL;
  lua_pop(L, 1);
  if (!given) return;
  o->threshold = all ? SIZE_MAX : option_count(L, 1, "threshold", o->threshold);
  o->items = o->threshold;
}

/* Nothing is set if an option is wrong. */
static int l_printoptions(lua_State *L) {
  check_options(L, 1);
  PrintOptions set = *options(L);
  size_t precision = option_count(L, 1, "precision", (size_t)set.precision);
  if (precision > 17) {
    lua_pushinteger(L, (lua_Integer)precision);
    fail_option(L, "precision", "integer from 0 to 17");
  }
  set.precision = (int)precision;
  set.width = option_count(L, 1, "width", set.width);
  read_threshold(L, &set);
  size_t edge = option_count(L, 1, "edge", set.edge);
  set.edge = edge ? edge : 1;
  set.highlight = option_boolean(L, 1, "highlight", set.highlight);
  set.pager = option_boolean(L, 1, "pager", set.pager);
  set.suggestions = option_boolean(L, 1, "suggestions", set.suggestions);
  set.signatures = option_boolean(L, 1, "signatures", set.signatures);
  *options(L) = set;
  return 0;
}

static const Prim prims[] = {
  {"printoptions", l_printoptions,
   "printoptions{precision=, threshold=, edge=, width=, highlight=, "
   "pager=, suggestions=, signatures=} -> nothing",
   "Sets how values are printed: precision, the maximum number "
   "of decimal places (default 8); threshold, the number of elements above "
   "which only the ends are shown (default 1000, and 40 for the items of a "
   "table at the prompt; math.huge: never abbreviate); "
   "edge, the number of elements shown at each end (default 3); width, the "
   "line width (default 0: the width of the terminal, or 75 without one). "
   "highlight=false turns off syntax highlighting of the input line, like "
   "%highlight off; pager=false prints long help at once instead of page by "
   "page; suggestions=false turns off suggestions of earlier entries at the "
   "prompt; signatures=false, the line below the entry about the call that "
   "is being typed. Omitted options keep their current values. To make "
   "settings permanent, put them in ~/.config/mlrepl/init.lua.",
   "printoptions{precision=3}\n"
   "vector{1/3, 2/3} --> [0.333 0.667]\n"
   "printoptions{precision=8}"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_printoptions(lua_State *L) {
  PrintOptions *standard = lua_newuserdatauv(L, sizeof *standard, 0);
  *standard = (PrintOptions){8, 1000, 3, 0, true, true, true, true, 40};
  lua_setfield(L, LUA_REGISTRYINDEX, OPTIONS_KEY);
  registry_add(L, prims);
}
