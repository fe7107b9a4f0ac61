/* session.c - registers the functions of lib/mlrepl/prompt/. */
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"

/* Calls the function of the module with all arguments. */
static int call(lua_State *L, const char *module, const char *name) {
  int n = lua_gettop(L);
  lib_context_push(L, module, name);
  lua_insert(L, 1);
  lua_call(L, n, LUA_MULTRET);
  return lua_gettop(L);
}

static const char SESSION[] = "mlrepl.prompt.session";

static int l_who(lua_State *L) { return call(L, SESSION, "who"); }

static int l_reset(lua_State *L) { return call(L, SESSION, "reset"); }

static int l_history(lua_State *L) { return call(L, SESSION, "history"); }

static int l_save_session(lua_State *L) {
  return call(L, SESSION, "save_session");
}

static int l_explore(lua_State *L) {
  return call(L, "mlrepl.explore.explore", "explore");
}

static const Prim prims[] = {
  {"who", l_who, "who() -> nothing",
   "Lists your variables with their types and shapes, and marks those that "
   "hide a built-in name, such as data.",
   "who()"},
  {"reset", l_reset, "reset() -> nothing",
   "Deletes all your variables except those that init.lua made, and the "
   "entries recorded for save_session; restores redefined built-in names.",
   "a = 1\nreset()\na --> nil"},
  {"history", l_history, "history(what) -> nothing",
   "Prints the last 20 entries typed at the prompt, including those of earlier "
   "sessions; history(100) prints the last 100, and history\"train\" those "
   "that contain the word. Entries of this session have a number, which error "
   "messages use: entry 7:2 is line 2 of entry 7. The Up key recalls entries that begin with the "
   "typed text; Ctrl-R searches.",
   "history(3)"},
  {"save_session", l_save_session, "save_session(path) -> nothing",
   "Saves the entries of this session as a script for mlrepl; the script prints "
   "the values that were shown. Of an entry that failed, it has the statements "
   "on the lines before the failing one. Calls of help, who, save_workspace and "
   "the like are left out. A path that ends in .ipynb makes a notebook for "
   "Jupyter, with a cell per entry. Does not overwrite a file that is not a "
   "saved session.",
   "path = os.tmpname()\nsave_session(path)\nos.remove(path) --> true"},
  {"explore", l_explore, "explore{draw=} -> table",
   "Shows sliders controlled from the keyboard: explore{w={-100, 500}, "
   "b={-250, 350}, draw=f} calls f(p) with p.w and p.b at the start and after "
   "each change. All figures that draw makes or shows are updated after each "
   "change if the display supports it (a terminal has room for one); otherwise "
   "the last ones are shown at the end. {from, to} is a "
   "numeric range; the slider starts in the middle, or at the third number if "
   "given. If all are integers, the values are integers. A list of strings is "
   "a set of choices. Up and Down or 1 to 9 select a slider, Left and Right "
   "move it by 1% of the range, + and - move it by 10%, and Enter finishes. "
   "With --plot=browser the page has the same sliders. In a notebook all "
   "figures are drawn at once, for a grid of values, and the sliders choose "
   "among them, also in an exported page. "
   "Returns the values. Without a terminal it draws once and returns the "
   "initial values. explore.cost, descent, gradients, scaling, boundary, "
   "threshold and overfit are ready-made explorations.",
   "p = explore{w={0, 10}, draw=function(p) last = p.w end}\n"
   "p.w, last --> 5\t5"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_session(lua_State *L) { registry_add(L, prims); }
