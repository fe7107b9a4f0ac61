/* lua_figure.c - plot.figure, plot.theme, plot.close; figures as values. */
#include "lua/figure/lua_figure.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/registry.h"
#include <string.h>
#include <lauxlib.h>
#include "sys/interrupt.h"
#include "lua/base/modules.h"

static const char CURRENT_KEY[] = "mlrepl.figure";
static const char THEME_KEY[] = "mlrepl.theme";

/* Per side of a PNG: 8000 x 8000 take 256 MB while drawing. */
enum { PIXELS_MOST = 8000 };

/* -- the current figure --------------------------------------------------- */

void lua_figure_use(lua_State *L, int index) {
  lua_pushvalue(L, index);
  lua_setfield(L, LUA_REGISTRYINDEX, CURRENT_KEY);
}

LuaFigure *push_current(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, CURRENT_KEY);
  LuaFigure *p = luaL_testudata(L, -1, TYPE_FIGURE);
  if (p && p->figure) return p;
  lua_pop(L, 1);
  lua_pushnil(L);
  return NULL;
}

LuaFigure *check_figure(lua_State *L, int arg) {
  LuaFigure *p = luaL_testudata(L, arg, TYPE_FIGURE);
  if (!p) fail_arg(L, arg, "figure");
  if (!p->figure)
    fail(L, "this figure is closed; create one with plot.figure{}");
  return p;
}

void check_memory(lua_State *L, Status s) {
  if (s.code == STATUS_MEMORY) luaL_error(L, "not enough memory");
}

static Status make_figure(lua_State *L, LuaFigure *p, size_t rows,
                          size_t columns, size_t width, size_t height) {
  Memory memory;
  memory.alloc = lua_getallocf(L, &memory.ud);
  return figure_new(&p->figure, memory, rows, columns, width, height);
}

/* The axes are created with the figure. Each is a userdata with its position;
 * user value 1 holds the figure, and user value 1 of the figure the axes. */
