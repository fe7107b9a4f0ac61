/* model_load.c - model.load: reads a file written by m:save. The file is data:
 * nothing in it is executed, and every field is checked. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/double_double.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/model/poly.h"
#include "core/model/scale.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/json.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_file.h"
#include "lua/model/model_weights.h"
#include "lua/model/scaler.h"

enum { PATH = 1, TREE, MODEL }; /* stack indices */

/* More than any readable file holds. */
enum { MOST_FEATURES = 10000000 };

/* The object to read: the whole file, or a part of it ("scale."). */
typedef struct Source {
  lua_State *L;
  const char *path, *part;
  const cJSON *object;
} Source;

/* -- fields --------------------------------------------------------------- */

/* "m.json: scale.mean[2]: finite number expected, got null" */
static void fail_field(const Source *s, const char *key, const cJSON *got,
                       const char *expected) {
  const char *what = json_push_description(s->L, got);
  fail(s->L, "%s: %s%s: %s expected, got %s", s->path, s->part, key, expected,
       what);
}

static const cJSON *need(const Source *s, const char *key) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(s->object, key);
  if (!item) fail(s->L, "%s: the field %s%s is missing", s->path, s->part, key);
  return item;
}

static const cJSON *need_list(const Source *s, const char *key) {
  const cJSON *item = need(s, key);
  if (!cJSON_IsArray(item)) fail_field(s, key, item, "list");
  return item;
}

/* NULL if the file says null. */
static const cJSON *need_object_or_null(const Source *s, const char *key) {
  const cJSON *item = need(s, key);
  if (cJSON_IsNull(item)) return NULL;
  if (!cJSON_IsObject(item)) fail_field(s, key, item, "object or null");
  return item;
}

/* JSON has no infinity, but 1e999 reads as one. */
static bool is_finite(const cJSON *item) {
  return cJSON_IsNumber(item) && isfinite(item->valuedouble);
}

static double need_number(const Source *s, const char *key) {
  const cJSON *item = need(s, key);
  if (!is_finite(item)) fail_field(s, key, item, "finite number");
  return item->valuedouble;
}

static size_t need_count(const Source *s, const char *key, size_t most) {
  const cJSON *item = need(s, key);
  const double x = cJSON_IsNumber(item) ? item->valuedouble : 0;
  if (!(x >= 1 && x <= (double)most && x == floor(x))) {
    lua_pushfstring(s->L, "integer from 1 to %I", (LUAI_UACINT)most);
    fail_field(s, key, item, lua_tostring(s->L, -1));
  }
  return (size_t)x;
}

static bool need_boolean(const Source *s, const char *key) {
  const cJSON *item = need(s, key);
  if (!cJSON_IsBool(item)) fail_field(s, key, item, "true or false");
  return cJSON_IsTrue(item);
}

/* The index of the word among `words`, which end with NULL. */
static int need_word(const Source *s, const char *key, const char *const *words,
                     const char *expected) {
  const cJSON *item = need(s, key);
  for (int i = 0; cJSON_IsString(item) && words[i]; i++)
    if (!strcmp(item->valuestring, words[i])) return i;
  fail_field(s, key, item, expected);
  return 0;
}

/* Copies the numbers of the list named `key` into out. */
static void read_numbers(const Source *s, const char *key, const cJSON *list,
                         Vec out) {
  size_t i = 0;
  const cJSON *item;
  cJSON_ArrayForEach(item, list) {
    check_interrupt_at(s->L, i);
    if (!is_finite(item)) {
      lua_pushfstring(s->L, "%s[%I]", key, (LUAI_UACINT)i + 1);
      fail_field(s, lua_tostring(s->L, -1), item, "finite number");
    }
    *vec_at(out, i++) = item->valuedouble;
  }
}

/* -- counts --------------------------------------------------------------- */

static LuaModel *model_of(const Source *s) {
  return lua_touserdata(s->L, MODEL);
}

static size_t features_of(const LuaModel *m) {
  return poly_count(m->inputs, m->degree, true);
}

