/* plot.c - drawing: plot(x, y), plot.scatter ..., and the same words as
 * methods of an axes. Each copies its data into the figure. */
#include "open.h"
#include "picture.h"

#include <math.h>
#include <string.h>

/* -- options -------------------------------------------------------------- */

/* A colour option, when it is given. */
static bool read_color(lua_State *L, int arg, const char *key, Color *out) {
  int type = option_push(L, arg, key);
  if (type != LUA_TNIL &&
      (type != LUA_TSTRING || !color_parse(lua_tostring(L, -1), out)))
    fail_option(L, key, "colour such as \"red\", \"#1f77b4\" or \"C0\"");
  lua_pop(L, 1);
  return type != LUA_TNIL;
}

/* A number within (least, most], or least too when it is 0. */
static double read_size(lua_State *L, int arg, const char *key,
                        double otherwise, double most) {
  double value = option_number(L, arg, key, otherwise);
  if (value >= 0 && value <= most) return value;
  lua_pushnumber(L, value);
  lua_pushfstring(L, "number from 0 to %d", (int)most);
  lua_insert(L, -2);
  fail_option(L, key, lua_tostring(L, -2));
  return 0;
}

/* The text stays anchored in the table of options. */
static const char *read_label(lua_State *L, int arg) {
  int type = option_push(L, arg, "label");
  if (type != LUA_TNIL && type != LUA_TSTRING && type != LUA_TNUMBER)
    fail_option(L, "label", "string");
  if (type == LUA_TNUMBER) { /* a number's text has no other owner */
    lua_pushvalue(L, -1);
    lua_tostring(L, -1);
    lua_setfield(L, arg, "label");
    lua_getfield(L, arg, "label");
  }
  return lua_tostring(L, -1);
}

static void read_style(lua_State *L, int arg, Mark *m) {
  enum { WIDEST = 100 };
  Style *s = &m->style;
  check_options(L, arg);
  s->color_given |= read_color(L, arg, "color", &s->color);
  s->edge_given = read_color(L, arg, "edgecolor", &s->edge);
  s->alpha = read_size(L, arg, "alpha", s->alpha, 1);
  s->linewidth = read_size(L, arg, "linewidth", s->linewidth, WIDEST);
  s->size = read_size(L, arg, "size", s->size, WIDEST);
  s->marker = (Marker)option_word(L, arg, "marker", marker_words,
                                  (int)s->marker);
  s->line = (LineStyle)option_word(L, arg, "linestyle", line_words,
                                   (int)s->line);
  s->map = (ColorMap)option_word(L, arg, "cmap", map_words, (int)s->map);
  s->filled = option_boolean(L, arg, "filled", s->filled);
  m->label = read_label(L, arg);
}

/* A style, a table of options, or one behind the other. */
static void read_line_style(lua_State *L, int arg, Mark *m) {
  bool style = lua_type(L, arg) == LUA_TSTRING;
  if (style && !style_parse(lua_tostring(L, arg), &m->style))
    fail_arg(L, arg, "style of a colour's letter (b g r c m y k w), a marker "
                     "(o x + s ^ D) and a line (- -- : -.), such as \"ro--\",");
  read_style(L, style ? arg + 1 : arg, m);
}

/* -- data ----------------------------------------------------------------- */

static void check_same_length(lua_State *L, Vec x, Vec y, const char *name) {
  if (x.n != y.n)
    fail(L, "x has %I numbers, %s has %I; they belong together in pairs",
         (LUAI_UACINT)x.n, name, (LUAI_UACINT)y.n);
}

/* Gaps (nan) are welcome, but not nothing else. */
static void check_some_finite(lua_State *L, Vec v, const char *name) {
  for (size_t i = 0; i < v.n; i++)
    if (isfinite(*vec_at(v, i))) return;
  if (!v.n) return;
  lua_pushnumber(L, *vec_at(v, 0));
  const char *first = push_description(L, -1);
  fail(L, "%s has no finite number to draw; the first is %s", name, first);
}

static void read_points(lua_State *L, int arg, Mark *m) {
  m->x = check_numbers(L, arg);
  m->y = check_numbers(L, arg + 1);
  check_same_length(L, m->x, m->y, "y");
  check_some_finite(L, m->x, "x");
  check_some_finite(L, m->y, "y");
}

/* Is the value a series of numbers, not a style? A table of options has no
 * first element. */
