/* model_save.c - m:save: writes the JSON file that model_load.c reads. */
#include <stdbool.h>
#include <string.h>

#include "core/double_double.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/json.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_file.h"
#include "lua/model/scaler.h"
#include "sys/utf8.h"

static void put_names(lua_State *L, cJSON *root, int model, const LuaModel *m) {
  bool named = lua_getiuservalue(L, model, MODEL_NAMES) == LUA_TTABLE;
  lua_pop(L, 1);
  if (!named) {
    json_put(L, root, "names", cJSON_CreateNull());
    return;
  }
  cJSON *names = json_put_list(L, root, "names");
  for (size_t j = 0; j < m->inputs; j++) {
    const char *name = push_input_name(L, model, j);
    if (utf8_valid_prefix(name, strlen(name)) < strlen(name))
      fail(L, "the name of feature %I is not valid UTF-8; set m.names",
           (LUAI_UACINT)j + 1);
    json_put_text(L, names, NULL, name);
    lua_pop(L, 1);
  }
}

static void put_scale(lua_State *L, cJSON *root, const LuaModel *m) {
  const bool scaled = m->scaling != NO_SCALING;
  json_put(L, root, "normalize",
           scaled ? cJSON_CreateString(scale_kinds[m->scaling])
                  : cJSON_CreateNull());
  if (!scaled) {
    json_put(L, root, "scale", cJSON_CreateNull());
    return;
  }
  cJSON *scale = json_put_object(L, root, "scale");
  json_put_vec(L, scale, "mean", m->scale.mean);
  json_put_vec(L, scale, "std", m->scale.std);
  json_put_vec(L, scale, "min", m->scale.min);
  json_put_vec(L, scale, "max", m->scale.max);
}

static void put_range(lua_State *L, cJSON *root, const LuaModel *m) {
  if (!m->low) {
    json_put(L, root, "range", cJSON_CreateNull());
    return;
  }
  cJSON *range = json_put_object(L, root, "range");
  json_put_vec(L, range, "low", vec_of(m->low, m->inputs));
  json_put_vec(L, range, "high", vec_of(m->high, m->inputs));
}

static void put_weights(lua_State *L, cJSON *root, const LuaModel *m) {
  Mat rows = model_rows(&m->core, m->theta);
  const size_t n = m->core.features;
  if (m->core.kind != GLM_SOFTMAX) {
    json_put_vec(L, root, "w", vec_of(m->theta, n));
    json_put_number(L, root, "b", m->theta[n]);
    return;
  }
  cJSON *w = json_put_list(L, root, "w");
  for (size_t k = 0; k < rows.rows; k++)
    json_put_vec(L, w, NULL, vec_part(mat_row(rows, k), 0, n));
  json_put_vec(L, root, "b", mat_col(rows, n));
}

/* Without it the loaded model would predict differently. */
static void put_exact(lua_State *L, cJSON *root, int model, const LuaModel *m) {
  const size_t p = model_size(&m->core);
  const DoubleDouble *exact = push_exact(L, model, vec_of(m->theta, p));
  if (exact) {
    cJSON *parts = json_put_object(L, root, KEPT_EXACT);
    json_put_vec(L, parts, "hi", (Vec){(double *)&exact->hi, p, 2});
    json_put_vec(L, parts, "lo", (Vec){(double *)&exact->lo, p, 2});
  }
  lua_pop(L, 1);
}

static int l_save(lua_State *L) {
  check_model(L, 1);
  const char *path = check_path(L, 2);
  lua_settop(L, 2);
  LuaModel *m = push_kept_model(L);
  int model = lua_gettop(L);
  cJSON *root = push_json(L);
  json_put_text(L, root, "format", KEPT_FORMAT);
  json_put_number(L, root, "version", KEPT_VERSION);
  json_put_text(L, root, "kind", model_kind(m));
  json_put_number(L, root, "features", (double)m->inputs);
  put_names(L, root, model, m);
  json_put_number(L, root, "degree", (double)m->degree);
  put_scale(L, root, m);
  put_range(L, root, m);
  put_weights(L, root, m);
  put_exact(L, root, model, m);
  json_put(L, root, "intercept", cJSON_CreateBool(m->core.intercept));
  json_put_number(L, root, "lambda", m->core.lambda);
  if (m->core.kind == GLM_LOGISTIC)
    json_put_number(L, root, "threshold", m->threshold);
  if (m->core.kind == GLM_POISSON)
    json_put(L, root, "offset", cJSON_CreateBool(m->offset));
  json_write(L, path, root);
  return 0;
}

static const Prim prims[] = {
  {"model:save", l_save, "m:save(path) -> nothing",
   "Writes the model to a JSON file that other programs can read: the exact "
   "weights, scale, degree, names and training range. model.load(path) loads "
   "it. An existing file is replaced only when the new one is complete. Custom "
   "models cannot be saved.",
   "path = path or os.tmpname()\n"
   "m = model.linear{w=200, b=0.1, names={\"size\"}}\n"
   "m:save(path)\n"
   "again = model.load(path)\n"
   "os.remove(path)\n"
   "again --> linear model: f(x) = 200 size + 0.1"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_model_save(lua_State *L) { registry_add(L, prims); }
