/* normalize.c - feature scaling, and the scaler that applies it to new data. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/scale.h"
#include "core/status.h"
#include "lua/array/column_names.h"
#include "lua/array/match_names.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/modules.h"
#include "lua/array/parts.h"
#include "lua/array/shared.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/model/scaler.h"
#include "lua/model/shared_rows.h"
#include "sys/interrupt.h"

/* User values: the block that holds the four vectors; the table of column names
 * or nil. */
enum { NUMBERS = 1, NAMES };

const char *const scale_kinds[] = {"zscore", "minmax", "mean", NULL};

static Scale *check_scaler(lua_State *L, int arg) {
  Scale *scale = luaL_testudata(L, arg, TYPE_SCALER);
  if (!scale) fail_arg(L, arg, "scaler (the second result of normalize)");
  return scale;
}

Scale scaler_scale_of(ScaleKind kind, Vec all) {
  const size_t n = all.n / 4;
  return (Scale){kind, vec_part(all, 0, n), vec_part(all, n, n),
                 vec_part(all, 2 * n, n), vec_part(all, 3 * n, n)};
}

Scale push_scale(lua_State *L, ScaleKind kind, size_t n) {
  return scaler_scale_of(kind, push_vec(L, 4 * n));
}

static Scale *push_scaler(lua_State *L, ScaleKind kind, size_t n) {
  Scale *s = lua_newuserdatauv(L, sizeof *s, NAMES);
  *s = (Scale){kind, {NULL, 0, 1}, {NULL, 0, 1}, {NULL, 0, 1}, {NULL, 0, 1}};
  luaL_setmetatable(L, TYPE_SCALER);
  *s = push_scale(L, kind, n);
  lua_setiuservalue(L, -2, NUMBERS);
  return s;
}

/* Pushes a result with the shape and names of the argument. */
static Mat push_like(lua_State *L, int arg, Mat X) {
  Mat out = to_vec(L, arg) ? mat_column(push_vec(L, X.rows))
                           : push_mat(L, X.rows, X.cols);
  column_names_keep(L, arg);
  return out;
}

/* Pushes "2", or "2 (rooms)" if X at 1 has names. */
static const char *push_column(lua_State *L, size_t j) {
  lua_Integer column = (lua_Integer)j + 1;
  if (!push_feature_names(L, 1))
    return lua_pushfstring(L, "%I", (LUAI_UACINT)column);
  lua_rawgeti(L, -1, column);
  return lua_pushfstring(L, "%I (%s)", (LUAI_UACINT)column,
                         lua_tostring(L, -1));
}

static void warn_constant(lua_State *L, const Scale *s) {
  int top = lua_gettop(L);
  for (size_t j = 0; j < s->mean.n; j++) {
    char value[32];
    if (!scale_constant(s, j)) continue;
    snprintf(value, sizeof value, "%g", *vec_at(s->mean, j));
    warn(L, lua_pushfstring(L,
                            "normalize: column %s is constant (%s) and "
                            "becomes 0",
                            push_column(L, j), value));
    lua_settop(L, top);
  }
}

static void check_usable(lua_State *L, const Scale *s) {
  for (size_t j = 0; j < s->mean.n; j++)
    if (!scale_usable(s, j))
      fail(L,
           "the spread of column %s cannot be computed: its values are too "
           "large or too close together; change their units",
           push_column(L, j));
}

/* With nan or infinity in a column its mean is not finite, so X need not be read
 * just to find that there is none. */
static void check_finite(lua_State *L, const Scale *scale, Mat X,
                         const Share *share) {
  if (vec_nonfinite(scale->mean) == scale->mean.n) return;
  const Status s = mat_check_finite(X, &interrupted);
  check_status(L, share ? shared_rows_agree(L, share, s, 0) : s, "X");
}

static void learn_shared(lua_State *L, const Share *share, Scale *scale, Mat X,
                         Vec weight) {
  const double parts[] = {scale->kind, (double)X.cols};
  const uint64_t digest = share_digest(parts, 2);
  check_status(L, shared_rows_agree(L, share, status_ok(), digest), "X");
  shared_rows_fit(L, share, scale, X, weight,
                  shared_rows_total(L, share, weight));
}