static bool is_series(lua_State *L, int arg) {
  if (to_vec(L, arg)) return true;
  return is_plain_table(L, arg) && (lua_rawlen(L, arg) > 0 ||
                                 (lua_pushnil(L), !lua_next(L, arg)));
}

static Vec push_counting(lua_State *L, size_t n) {
  Vec v = push_vec(L, n);
  for (size_t i = 0; i < n; i++) v.d[i] = (double)(i + 1);
  return v;
}

static void insert_counting(lua_State *L, int arg) {
  Vec y = check_numbers(L, arg);
  push_counting(L, y.n);
  lua_insert(L, arg);
}

/* -- drawing -------------------------------------------------------------- */

static Mark new_mark(MarkKind kind) {
  return (Mark){.kind = kind, .style = mark_style(kind)};
}

static int l_line(lua_State *L) {
  int arg = first_argument(L);
  lua_settop(L, arg + 3);
  Mark m = new_mark(MARK_LINE);
  if (!is_series(L, arg + 1)) insert_counting(L, arg); /* plot(y) */
  read_points(L, arg, &m);
  read_line_style(L, arg + 2, &m);
  add_mark(L, &m);
  return return_axes(L);
}

static int l_scatter(lua_State *L) {
  int arg = first_argument(L);
  lua_settop(L, arg + 2);
  Mark m = new_mark(MARK_SCATTER);
  read_points(L, arg, &m);
  read_style(L, arg + 2, &m);
  add_mark(L, &m);
  return return_axes(L);
}

/* A number stands for a line at that height. */
static Vec read_edge(lua_State *L, int arg, Vec x, const char *name,
                     double *room) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    *room = lua_tonumber(L, arg);
    return (Vec){room, x.n, 0};
  }
  Vec v = check_numbers(L, arg);
  check_same_length(L, x, v, name);
  return v;
}

static int l_fill(lua_State *L) {
  int arg = first_argument(L);
  lua_settop(L, arg + 3);
  Mark m = new_mark(MARK_FILL);
  double low, high;
  m.x = check_numbers(L, arg);
  m.y = read_edge(L, arg + 1, m.x, "low", &low);
  m.y2 = read_edge(L, arg + 2, m.x, "high", &high);
  read_style(L, arg + 3, &m);
  add_mark(L, &m);
  return return_axes(L);
}

static int l_text(lua_State *L) {
  int arg = first_argument(L);
  lua_settop(L, arg + 3);
  double x = check_number(L, arg), y = check_number(L, arg + 1);
  if (lua_type(L, arg + 2) != LUA_TSTRING &&
      lua_type(L, arg + 2) != LUA_TNUMBER)
    fail_arg(L, arg + 2, "string");
  Mark m = new_mark(MARK_TEXT);
  m.text = lua_tostring(L, arg + 2);
  m.x = vec_of(&x, 1);
  m.y = vec_of(&y, 1);
  read_style(L, arg + 3, &m);
  add_mark(L, &m);
  return return_axes(L);
}

/* -- functions ------------------------------------------------------------ */

static double call_number(lua_State *L, int f, double x) {
  lua_pushvalue(L, f);
  lua_pushnumber(L, x);
  lua_call(L, 1, 1);
  if (lua_type(L, -1) != LUA_TNUMBER) {
    lua_pushnumber(L, x);
    const char *at = push_description(L, -1), *got = push_description(L, -3);
    fail(L, "f(%s) must be a number, got %s", at, got);
  }
  double y = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return y;
}

static double check_finite(lua_State *L, int arg) {
  double value = check_number(L, arg);
  if (!isfinite(value)) fail_arg(L, arg, "finite number");
  return value;
}

static int l_func(lua_State *L) {
  enum { PLACES = 401 };
  int arg = first_argument(L);
  lua_settop(L, arg + 4);
  if (!lua_isfunction(L, arg)) fail_arg(L, arg, "function of x");
  double from = check_finite(L, arg + 1), to = check_finite(L, arg + 2);
  Mark m = new_mark(MARK_LINE);
  read_line_style(L, arg + 3, &m);
  m.x = push_vec(L, PLACES);
  m.y = push_vec(L, PLACES);
  for (size_t i = 0; i < PLACES; i++) {
    double part = (double)i / (PLACES - 1);
    check_interrupt(L);
    m.x.d[i] = from * (1 - part) + to * part;
    m.y.d[i] = call_number(L, arg, m.x.d[i]);
  }
  check_some_finite(L, m.y, "f(x)");
  add_mark(L, &m);
  return return_axes(L);
}

