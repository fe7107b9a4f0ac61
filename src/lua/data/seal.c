#include "lua/data/seal.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/set_field.h"
#include "lua/base/values.h"

/* Registry keys: value -> number of its seal; number -> the seal, a table, whose
 * other fields belong to selection/looks.lua. */
static const char MARKS_KEY[] = "mlrepl.sealed";
static const char SEALS_KEY[] = "mlrepl.seals";

static bool is_array(lua_State *L, int index) {
  return lua_type(L, index) == LUA_TUSERDATA &&
         (to_vec(L, index) || to_mat(L, index));
}

/* -- marks ---------------------------------------------------------------- */

/* The number of the seal of the value at `index`; 0 without. */
static lua_Integer seal_of(lua_State *L, int index) {
  if (!is_array(L, index)) return 0;
  index = lua_absindex(L, index);
  lua_getfield(L, LUA_REGISTRYINDEX, MARKS_KEY);
  lua_pushvalue(L, index);
  lua_rawget(L, -2);
  const lua_Integer seal = lua_tointeger(L, -1);
  lua_pop(L, 2);
  return seal;
}

static void mark(lua_State *L, int index, lua_Integer seal) {
  if (!is_array(L, index)) return;
  index = lua_absindex(L, index);
  lua_getfield(L, LUA_REGISTRYINDEX, MARKS_KEY);
  lua_pushvalue(L, index);
  lua_pushinteger(L, seal);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

/* Seals a result, and the owner of its numbers if it is a view. */
static void mark_result(lua_State *L, int index, lua_Integer seal) {
  if (!is_array(L, index)) return;
  mark(L, index, seal);
  lua_getiuservalue(L, index, 1);
  mark(L, -1, seal);
  lua_pop(L, 1);
}

/* Of a list of arrays, as matrix.rows and concat take: the seal of any. */
static lua_Integer seal_in_list(lua_State *L, int arg) {
  lua_Integer seal = 0;
  for (lua_Integer i = 1; !seal; i++) {
    const bool array = lua_rawgeti(L, arg, i) == LUA_TUSERDATA;
    seal = seal_of(L, -1);
    lua_pop(L, 1);
    if (!array) break;
  }
  return seal;
}

static lua_Integer seal_of_arguments(lua_State *L) {
  const int top = lua_gettop(L);
  for (int i = 1; i <= top; i++) {
    const lua_Integer seal =
      lua_istable(L, i) ? seal_in_list(L, i) : seal_of(L, i);
    if (seal) return seal;
  }
  return 0;
}

/* -- what primitives do with sealed arguments ------------------------------ */

static const struct {
  const char *name, *advice;
} refused[] = {{"normalize", "fit the scaler on the training set: Xn, scaler = "
                             "normalize(Xtrain), and apply it: scaler(Xtest)"},
               {"library.standardize", "use the training set"},
               {"train", "use the training set"},
               {"cross_validate", "use the training set"},
               {"search", "use the training set"},
               {"resample", "use the training set"},
               {"data.folds", "use the training set"},
               {"library.linear", "use the training set"},
               {"library.logistic", "use the training set"}};

static void refuse(lua_State *L, const Prim *prim) {
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
    if (!strcmp(prim->name, refused[i].name))
      fail(L, "the data include rows of the sealed test set; %s",
           refused[i].advice);
}

static bool is_look(const char *name) {
  return !strcmp(name, "model:score") || !strcmp(name, "model:cost") ||
         !strcmp(name, "model:summary") || !strncmp(name, "metrics.", 8);
}

/* Assignments seal the array that takes in sealed numbers; a model must not. */
static void assign(lua_State *L, const Prim *prim, lua_Integer seal) {
  if (prim->help || strcmp(prim->usage, "__newindex") != 0) return;
  if (!seal_of(L, 3)) return;
  if (!strcmp(prim->name, TYPE_MODEL))
    fail(L, "the weights were computed from rows of the sealed test set; use "
            "the training set");
  mark_result(L, 1, seal);
}

/* Calls prepare(seal, m, X, y), which computes the part of each example in the
 * score; the arguments stay. */
static void prepare(lua_State *L, lua_Integer seal) {
  lib_context_push(L, "mlrepl.selection.looks", "prepare");
  lua_getfield(L, LUA_REGISTRYINDEX, SEALS_KEY);
  lua_rawgeti(L, -1, seal);
  lua_remove(L, -2);
  for (int i = 1; i <= 4; i++) lua_pushvalue(L, i);
  lua_call(L, 5, 0);
}

/* With its result at the top. */
static void tell(lua_State *L, const Prim *prim, lua_Integer seal) {
  lib_context_push(L, "mlrepl.selection.looks", "tell");
  lua_getfield(L, LUA_REGISTRYINDEX, SEALS_KEY);
  lua_rawgeti(L, -1, seal);
  lua_remove(L, -2);
  lua_pushstring(L, prim->name);
  lua_pushvalue(L, -4);
  lua_call(L, 3, 0);
}

static int watch(lua_State *L, const Prim *prim) {
  luaL_checkstack(L, 20, NULL);
  const lua_Integer seal = seal_of_arguments(L);
  if (!seal || !strcmp(prim->name, "data.split") ||
      !strcmp(prim->name, "data.looks"))
    return registry_run(L, prim);
  refuse(L, prim);
  assign(L, prim, seal);
  const bool look = is_look(prim->name) && !lib_context_is_caller(L);
  if (look && !strcmp(prim->name, "model:score")) {
    const int top = lua_gettop(L);
    lua_settop(L, top < 4 ? 4 : top);
    prepare(L, seal);
    lua_settop(L, top);
  }
  const int results = registry_run(L, prim);
  luaL_checkstack(L, 20, NULL);
  for (int i = 1; i <= results; i++) mark_result(L, -i, seal);
  if (look && results > 0) tell(L, prim, seal);
  return results;
}

/* -- sealing -------------------------------------------------------------- */

/* Pushes the seal of that number. */
static void push_seal(lua_State *L, lua_Integer seal) {
  lua_getfield(L, LUA_REGISTRYINDEX, SEALS_KEY);
  lua_rawgeti(L, -1, seal);
  lua_remove(L, -2);
}

static bool has_count(lua_State *L, const char *key, size_t n) {
  lua_getfield(L, -1, key);
  const bool same = lua_tointeger(L, -1) == (lua_Integer)n;
  lua_pop(L, 1);
  return same;
}

static bool is_same_split(lua_State *L, lua_Integer seal, const SealSplit *s) {
  push_seal(L, seal);
  const bool same =
    has_count(L, "rows", s->rows) && has_count(L, "tests", s->tests) &&
    has_count(L, "seed", s->seed) && has_count(L, "stratified", s->stratified);
  lua_pop(L, 1);
  return same;
}

static lua_Integer new_seal(lua_State *L, const SealSplit *s) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, SEALS_KEY);
  const lua_Integer seal = (lua_Integer)lua_rawlen(L, -1) + 1;
  lua_newtable(L);
  set_count(L, "rows", s->rows);
  set_count(L, "tests", s->tests);
  set_count(L, "seed", s->seed);
  set_count(L, "stratified", s->stratified);
  lua_rawseti(L, -2, seal);
  lua_pop(L, 1);
  return seal;
}

