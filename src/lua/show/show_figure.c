/* show_figure.c - plot.show and figure:show. */
#include "lua/base/modules.h"
#include "lua/show/target.h"
#include "lua/base/registry.h"

static int l_show(lua_State *L) {
  check_current(L);
  target_show(L, lua_gettop(L));
  return 0;
}

static int l_figure_show(lua_State *L) {
  check_figure(L, 1);
  target_show(L, 1);
  return 0;
}

static const Prim prims[] = {
  {"plot.show", l_show, "plot.show() -> nothing",
   "Shows the current figure where --plot=... or the environment variable "
   "MLREPL_PLOT specifies: \"window\", \"terminal\", \"browser\", \"none\", or "
   "a folder, in which it is saved under the next free name among "
   "figure-001.png, figure-002.png ... and the path is printed. The default is "
   "a window if there is a display, otherwise the terminal, otherwise the "
   "folder \"figures\". The next drawing function starts a new figure. "
   "plot.show does not block.",
   "plot.close()\n"
   "(pcall(plot.show)) --> false"},
  {"figure:show", l_figure_show, "f:show() -> nothing",
   "Shows this figure, as plot.show does for the current figure.",
   "f = plot.figure{}\n"
   "plot.close()\n"
   "(pcall(f.show, f)) --> false"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_show_figure(lua_State *L) { registry_add(L, prims); }