/* -- contours ------------------------------------------------------------- */

static bool ascends(Vec v) {
  for (size_t i = 0; i < v.n; i++)
    if (!isfinite(*vec_at(v, i)) || (i && *vec_at(v, i) <= *vec_at(v, i - 1)))
      return false;
  return true;
}

/* A count of bands, or the levels themselves. */
static void read_levels(lua_State *L, int arg, Mark *m) {
  enum { MOST = 64 };
  if (option_push(L, arg, "levels") == LUA_TNUMBER) {
    m->bands = option_count(L, arg, "levels", 0);
    if (!m->bands || m->bands > MOST)
      fail_option(L, "levels", "count from 1 to 64, or a vector of levels,");
    return;
  }
  if (lua_isnil(L, -1)) return;
  if (!is_plain_table(L, -1) && !to_vec(L, -1))
    fail_option(L, "levels", "count from 1 to 64, or a vector of levels,");
  lua_pushvalue(L, -1);
  m->levels = check_numbers(L, lua_gettop(L));
  if (m->levels.n < 1 || m->levels.n > MOST || !ascends(m->levels))
    fail(L, "option levels: 1 to 64 finite numbers in ascending order "
            "expected");
}

static Vec read_grid_side(lua_State *L, int arg, size_t n, const char *of) {
  Vec v = check_numbers(L, arg);
  if (v.n != n)
    fail_arg_because(L, arg, "Z has %I %s, so as many numbers are expected, "
                             "got %I", (LUAI_UACINT)n, of, (LUAI_UACINT)v.n);
  for (size_t i = 0; i < n; i++)
    if (!isfinite(*vec_at(v, i)))
      fail_arg_because(L, arg, "element %I is not finite",
                       (LUAI_UACINT)i + 1);
  return v;
}

/* contour(Z): x counts its columns, y its rows. */
static void insert_sides(lua_State *L, int arg) {
  Mat z = check_mat(L, arg);
  push_counting(L, z.cols);
  lua_insert(L, arg);
  push_counting(L, z.rows);
  lua_insert(L, arg + 1);
}

static int l_contour(lua_State *L) {
  int arg = first_argument(L);
  if (to_mat(L, arg)) {
    lua_settop(L, arg + 1);
    insert_sides(L, arg);
  }
  lua_settop(L, arg + 3);
  Mark m = new_mark(MARK_CONTOUR);
  if (!to_mat(L, arg + 2)) fail_arg(L, arg + 2, "matrix");
  m.z = check_mat(L, arg + 2);
  if (m.z.rows < 2 || m.z.cols < 2)
    fail(L, "Z needs at least 2 rows and 2 columns, got %Ix%I",
         (LUAI_UACINT)m.z.rows, (LUAI_UACINT)m.z.cols);
  m.x = read_grid_side(L, arg, m.z.cols, "columns");
  m.y = read_grid_side(L, arg + 1, m.z.rows, "rows");
  read_style(L, arg + 3, &m);
  read_levels(L, arg + 3, &m);
  add_mark(L, &m);
  return return_axes(L);
}

/* -- the table ------------------------------------------------------------ */

#define LINE_OPTIONS \
  "{color=, label=, marker=, size=, alpha=, linewidth=, linestyle=}"
#define SCATTER_OPTIONS \
  "{color=, marker=, size=, label=, alpha=, edgecolor=}"
#define CONTOUR_OPTIONS \
  "{levels=, filled=, cmap=, color=, alpha=, linewidth=, linestyle=}"
#define MARKS "(\"o\" \"x\" \"+\" \"s\" \"^\" \"D\")"
#define LINE_WORDS \
  " Options: color (\"red\", \"#1f77b4\", \"C0\"; else the next of the " \
  "cycle), label (for the legend), marker " MARKS ", size (of markers, 7), " \
  "alpha (0 invisible to 1 opaque), linewidth (2), linestyle (\"-\" " \
  "\"--\" \":\" \"-.\" \"none\"). Sizes are pixels of a 600 x 400 picture."
#define POINTS \
  "x and y are vectors or tables of numbers of the same length; nan leaves " \
  "a gap."

/* The same for an axes: what changes is where it is drawn. */
#define METHOD(word, fn, arguments, call, shown) \
  {"axes:" word, fn, "a:" word "(" arguments ")", \
   "plot." word " into this axes, which is the current one from now on; " \
   "gives the axes, to go on with.", \
   "f = plot.figure{}\nf[1]:" word "(" call ") --> axes 1, 1 mark: " shown \
   "\nplot.close()"}

