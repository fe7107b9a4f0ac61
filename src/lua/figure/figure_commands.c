/* figure_commands.c - figure:commands, the contents of a figure as a table. */
#include "lua/base/modules.h"
#include "lua/figure/lua_figure.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

#include <lauxlib.h>
/* -- fields of the table at the top of the stack -------------------------- */

static void set_string(lua_State *L, const char *key, const char *text) {
  if (!text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

static void set_true(lua_State *L, const char *key, bool on) {
  if (!on) return;
  lua_pushboolean(L, 1);
  lua_setfield(L, -2, key);
}

static void set_unless_nan(lua_State *L, const char *key, double value) {
  if (isnan(value)) return;
  lua_pushnumber(L, value);
  lua_setfield(L, -2, key);
}

static void set_vec(lua_State *L, const char *key, Vec v) {
  if (!v.n) return;
  chunked_copy_vec(L, push_vec(L, v.n), v);
  lua_setfield(L, -2, key);
}

static void set_color(lua_State *L, const char *key, bool given, Color c) {
  static const char digits[] = "0123456789abcdef";
  if (!given) return;
  char text[] = {'#',
                 digits[c.r / 16],
                 digits[c.r % 16],
                 digits[c.g / 16],
                 digits[c.g % 16],
                 digits[c.b / 16],
                 digits[c.b % 16],
                 0};
  set_string(L, key, text);
}

/* -- marks ---------------------------------------------------------------- */

static void set_style(lua_State *L, const Style *s) {
  set_color(L, "color", s->color_given, s->color);
  set_color(L, "edgecolor", s->edge_given, s->edge);
  set_unless_nan(L, "alpha", s->alpha);
  set_unless_nan(L, "linewidth", s->linewidth);
  set_unless_nan(L, "size", s->size);
  set_string(L, "marker", marker_words[s->marker]);
  set_string(L, "linestyle", line_words[s->line]);
  set_string(L, "cmap", map_words[s->map]);
  set_true(L, "filled", s->filled);
}

static void push_mark(lua_State *L, const Mark *m) {
  lua_createtable(L, 0, 16);
  set_string(L, "kind", mark_names[m->kind]);
  set_string(L, "label", m->label);
  set_string(L, "text", m->text);
  set_style(L, &m->style);
  set_vec(L, "x", m->x);
  set_vec(L, "y", m->y);
  set_vec(L, "x2", m->x2);
  set_vec(L, "y2", m->y2);
  set_vec(L, "levels", m->levels);
  set_vec(L, "values", m->values);
  set_vec(L, "sizes", m->sizes);
  set_true(L, "log", m->log_levels);
  set_true(L, "logits", m->logits);
  set_true(L, "right", m->right);
  set_true(L, "numbers", m->numbers);
  set_true(L, "colorbar", m->colorbar);
  set_unless_nan(L, "vmin", m->low);
  set_unless_nan(L, "vmax", m->high);
  if (m->bands) set_unless_nan(L, "bands", (double)m->bands);
  if (m->kind == MARK_SURFACE) {
    set_unless_nan(L, "azim", m->turn);
    set_unless_nan(L, "elev", m->tilt);
  }
  if (!m->z.rows) return;
  chunked_copy_mat(L, push_mat(L, m->z.rows, m->z.cols), m->z);
  lua_setfield(L, -2, "z");
}

/* -- axes ----------------------------------------------------------------- */

static void set_limits(lua_State *L, const char *key, Range r) {
  if (isnan(r.lo) && isnan(r.hi)) return;
  lua_createtable(L, 2, 0);
  set_unless_nan(L, "from", r.lo);
  set_unless_nan(L, "to", r.hi);
  lua_setfield(L, -2, key);
}

static void push_axes(lua_State *L, const Axes *a) {
  lua_createtable(L, (int)a->count, 8);
  set_string(L, "title", a->text[TEXT_TITLE]);
  set_string(L, "xlabel", a->text[TEXT_X]);
  set_string(L, "ylabel", a->text[TEXT_Y]);
  set_string(L, "zlabel", a->text[TEXT_Z]);
  set_string(L, "ylabel_right", a->text[TEXT_RIGHT]);
  set_limits(L, "ylim_right", a->right);
  set_limits(L, "xlim", a->limits[DIRECTION_X]);
  set_limits(L, "ylim", a->limits[DIRECTION_Y]);
  set_true(L, "log_x", a->log[DIRECTION_X]);
  set_true(L, "log_y", a->log[DIRECTION_Y]);
  set_true(L, "log_y_right", a->right_log);
  set_true(L, "symlog_x", a->symlog[DIRECTION_X]);
  set_true(L, "symlog_y", a->symlog[DIRECTION_Y]);
  set_true(L, "dates_x", a->dates[DIRECTION_X]);
  set_true(L, "dates_y", a->dates[DIRECTION_Y]);
  set_true(L, "equal", a->equal);
  set_true(L, "grid", a->grid);
  set_true(L, "legend", a->legend);
  if (a->legend_place != LEGEND_BEST)
    set_string(L, "legend_place", legend_words[a->legend_place]);
  lua_Integer i = 0;
  for (const Mark *m = a->first; m; m = m->next) {
    push_mark(L, m);
    lua_rawseti(L, -2, ++i);
  }
}

/* Only if they differ. */
static void set_parts(lua_State *L, const char *key, const double *parts,
                      size_t n) {
  bool equal = true;
  for (size_t i = 1; i < n; i++) equal = equal && parts[i] == parts[0];
  if (!equal) set_vec(L, key, vec_of((double *)parts, n));
}

static int l_commands(lua_State *L) {
  const Figure *f = check_figure(L, 1)->figure;
  size_t n = f->rows * f->columns;
  luaL_checkstack(L, 8, "figure");
  lua_createtable(L, (int)n, 8);
  set_unless_nan(L, "rows", (double)f->rows);
  set_unless_nan(L, "columns", (double)f->columns);
  set_unless_nan(L, "width", (double)f->width);
  set_unless_nan(L, "height", (double)f->height);
  set_unless_nan(L, "scale", f->scale);
  set_string(L, "theme", theme_words[f->theme]);
  set_string(L, "title", f->title);
  set_true(L, "share_x", f->share[DIRECTION_X]);
  set_true(L, "share_y", f->share[DIRECTION_Y]);
  set_parts(L, "widths", f->parts[DIRECTION_X], f->columns);
  set_parts(L, "heights", f->parts[DIRECTION_Y], f->rows);
  for (size_t i = 0; i < n; i++) {
    push_axes(L, &f->axes[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static const Prim prims[] = {
  {"figure:commands", l_commands, "f:commands() -> table",
   "Returns the contents of the figure as a table: its size and title, and in "
   "[1], [2] ... its axes with their labels and limits. Each axes lists what "
   "was drawn in it in [1], [2] ...: kind (\"line\"), x, y, color, label and "
   "so on. All values are copies; changing them does not change the figure.",
   "f = plot.figure{}\n"
   "f[1]:line({1, 2}, {3, 4}, {label=\"a\"})\n"
   "f:commands()[1][1].kind --> line\n"
   "f:commands()[1][1].y --> [3 4]\n"
   "plot.close()"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_commands(lua_State *L) { registry_add(L, prims); }