/* One number per feature, including powers. */
static void check_width(const Source *s, const char *key, const cJSON *list) {
  const LuaModel *m = model_of(s);
  const size_t n = (size_t)cJSON_GetArraySize(list), count = features_of(m);
  if (n == count) return;
  const char *plural = n == 1 ? "" : "s";
  if (count > MOST_FEATURES)
    fail(s->L,
         "%s: %s%s has %I number%s, but features=%I and degree=%I need "
         "more than a file can hold",
         s->path, s->part, key, (LUAI_UACINT)n, plural, (LUAI_UACINT)m->inputs,
         (LUAI_UACINT)m->degree);
  fail(s->L, "%s: %s%s has %I number%s, but features=%I and degree=%I need %I",
       s->path, s->part, key, (LUAI_UACINT)n, plural, (LUAI_UACINT)m->inputs,
       (LUAI_UACINT)m->degree, (LUAI_UACINT)count);
}

/* One value per raw column. */
static void check_inputs(const Source *s, const char *key, const cJSON *list) {
  const LuaModel *m = model_of(s);
  const size_t n = (size_t)cJSON_GetArraySize(list);
  if (n != m->inputs)
    fail(s->L, "%s: %s%s has %I value%s, but features=%I", s->path, s->part,
         key, (LUAI_UACINT)n, n == 1 ? "" : "s", (LUAI_UACINT)m->inputs);
}

/* -- the parts of a model ------------------------------------------------- */

static void read_scale(const Source *s) {
  lua_State *L = s->L;
  LuaModel *m = model_of(s);
  Source in = {L, s->path, "scale.", need_object_or_null(s, "scale")};
  if (!in.object == (m->scaling != NO_SCALING))
    fail(L, "%s: normalize and scale must both be null or both be set",
         s->path);
  if (!in.object) return;
  static const char *const keys[] = {"mean", "std", "min", "max"};
  for (int i = 0; i < 4; i++)
    check_width(&in, keys[i], need_list(&in, keys[i]));
  Scale scale = push_scale(L, (ScaleKind)m->scaling, features_of(m));
  Vec parts[] = {scale.mean, scale.std, scale.min, scale.max};
  for (int i = 0; i < 4; i++)
    read_numbers(&in, keys[i], need(&in, keys[i]), parts[i]);
  for (size_t j = 0; j < scale.mean.n; j++)
    if (!scale_usable(&scale, j) ||
        *vec_at(scale.max, j) < *vec_at(scale.min, j))
      fail(L,
           "%s: scale: column %I has no usable spread; std and max - min must "
           "be greater than 0",
           s->path, (LUAI_UACINT)j + 1);
  lua_setiuservalue(L, MODEL, MODEL_SCALE);
  m->scale = scale;
}

static void read_range(const Source *s) {
  lua_State *L = s->L;
  LuaModel *m = model_of(s);
  Source in = {L, s->path, "range.", need_object_or_null(s, "range")};
  if (!in.object) return;
  const cJSON *low = need_list(&in, "low"), *high = need_list(&in, "high");
  check_inputs(&in, "low", low);
  check_inputs(&in, "high", high);
  Vec both = push_vec(L, 2 * m->inputs);
  read_numbers(&in, "low", low, vec_part(both, 0, m->inputs));
  read_numbers(&in, "high", high, vec_part(both, m->inputs, m->inputs));
  for (size_t j = 0; j < m->inputs; j++)
    if (both.d[j] > both.d[m->inputs + j])
      fail(L, "%s: range.low[%I] is greater than range.high[%I]", s->path,
           (LUAI_UACINT)j + 1, (LUAI_UACINT)j + 1);
  lua_setiuservalue(L, MODEL, MODEL_RANGE);
  m->low = both.d;
  m->high = both.d + m->inputs;
}