void seal_split(lua_State *L, const SealSplit *split, bool wanted) {
  const int last = lua_gettop(L);
  lua_Integer seal = seal_of(L, 1);
  if (!seal) seal = seal_of(L, 2);
  if (!seal && !wanted) return;
  const bool other = seal && !is_same_split(L, seal, split);
  if (!seal) seal = new_seal(L, split);
  for (int i = 1; i <= 2; i++) mark(L, i, seal);
  mark(L, last - 2, seal);
  mark(L, last, seal);
  if (other) {
    mark(L, last - 3, seal);
    mark(L, last - 1, seal);
  }
  registry_watcher = watch;
}

/* -- data.looks ------------------------------------------------------------ */

static int l_looks(lua_State *L) {
  if (!is_array(L, 1)) fail_arg(L, 1, "sealed vector or matrix");
  const lua_Integer seal = seal_of(L, 1);
  if (!seal)
    fail_arg_because(L, 1,
                     "is not sealed; data.split(X, y, {seal=true}) seals "
                     "the test set");
  lib_context_push(L, "mlrepl.selection.looks", "looks");
  push_seal(L, seal);
  lua_call(L, 1, 1);
  return 1;
}

static const Prim prims[] = {
  {"data.looks", l_looks, "data.looks(Xtest) -> test_looks",
   "Returns how often the sealed test set (data.split with seal=true) was looked "
   "at, by m:score, m:cost, m:summary or metrics. Fields: count; scores, those "
   "of m:score; excess, by how much the best of them is expected to be too "
   "high. A model with the same predictions as before is no new look. The "
   "excess is the expected maximum of correlated normal errors, whose "
   "covariance is estimated from the examples; it assumes that all models are "
   "equally good. If one is far better than the others, its score is less "
   "optimistic than that.",
   "X, y = matrix{{1}, {2}, {3}, {4}}, vector{0, 0, 1, 1}\n"
   "Xtrain, Xtest, ytrain, ytest = data.split(X, y, {test=2, seal=true})\n"
   "data.looks(Xtest).count --> 0"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_seal(lua_State *L) {
  push_weak_table(L);
  lua_setfield(L, LUA_REGISTRYINDEX, MARKS_KEY);
  registry_add(L, prims);
}
