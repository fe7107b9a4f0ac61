/* plot_ticks.c - plot.xticks, plot.yticks and the methods of an axes. */
#include "lua/figure/plot_ticks.h"
#include "lua/figure/plot_args.h"
#include "lua/base/modules.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "plot/figure/tick_numbers.h"

#include <math.h>
#include <string.h>

#include <lauxlib.h>

void check_tick_texts(lua_State *L, int names, size_t n) {
  if (!is_plain_table(L, names)) fail_arg(L, names, "table of strings");
  if (lua_rawlen(L, names) != n)
    fail_arg_because(L, names, "%I strings expected, one per tick, got %I",
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

/* The texts in sequence, each terminated by 0. */
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
      char number[TICK_TEXT];
      tick_numbers_write(number, *vec_at(at, i));
      luaL_addstring(&b, number);
    }
    luaL_addchar(&b, '\0');
  }
  luaL_pushresult(&b);
  return lua_tostring(L, -1);
}

void plot_ticks_set(lua_State *L, AxesDirection which, Vec at, int names) {
  const char *texts = push_texts(L, names, at);
  check_memory(L, axes_set_names(plot_axes_target(L), which, at, texts));
}

static void check_places(lua_State *L, int arg, Vec at) {
  enum { MOST = 1000 };
  if (at.n > MOST)
    fail_arg_because(L, arg, "at most 1000 positions expected, got %I",
                     (LUAI_UACINT)at.n);
  for (size_t i = 0; i < at.n; i++)
    if (!isfinite(*vec_at(at, i)))
      fail_arg_because(L, arg, "element %I is not finite", (LUAI_UACINT)i + 1);
}

static int set_ticks(lua_State *L, AxesDirection which) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 1);
  if (lua_isnil(L, arg)) {
    axes_drop_names(plot_axes_target(L), which);
    return plot_axes_return(L);
  }
  Vec at = check_numbers(L, arg);
  bool named = !lua_isnil(L, arg + 1);
  check_places(L, arg, at);
  if (named) check_tick_texts(L, arg + 1, at.n);
  plot_ticks_set(L, which, at, named ? arg + 1 : 0);
  return plot_axes_return(L);
}

static int l_xticks(lua_State *L) { return set_ticks(L, DIRECTION_X); }
static int l_yticks(lua_State *L) { return set_ticks(L, DIRECTION_Y); }

#define TICKS(word, fn, axis)                                                  \
  {"plot." word, fn, "plot." word "(positions[, labels]) -> nothing",          \
   "Sets the tick positions of the " axis " axis and labels them with "        \
   "their values or with the given labels. {} removes all ticks; without "     \
   "arguments, restores the automatic ticks.",                                 \
   "plot." word "({1, 2}, {\"no\", \"yes\"})\n"                                \
   "plot.axes() --> axes 1, 0 marks\nplot.close()"},                           \
  {                                                                            \
    "axes:" word, fn, "a:" word "(positions[, labels]) -> axes",               \
      "Like plot." word ", but for this axes. Returns the axes.",              \
      "f = plot.figure{}\n"                                                    \
      "f[1]:" word "({1, 2}, {\"no\", \"yes\"}) --> axes 1, 0 marks\n"         \
      "plot.close()"                                                           \
  }

static const Prim prims[] = {TICKS("xticks", l_xticks, "x"),
                             TICKS("yticks", l_yticks, "y"),
                             {NULL, NULL, NULL, NULL, NULL}};

void open_plot_ticks(lua_State *L) { registry_add(L, prims); }
