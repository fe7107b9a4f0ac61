/* plot_axes.c - labels, limits and scales: plot.NAME and axes:NAME. */
#include "lua/figure/plot_axes.h"
#include "lua/base/modules.h"
#include "lua/figure/lua_figure.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/registry.h"

#include <math.h>
#include <string.h>

#include <lauxlib.h>

/* -- which axes ----------------------------------------------------------- */

static const Prim *running(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(1));
}

static bool is_method(lua_State *L) {
  return strchr(running(L)->name, ':') != NULL;
}

int plot_axes_first_argument(lua_State *L) { return is_method(L) ? 2 : 1; }

/* NULL: the figure of the axes at 1 was closed. */
static Axes *to_axes(lua_State *L) {
  const size_t *position = luaL_testudata(L, 1, TYPE_AXES);
  if (!position) fail_arg(L, 1, "axes (as f[1], with a colon)");
  lua_getiuservalue(L, 1, 1);
  const LuaFigure *p = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return p->figure ? &p->figure->axes[*position] : NULL;
}

static Axes *receiver(lua_State *L) {
  Axes *axes = to_axes(L);
  if (!axes) fail(L, "the figure of this axes is closed");
  return axes;
}

/* Drawing into an axes makes it current; reading it does not. */
static void make_current(lua_State *L) {
  lua_getiuservalue(L, 1, 1);
  LuaFigure *p = lua_touserdata(L, -1);
  p->current = *(size_t *)lua_touserdata(L, 1);
  lua_figure_use(L, -1);
  lua_pop(L, 1);
}

Axes *plot_axes_target(lua_State *L) {
  if (is_method(L)) {
    Axes *axes = receiver(L);
    make_current(L);
    return axes;
  }
  LuaFigure *p = push_current(L);
  if (!p || p->shown) p = push_figure(L, 1, 1, 900, 600);
  return &p->figure->axes[p->current];
}

int plot_axes_return(lua_State *L) {
  if (!is_method(L)) return 0;
  lua_pushvalue(L, 1);
  return 1;
}

/* -- marks ---------------------------------------------------------------- */

/* The garbage collector does not see this memory: report large blocks. */
static void tell_collector(lua_State *L, size_t bytes) {
  enum { LARGE = 1 << 16 };
  if (bytes >= LARGE) lua_gc(L, LUA_GCSTEP, (int)(bytes >> 10));
}

/* A surface cannot share its axes. */
static void check_company(lua_State *L, const Axes *axes, const Mark *mark) {
  bool here = axes_has(axes, MARK_SURFACE);
  if (here == (mark->kind == MARK_SURFACE) && !here) return;
  if (!axes->count) return;
  fail(L,
       "these axes already hold a %s, and a surface cannot share its axes; "
       "draw into others, as with f = plot.figure{columns=2}",
       mark_names[axes->first->kind]);
}

void plot_axes_add_mark(lua_State *L, const Mark *mark) {
  Axes *axes = plot_axes_target(L);
  check_company(L, axes, mark);
  Status s = axes_add(axes, mark);
  if (s.code == STATUS_MEMORY) {
    lua_gc(L, LUA_GCCOLLECT);
    s = axes_add(axes, mark);
  }
  check_memory(L, s);
  check_status(L, s, mark->kind == MARK_CONTOUR ? "Z" : "y");
  tell_collector(L, axes->last->bytes);
}

/* -- labels, limits, scales ----------------------------------------------- */

static int set_label(lua_State *L, AxesText which) {
  int arg = plot_axes_first_argument(L);
  if (lua_type(L, arg) != LUA_TSTRING && lua_type(L, arg) != LUA_TNUMBER)
    fail_arg(L, arg, "string");
  const char *text = lua_tostring(L, arg);
  check_options(L, arg + 1);
  double size = option_number(L, arg + 1, "size", 0);
  if (!(size >= 0 && size <= 200)) {
    option_push(L, arg + 1, "size");
    fail_option(L, "size", "number of pixels from 1 to 200");
  }
  Axes *axes = plot_axes_target(L);
  check_memory(L, axes_set_text(axes, which, *text ? text : NULL));
  axes->text_size[which] = size;
  return plot_axes_return(L);
}

