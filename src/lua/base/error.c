/* error.c - error messages of primitives. */
#include "lua/base/error.h"

#include <math.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/lib_context.h"
#include "lua/base/registry.h"
#include "lua/usage/usage.h"
#include "sys/interrupt.h"

/* Pops a function; whether it is that of an entry, which is pushed. */
static bool push_entry_of(lua_State *L) {
  const int fn = lua_gettop(L), list = fn + 1;
  registry_push_list(L);
  for (lua_Integer i = 1; lua_rawgeti(L, list, i) == LUA_TTABLE; i++) {
    lua_getfield(L, -1, "fn");
    const bool found = lua_rawequal(L, -1, fn);
    lua_pop(L, 1);
    if (found) {
      lua_replace(L, fn);
      lua_settop(L, fn);
      return true;
    }
    lua_pop(L, 1);
  }
  lua_settop(L, fn - 1);
  return false;
}

const Prim *error_prim(lua_State *L) {
  static const Prim none = {.name = "mlrepl", .usage = "mlrepl()"};
  const Prim *prim = lua_touserdata(L, lua_upvalueindex(1));
  if (prim) return prim;
  luaL_checkstack(L, 8, NULL);
  lua_Debug caller;
  for (int level = 1; lua_getstack(L, level, &caller); level++) {
    lua_getinfo(L, "f", &caller);
    if (!push_entry_of(L)) continue;
    lua_getfield(L, -1, "name"); /* the entry owns both strings */
    lua_getfield(L, -2, "usage");
    Prim *made = lua_newuserdatauv(L, sizeof *made, 0);
    *made = (Prim){.name = lua_tostring(L, -3), .usage = lua_tostring(L, -2)};
    return made;
  }
  return &none;
}

static int fail_with_top(lua_State *L) {
  const char *text = lua_tostring(L, -1); /* stays on the stack */
  return fail_with_sentence(L, error_prim(L)->name, text);
}

int fail(lua_State *L, const char *format, ...) {
  va_list args;
  va_start(args, format);
  lua_pushvfstring(L, format, args);
  va_end(args);
  return fail_with_top(L);
}

static bool is_method(const Prim *prim) {
  return strchr(prim->name, ':') != NULL;
}

/* Most likely x.sum() instead of x:sum(). */
static int fail_receiver(lua_State *L, const char *got) {
  const Prim *prim = error_prim(L);
  lua_pushlstring(L, prim->name, strcspn(prim->name, ":"));
  const char *type = lua_tostring(L, -1);
  lua_pushlstring(L, prim->usage, usage_call_length(prim->usage));
  return fail(L, "%s expected before ':', got %s; call it as %s", type, got,
              lua_tostring(L, -1));
}

/* Pushes the argument's name as in the usage: "b (argument 2)". The receiver of
 * a method is not counted: v:take(indices) has one argument. */
static void push_arg_name(lua_State *L, int arg) {
  const Prim *prim = error_prim(L);
  int number = is_method(prim) ? arg - 1 : arg;
  UsageText name = usage_argument(prim->usage, (size_t)(number - 1));
  if (!name.n || *name.at == '{') {
    lua_pushfstring(L, "argument %d", number);
    return;
  }
  lua_pushlstring(L, name.at, name.n);
  lua_pushfstring(L, "%s (argument %d)", lua_tostring(L, -1), number);
  lua_remove(L, -2);
}

int fail_arg_because(lua_State *L, int arg, const char *format, ...) {
  push_arg_name(L, arg);
  va_list args;
  va_start(args, format);
  lua_pushvfstring(L, format, args);
  va_end(args);
  lua_pushfstring(L, "%s: %s", lua_tostring(L, -2), lua_tostring(L, -1));
  return fail_with_top(L);
}

int fail_arg(lua_State *L, int arg, const char *expected) {
  if (arg == 1 && is_method(error_prim(L)))
    return fail_receiver(L, push_description(L, arg));
  const bool numbers =
    lua_type(L, arg) != LUA_TSTRING &&
    (strstr(expected, "vector") || strstr(expected, "matrix"));
  const char *got =
    numbers ? push_wrong_number(L, arg) : push_description(L, arg);
  return fail_arg_because(L, arg, "%s expected, got %s", expected, got);
}

static void push_quoted(lua_State *L, int index) {
  enum { SHOWN = 30 };
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  if (length <= SHOWN)
    lua_pushfstring(L, "string \"%s\"", text);
  else {
    lua_pushlstring(L, text, SHOWN);
    lua_pushfstring(L, "string \"%s...\"", lua_tostring(L, -1));
    lua_remove(L, -2);
  }
}

double to_printable(double value) {
  return isnan(value) ? (double)NAN : value; /* C may print -nan */
}

