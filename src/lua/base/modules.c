/* modules.c - everything a learner can name, entered into one Lua state. */
#include "lua/base/modules.h"

#include <string.h>

#include "lua/base/lib_context.h"
#include "lua/base/registry.h"

static void (*const openers[])(lua_State *) = {
  open_finalizer,    open_load,
  open_coroutine,    open_protected,
  open_warn,         open_print,
  open_printoptions, open_names,
  open_vector,       open_matrix,
  open_elementwise,  open_functions,
  open_reductions,   open_arrange,
  open_dot,          open_random,
  open_data,         open_data_write,
  open_data_split,   open_npy,
  open_metrics,      open_metrics_classes,
  open_normalize,    open_polyfeatures,
  open_model,        open_model_fields,
  open_model_data,   open_model_text,
  open_model_save,   open_model_load,
  open_model_to_c,   open_separable,
  open_summary,      open_train,
  open_run,          open_job,
  open_live,         open_check_gradient,
  open_why,          open_diagnose,
  open_library,      open_plot_line,
  open_plot_scatter, open_plot_fill,
  open_plot_text,    open_plot_contour,
  open_plot_image,   open_plot_surface,
  open_plot_bar,     open_plot_histogram,
  open_plot_arrows,  open_plot_axes,
  open_plot_ticks,   open_figure,
  open_save_figure,  open_show_figure,
  open_target,       open_window,
  open_page,         open_commands,
  open_help,         open_lesson,
  open_folder,       open_keyboard,
  open_stock,        open_session,
};

/* A module of lib/mlrepl returns a list of entries {name=, usage=, help=,
 * example=, fn=}: the same table as in C. It is called with the kit. Reading one
 * takes longer than all else at the start, so that most are read when something
 * is asked for that is not there: of a global table, of a type, of the kit. */
static const char *const modules[] = {"lesson/lesson", NULL};

static const struct Group {
  const char *table; /* whose missing fields it has */
  const char *modules[9];
} groups[] = {{"data",
               {"dataset/dataset", "dataset/text_column", "dataset/transform",
                "dataset/bundled"}},
              {"plot",
               {"explain/boundary", "plots/common", "plots/data", "plots/model",
                "plots/cost", "plots/descent", "plots/score", "plots/live"}}};

enum { GROUPS = sizeof groups / sizeof *groups };

/* Those that are met only through one thing they add to the kit. */
static const struct Late {
  const char *module, *adds;
} late[] = {{"explain/record", "answer_type"},
            {"explain/record", "aligned"},
            {"explain/record", "check_answer"},
            {"dataset/format", "table_text"},
            {"explain/confusion", "confusion"},
            {"explain/separation", "separation"},
            {"explain/summary", "summary"},
            {"explain/dependence", "dependence"},
            {"explain/dependence", "listed_dependence"},
            {"explain/dependence", "dependence_warning"},
            {"explain/check_gradient", "check_gradient"},
            {"explain/gradient_mistakes", "gradient_words"},
            {"explain/why", "why_predict"},
            {"explain/why", "why_cost"},
            {"explain/why", "why_gradient"},
            {"explain/diagnose", "diagnose"},
            {"explain/export_c", "c_source"},
            {"prompt/explore", "explore"},
            {"prompt/session", "who"},
            {"prompt/session", "reset"},
            {"prompt/session", "history"},
            {"prompt/session", "save_session"},
            {"prompt/session", "note"},
            {"prompt/commands", "command"},
            {"prompt/commands", "commands"},
            {"prompt/commands", "words_for"},
            {NULL, NULL}};

/* In the registry: which groups have been loaded. */
static const char LOADED_KEY[] = "mlrepl.loaded";

/* What is read late sees the globals as they were before a learner came, who may
 * give their names to something else; it is the chunk at the top. */
