/* plot_text.c - plot.text and plot.annotate. */
#include "lua/base/modules.h"
#include "lua/figure/plot_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"

#include <math.h>

static int l_text(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 3);
  double x = check_number(L, arg), y = check_number(L, arg + 1);
  if (lua_type(L, arg + 2) != LUA_TSTRING &&
      lua_type(L, arg + 2) != LUA_TNUMBER)
    fail_arg(L, arg + 2, "string");
  Mark m = plot_args_new_mark(MARK_TEXT);
  m.text = lua_tostring(L, arg + 2);
  m.x = vec_of(&x, 1);
  m.y = vec_of(&y, 1);
  plot_args_read_style(L, arg + 3, &m);
  return plot_args_finish_mark(L, &m);
}

/* at = {x, y}: the position of the text. */
static bool read_place(lua_State *L, int arg, double place[2]) {
  int type = option_push(L, arg, "at");
  if (type == LUA_TNIL) return false;
  int at = lua_gettop(L);
  bool fits = is_plain_table(L, at) && lua_rawlen(L, at) == 2;
  for (int i = 0; i < 2 && fits; i++) {
    fits = lua_geti(L, at, i + 1) == LUA_TNUMBER;
    place[i] = lua_tonumber(L, -1);
    fits = fits && isfinite(place[i]);
  }
  lua_settop(L, at);
  if (!fits) fail_option(L, "at", "{x, y} of two finite numbers");
  return true;
}

static int l_annotate(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 3);
  double x = check_finite(L, arg), y = check_finite(L, arg + 1), at[2];
  if (lua_type(L, arg + 2) != LUA_TSTRING &&
      lua_type(L, arg + 2) != LUA_TNUMBER)
    fail_arg(L, arg + 2, "string");
  Mark m = plot_args_new_mark(MARK_ANNOTATE);
  m.text = lua_tostring(L, arg + 2);
  m.x = vec_of(&x, 1);
  m.y = vec_of(&y, 1);
  plot_args_read_style(L, arg + 3, &m);
  if (read_place(L, arg + 3, at)) {
    m.x2 = vec_of(&at[0], 1);
    m.y2 = vec_of(&at[1], 1);
  }
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING("text", l_text, "x, y, text, {color=, size=, alpha=}",
          "Writes text to the right of the point (x, y). x_0 and w^2 become "
          "subscripts and superscripts; Greek letters can be used directly.",
          "1, 2, \"minimum\"", "1 mark: text"),
  DRAWING("annotate", l_annotate, "x, y, text, {at=, color=, size=, alpha=}",
          "Writes text with an arrow pointing to (x, y). at={x, y} is the "
          "center of the text; by default, an empty area near the point is "
          "chosen.",
          "1, 2, \"minimum\"", "1 mark: annotate"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_text(lua_State *L) { registry_add(L, prims); }
