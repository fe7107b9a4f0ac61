/* axes_ticks.c - where an axis has ticks, when a person says so. */
#include "lua/figure/plot_args.h"
#include "lua/base/modules.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

void check_tick_texts(lua_State *L, int names, size_t n) {
  if (!is_plain_table(L, names)) fail_arg(L, names, "table of strings");
  if (lua_rawlen(L, names) != n)
    fail_arg_because(L, names, "%I texts expected, one each, got %I",
                     (LUAI_UACINT)n, (LUAI_UACINT)lua_rawlen(L, names));
  for (size_t i = 1; i <= n; i++) {
    int type = lua_geti(L, names, (lua_Integer)i);
    if (type != LUA_TSTRING && type != LUA_TNUMBER) {
      const char *got = push_description(L, -1);
      fail_arg_because(L, names, "element %I must be a string, got %s",
                       (LUAI_UACINT)i, got);
    }
    lua_pop(L, 1);
  }
}

/* The texts one behind the other, each ended by 0. A zero byte ends a text. */
static const char *push_texts(lua_State *L, int names, Vec at) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t i = 0; i < at.n; i++) {
    if (names) {
      lua_geti(L, names, (lua_Integer)i + 1);
      lua_pushstring(L, lua_tostring(L, -1));
      lua_remove(L, -2);
      luaL_addvalue(&b);
    } else {
      char number[32];
      snprintf(number, sizeof number, "%.6g", *vec_at(at, i));
      luaL_addstring(&b, number);
    }
    luaL_addchar(&b, '\0');
  }
  luaL_pushresult(&b);
  return lua_tostring(L, -1);
}

void plot_args_set_tick_texts(lua_State *L, AxesDirection which, Vec at,
                              int names) {
  const char *texts = push_texts(L, names, at);
  check_memory(L, axes_set_names(lua_figure_target_axes(L), which, at, texts));
}

static void check_places(lua_State *L, int arg, Vec at) {
  enum { MOST = 1000 };
  if (at.n > MOST)
    fail_arg_because(L, arg, "at most 1000 places expected, got %I",
                     (LUAI_UACINT)at.n);
  for (size_t i = 0; i < at.n; i++)
    if (!isfinite(*vec_at(at, i)))
      fail_arg_because(L, arg, "element %I is not finite", (LUAI_UACINT)i + 1);
}

static int set_ticks(lua_State *L, AxesDirection which) {
  int arg = lua_figure_first_argument(L);
  lua_settop(L, arg + 1);
  if (lua_isnil(L, arg)) {
    axes_drop_names(lua_figure_target_axes(L), which);
    return lua_figure_return_axes(L);
  }
  Vec at = check_numbers(L, arg);
  bool named = !lua_isnil(L, arg + 1);
  check_places(L, arg, at);
  if (named) check_tick_texts(L, arg + 1, at.n);
  plot_args_set_tick_texts(L, which, at, named ? arg + 1 : 0);
  return lua_figure_return_axes(L);
}

static int l_xticks(lua_State *L) { return set_ticks(L, DIRECTION_X); }
static int l_yticks(lua_State *L) { return set_ticks(L, DIRECTION_Y); }

#define TICKS(word, fn, axis)                                                  \
  {"plot." word, fn, "plot." word "(places[, texts])",                         \
   "Puts the ticks of the " axis " axis at these places, with their numbers "  \
   "or these texts. {} takes all ticks away; without places they are found "   \
   "again.",                                                                   \
   "plot." word "({1, 2}, {\"no\", \"yes\"})\n"                                \
   "plot.axes() --> axes 1, 0 marks\nplot.close()"},                           \
  {                                                                            \
    "axes:" word, fn, "a:" word "(places[, texts])",                           \
      "plot." word " for this axes, which it gives, to go on with.",           \
      "f = plot.figure{}\n"                                                    \
      "f[1]:" word "({1, 2}, {\"no\", \"yes\"}) --> axes 1, 0 marks\n"         \
      "plot.close()"                                                           \
  }

static const Prim prims[] = {TICKS("xticks", l_xticks, "x"),
                             TICKS("yticks", l_yticks, "y"),
                             {NULL, NULL, NULL, NULL, NULL}};

void open_ticks(lua_State *L) { registry_add(L, prims); }
