/* plot_args.c - the data and options that the drawing primitives share. */
#include "lua/figure/plot_args.h"
#include "lua/array/vector_kind.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/warn.h"
#include "lua/base/values.h"

#include <math.h>

/* -- options -------------------------------------------------------------- */

/* A color option; false: it is missing. */
static bool read_color(lua_State *L, int arg, const char *key, Color *out) {
  int type = option_push(L, arg, key);
  if (type != LUA_TNIL &&
      (type != LUA_TSTRING || !color_parse(lua_tostring(L, -1), out)))
    fail_option(L, key, "color such as \"red\", \"#1f77b4\" or \"C0\"");
  lua_pop(L, 1);
  return type != LUA_TNIL;
}

/* A number from 0 to `most`. */
double plot_args_read_size(lua_State *L, int arg, const char *key,
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
  if (type == LUA_TNUMBER) { /* the text of a number needs an anchor */
    lua_pushvalue(L, -1);
    lua_tostring(L, -1);
    lua_setfield(L, arg, "label");
    lua_getfield(L, arg, "label");
  }
  return lua_tostring(L, -1);
}

void plot_args_read_style(lua_State *L, int arg, Mark *m) {
  enum { WIDEST = 100 };
  Style *s = &m->style;
  check_options(L, arg);
  s->color_given |= read_color(L, arg, "color", &s->color);
  s->edge_given = read_color(L, arg, "edgecolor", &s->edge);
  s->alpha = plot_args_read_size(L, arg, "alpha", s->alpha, 1);
  s->linewidth = plot_args_read_size(L, arg, "linewidth", s->linewidth, WIDEST);
  s->size = plot_args_read_size(L, arg, "size", s->size, WIDEST);
  s->marker =
    (Marker)option_word(L, arg, "marker", marker_words, (int)s->marker);
  s->line =
    (LineStyle)option_word(L, arg, "linestyle", line_words, (int)s->line);
  s->map = (ColorMap)option_word(L, arg, "cmap", map_words, (int)s->map);
  s->filled = option_boolean(L, arg, "filled", s->filled);
  m->right = option_boolean(L, arg, "right", false);
  m->label = read_label(L, arg);
}

/* A style, a table of options, or both. */
void plot_args_read_line_style(lua_State *L, int arg, Mark *m) {
  bool style = lua_type(L, arg) == LUA_TSTRING;
  if (style && !style_parse(lua_tostring(L, arg), &m->style))
    fail_arg(
      L, arg,
      "style of a color letter (b g r c m y k w), a marker "
      "(o x + s ^ D d v < > * p h . | _) and a line (- -- : -.), such as "
      "\"ro--\",");
  plot_args_read_style(L, style ? arg + 1 : arg, m);
}

/* -- data ----------------------------------------------------------------- */

void check_same_length(lua_State *L, Vec x, Vec y, const char *name) {
  if (x.n != y.n)
    fail(L, "x and %s must have the same length, got %I and %I", name,
         (LUAI_UACINT)x.n, (LUAI_UACINT)y.n);
}

static bool none_finite(Vec v) {
  for (size_t i = 0; i < v.n; i++)
    if (isfinite(*vec_at(v, i))) return false;
  return v.n > 0;
}

bool plot_args_warn_empty(lua_State *L, Vec v, const char *name) {
  if (!none_finite(v)) return false;
  warn_of_call(L, "nothing is drawn: %s has no finite number; the first is %f",
               name, to_printable(*vec_at(v, 0)));
  return true;
}

/* Raises if no number is finite. */
void check_some_finite(lua_State *L, Vec v, const char *name) {
  if (!none_finite(v)) return;
  lua_pushnumber(L, *vec_at(v, 0));
  const char *first = push_description(L, -1);
  fail(L, "%s has no finite number to draw; the first is %s", name, first);
}

void plot_args_date_axis(lua_State *L, int arg, AxesDirection which) {
  if (vector_kind(L, arg)) axes_set_dates(plot_axes_target(L), which, true);
}

void plot_args_read_points(lua_State *L, int arg, Mark *m) {
  m->x = check_numbers(L, arg);
  m->y = check_numbers(L, arg + 1);
  check_same_length(L, m->x, m->y, "y");
  if (!plot_args_warn_empty(L, m->x, "x")) plot_args_warn_empty(L, m->y, "y");
  plot_args_date_axis(L, arg, DIRECTION_X);
  plot_args_date_axis(L, arg + 1, DIRECTION_Y);
}

/* A table of options has no first element. */
bool is_series(lua_State *L, int arg) {
  if (to_vec(L, arg)) return true;
  return is_plain_table(L, arg) &&
         (lua_rawlen(L, arg) > 0 || (lua_pushnil(L), !lua_next(L, arg)));
}

Vec push_counting(lua_State *L, size_t n) {
  Vec v = push_vec(L, n);
  for (size_t i = 0; i < n; i++) v.d[i] = (double)(i + 1);
  return v;
}

Mark plot_args_new_mark(MarkKind kind) {
  return (Mark){
    .kind = kind, .style = mark_style(kind), .low = NAN, .high = NAN};
}

int plot_args_finish_mark(lua_State *L, const Mark *m) {
  plot_axes_add_mark(L, m);
  return plot_axes_return(L);
}

double check_finite(lua_State *L, int arg) {
  double value = check_number(L, arg);
  if (!isfinite(value)) fail_arg(L, arg, "finite number");
  return value;
}

Bars push_bars(lua_State *L, size_t n) {
  Bars b;
  b.from = push_vec(L, n);
  b.to = push_vec(L, n);
  b.foot = push_vec(L, n);
  b.top = push_vec(L, n);
  return b;
}