static void make_axes(lua_State *L, const LuaFigure *p, int figure) {
  size_t n = p->figure->rows * p->figure->columns;
  lua_createtable(L, (int)n, 0);
  for (size_t i = 0; i < n; i++) {
    size_t *position = lua_newuserdatauv(L, sizeof *position, 1);
    *position = i;
    luaL_setmetatable(L, TYPE_AXES);
    lua_pushvalue(L, figure);
    lua_setiuservalue(L, -2, 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setiuservalue(L, figure, 1);
}

/* The theme of new figures. */
static ThemeKind usual_theme(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, THEME_KEY);
  ThemeKind theme = (ThemeKind)lua_tointeger(L, -1); /* 0, light, when nil */
  lua_pop(L, 1);
  return theme;
}

LuaFigure *push_figure(lua_State *L, size_t rows, size_t columns, size_t width,
                       size_t height) {
  LuaFigure *p = lua_newuserdatauv(L, sizeof *p, 1);
  *p = (LuaFigure){NULL, 0, false};
  luaL_setmetatable(L, TYPE_FIGURE);
  int figure = lua_gettop(L);
  ThemeKind theme = usual_theme(L);
  Status s = make_figure(L, p, rows, columns, width, height);
  if (s.code == STATUS_MEMORY) {
    lua_gc(L, LUA_GCCOLLECT);
    s = make_figure(L, p, rows, columns, width, height);
  }
  check_memory(L, s);
  p->figure->theme = theme;
  make_axes(L, p, figure);
  lua_figure_use(L, figure);
  return p;
}

static int l_gc(lua_State *L) {
  LuaFigure *p = luaL_checkudata(L, 1, TYPE_FIGURE);
  figure_free(p->figure);
  p->figure = NULL;
  return 0;
}

/* -- plot.figure ---------------------------------------------------------- */

static size_t option_side(lua_State *L, int i, size_t otherwise) {
  enum { SIZE = -1 };
  int whole = 1;
  lua_Integer side = (lua_Integer)otherwise;
  if (is_plain_table(L, SIZE)) {
    lua_geti(L, SIZE, i);
    side = lua_tointegerx(L, -1, &whole);
    lua_pop(L, 1);
  } else if (!lua_isnil(L, SIZE))
    whole = 0;
  if (!whole || side < FIGURE_LEAST || side > FIGURE_MOST) {
    lua_pushfstring(L, "{width, height} in pixels, each %d to %d,",
                    FIGURE_LEAST, FIGURE_MOST);
    lua_insert(L, -2);
    fail_option(L, "size", lua_tostring(L, -2));
  }
  return (size_t)side;
}

static size_t usual(size_t panels, size_t pixels) {
  return panels * pixels < FIGURE_MOST ? panels * pixels : FIGURE_MOST;
}

double option_scale(lua_State *L, int arg, double otherwise, const Figure *f) {
  double scale = option_number(L, arg, "scale", otherwise);
  double side = (double)(f->width > f->height ? f->width : f->height);
  if (!(scale >= 1 && scale <= 4)) {
    option_push(L, arg, "scale");
    fail_option(L, "scale", "number from 1 to 4");
  }
  if (side * scale > PIXELS_MOST)
    fail(L, "option scale: %f times %f pixels is more than %d per side", scale,
         side, PIXELS_MOST);
  return scale;
}

/* Relative sizes of n columns or rows, in `parts`, unless NULL; or checks
 * them. */
static void read_parts(lua_State *L, const char *key, size_t n, double *parts) {
  int type = option_push(L, 1, key);
  if (type == LUA_TNIL) return;
  int at = lua_gettop(L);
  if (!is_plain_table(L, at) && !to_vec(L, at))
    fail_option(L, key, "table of numbers such as {2, 1}");
  Vec v = check_numbers(L, at);
  if (v.n != n)
    fail(L, "option %s: %I numbers expected, one per %s, got %I", key,
         (LUAI_UACINT)n, key[0] == 'w' ? "column" : "row", (LUAI_UACINT)v.n);
  for (size_t i = 0; i < n; i++) {
    double part = *vec_at(v, i);
    if (!(part > 0 && part <= 1000))
      fail(L, "option %s: numbers above 0, up to 1000, expected, got %f", key,
           part);
    if (parts) parts[i] = part;
  }
}

static int l_figure(lua_State *L) {
  lua_settop(L, 1);
  check_options(L, 1);
  size_t rows = option_count(L, 1, "rows", 1);
  size_t columns = option_count(L, 1, "columns", 1);
  if (!rows || !columns || rows > FIGURE_PANELS / columns)
    fail(L, "rows x columns must be 1 to %d, got rows=%I, columns=%I",
         FIGURE_PANELS, (LUAI_UACINT)rows, (LUAI_UACINT)columns);
  bool single = rows * columns == 1;
  option_push(L, 1, "size");
  size_t width = option_side(L, 1, single ? 900 : usual(columns, 600));
  size_t height = option_side(L, 2, single ? 600 : usual(rows, 400));
  int type = option_push(L, 1, "title");
  if (type != LUA_TNIL && type != LUA_TSTRING)
    fail_option(L, "title", "string");
  const char *title = lua_tostring(L, -1);
  const Figure plan = {.width = width, .height = height};
  double scale = option_scale(L, 1, 1, &plan);
  int theme = option_word(L, 1, "theme", theme_words, (int)usual_theme(L));
  bool share_x = option_boolean(L, 1, "share_x", false);
  bool share_y = option_boolean(L, 1, "share_y", false);
  read_parts(L, "widths", columns, NULL);
  read_parts(L, "heights", rows, NULL);
  LuaFigure *p = push_figure(L, rows, columns, width, height);
  int figure = lua_gettop(L);
  read_parts(L, "widths", columns, p->figure->parts[DIRECTION_X]);
  read_parts(L, "heights", rows, p->figure->parts[DIRECTION_Y]);
  p->figure->scale = scale;
  p->figure->theme = (ThemeKind)theme;
  p->figure->share[DIRECTION_X] = share_x;
  p->figure->share[DIRECTION_Y] = share_y;
  check_memory(L, figure_set_title(p->figure, title));
  lua_settop(L, figure);
  return 1;
}

void lua_figure_set_theme(lua_State *L, ThemeKind theme) {
  lua_pushinteger(L, (lua_Integer)theme);
  lua_setfield(L, LUA_REGISTRYINDEX, THEME_KEY);
}

static int l_theme(lua_State *L) {
  int theme = check_word(L, 1, theme_words);
  lua_figure_set_theme(L, (ThemeKind)theme);
  const LuaFigure *p = push_current(L);
  if (p) p->figure->theme = (ThemeKind)theme;
  return 0;
}

LuaFigure *check_current(lua_State *L) {
  LuaFigure *p = push_current(L);
  if (!p) fail(L, "there is no figure yet; create one, as with plot(x, y)");
  return p;
}

static int l_close(lua_State *L) {
  LuaFigure *p = push_current(L);
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, CURRENT_KEY);
  if (!p) return 0;
  figure_free(p->figure);
  p->figure = NULL;
  return 0;
}

