/* args.c - reading arguments and options. */
#define _POSIX_C_SOURCE 200809L

#include "lua/base/args.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/base/deferred.h"
#include "lua/base/did_you_mean.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/usage/usage.h"

/* -- arguments ------------------------------------------------------------ */

Vec *to_vec(lua_State *L, int index) {
  Vec *v = luaL_testudata(L, index, TYPE_VECTOR);
  if (v) deferred_settle(L);
  return v;
}

Mat *to_mat(lua_State *L, int index) {
  Mat *m = luaL_testudata(L, index, TYPE_MATRIX);
  if (m) deferred_settle(L);
  return m;
}

const Vec *to_const_vec(lua_State *L, int index) {
  const Vec *v = to_deferred_vec(L, index);
  if (v) deferred_settle_one(L, index);
  return v;
}

const Mat *to_const_mat(lua_State *L, int index) {
  const Mat *m = to_deferred_mat(L, index);
  if (m) deferred_settle_one(L, index);
  return m;
}

const Vec *to_deferred_vec(lua_State *L, int index) {
  return luaL_testudata(L, index, TYPE_VECTOR);
}

const Mat *to_deferred_mat(lua_State *L, int index) {
  return luaL_testudata(L, index, TYPE_MATRIX);
}

Vec check_vec(lua_State *L, int arg) {
  Vec *v = to_vec(L, arg);
  if (!v) fail_arg(L, arg, "vector");
  return *v;
}

Mat check_mat(lua_State *L, int arg) {
  Mat *m = to_mat(L, arg);
  if (!m) fail_arg(L, arg, "matrix");
  return *m;
}

Mat check_features(lua_State *L, int arg) {
  Vec *v = to_vec(L, arg);
  if (v) return mat_column(*v);
  Mat *m = to_mat(L, arg);
  if (!m) fail_arg(L, arg, "matrix (or vector, for one feature)");
  return *m;
}

static bool has_word(lua_State *L, int index, const char *key) {
  int type = luaL_getmetafield(L, index, key);
  if (type != LUA_TNIL) lua_pop(L, 1);
  return type == LUA_TSTRING || type == LUA_TBOOLEAN;
}

/* A type can declare itself a list, as a text column does. */
bool is_plain_table(lua_State *L, int index) {
  return lua_istable(L, index) &&
         (has_word(L, index, "__list") || !has_word(L, index, "__name"));
}

static bool is_options(lua_State *L, int index) {
  return is_plain_table(L, index) && !has_word(L, index, "__list");
}

double check_number(lua_State *L, int arg) {
  if (lua_type(L, arg) != LUA_TNUMBER) fail_arg(L, arg, "number");
  return lua_tonumber(L, arg);
}

static bool is_count(lua_State *L, int index, size_t least) {
  int whole;
  lua_Integer n = lua_tointegerx(L, index, &whole);
  return whole && lua_type(L, index) == LUA_TNUMBER && n >= 0 &&
         (size_t)n >= least;
}

size_t check_count(lua_State *L, int arg, size_t least) {
  if (!is_count(L, arg, least)) {
    const char *got = push_description(L, arg);
    fail_arg_because(L, arg, "integer of at least %I expected, got %s",
                     (LUAI_UACINT)least, got);
  }
  return (size_t)lua_tointeger(L, arg);
}

size_t check_position(lua_State *L, int arg, size_t n, const char *unit) {
  int whole;
  lua_Integer i = lua_tointegerx(L, arg, &whole), last = (lua_Integer)n;
  if (!whole || lua_type(L, arg) != LUA_TNUMBER) {
    const char *got = push_description(L, arg);
    fail(L, "index must be an integer, got %s", got);
  }
  if (i > 0 && i <= last) return (size_t)(i - 1);
  if (i < 0 && -last <= i) return (size_t)(last + i);
  if (n == 0)
    fail(L, "index %I is out of range: there is no %s", (LUAI_UACINT)i, unit);
  fail(L, "index %I is out of range (%I %s%s); use 1 to %I, or -%I to -1",
       (LUAI_UACINT)i, (LUAI_UACINT)last, unit, n == 1 ? "" : "s",
       (LUAI_UACINT)last, (LUAI_UACINT)last);
  return 0;
}