static void push_number_text(lua_State *L, double value) {
  char text[32];
  snprintf(text, sizeof text, "%.7g", to_printable(value));
  lua_pushstring(L, text);
}

const char *push_description(lua_State *L, int index) {
  index = lua_absindex(L, index);
  Vec *v = to_vec(L, index);
  Mat *m = to_mat(L, index);
  if (v)
    lua_pushfstring(L, "vector of %I", (LUAI_UACINT)v->n);
  else if (m)
    lua_pushfstring(L, "matrix %Ix%I", (LUAI_UACINT)m->rows,
                    (LUAI_UACINT)m->cols);
  else if (lua_type(L, index) == LUA_TSTRING)
    push_quoted(L, index);
  else if (lua_isinteger(L, index))
    lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, index));
  else if (lua_type(L, index) == LUA_TNUMBER)
    push_number_text(L, lua_tonumber(L, index));
  else if (lua_isnone(L, index))
    lua_pushliteral(L, "nothing");
  else if (lua_isboolean(L, index))
    lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
  else if (luaL_getmetafield(L, index, "__name") != LUA_TSTRING)
    lua_pushstring(L, luaL_typename(L, index));
  return lua_tostring(L, -1);
}

/* A column of text calls itself a list. */
static bool is_texts(lua_State *L, int index) {
  const bool texts = luaL_getmetafield(L, index, "__list") != LUA_TNIL;
  if (texts) lua_pop(L, 1);
  return texts;
}

const char *push_wrong_number(lua_State *L, int index) {
  index = lua_absindex(L, index);
  push_description(L, index);
  const bool text = lua_type(L, index) == LUA_TSTRING;
  if (text && lua_isnumber(L, index))
    lua_pushliteral(L, "; tonumber converts text to a number");
  else if (text || is_texts(L, index))
    lua_pushliteral(L, "; d:labels(\"column\") converts class names to "
                       "numbers");
  else
    return lua_tostring(L, -1);
  lua_concat(L, 2);
  return lua_tostring(L, -1);
}

static void fail_label(lua_State *L, Status s, const char *value) {
  const LUAI_UACINT i = (LUAI_UACINT)s.i + 1;
  if (s.j)
    fail(L,
         "y[%I] is %s; softmax targets are class numbers from 1 to %I, as "
         "returned by d:labels(\"column\")",
         i, value, (LUAI_UACINT)s.j);
  fail(L,
       "y[%I] is %s; logistic targets must be 0 or 1; convert classes to "
       "numbers with d:labels(\"column\", {positive=\"class\"}) or a "
       "comparison such as y:gt(0)",
       i, value);
}

void check_status(lua_State *L, Status s, const char *what) {
  LUAI_UACINT i = (LUAI_UACINT)s.i, j = (LUAI_UACINT)s.j;
  push_number_text(L, s.value);
  const char *value = lua_tostring(L, -1);
  switch (s.code) {
  case STATUS_OK: lua_pop(L, 1); return;
  case STATUS_SHAPE:
    fail(L, "%s: size %I expected, got %I", what, i, j);
    return;
  case STATUS_NONFINITE:
    fail(L,
         "%s has %s at row %I, column %I; numbers must be finite "
         "(drop or fill missing values first)",
         what, value, i + 1, j + 1);
    return;
  case STATUS_LABEL: fail_label(L, s, value); return;
  case STATUS_RANGE:
    fail(L, "%s is %s, which is out of range", what, value);
    return;
  case STATUS_EMPTY: fail(L, "%s is empty", what); return;
  case STATUS_DIVERGED:
    fail(L, "%s diverged at iteration %I: %s", what, i, value);
    return;
  case STATUS_STOPPED:
    check_interrupt(L);
    fail(L, "stopped");
    return;
  case STATUS_SYNTAX:
    fail(L, "%s, line %I, column %I: syntax error", what, i + 1, j + 1);
    return;
  case STATUS_MEMORY: fail(L, "not enough memory for %s", what); return;
  case STATUS_FILE: fail(L, "%s cannot be read or written", what); return;
  }
}

void (*error_stopping)(lua_State *L) = NULL;

void error_stops(lua_State *L) {
  if (error_stopping) error_stopping(L);
}

int fail_stopped(lua_State *L) {
  char sentence[LONGEST_FAULT];
  error_stops(L);
  if (!interrupt_take_fault(sentence, sizeof sentence))
    return luaL_error(L, "interrupted");
  push_where(L);
  lua_pushstring(L, sentence);
  lua_concat(L, 2);
  return lua_error(L);
}

void check_interrupt(lua_State *L) {
  if (stop_asked(&interrupted)) fail_stopped(L);
}