/* -- figures as values ---------------------------------------------------- */

static int l_index(lua_State *L) {
  if (lua_type(L, 2) != LUA_TNUMBER) return method_index(L);
  const LuaFigure *p = check_figure(L, 1);
  size_t n = p->figure->rows * p->figure->columns;
  size_t i = check_position(L, 2, n, "axes");
  lua_getiuservalue(L, 1, 1);
  lua_rawgeti(L, -1, (lua_Integer)i + 1);
  return 1;
}

static int l_len(lua_State *L) {
  const LuaFigure *p = check_figure(L, 1);
  lua_pushinteger(L, (lua_Integer)(p->figure->rows * p->figure->columns));
  return 1;
}

static int l_tostring(lua_State *L) {
  const LuaFigure *p = luaL_checkudata(L, 1, TYPE_FIGURE);
  if (!p->figure) {
    lua_pushliteral(L, "figure (closed)");
    return 1;
  }
  size_t marks = figure_marks(p->figure);
  lua_pushfstring(L, "figure %Ix%I, %I mark%s", (LUAI_UACINT)p->figure->rows,
                  (LUAI_UACINT)p->figure->columns, (LUAI_UACINT)marks,
                  marks == 1 ? "" : "s");
  return 1;
}

static const Prim prims[] = {
  {"plot.figure", l_figure,
   "plot.figure{rows=, columns=, title=, size=, scale=, theme=, share_x=, "
   "share_y=, widths=, heights=} -> figure",
   "Creates a figure with rows x columns axes (1 x 1) and makes it current: "
   "plot(...), plot.title(...) and similar functions apply to its first axes "
   "until you draw into another. f[1], f[2] ... are its axes, row by row. size "
   "is {width, height} in pixels: by default 900 x 600 for a single axes, "
   "otherwise 600 x 400 per axes. scale=2 doubles the width and height of a "
   "PNG in pixels. theme is \"light\" or \"dark\". share_x and share_y give "
   "all axes the same limits and label only the bottom row and the left "
   "column. widths={2, 1} makes the first of two columns twice as wide as the "
   "second; heights are those of the rows.",
   "f = plot.figure{rows=1, columns=2}\n"
   "f[2]:scatter({1, 2}, {3, 4})\n"
   "f --> figure 1x2, 1 mark\n"
   "plot.close()"},
  {"plot.theme", l_theme, "plot.theme(name) -> nothing",
   "Sets the theme of the current figure and of new ones: \"light\" (the "
   "default, except in a dark page of the browser build) or \"dark\", light "
   "colors on a dark background. Named colors "
   "adapt to the theme; \"#1f77b4\" does not (it is \"C0\" of the light "
   "theme).",
   "plot.theme(\"light\")\n(pcall(plot.theme, \"blue\")) --> false"},
  {"plot.close", l_close, "plot.close() -> nothing",
   "Closes the current figure and frees its memory. The next drawing "
   "function creates a new one.",
   "f = plot.figure{}\n"
   "plot.close()\n"
   "f --> figure (closed)"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__gc", l_gc, NULL},
                             {"__close", l_gc, NULL},
                             {"__index", l_index, NULL},
                             {"__len", l_len, NULL},
                             {"__tostring", l_tostring, NULL},
                             {NULL, NULL, NULL}};

static const Words words[] = {{NULL, "theme", theme_words, NULL},
                              {"plot.theme", "name", theme_words, NULL},
                              {NULL, NULL, NULL, NULL}};

/* Advice for methods that belong to the axes of a figure. */
static void name_items(lua_State *L) {
  luaL_getmetatable(L, TYPE_FIGURE);
  lua_pushstring(L, TYPE_AXES);
  lua_setfield(L, -2, "__items");
  lua_pop(L, 1);
}

void open_figure(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_FIGURE, metas);
  registry_add_words(L, words);
  name_items(L);
}