Vec check_numbers(lua_State *L, int arg) {
  if (!is_plain_table(L, arg)) {
    if (!to_vec(L, arg)) fail_arg(L, arg, "vector or table of numbers");
    return check_vec(L, arg);
  }
  size_t n = (size_t)luaL_len(L, arg);
  Vec v = push_vec(L, n);
  for (size_t i = 0; i < n; i++) {
    check_interrupt_at(L, i);
    if (lua_geti(L, arg, (lua_Integer)i + 1) != LUA_TNUMBER) {
      const char *got = push_wrong_number(L, -1);
      fail_arg_because(L, arg, "element %I must be a number, got %s",
                       (LUAI_UACINT)i + 1, got);
    }
    v.d[i] = lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  lua_replace(L, arg);
  return v;
}

/* Values other than 0 and 1 are most likely indices. */
size_t check_mask(lua_State *L, int arg, size_t n) {
  if (lua_isboolean(L, arg))
    fail_arg_because(L, arg,
                     "mask expected, got %s; == compares whole values, use "
                     "x:eq(a) to compare element by element",
                     lua_toboolean(L, arg) ? "true" : "false");
  Vec mask = check_numbers(L, arg);
  size_t count = 0;
  if (mask.n != n)
    fail_arg_because(L, arg, "mask of length %I expected, got length %I",
                     (LUAI_UACINT)n, (LUAI_UACINT)mask.n);
  for (size_t i = 0; i < n; i++) {
    double x = *vec_at(mask, i);
    if (x != 0 && x != 1)
      fail_arg_because(
        L, arg,
        "mask element %I must be 0 or 1, got %f (to select by index, use take)",
        (LUAI_UACINT)i + 1, to_printable(x));
    count += x == 1;
  }
  return count;
}

size_t *check_positions(lua_State *L, Vec at, size_t n, const char *unit) {
  size_t *order = push_scratch(L, at.n, sizeof *order);
  for (size_t i = 0; i < at.n; i++) {
    const double position = *vec_at(at, i);
    check_interrupt_at(L, i);
    if (position >= 1 && position <= (double)n && position == floor(position)) {
      order[i] = (size_t)position - 1;
      continue;
    }
    lua_pushnumber(L, position);
    order[i] = check_position(L, lua_gettop(L), n, unit);
    lua_pop(L, 1);
  }
  return order;
}

static void fail_reshape(lua_State *L, size_t n) {
  lua_Integer rows = lua_tointeger(L, 2), cols = lua_tointeger(L, 3);
  fail(L, "cannot reshape %I numbers into %I rows and %I columns",
       (LUAI_UACINT)n, (LUAI_UACINT)rows, (LUAI_UACINT)cols);
}

/* One dimension of a reshape: a count, or -1 to be computed. */
static lua_Integer check_side(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TNUMBER && lua_tonumber(L, arg) == -1) return -1;
  return (lua_Integer)check_count(L, arg, 0);
}

void check_reshape(lua_State *L, size_t n, size_t *rows, size_t *cols) {
  lua_Integer m = check_side(L, 2), k = check_side(L, 3);
  lua_Integer known = m < 0 ? k : m;
  if ((m < 0 && k < 0) || ((m < 0 || k < 0) && known == 0)) fail_reshape(L, n);
  *rows = m < 0 ? n / (size_t)k : (size_t)m;
  *cols = k < 0 ? n / (size_t)m : (size_t)k;
  bool fits = *cols == 0 ? n == 0 : n % *cols == 0 && n / *cols == *rows;
  if (!fits) fail_reshape(L, n);
}

/* -- options -------------------------------------------------------------- */

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

void push_option_names(lua_State *L, const char *usage) {
  lua_newtable(L);
  const char *open = strchr(usage, '{');
  for (const char *p = open ? strchr(open, '=') : NULL; p;
       p = strchr(p + 1, '=')) {
    const char *first = p;
    while (is_word(first[-1])) first--;
    lua_pushlstring(L, first, (size_t)(p - first));
    lua_pushboolean(L, 1);
    lua_settable(L, -3);
  }
}

static const char *usage(lua_State *L) { return error_prim(L)->usage; }

static void check_option_key(lua_State *L, int names) {
  if (lua_type(L, -1) != LUA_TSTRING) {
    const char *got = push_description(L, -1);
    fail(L, "options must be named, as in {name=value}; got the key %s", got);
  }
  lua_pushvalue(L, -1);
  if (lua_gettable(L, names) == LUA_TNIL) {
    const char *key = lua_tostring(L, -2);
    const char *hint = push_suggestion(L, key, names);
    const Prim *prim = error_prim(L);
    if (!*hint)
      hint = lua_pushfstring(L, "; help\"%s\" lists the options", prim->name);
    fail(L, "unknown option '%s'%s", key, hint);
  }
  lua_pop(L, 1);
}

