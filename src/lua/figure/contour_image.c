/* contour_image.c - matrices as pictures: contour, image, surface. */
#include "lua/figure/plot_args.h"
#include "lua/base/modules.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"

#include <math.h>

/* -- options -------------------------------------------------------------- */

static bool ascends(Vec v) {
  for (size_t i = 0; i < v.n; i++)
    if (!isfinite(*vec_at(v, i)) || (i && *vec_at(v, i) <= *vec_at(v, i - 1)))
      return false;
  return true;
}

/* A count of bands, or the levels themselves. */
static void read_levels(lua_State *L, int arg, Mark *m) {
  enum { MOST = 64 };
  m->log_levels = option_boolean(L, arg, "log", false);
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
  if (m->log_levels && *vec_at(m->levels, 0) <= 0)
    fail(L,
         "option levels: with log=true all must be above 0; the first is "
         "%f",
         *vec_at(m->levels, 0));
}

/* true, or the text beside the bar, which stays anchored in the options. */
static void read_colorbar(lua_State *L, int arg, Mark *m) {
  int type = option_push(L, arg, "colorbar");
  if (type != LUA_TNIL && type != LUA_TBOOLEAN && type != LUA_TSTRING)
    fail_option(L, "colorbar", "true, false or the text beside it");
  m->colorbar = lua_toboolean(L, -1);
  m->text = type == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
}

static double read_finite(lua_State *L, int arg, const char *key) {
  double value = option_number(L, arg, key, NAN);
  if (option_push(L, arg, key) != LUA_TNIL && !isfinite(value))
    fail_option(L, key, "finite number");
  lua_pop(L, 1);
  return value;
}

/* The farthest finite number of z from the center. */
static double farthest(lua_State *L, Mat z, double center) {
  double most = 0;
  for (size_t i = 0; i < z.rows; i++) {
    check_interrupt(L);
    for (size_t j = 0; j < z.cols; j++) {
      double away = fabs(*mat_at(z, i, j) - center);
      if (isfinite(away)) most = fmax(most, away);
    }
  }
  return most > 0 ? most : 1;
}

/* vmin, vmax: what the ends of the colour map stand for; center: what its
 * middle does. */
static void read_colors(lua_State *L, int arg, Mark *m) {
  double center = read_finite(L, arg, "center");
  m->low = read_finite(L, arg, "vmin");
  m->high = read_finite(L, arg, "vmax");
  if (m->low >= m->high)
    fail(L, "option vmax: more than vmin expected, got vmin=%f, vmax=%f",
         m->low, m->high);
  if (isnan(center)) return;
  if (!isnan(m->low) || !isnan(m->high))
    fail(L, "option center: not together with vmin or vmax");
  double away = farthest(L, m->z, center);
  m->low = center - away;
  m->high = center + away;
}

/* -- data ----------------------------------------------------------------- */