static void read_names(const Source *s) {
  lua_State *L = s->L;
  if (cJSON_IsNull(need(s, "names"))) return;
  const cJSON *list = need_list(s, "names"), *item;
  lua_Integer j = 0;
  check_inputs(s, "names", list);
  lua_newtable(L);
  cJSON_ArrayForEach(item, list) {
    if (!cJSON_IsString(item)) {
      lua_pushfstring(L, "names[%I]", (LUAI_UACINT)j + 1);
      fail_field(s, lua_tostring(L, -1), item, "string");
    }
    lua_pushstring(L, item->valuestring);
    lua_rawseti(L, -2, ++j);
  }
  lua_setiuservalue(L, MODEL, MODEL_NAMES);
}

static void read_row(const Source *s) {
  const LuaModel *m = model_of(s);
  const cJSON *w = need_list(s, "w");
  const double b = need_number(s, "b");
  check_width(s, "w", w);
  const size_t n = features_of(m);
  model_make_theta(s->L, MODEL, n, 1);
  read_numbers(s, "w", w, vec_of(m->theta, n));
  m->theta[n] = b;
}

/* One number per feature, then the intercept. */
static void read_exact(const Source *s) {
  const LuaModel *m = model_of(s);
  const size_t p = features_of(m) + 1;
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(s->object, KEPT_EXACT);
  if (!item || m->core.kind == GLM_SOFTMAX) return;
  if (!cJSON_IsObject(item)) fail_field(s, KEPT_EXACT, item, "object");
  const Source in = {s->L, s->path, KEPT_EXACT ".", item};
  DoubleDouble *exact = push_scratch(s->L, p, sizeof *exact);
  for (int i = 0; i < 2; i++) {
    const char *key = i ? "lo" : "hi";
    const cJSON *list = need_list(&in, key);
    const size_t n = (size_t)cJSON_GetArraySize(list);
    if (n != p)
      fail(s->L, "%s: " KEPT_EXACT ".%s has %I number%s, but w and b have %I",
           s->path, key, (LUAI_UACINT)n, n == 1 ? "" : "s", (LUAI_UACINT)p);
    double *first = i ? &exact->lo : &exact->hi;
    read_numbers(&in, key, list, (Vec){first, p, 2});
  }
  model_keep_exact(s->L, MODEL, vec_of(m->theta, p), exact);
}

/* Counts and checks all rows before allocating memory for them. */
static size_t count_classes(const Source *s, const cJSON *w, const cJSON *b) {
  const cJSON *row;
  int k = 0;
  cJSON_ArrayForEach(row, w) {
    lua_pushfstring(s->L, "w[%d]", ++k);
    const char *key = lua_tostring(s->L, -1);
    if (!cJSON_IsArray(row)) fail_field(s, key, row, "list");
    check_width(s, key, row);
    lua_pop(s->L, 1);
  }
  if (k < 2 || k > GLM_MOST_CLASSES)
    fail(s->L,
         "%s: w has %d row%s; a softmax model has one row per class, for 2 "
         "to %d classes",
         s->path, k, k == 1 ? "" : "s", GLM_MOST_CLASSES);
  if (cJSON_GetArraySize(b) != k)
    fail(s->L, "%s: b has %d number%s, but w has %d rows", s->path,
         cJSON_GetArraySize(b), cJSON_GetArraySize(b) == 1 ? "" : "s", k);
  return (size_t)k;
}

static void read_rows(const Source *s) {
  const LuaModel *m = model_of(s);
  const cJSON *w = need_list(s, "w"), *b = need_list(s, "b"), *row;
  const size_t classes = count_classes(s, w, b), n = features_of(m);
  model_make_theta(s->L, MODEL, n, classes);
  Mat rows = model_rows(&m->core, m->theta);
  size_t k = 0;
  cJSON_ArrayForEach(row, w) {
    lua_pushfstring(s->L, "w[%I]", (LUAI_UACINT)k + 1);
    read_numbers(s, lua_tostring(s->L, -1), row,
                 vec_part(mat_row(rows, k++), 0, n));
    lua_pop(s->L, 1);
  }
  read_numbers(s, "b", b, mat_col(rows, n));
}