void scaler_learn(lua_State *L, int arg, Scale *scale, Mat X, Vec weight) {
  Share share;
  const bool shared = shared_find(L, arg, &share);
  if (shared)
    learn_shared(L, &share, scale, X, weight);
  else
    check_status(L, scale_fit_weighted(scale, X, weight, &interrupted), "X");
  check_finite(L, scale, X, shared ? &share : NULL);
  check_usable(L, scale);
  warn_constant(L, scale);
}

static ScaleKind check_kind(lua_State *L, int arg) {
  if (lua_isnoneornil(L, arg)) return SCALE_ZSCORE;
  if (is_plain_table(L, arg)) /* normalize(polyfeatures(X, 2)) */
    fail_arg_because(L, arg,
                     "\"zscore\", \"minmax\" or \"mean\" expected, got "
                     "a table; to drop the names that polyfeatures returns "
                     "second, use parentheses: "
                     "normalize((polyfeatures(X, 2)))");
  return (ScaleKind)check_word(L, arg, scale_kinds);
}

static int l_normalize(lua_State *L) {
  if (is_plain_table(L, 1)) check_numbers(L, 1);
  Mat X = check_features(L, 1);
  ScaleKind kind = check_kind(L, 2);
  Mat out = push_like(L, 1, X);
  Scale *scale = push_scaler(L, kind, X.cols);
  scaler_learn(L, 1, scale, X, (Vec){0});
  if (push_feature_names(L, 1)) lua_setiuservalue(L, -2, NAMES);
  check_status(L, scale_apply(out, scale, X, &interrupted), "X");
  return 2;
}

/* -- the scaler ----------------------------------------------------------- */

typedef Status Transform(Mat out, const Scale *scale, Mat X, StopFlag stop);

/* New data: a matrix; a vector, for one feature; or n numbers as a vector or
 * table, for a single example of n features. */
static int transform(lua_State *L, Transform *change) {
  Scale *s = check_scaler(L, 1);
  if (is_plain_table(L, 2)) check_numbers(L, 2);
  Vec *v = to_vec(L, 2);
  const size_t n = s->mean.n;
  if (v && n > 1 && v->n == n) {
    Vec out = push_vec(L, n);
    vec_copy(out, *v);
    Mat row = mat_of(out.d, 1, n);
    check_status(L, change(row, s, row, &interrupted), "X");
    return 1;
  }
  lua_getiuservalue(L, 1, NAMES);
  Mat X = match_names(L, lua_gettop(L), 2, check_features(L, 2), "scaler");
  if (X.cols != n)
    fail_arg_because(L, 2, "%I column%s, but the scaler expects %I",
                     (LUAI_UACINT)X.cols, X.cols == 1 ? "" : "s",
                     (LUAI_UACINT)n);
  Mat out = push_like(L, 2, X);
  check_status(L, change(out, s, X, &interrupted), "X");
  return 1;
}

static int l_apply(lua_State *L) { return transform(L, scale_apply); }
static int l_invert(lua_State *L) { return transform(L, scale_invert); }

static int l_index(lua_State *L) {
  Scale *s = check_scaler(L, 1);
  const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  const Vec *field = !strcmp(key, "mean")  ? &s->mean
                     : !strcmp(key, "std") ? &s->std
                     : !strcmp(key, "min") ? &s->min
                     : !strcmp(key, "max") ? &s->max
                                           : NULL;
  if (!field) return method_index(L);
  lua_getiuservalue(L, 1, NUMBERS);
  push_vec_view(L, -1, *field);
  return 1;
}

static int l_tostring(lua_State *L) {
  Scale *s = check_scaler(L, 1);
  lua_pushfstring(L, "%s scaler for %I feature%s", scale_kinds[s->kind],
                  (LUAI_UACINT)s->mean.n, s->mean.n == 1 ? "" : "s");
  return 1;
}

/* -- in a workspace: see parts.h ------------------------------------------- */