static const Prim prims[] = {
  {"plot", l_line, "plot(x, y[, style][, " LINE_OPTIONS "])",
   "Draws a line through the points (x, y) into the current axes. " POINTS
   " style is a short form such as \"ro--\" (a colour's letter, a marker, a "
   "line; \"o\" alone draws no line) or a colour, \"green\"; the options are "
   "those of plot.line. plot(y) counts x from 1.",
   "plot.figure()\n"
   "plot({1, 2, 3}, {1, 4, 9}, \"r--\", {label=\"squares\"})\n"
   "plot.axes() --> axes 1, 1 mark: line\n"
   "plot.close()"},
  {"plot.line", l_line, "plot.line(x, y, " LINE_OPTIONS ")",
   "Draws a line through the points (x, y) into the current axes. " POINTS
   LINE_WORDS,
   "plot.figure()\n"
   "plot.line({1, 2, 3}, {1, 4, 9}, {color=\"C1\", label=\"squares\"})\n"
   "plot.axes() --> axes 1, 1 mark: line\n"
   "plot.close()"},
  {"plot.scatter", l_scatter,
   "plot.scatter(x, y, " SCATTER_OPTIONS ")",
   "Draws a marker at each point (x, y). " POINTS " Options: color, marker "
   MARKS ", size (7), label, alpha (0.75), edgecolor (a rim around each "
   "marker; none).",
   "plot.figure()\n"
   "plot.scatter({1, 2, 3}, {1, 4, 9}, {marker=\"x\", label=\"data\"})\n"
   "plot.axes() --> axes 1, 1 mark: scatter\n"
   "plot.close()"},
  {"plot.fill", l_fill, "plot.fill(x, low, high, {color=, label=, alpha=})",
   "Fills the band between the curves low and high over x: vectors or tables "
   "as long as x, or a number for a straight edge. alpha is 0.2 at first.",
   "plot.figure()\n"
   "plot.fill({1, 2, 3}, 0, {1, 4, 9})\n"
   "plot.axes() --> axes 1, 1 mark: fill\n"
   "plot.close()"},
  {"plot.text", l_text, "plot.text(x, y, text, {color=, size=, alpha=})",
   "Writes text to the right of the point (x, y). x_0, w^2 and Greek letters "
   "just work.",
   "plot.figure()\n"
   "plot.text(1, 2, \"minimum\")\n"
   "plot.axes() --> axes 1, 1 mark: text\n"
   "plot.close()"},
  {"plot.func", l_func, "plot.func(f, from, to, " LINE_OPTIONS ")",
   "Draws y = f(x) for x between from and to; f is called with 401 numbers."
   LINE_WORDS,
   "plot.figure()\n"
   "plot.func(math.sin, 0, 6)\n"
   "plot.axes() --> axes 1, 1 mark: line\n"
   "plot.close()"},
  {"plot.contour", l_contour,
   "plot.contour(x, y, Z, " CONTOUR_OPTIONS ")",
   "Draws lines of equal height of Z, or bands between them (filled=true). Z "
   "has one row for each y and one column for each x, all finite; "
   "plot.contour(Z) counts both from 1. levels is about how many bands (16), "
   "or the levels in ascending order; cmap \"viridis\" or \"coolwarm\"; color "
   "gives all lines one colour.",
   "plot.figure()\n"
   "plot.contour({0, 1}, {0, 1, 2}, matrix{{1, 2}, {3, 4}, {5, 6}})\n"
   "plot.axes() --> axes 1, 1 mark: contour\n"
   "plot.close()"},
  METHOD("line", l_line, "x, y, " LINE_OPTIONS, "{1, 2}, {3, 4}", "line"),
  METHOD("scatter", l_scatter, "x, y, " SCATTER_OPTIONS, "{1}, {3}",
         "scatter"),
  METHOD("fill", l_fill, "x, low, high, {color=, label=, alpha=}",
         "{1, 2}, 0, 1", "fill"),
  METHOD("text", l_text, "x, y, text, {color=, size=, alpha=}",
         "1, 2, \"here\"", "text"),
  METHOD("func", l_func, "f, from, to, " LINE_OPTIONS, "math.cos, 0, 1",
         "line"),
  METHOD("contour", l_contour, "x, y, Z, " CONTOUR_OPTIONS,
         "matrix{{1, 2}, {3, 4}}", "contour"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot(lua_State *L) { prim_register(L, prims); }