static Vec read_grid_side(lua_State *L, int arg, size_t n, const char *of) {
  Vec v = check_numbers(L, arg);
  if (v.n != n)
    fail_arg_because(L, arg,
                     "Z has %I %s, so as many numbers are expected, "
                     "got %I",
                     (LUAI_UACINT)n, of, (LUAI_UACINT)v.n);
  for (size_t i = 0; i < n; i++)
    if (!isfinite(*vec_at(v, i)))
      fail_arg_because(L, arg, "element %I is not finite", (LUAI_UACINT)i + 1);
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

/* Z, or x, y, Z. True: Z alone. */
static bool read_grid(lua_State *L, int arg, size_t least, Mark *m) {
  bool alone = to_mat(L, arg) != NULL;
  lua_settop(L, arg + (alone ? 1 : 3));
  if (alone) insert_sides(L, arg);
  if (!to_mat(L, arg + 2)) fail_arg(L, arg + 2, "matrix");
  m->z = check_mat(L, arg + 2);
  if (m->z.rows < least || m->z.cols < least)
    fail(L, "Z needs at least %I row%s and %I column%s, got %Ix%I",
         (LUAI_UACINT)least, least == 1 ? "" : "s", (LUAI_UACINT)least,
         least == 1 ? "" : "s", (LUAI_UACINT)m->z.rows, (LUAI_UACINT)m->z.cols);
  m->x = read_grid_side(L, arg, m->z.cols, "columns");
  m->y = read_grid_side(L, arg + 1, m->z.rows, "rows");
  return alone;
}

static void check_one_way(lua_State *L, int arg, Vec v) {
  for (size_t i = 2; i < v.n; i++) {
    bool up = *vec_at(v, 1) > *vec_at(v, 0);
    bool here = *vec_at(v, i) > *vec_at(v, i - 1);
    if (up != here || *vec_at(v, i) == *vec_at(v, i - 1))
      fail_arg_because(L, arg,
                       "numbers that ascend or descend expected, but "
                       "element %I breaks the row",
                       (LUAI_UACINT)i + 1);
  }
  if (v.n > 1 && *vec_at(v, 0) == *vec_at(v, 1))
    fail_arg_because(L, arg,
                     "numbers that ascend or descend expected, but "
                     "element 2 repeats the first");
}

static void find_span(lua_State *L, Mat z, double *low, double *high) {
  *low = INFINITY;
  *high = -INFINITY;
  for (size_t i = 0; i < z.rows; i++) {
    check_interrupt(L);
    for (size_t j = 0; j < z.cols; j++) {
      *low = fmin(*low, *mat_at(z, i, j));
      *high = fmax(*high, *mat_at(z, i, j));
    }
  }
}

/* Does a line run, or a band lie, between the lowest and the highest place? */
static bool shows(const Mark *m, double low, double high) {
  const size_t n = m->levels.n;
  if (m->log_levels && !(high > 0)) return false;
  if (m->style.filled)
    return !n || (n > 1 && *vec_at(m->levels, 0) <= high &&
                  *vec_at(m->levels, n - 1) >= low);
  for (size_t i = 0; i < n; i++)
    if (*vec_at(m->levels, i) > low && *vec_at(m->levels, i) <= high)
      return true;
  return !n && low < high;
}

/* An empty picture must not look like an answer. */
static void warn_empty(lua_State *L, const Mark *m) {
  double low, high;
  find_span(L, m->z, &low, &high);
  if (shows(m, low, high) || !isfinite(low) || !isfinite(high)) return;
  if (m->log_levels && !(high > 0))
    warn_of(L,
            "nothing is drawn: log=true shows heights above 0, the largest "
            "of Z is %f",
            high);
  else if (m->style.filled && m->levels.n == 1)
    warn_of(L, "nothing is drawn: a band lies between two levels, and there is "
               "one");
  else if (m->levels.n)
    warn_of(L,
            "nothing is drawn: the levels, %f to %f, do not meet the "
            "heights of Z, %f to %f",
            *vec_at(m->levels, 0), *vec_at(m->levels, m->levels.n - 1), low,
            high);
  else
    warn_of(L,
            "nothing is drawn: Z is %f everywhere, so that there is no line "
            "between two heights; filled=true shows its colour",
            low);
}

static int l_contour(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  Mark m = plot_args_new_mark(MARK_CONTOUR);
  read_grid(L, arg, 2, &m);
  plot_args_read_style(L, arg + 3, &m);
  read_colorbar(L, arg + 3, &m);
  read_levels(L, arg + 3, &m);
  warn_empty(L, &m);
  return plot_args_finish_mark(L, &m);
}

/* -- image ---------------------------------------------------------------- */

/* Cells end midway between their places. */
static Vec push_edges(lua_State *L, Vec at) {
  Vec v = push_vec(L, at.n + 1);
  for (size_t i = 1; i < at.n; i++)
    v.d[i] = *vec_at(at, i - 1) / 2 + *vec_at(at, i) / 2;
  double first = at.n > 1 ? v.d[1] - *vec_at(at, 0) : 0.5;
  double last = at.n > 1 ? *vec_at(at, at.n - 1) - v.d[at.n - 1] : 0.5;
  v.d[0] = *vec_at(at, 0) - first;
  v.d[at.n] = *vec_at(at, at.n - 1) + last;
  return v;
}

static void check_some_cell(lua_State *L, Mat z) {
  for (size_t i = 0; i < z.rows; i++) {
    check_interrupt(L);
    for (size_t j = 0; j < z.cols; j++)
      if (isfinite(*mat_at(z, i, j))) return;
  }
  fail(L, "Z has no finite number to draw; the first is %f",
       to_printable(*mat_at(z, 0, 0)));
}

static int l_image(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  Mark m = plot_args_new_mark(MARK_IMAGE);
  m.downwards = read_grid(L, arg, 1, &m);
  check_one_way(L, arg, m.x);
  check_one_way(L, arg + 1, m.y);
  check_some_cell(L, m.z);
  plot_args_read_style(L, arg + 3, &m);
  read_colorbar(L, arg + 3, &m);
  read_colors(L, arg + 3, &m);
  m.numbers = option_boolean(L, arg + 3, "numbers", false);
  m.x = push_edges(L, m.x);
  m.y = push_edges(L, m.y);
  return plot_args_finish_mark(L, &m);
}

/* -- surface -------------------------------------------------------------- */

/* path = {x, y}: two series of one length. */
static void read_path(lua_State *L, int arg, Mark *m) {
  int type = option_push(L, arg, "path");
  if (type == LUA_TNIL) return;
  if (!is_plain_table(L, -1) || lua_rawlen(L, -1) != 2)
    fail_option(L, "path", "{x, y} of two vectors");
  int path = lua_gettop(L);
  for (int i = 1; i <= 2; i++)
    if (lua_geti(L, path, i) != LUA_TTABLE && !to_vec(L, -1)) {
      lua_pushvalue(L, path);
      fail_option(L, "path", "{x, y} of two vectors");
    }
  m->x2 = check_numbers(L, path + 1);
  m->y2 = check_numbers(L, path + 2);
  if (m->x2.n != m->y2.n)
    fail(L,
         "option path: x has %I numbers, y has %I; they belong together in "
         "pairs",
         (LUAI_UACINT)m->x2.n, (LUAI_UACINT)m->y2.n);
}

static void read_angles(lua_State *L, int arg, Mark *m) {
  m->turn = read_finite(L, arg, "azim");
  m->tilt = read_finite(L, arg, "elev");
  if (isnan(m->turn)) m->turn = -60;
  if (isnan(m->tilt)) m->tilt = 30;
  if (m->tilt < 5 || m->tilt > 85)
    fail(L, "option elev: degrees from 5 to 85 expected, got %f", m->tilt);
}

static int l_surface(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  Mark m = plot_args_new_mark(MARK_SURFACE);
  read_grid(L, arg, 2, &m);
  check_one_way(L, arg, m.x);
  check_one_way(L, arg + 1, m.y);
  check_status(L, mat_check_finite(m.z, NULL), "Z");
  color_parse("C3", &m.style.color);
  plot_args_read_style(L, arg + 3, &m);
  read_colorbar(L, arg + 3, &m);
  read_colors(L, arg + 3, &m);
  read_angles(L, arg + 3, &m);
  read_path(L, arg + 3, &m);
  return plot_args_finish_mark(L, &m);
}

/* -- the table ------------------------------------------------------------ */

#define MAPS                                                                   \
  "cmap is \"viridis\", \"coolwarm\", \"RdBu\", \"RdBu_r\", \"gray\", "        \
  "\"gray_r\" or \"Blues\""
#define BAR                                                                    \
  " colorbar=true adds a bar that tells what the colours stand for, "          \
  "colorbar=\"text\" with a text beside it."
#define CONTOUR_OPTIONS                                                        \
  "{levels=, log=, filled=, cmap=, colorbar=, color=, alpha=, linewidth=, "    \
  "linestyle=}"
#define IMAGE_OPTIONS                                                          \
  "{cmap=, vmin=, vmax=, center=, numbers=, colorbar=, alpha=}"
#define SURFACE_OPTIONS                                                        \
  "{path=, cmap=, vmin=, vmax=, center=, colorbar=, color=, linewidth=, "      \
  "azim=, elev=}"

static const Prim prims[] = {
  DRAWING("contour", l_contour, "x, y, Z, " CONTOUR_OPTIONS,
          "Draws lines of equal height of Z, or bands between them "
          "(filled=true). Z has one row for each y and one column for each x, "
          "all finite; plot.contour(Z) counts both from 1. levels is about how "
          "many bands (16), or the levels in ascending order; log=true spaces "
          "them by factors, for heights above 0. color gives all lines one "
          "colour, and all bands one (with alpha), else " MAPS "." BAR,
          "matrix{{1, 2}, {3, 4}}", "1 mark: contour"),
  DRAWING("image", l_image, "x, y, Z, " IMAGE_OPTIONS,
          "Draws a matrix as coloured cells. plot.image(Z) puts row 1 on top, "
          "with square cells; with x and y, the middles of columns and rows, "
          "the axes count as they do. " MAPS "; vmin and vmax are what its "
          "ends stand for, center what its middle does: 0 for weights. "
          "numbers=true writes each number into its cell. nan stays empty." BAR,
          "matrix{{1, 2}, {3, 4}}", "1 mark: image"),
  DRAWING("surface", l_surface, "x, y, Z, " SURFACE_OPTIONS,
          "Draws the heights Z over x and y as a surface in space; "
          "plot.surface(Z) counts both from 1. path={x, y} draws a way over "
          "it, with color (\"C3\") and linewidth. azim (-60) and elev (30) "
          "are the degrees from which it is seen. " MAPS ". The axis of the "
          "heights is named by zlabel. Nothing else can be drawn into these "
          "axes." BAR,
          "matrix{{1, 2}, {3, 4}}", "1 mark: surface"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_grid(lua_State *L) { registry_add(L, prims); }