static int l_title(lua_State *L) { return set_label(L, TEXT_TITLE); }
static int l_xlabel(lua_State *L) { return set_label(L, TEXT_X); }
static int l_ylabel(lua_State *L) { return set_label(L, TEXT_Y); }

static int l_zlabel(lua_State *L) { return set_label(L, TEXT_Z); }
static int l_ylabel_right(lua_State *L) { return set_label(L, TEXT_RIGHT); }

static double check_end(lua_State *L, int arg) {
  if (lua_isnoneornil(L, arg)) return NAN;
  double end = check_number(L, arg);
  if (!isfinite(end)) fail_arg(L, arg, "finite number");
  return end;
}

static int set_limits(lua_State *L, AxesDirection which) {
  int arg = plot_axes_first_argument(L);
  Range r = {check_end(L, arg), check_end(L, arg + 1)};
  if (r.lo == r.hi)
    fail(L, "the limits must differ, got %f and %f", to_printable(r.lo),
         to_printable(r.hi));
  Axes *axes = plot_axes_target(L);
  if (axes_set_limits(axes, which, r).code != STATUS_OK)
    fail(L, "the limits of a logarithmic axis must be above 0, got %f to %f",
         r.lo, r.hi);
  return plot_axes_return(L);
}

static int l_ylim_right(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  Range r = {check_end(L, arg), check_end(L, arg + 1)};
  Axes *axes = plot_axes_target(L);
  if (axes_set_right(axes, r).code == STATUS_OK) return plot_axes_return(L);
  if (axes->right_log && r.lo != r.hi)
    fail(L, "the limits of a logarithmic axis must be above 0, got %f to %f",
         r.lo, r.hi);
  return fail(L, "the limits must differ, got %f and %f", to_printable(r.lo),
              to_printable(r.hi));
}

static int l_xlim(lua_State *L) { return set_limits(L, DIRECTION_X); }
static int l_ylim(lua_State *L) { return set_limits(L, DIRECTION_Y); }

static bool check_on(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  if (!lua_isnoneornil(L, arg) && !lua_isboolean(L, arg))
    fail_arg(L, arg, "true or false");
  return lua_isnoneornil(L, arg) || lua_toboolean(L, arg);
}

/* Options "symlog" and its threshold. */
static int set_symlog(lua_State *L, AxesDirection which) {
  int arg = plot_axes_first_argument(L);
  const char *word = lua_tostring(L, arg);
  double threshold = NAN;
  if (strcmp(word, "symlog") != 0)
    fail_arg_because(L, arg, "true, false or \"symlog\" expected, got \"%s\"",
                     word);
  if (!lua_isnoneornil(L, arg + 1)) {
    threshold = check_number(L, arg + 1);
    if (!(threshold > 0) || !isfinite(threshold))
      fail_arg(L, arg + 1, "number above 0");
  }
  axes_set_symlog(plot_axes_target(L), which, true, threshold);
  return plot_axes_return(L);
}

static int set_log(lua_State *L, AxesDirection which) {
  if (lua_type(L, plot_axes_first_argument(L)) == LUA_TSTRING)
    return set_symlog(L, which);
  bool on = check_on(L);
  Axes *axes = plot_axes_target(L);
  Range r = axes->limits[which];
  if (axes_set_log(axes, which, on).code != STATUS_OK)
    fail(L,
         "the limits of a logarithmic axis must be above 0, but they were "
         "set to %f to %f",
         r.lo, r.hi);
  return plot_axes_return(L);
}

static int l_log_x(lua_State *L) { return set_log(L, DIRECTION_X); }
static int l_log_y(lua_State *L) { return set_log(L, DIRECTION_Y); }