/* m:score(X, y, {...}), train(m, X, y, {...}), library.linear(X, y), but not
 * plot.data(X, y, {...}), which could use the names. */
static bool takes_examples(const char *usage) {
  static const char last[] = "X, y)";
  const char *open = usage + strcspn(usage, "(");
  const size_t n = usage_call_length(usage), end = sizeof last - 1;
  if (n > end && !strncmp(usage + n - end, last, end)) return true;
  if (!strncmp(usage, "m:", 2) || !strncmp(usage, "library.", 8))
    return !strncmp(open, "(X, y, {", 8);
  return strcspn(usage, ".:(") == (size_t)(open - usage) &&
         strstr(open, "X, y, ");
}

bool check_is_class_names(lua_State *L, int arg, const char *usage) {
  lua_Integer n = 0;
  if (!is_options(L, arg) || lua_rawlen(L, arg) < 2 || !takes_examples(usage))
    return false;
  for (lua_pushnil(L); lua_next(L, arg); lua_pop(L, 1)) {
    n++;
    if (lua_type(L, -1) == LUA_TSTRING && lua_type(L, -2) == LUA_TNUMBER)
      continue;
    lua_pop(L, 2);
    return false;
  }
  return n == (lua_Integer)lua_rawlen(L, arg);
}

void check_options(lua_State *L, int arg) {
  if (lua_isnoneornil(L, arg) || check_is_class_names(L, arg, usage(L))) return;
  if (!is_options(L, arg)) fail_arg(L, arg, "table of options");
  push_option_names(L, usage(L));
  int names = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, arg)) {
    lua_pop(L, 1);
    check_option_key(L, names);
  }
  lua_pop(L, 1);
}

int option_push(lua_State *L, int arg, const char *key) {
  if (is_options(L, arg)) return lua_getfield(L, arg, key);
  lua_pushnil(L);
  return LUA_TNIL;
}

int fail_option(lua_State *L, const char *key, const char *expected) {
  const char *got = push_description(L, -1);
  return fail(L, "option %s: %s expected, got %s", key, expected, got);
}

double option_number(lua_State *L, int arg, const char *key, double otherwise) {
  int type = option_push(L, arg, key);
  if (type != LUA_TNIL && type != LUA_TNUMBER) fail_option(L, key, "number");
  double value = type == LUA_TNIL ? otherwise : lua_tonumber(L, -1);
  lua_pop(L, 1);
  return value;
}

size_t option_count(lua_State *L, int arg, const char *key, size_t otherwise) {
  size_t value = otherwise;
  if (option_push(L, arg, key) != LUA_TNIL) {
    if (!is_count(L, -1, 0)) fail_option(L, key, "integer of at least 0");
    value = (size_t)lua_tointeger(L, -1);
  }
  lua_pop(L, 1);
  return value;
}

bool option_boolean(lua_State *L, int arg, const char *key, bool otherwise) {
  int type = option_push(L, arg, key);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN)
    fail_option(L, key, "true or false");
  bool value = type == LUA_TNIL ? otherwise : lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

static void push_choice(lua_State *L, const char *const *allowed) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (int i = 0; allowed[i]; i++) {
    if (i) luaL_addstring(&b, allowed[i + 1] ? ", " : " or ");
    lua_pushfstring(L, "\"%s\"", allowed[i]);
    luaL_addvalue(&b);
  }
  luaL_pushresult(&b);
}

/* The index of the value among the words; -1 if it is none of them. */
static int find_word(lua_State *L, int index, const char *const *allowed) {
  if (lua_type(L, index) != LUA_TSTRING) return -1;
  const char *word = lua_tostring(L, index);
  for (int i = 0; allowed[i]; i++)
    if (!strcmp(word, allowed[i])) return i;
  return -1;
}

int check_word(lua_State *L, int arg, const char *const *allowed) {
  int found = find_word(L, arg, allowed);
  if (found >= 0) return found;
  push_choice(L, allowed);
  return fail_arg(L, arg, lua_tostring(L, -1));
}

int option_word(lua_State *L, int arg, const char *key,
                const char *const *allowed, int otherwise) {
  int type = option_push(L, arg, key);
  int found = type == LUA_TNIL ? otherwise : find_word(L, -1, allowed);
  if (found < 0) {
    push_choice(L, allowed);
    lua_insert(L, -2);
    fail_option(L, key, lua_tostring(L, -2));
  }
  lua_pop(L, 1);
  return found;
}
