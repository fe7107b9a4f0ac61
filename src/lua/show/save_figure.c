/* save_figure.c - plot.save and figure:save. */
#include "lua/show/save_figure.h"

#include <string.h>

#include "lua/base/modules.h"
#include "lua/show/save_page.h"
#include "plot/raster/render.h"
#include "sys/interrupt.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/file.h"

void save_figure(lua_State *L, const LuaFigure *p, const char *path,
                 double scale) {
  if (save_page_wanted(path)) {
    save_page(L, p, path);
    return;
  }
  char why[WHY_ROOM];
  double before = p->figure->scale;
  p->figure->scale = scale;
  Status s = render_file(p->figure, path, why, &interrupted);
  p->figure->scale = before;
  if (s.code == STATUS_OK) return;
  check_interrupt(L);
  check_memory(L, s);
  fail(L, "%s", why);
}

/* A path at `arg`, options at arg + 1. */
static void save_as(lua_State *L, const LuaFigure *p, int arg) {
  const char *path = check_path(L, arg);
  lua_settop(L, arg + 1);
  check_options(L, arg + 1);
  save_figure(L, p, path,
              option_scale(L, arg + 1, p->figure->scale, p->figure));
}

static int l_save(lua_State *L) {
  check_path(L, 1);
  lua_settop(L, 2);
  save_as(L, check_current(L), 1);
  return 0;
}

static int l_figure_save(lua_State *L) {
  save_as(L, check_figure(L, 1), 2);
  return 0;
}

static const Prim prims[] = {
  {"plot.save", l_save, "plot.save(path, {scale=}) -> nothing",
   "Saves the current figure to a file; the extension .png, .svg, .pdf or "
   ".html selects the format. A page (.html) is one file that any browser "
   "opens: zoom by wheel or by dragging a box, Shift+drag to move, double click "
   "to reset, values under the pointer, entries of the legend that switch, "
   "surfaces that turn, and buttons for PNG and SVG. The figure remains "
   "current, so you can add to it and save it again; plot.figure{} or "
   "plot.close() starts a new one. scale=2 doubles the width and height of a "
   "PNG in pixels. If saving fails, an existing file is left unchanged.",
   "plot.figure()\n"
   "plot({1, 2, 3}, {1, 4, 9})\n"
   "path = os.tmpname()\n"
   "plot.save(path .. \".png\")\n"
   "os.remove(path .. \".png\") --> true\n"
   "os.remove(path)\n"
   "plot.close()"},
  {"figure:save", l_figure_save, "f:save(path, {scale=}) -> nothing",
   "Saves this figure to a file, as plot.save does for the current figure.",
   "f = plot.figure{}\n"
   "path = os.tmpname()\n"
   "f:save(path .. \".svg\")\n"
   "os.remove(path .. \".svg\") --> true\n"
   "os.remove(path)\n"
   "plot.close()"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_save_figure(lua_State *L) { registry_add(L, prims); }