static int l_save(lua_State *L) {
  const Scale *s = check_scaler(L, 1);
  lua_settop(L, 1);
  lua_newtable(L);
  lua_pushstring(L, scale_kinds[s->kind]);
  lua_setfield(L, 2, "kind");
  lua_pushinteger(L, (lua_Integer)s->mean.n);
  lua_setfield(L, 2, "columns");
  lua_getiuservalue(L, 1, NUMBERS);
  lua_setfield(L, 2, "numbers");
  lua_getiuservalue(L, 1, NAMES);
  lua_setfield(L, 2, "names");
  return 1;
}

/* Scaler at 1, parts at 2. */
static void fill_scaler(lua_State *L, Scale *scaler) {
  const Parts p = {L, 2, TYPE_SCALER};
  const size_t n = parts_count(&p, "columns", PTRDIFF_MAX / 64);
  const int kind = parts_word(&p, "kind", scale_kinds);
  double *d = parts_push_numbers(&p, "numbers", 4 * n);
  if (!d || kind < 0) luaL_error(L, "scaler: a part is missing");
  const Scale s = scaler_scale_of((ScaleKind)kind, vec_of(d, 4 * n));
  for (size_t j = 0; j < n; j++)
    if (!scale_usable(&s, j)) luaL_error(L, "scaler: not a scale");
  lua_setiuservalue(L, 1, NUMBERS);
  parts_push_names(&p, "names");
  if (!lua_isnil(L, -1) && lua_rawlen(L, -1) != n)
    parts_fail(&p, "names", "one name per column");
  if (!lua_isnil(L, -1)) push_names_copy(L);
  lua_setiuservalue(L, 1, NAMES);
  *scaler = s;
}

static int l_load(lua_State *L) {
  if (lua_isnoneornil(L, 1)) {
    push_scaler(L, SCALE_ZSCORE, 0);
    return 1;
  }
  Scale *s = check_scaler(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  fill_scaler(L, s);
  return 0;
}

#define SCALER "Xn, scaler = normalize(matrix{{1, 10}, {3, 50}})\n"

static const Prim prims[] = {
  {"normalize", l_normalize, "normalize(X, kind) -> like X, scaler",
   "Brings the columns of X to a common scale, which lets gradient descent "
   "take larger steps. kind is \"zscore\", (x - mean) / std (the default); "
   "\"minmax\", (x - min) / (max - min); or \"mean\", (x - mean) / (max - "
   "min). Returns a scaled copy and a scaler: scaler(X) scales new data in the "
   "same way, scaler:invert(Xn) reverses the scaling, and scaler.mean, .std, "
   ".min and .max are vectors. A constant column becomes 0, with a warning. "
   "The results keep the column names of X. If X has names, the scaler "
   "reorders the columns of new data to match, and unknown names raise an "
   "error.",
   "Xn, scaler = normalize(matrix{{1, 10}, {3, 50}})\n"
   "Xn --> [[-1 -1]\n [ 1  1]]\nscaler.mean --> [ 2 30]\n"
   "scaler{5, 70} --> [3 2]"},
  {"scaler:invert", l_invert, "scaler:invert(Xn) -> like Xn",
   "Reverses the scaling: returns the original values.",
   "Xn, scaler = normalize(vector{1, 2, 4})\n"
   "scaler:invert(Xn) --> [1 2 4]"},
  {"scaler:mean", NULL, "scaler.mean -> vector",
   "The means of the columns, a vector.", SCALER "scaler.mean --> [ 2 30]"},
  {"scaler:std", NULL, "scaler.std -> vector",
   "The standard deviations of the columns, a vector.",
   SCALER "scaler.std --> [ 1 20]"},
  {"scaler:min", NULL, "scaler.min -> vector",
   "The minima of the columns, a vector.", SCALER "scaler.min --> [ 1 10]"},
  {"scaler:max", NULL, "scaler.max -> vector",
   "The maxima of the columns, a vector.", SCALER "scaler.max --> [ 3 50]"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {
  {"__index", l_index, NULL},       {"__call", l_apply, NULL},
  {"__tostring", l_tostring, NULL}, {"__save", l_save, NULL},
  {"__load", l_load, NULL},         {NULL, NULL, NULL}};

static const Words words[] = {{"normalize", "kind", scale_kinds, NULL},
                              {NULL, "normalize", scale_kinds, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_normalize(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_SCALER, metas);
  registry_add_words(L, words);
}