static int l_log_y_right(lua_State *L) {
  bool on = check_on(L);
  Axes *axes = plot_axes_target(L);
  if (axes_set_right_log(axes, on).code != STATUS_OK)
    fail(L,
         "the limits of a logarithmic axis must be above 0, but they were "
         "set to %f to %f",
         axes->right.lo, axes->right.hi);
  return plot_axes_return(L);
}

static AxesDirection check_direction(lua_State *L, int arg) {
  const char *word =
    lua_type(L, arg) == LUA_TSTRING ? lua_tostring(L, arg) : "";
  if (strcmp(word, "x") != 0 && strcmp(word, "y") != 0)
    fail_arg(L, arg, "\"x\" or \"y\"");
  return word[0] == 'x' ? DIRECTION_X : DIRECTION_Y;
}

static int l_dates(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  AxesDirection which = check_direction(L, arg);
  if (!lua_isnoneornil(L, arg + 1) && !lua_isboolean(L, arg + 1))
    fail_arg(L, arg + 1, "true or false");
  bool on = lua_isnoneornil(L, arg + 1) || lua_toboolean(L, arg + 1);
  axes_set_dates(plot_axes_target(L), which, on);
  return plot_axes_return(L);
}

static int l_grid(lua_State *L) {
  bool on = check_on(L);
  plot_axes_target(L)->grid = on;
  return plot_axes_return(L);
}

/* legend(false), legend("upper left"), legend{place=, columns=} */
static int l_legend(lua_State *L) {
  int arg = plot_axes_first_argument(L), place = LEGEND_BEST;
  size_t columns = 0;
  bool on = true;
  if (lua_type(L, arg) == LUA_TSTRING) {
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, arg);
    lua_setfield(L, -2, "place");
    lua_replace(L, arg);
  }
  if (lua_istable(L, arg)) {
    check_options(L, arg);
    place = option_word(L, arg, "place", legend_words, LEGEND_BEST);
    columns = option_count(L, arg, "columns", 0);
  } else if (!lua_isnoneornil(L, arg)) {
    if (!lua_isboolean(L, arg))
      fail_arg(L, arg, "true, false, a place or a table of options");
    on = lua_toboolean(L, arg);
  }
  Axes *axes = plot_axes_target(L);
  axes->legend = on;
  axes->legend_place = (LegendPlace)place;
  axes->legend_columns = columns;
  return plot_axes_return(L);
}

static int l_equal(lua_State *L) {
  bool on = check_on(L);
  plot_axes_target(L)->equal = on;
  return plot_axes_return(L);
}

/* plot.axes(): the current axes as a value. */
static int l_axes(lua_State *L) {
  plot_axes_target(L);
  const LuaFigure *p = push_current(L);
  lua_getiuservalue(L, -1, 1);
  lua_rawgeti(L, -1, (lua_Integer)p->current + 1);
  return 1;
}

static int l_tostring(lua_State *L) {
  const size_t *position = luaL_checkudata(L, 1, TYPE_AXES);
  const Axes *axes = to_axes(L);
  if (!axes) {
    lua_pushliteral(L, "axes (closed)");
    return 1;
  }
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  lua_pushfstring(L, "axes %I, %I mark%s", (LUAI_UACINT)*position + 1,
                  (LUAI_UACINT)axes->count, axes->count == 1 ? "" : "s");
  luaL_addvalue(&b);
  for (const Mark *m = axes->first; m; m = m->next) {
    luaL_addstring(&b, m == axes->first ? ": " : ", ");
    luaL_addstring(&b, mark_names[m->kind]);
  }
  luaL_pushresult(&b);
  return 1;
}

/* Two entries per name: for the current axes, and the method. */
#define WORD(word, fn, arguments, help, call)                                  \
  {"plot." word, fn, "plot." word "(" arguments ") -> nothing", help,          \
   "plot." word call "\nplot.axes() --> axes 1, 0 marks\nplot.close()"},       \
  {                                                                            \
    "axes:" word, fn, "a:" word "(" arguments ") -> axes",                     \
      help " Returns the axes.",                                               \
      "f = plot.figure{}\nf[1]:" word call                                     \
      " --> axes 1, 0 marks\nplot.close()"                                     \
  }