static void read_intercept(const Source *s) {
  LuaModel *m = model_of(s);
  m->core.intercept = need_boolean(s, "intercept");
  Vec b = mat_col(model_rows(&m->core, m->theta), m->core.features);
  for (size_t k = 0; k < b.n && !m->core.intercept; k++)
    if (*vec_at(b, k) != 0)
      fail(s->L, "%s: intercept is false, so b must be 0", s->path);
}

static void read_lambda_and_threshold(const Source *s) {
  LuaModel *m = model_of(s);
  m->core.lambda = need_number(s, "lambda");
  if (m->core.lambda < 0)
    fail_field(s, "lambda", need(s, "lambda"), "number 0 or more");
  if (m->core.kind != GLM_LOGISTIC) return;
  m->threshold = need_number(s, "threshold");
  if (m->threshold <= 0 || m->threshold >= 1)
    fail_field(s, "threshold", need(s, "threshold"), "number between 0 and 1");
}

/* -- load ----------------------------------------------------------------- */

static void check_format(const Source *s) {
  const cJSON *format = cJSON_GetObjectItemCaseSensitive(s->object, "format");
  if (!cJSON_IsString(format) || strcmp(format->valuestring, KEPT_FORMAT) != 0)
    fail(s->L, "%s: not a saved model: field format is not \"%s\"", s->path,
         KEPT_FORMAT);
  const double version = need_number(s, "version");
  if (version > KEPT_VERSION)
    fail(s->L,
         "%s: file format version %s, but this mlrepl reads version %d; use a "
         "newer mlrepl",
         s->path, json_push_description(s->L, need(s, "version")),
         KEPT_VERSION);
  if (version != KEPT_VERSION)
    fail_field(s, "version", need(s, "version"), "1");
}

static LuaModel *push_kind(const Source *s) {
  static const char *const kinds[] = {"linear", "logistic", "softmax",
                                      "poisson", NULL};
  static const GlmKind values[] = {GLM_LINEAR, GLM_LOGISTIC, GLM_SOFTMAX,
                                   GLM_POISSON};
  return push_model(s->L,
                    values[need_word(s, "kind", kinds,
                                     "\"linear\", \"logistic\", \"softmax\" or "
                                     "\"poisson\"")]);
}

static int l_load(lua_State *L) {
  const char *path = check_path(L, PATH);
  lua_settop(L, PATH);
  const Source s = {L, path, "", push_json_file(L, path)};
  check_format(&s);
  LuaModel *m = push_kind(&s);
  m->inputs = need_count(&s, "features", MOST_FEATURES);
  m->degree = need_count(&s, "degree", POLY_MOST_DEGREE);
  if (!cJSON_IsNull(need(&s, "normalize")))
    m->scaling = need_word(&s, "normalize", scale_kinds,
                           "\"zscore\", \"minmax\", \"mean\" or null");
  read_names(&s);
  read_scale(&s);
  read_range(&s);
  if (m->core.kind == GLM_SOFTMAX)
    read_rows(&s);
  else
    read_row(&s);
  read_exact(&s);
  read_intercept(&s);
  read_lambda_and_threshold(&s);
  if (m->core.kind == GLM_POISSON) m->offset = need_boolean(&s, "offset");
  lua_settop(L, MODEL);
  return 1;
}

static const Prim prims[] = {
  {"model.load", l_load, "model.load(path) -> model",
   "Returns the model saved by m:save(path). Its predictions are bit-for-bit "
   "identical, and training can continue. Nothing in the file is executed. A "
   "damaged or truncated file, or one of a later version, raises an error that "
   "names the field or line.",
   "path = path or os.tmpname()\n"
   "m = model.logistic{w={1, 1}, b=-3, threshold=0.9}\n"
   "m:save(path)\n"
   "again = model.load(path)\n"
   "os.remove(path)\n"
   "again.threshold --> 0.9"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_model_load(lua_State *L) { registry_add(L, prims); }
