/* modules.c - registering all names in a Lua state and loading lib/mlrepl. */
#include "lua/base/modules.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/registry.h"

typedef void (*Opener)(lua_State *);

static const Opener standard[] = {OPENERS_STANDARD}, openers[] = {OPENERS};

enum {
  STANDARD = sizeof standard / sizeof *standard,
  OTHERS = sizeof openers / sizeof *openers
};

/* -- modules of lib/mlrepl ------------------------------------------------- */

/* Loading modules would dominate startup time, so most are loaded on the first
 * access to a missing field of a global table or type, or when another module
 * requires them. */

/* Modules that add names to these global tables, loaded on the first access to
 * a missing name. Requiring one module of a group loads them all. */
static const struct Group {
  const char *table;
  const char *modules[24];
} groups[] = {
  {"data",
   {"mlrepl.dataset.dataset", "mlrepl.dataset.text_column",
    "mlrepl.dataset.transform", "mlrepl.dataset.bundled", "mlrepl.dataset.rows",
    "mlrepl.dataset.group", "mlrepl.dataset.join"}},
  {"plot",
   {"mlrepl.explain.model_boundary", "mlrepl.explain.explain",
    "mlrepl.plots.data", "mlrepl.plots.boundary", "mlrepl.plots.weights",
    "mlrepl.plots.cost", "mlrepl.plots.descent", "mlrepl.plots.gradients",
    "mlrepl.plots.score", "mlrepl.plots.curves", "mlrepl.plots.boxplot",
    "mlrepl.plots.heatmap", "mlrepl.plots.pairs", "mlrepl.plots.live",
    "mlrepl.plots.points", "mlrepl.plots.tape"}},
  {"explore",
   {"mlrepl.explore.cost", "mlrepl.explore.descent", "mlrepl.explore.gradients",
    "mlrepl.explore.scaling", "mlrepl.explore.boundary",
    "mlrepl.explore.threshold", "mlrepl.explore.overfit"}}};

enum { GROUPS = sizeof groups / sizeof *groups };

/* These modules have entries too, but only help and completion need them early:
 * values of their types do not exist before they are loaded. */
static const char *const listed[] = {"mlrepl.explain.confusion",
                                     "mlrepl.explain.summary",
                                     "mlrepl.explain.check_gradient",
                                     "mlrepl.explain.why",
                                     "mlrepl.explain.tape",
                                     "mlrepl.explain.diagnose",
                                     "mlrepl.explain.export_c",
                                     "mlrepl.explain.dependence",
                                     "mlrepl.explain.separation",
                                     "mlrepl.explain.resample",
                                     "mlrepl.selection.cross_validate",
                                     "mlrepl.selection.search",
                                     "mlrepl.selection.looks",
                                     "mlrepl.prompt.session",
                                     "mlrepl.prompt.commands",
                                     NULL};

bool modules_is_group(const char *table) {
  for (size_t i = 0; i < GROUPS; i++)
    if (!strcmp(groups[i].table, table)) return true;
  return false;
}

/* Registry key: the set of loaded groups. */
static const char LOADED_KEY[] = "mlrepl.loaded";

static int l_load_modules(lua_State *L) {
  const struct Group *g = lua_touserdata(L, 1);
  for (size_t k = 0; g->modules[k]; k++) {
    lib_context_require(L, g->modules[k]);
    lua_settop(L, 1);
  }
  return 0;
}

/* Returns whether there was something to load. The modules require each other,
 * so the group counts as loaded from the start; if that fails, as when memory
 * runs out, the next access tries again. */
static bool load_group(lua_State *L, size_t i) {
  const struct Group *g = &groups[i];
  const int top = lua_gettop(L);
  luaL_checkstack(L, 10, NULL);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LOADED_KEY);
  const bool first = lua_getfield(L, -1, g->table) == LUA_TNIL;
  lua_pushcfunction(L, l_load_modules);
  lua_pushboolean(L, true);
  lua_setfield(L, top + 1, g->table);
  lua_pushlightuserdata(L, (void *)g);
  if (first && lib_context_dir(L) && lua_pcall(L, 1, 0, 0) != LUA_OK) {
    lua_pushnil(L);
    lua_setfield(L, top + 1, g->table);
    lua_error(L);
  }
  lua_settop(L, top);
  return first;
}

bool modules_open_groups(lua_State *L) {
  bool any = false;
  for (size_t i = 0; i < GROUPS; i++) any = load_group(L, i) || any;
  return any;
}

void modules_open_group_of(lua_State *L, const char *module) {
  for (size_t i = 0; i < GROUPS; i++)
    for (size_t k = 0; groups[i].modules[k]; k++)
      if (!strcmp(groups[i].modules[k], module)) load_group(L, i);
}

void modules_open_late(lua_State *L) {
  modules_open_groups(L);
  for (size_t i = 0; lib_context_dir(L) && listed[i]; i++) {
    lib_context_require(L, listed[i]);
    lua_pop(L, 1);
  }
}

/* -- loading on first access ---------------------------------------------- */

static void load_own_group(lua_State *L) {
  load_group(L, (size_t)lua_tointeger(L, lua_upvalueindex(1)));
}

/* __index of a global table; its group is an upvalue. */
static int l_missing(lua_State *L) {
  load_own_group(L);
  lua_settop(L, 2);
  lua_rawget(L, 1);
  return 1;
}

static int l_next(lua_State *L) {
  lua_settop(L, 2);
  return lua_next(L, 1) ? 2 : 0;
}

/* __pairs of the same table. */
static int l_pairs(lua_State *L) {
  load_own_group(L);
  lua_settop(L, 1);
  lua_pushcfunction(L, l_next);
  lua_insert(L, 1);
  lua_pushnil(L);
  return 3;
}

static void set_closure(lua_State *L, const char *event, lua_CFunction fn,
                        size_t group) {
  lua_pushinteger(L, (lua_Integer)group);
  lua_pushcclosure(L, fn, 1);
  lua_setfield(L, -2, event);
}

static void watch_table(lua_State *L, size_t group) {
  registry_push_names(L);
  lua_getfield(L, -1, groups[group].table);
  lua_remove(L, -2);
  if (!lua_getmetatable(L, -1)) {
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setmetatable(L, -3);
  }
  set_closure(L, "__index", l_missing, group);
  set_closure(L, "__pairs", l_pairs, group);
  lua_pop(L, 2);
}

/* Lua creates the type of long buffers when the first one is made. If memory
 * ran out in the middle of that, the type would stay incomplete. */
static void make_buffer_type(lua_State *L) {
  luaL_Buffer b;
  luaL_buffinitsize(L, &b, 2 * LUAL_BUFFERSIZE);
  luaL_pushresult(&b);
  lua_pop(L, 1);
}

static void open_all(lua_State *L, const Opener *list, size_t n) {
  for (size_t i = 0; i < n; i++) list[i](L);
}

void modules_open(lua_State *L, const char *lib_dir) {
  make_buffer_type(L);
  open_all(L, standard, STANDARD);
  modules_open_apart(L, lib_dir);
}

void modules_open_apart(lua_State *L, const char *lib_dir) {
  open_all(L, openers, OTHERS);
  if (!lib_dir) return;
  lib_context_open(L, lib_dir);
  for (size_t i = 0; i < GROUPS; i++) watch_table(L, i);
  lib_context_note_globals(L);
  lib_context_require(L, "mlrepl.lesson.lesson");
  lua_pop(L, 1);
  lib_context_note_globals(L);
}