#define SIZE " size is in pixels of a 600 x 400 picture."

#define LOG(axis)                                                              \
  "Makes the " axis " axis logarithmic (true) or linear (false). Values that " \
  "are not positive are omitted. With \"symlog\" the axis is logarithmic for " \
  "positive and negative numbers and linear near 0, up to the threshold "      \
  "(by default chosen from the data)."

static const Prim prims[] = {
  WORD(
    "title", l_title, "text, {size=}",
    "Sets the title of the axes. x_0, x_{max} and e^{-x^2} become subscripts "
    "and superscripts; \\alpha, \\partial, \\frac{a}{b} and $...$ are read as "
    "in LaTeX. In Lua, write [[\\alpha]] or \"\\\\alpha\". A long title "
    "has several lines." SIZE,
    "\"J(w, b) of x_0\""),
  WORD("xlabel", l_xlabel, "text, {size=}",
       "Sets the label of the x axis." SIZE, "\"size (m²)\""),
  WORD("ylabel", l_ylabel, "text, {size=}",
       "Sets the label of the y axis." SIZE, "\"price (k€)\""),
  WORD("zlabel", l_zlabel, "text, {size=}",
       "Sets the label of the vertical axis of a surface." SIZE, "\"cost\""),
  WORD("ylabel_right", l_ylabel_right, "text, {size=}",
       "Sets the label of the right y axis, which appears when something is "
       "drawn with right=true, as in plot.line(x, y, {right=true}): for values "
       "in other units over the same x.",
       "\"accuracy\""),
  WORD("ylim_right", l_ylim_right, "from, to",
       "Sets the limits of the right y axis; from > to reverses it. A limit "
       "that is omitted (nil) is determined from the data.",
       "(0, 1)"),
  WORD("log_y_right", l_log_y_right, "on",
       "Makes the right y axis logarithmic (true, the default) or linear "
       "(false). Values that are not positive are omitted.",
       "()"),
  WORD("xlim", l_xlim, "from, to",
       "Sets the limits of the x axis; from > to reverses it. A limit that is "
       "omitted (nil) is determined from the data.",
       "(0, 10)"),
  WORD("ylim", l_ylim, "from, to",
       "Sets the limits of the y axis; from > to reverses it. A limit that is "
       "omitted (nil) is determined from the data.",
       "(0)"),
  WORD("legend", l_legend, "{place=, columns=}",
       "Shows the legend, or hides it: legend(false). It lists everything "
       "drawn with a label, in columns and with smaller letters if need be. "
       "place is \"best\" (where it hides the fewest data, or outside), "
       "\"upper left\", \"lower center\", \"center right\", ..., \"center\" or "
       "\"outside\". Labels that do not fit are replaced by a count: \u2026 8 "
       "more.",
       "{place=\"upper left\", columns=2}"),
  WORD("grid", l_grid, "on", "Shows (true, the default) or hides the grid.",
       "(false)"),
  WORD("log_x", l_log_x, "on, threshold", LOG("x"), "()"),
  WORD("log_y", l_log_y, "on, threshold", LOG("y"), "()"),
  WORD("dates", l_dates, "axis, on",
       "Labels the \"x\" or \"y\" axis with dates (on = true, the default) or "
       "with numbers (false). The numbers are seconds since 1970 in UTC, as "
       "os.time returns them.",
       "(\"x\")"),
  WORD("equal", l_equal, "on",
       "Uses the same scale for x and y (true), or scales them independently "
       "(false).",
       "()"),
  {"plot.axes", l_axes, "plot.axes() -> axes",
   "Returns the current axes, the one last drawn into. Creates a figure if "
   "there is none.",
   "plot.close()\nplot.axes() --> axes 1, 0 marks\nplot.close()"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__tostring", l_tostring, NULL},
                             {"__index", method_index, NULL},
                             {NULL, NULL, NULL}};

static const Words words[] = {{NULL, "place", legend_words, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_plot_axes(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
  registry_metamethods(L, TYPE_AXES, metas);
}
