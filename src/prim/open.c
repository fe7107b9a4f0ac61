/* open.c - everything a learner can name, entered into one Lua state. */
#include "open.h"

#include <string.h>

#include "kit.h"
#include "prim.h"

static void (*const openers[])(lua_State *) = {
  open_load, open_coroutine, open_print, open_printoptions,
  open_names, open_vector, open_matrix, open_elementwise, open_functions,
  open_reductions, open_arrange, open_dot, open_random,
  open_data, open_data_write, open_data_split, open_npy, open_metrics,
  open_metrics_classes,
  open_normalize, open_polyfeatures,
  open_model, open_model_fields, open_model_data, open_model_text,
  open_model_save, open_model_load, open_model_to_c,
  open_summary, open_train, open_run, open_job, open_live,
  open_check_gradient, open_why, open_diagnose, open_library,
  open_plot, open_grid, open_bar, open_arrow, open_axes, open_ticks,
  open_figure, open_target, open_window, open_page, open_commands,
  open_help, open_lesson,
  open_folder, open_keyboard, open_stock, open_session,
};

/* A module of lib/mlrepl returns a list of entries {name=, usage=, help=,
 * example=, fn=}: the same table as in C. It is called with the kit. */
static const char *const modules[] = {
  "dataset", "dataset_texts", "dataset_verbs", "data",
  "boundary", "plots", "plots_data", "plots_model", "plots_cost", "plots_run",
  "plots_score", "live",
  "lesson",
  NULL};

/* Those that are met only through what they add to the kit are loaded when that
 * is asked for: reading a module takes longer than all else at the start. */
static const struct Late {
  const char *module, *adds;
} late[] = {{"answer", "answer_type"},
            {"answer", "aligned"},
            {"answer", "check_answer"},
            {"dataset_text", "table_text"},
            {"confusion", "confusion"},
            {"summary", "summary"},
            {"check_gradient", "check_gradient"},
            {"gradient_words", "gradient_words"},
            {"why", "why_predict"},
            {"why", "why_cost"},
            {"why", "why_gradient"},
            {"diagnose", "diagnose"},
            {"to_c", "c_source"},
            {"explore", "explore"},
            {"session", "who"},
            {"session", "reset"},
            {"session", "history"},
            {"session", "save_session"},
            {"session", "note"},
            {"commands", "command"},
            {"commands", "commands"},
            {"commands", "words_for"},
            {NULL, NULL}};

static void load_module(lua_State *L, const char *lib_dir, const char *name) {
  lua_pushfstring(L, "%s/mlrepl/%s.lua", lib_dir, name);
  if (luaL_loadfilex(L, lua_tostring(L, -1), "t") != LUA_OK) lua_error(L);
  push_kit(L);
  lua_call(L, 1, 1);
  prim_register_lua(L);
  lua_pop(L, 1);
}

/* __index of the kit: only what no module has added yet comes here. */
static int l_late(lua_State *L) {
  const char *key = lua_tostring(L, 2);
  lua_getfield(L, 1, "lib_dir");
  for (const struct Late *m = late; key && m->module; m++) {
    if (strcmp(m->adds, key)) continue;
    load_module(L, lua_tostring(L, -1), m->module);
    lua_settop(L, 2);
    lua_rawget(L, 1);
    return 1;
  }
  return 0;
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
  }
  for (size_t i = 0; lib_dir && modules[i]; i++)
    load_module(L, lib_dir, modules[i]);
  session_open(L);
}