static void give_known_globals(lua_State *L) {
  push_kit(L);
  lua_pushliteral(L, "known");
  lua_rawget(L, -2);
  lua_remove(L, -2);
  if (!lua_istable(L, -1) || !lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
}

static void load_module(lua_State *L, const char *lib_dir, const char *name) {
  lua_pushfstring(L, "%s/mlrepl/%s.lua", lib_dir, name);
  if (luaL_loadfilex(L, lua_tostring(L, -1), "t") != LUA_OK) lua_error(L);
  give_known_globals(L);
  push_kit(L);
  lua_call(L, 1, 1);
  prim_register_lua(L);
  lua_pop(L, 1);
}

/* True when there was something to load. */
static bool load_group(lua_State *L, size_t i) {
  const struct Group *g = &groups[i];
  int top = lua_gettop(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LOADED_KEY);
  const bool first = lua_getfield(L, -1, g->table) == LUA_TNIL;
  lua_pushboolean(L, true);
  lua_setfield(L, top + 1, g->table);
  push_kit(L);
  if (first && lua_getfield(L, -1, "lib_dir") == LUA_TSTRING)
    for (size_t k = 0; g->modules[k]; k++)
      load_module(L, lua_tostring(L, -1), g->modules[k]);
  lua_settop(L, top);
  return first;
}

bool prim_open_groups(lua_State *L) {
  bool any = false;
  for (size_t i = 0; i < GROUPS; i++) any = load_group(L, i) || any;
  return any;
}

/* -- what is missing is looked for ---------------------------------------- */

/* __index of the kit. */
static int l_late(lua_State *L) {
  const char *key = lua_tostring(L, 2);
  lua_settop(L, 2);
  for (const struct Late *m = late; key && m->module; m++) {
    if (strcmp(m->adds, key)) continue;
    lua_getfield(L, 1, "lib_dir");
    load_module(L, lua_tostring(L, -1), m->module);
    lua_settop(L, 2);
    lua_rawget(L, 1);
    return 1;
  }
  for (size_t i = 0; i < GROUPS; i++) {
    if (!load_group(L, i)) continue;
    lua_pushvalue(L, 2);
    if (lua_rawget(L, 1) != LUA_TNIL) return 1;
    lua_settop(L, 2);
  }
  return 0;
}

static void load_own_group(lua_State *L) {
  load_group(L, (size_t)lua_tointeger(L, lua_upvalueindex(1)));
}

/* __index of a global table. Its group is an upvalue. */
static int l_missing(lua_State *L) {
  load_own_group(L);
  lua_settop(L, 2);
  lua_rawget(L, 1);
  return 1;
}

/* __pairs of it. The other upvalue is Lua's own next. */
static int l_pairs(lua_State *L) {
  load_own_group(L);
  lua_settop(L, 1);
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_insert(L, 1);
  lua_pushnil(L);
  return 3;
}

static void set_closure(lua_State *L, const char *event, lua_CFunction fn,
                        size_t group) {
  lua_pushinteger(L, (lua_Integer)group);
  lua_getglobal(L, "next");
  lua_pushcclosure(L, fn, 2);
  lua_setfield(L, -2, event);
}

static void watch_table(lua_State *L, size_t group) {
  lua_getglobal(L, groups[group].table);
  if (!lua_getmetatable(L, -1)) {
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setmetatable(L, -3);
  }
  set_closure(L, "__index", l_missing, group);
  set_closure(L, "__pairs", l_pairs, group);
  lua_pop(L, 2);
}

static void watch_kit(lua_State *L) {
  push_kit(L);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_late);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

void prim_open_late(lua_State *L) {
  prim_open_groups(L);
  push_kit(L);
  if (luaL_getmetafield(L, -1, "__index") != LUA_TNIL) {
    lua_pop(L, 1);
    for (const struct Late *m = late; m->module; m++) {
      lua_getfield(L, -1, m->adds);
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
}

void prim_open(lua_State *L, const char *lib_dir) {
  for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) openers[i](L);
  if (lib_dir) {
    kit_open(L, lib_dir);
    watch_kit(L);
    for (size_t i = 0; i < GROUPS; i++) watch_table(L, i);
  }
  for (size_t i = 0; lib_dir && modules[i]; i++)
    load_module(L, lib_dir, modules[i]);
  session_open(L);
}
