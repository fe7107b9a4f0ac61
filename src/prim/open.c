/* open.c - everything a learner can name, entered into one Lua state. */
#include "open.h"

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
  open_summary, open_train, open_run, open_live,
  open_check_gradient, open_why, open_diagnose, open_library,
  open_plot, open_grid, open_bar, open_arrow, open_axes, open_ticks,
  open_figure, open_commands,
  open_help, open_lesson,
};

/* A module of lib/mlrepl returns a list of entries {name=, usage=, help=,
 * example=, fn=}: the same table as in C. It is called with the kit. */
static const char *const modules[] = {
  "answer",
  "dataset", "dataset_texts", "dataset_text", "dataset_verbs", "data",
  "confusion",
  "summary",
  "check_gradient", "gradient_words",
  "why",
  "diagnose",
  "boundary", "plots", "plots_data", "plots_model", "plots_run", "plots_score",
  "live",
  "to_c",
  "lesson",
  NULL};

static void load_module(lua_State *L, const char *lib_dir, const char *name) {
  lua_pushfstring(L, "%s/mlrepl/%s.lua", lib_dir, name);
  if (luaL_loadfilex(L, lua_tostring(L, -1), "t") != LUA_OK) lua_error(L);
  push_kit(L);
  lua_call(L, 1, 1);
  prim_register_lua(L);
  lua_pop(L, 1);
}

void prim_open(lua_State *L, const char *lib_dir) {
  for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) openers[i](L);
  if (lib_dir) kit_open(L, lib_dir);
  for (size_t i = 0; lib_dir && modules[i]; i++)
    load_module(L, lib_dir, modules[i]);
}
