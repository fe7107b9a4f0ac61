/* share_guard.c - a process sees only its share of the rows, so each primitive either
 * works row by row, or takes part in sums over all processes, or is refused. This
 * is the only place that decides; primitives that are not listed are refused. */
#include "lua/cluster/share_guard.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/array/shared.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/registry.h"
#include "sys/parallel/processes.h"

typedef enum Policy {
  REFUSED,
  PLAIN,    /* does not use the numbers */
  ROWS,     /* computes each row by itself: the result is shared, too */
  ELEMENTS, /* the same; it also takes a vector with one number per column */
  PRODUCT,  /* shared matrix times vector or matrix: row by row */
  SIZE,     /* returns the size of the whole */
  INDEX,    /* a field or method by name; numbers by index are refused */
  TOGETHER, /* works on all rows, with the other processes */
  SCALED    /* the same; the first result is shared */
} Policy;

/* Methods of vectors and matrices begin with ':', operators with '_'. */
static const struct Rule {
  const char *name;
  Policy policy;
} rules[] = {{"__add", ELEMENTS},
             {"__sub", ELEMENTS},
             {"__mul", ELEMENTS},
             {"__div", ELEMENTS},
             {"__pow", ELEMENTS},
             {"__mod", ELEMENTS},
             {"__idiv", ELEMENTS},
             {"__unm", ELEMENTS},
             {"__lt", PLAIN},
             {"__le", PLAIN},
             {"__len", SIZE},
             {"__index", INDEX},
             {"__newindex", INDEX},
             {"__call", ROWS}, /* scaler(X) */
             {"__tostring", PLAIN},
             {"__concat", PLAIN},
             {":size", SIZE},
             {":eq", ELEMENTS},
             {":ne", ELEMENTS},
             {":lt", ELEMENTS},
             {":le", ELEMENTS},
             {":gt", ELEMENTS},
             {":ge", ELEMENTS},
             {":add", ELEMENTS},
             {":sub", ELEMENTS},
             {":mul", ELEMENTS},
             {":div", ELEMENTS},
             {":axpy", ELEMENTS},
             {":map", ROWS},
             {":copy", ROWS},
             {":column", ROWS},
             {":columns", ROWS},
             {":take_columns", ROWS},
             {":dot", PRODUCT},
             {"dot", PRODUCT},
             {"exp", ROWS},
             {"log", ROWS},
             {"log1p", ROWS},
             {"sqrt", ROWS},
             {"abs", ROWS},
             {"sin", ROWS},
             {"cos", ROWS},
             {"tan", ROWS},
             {"tanh", ROWS},
             {"floor", ROWS},
             {"ceil", ROWS},
             {"round", ROWS},
             {"sign", ROWS},
             {"sigmoid", ROWS},
             {"polyfeatures", ROWS},
             {"matrix.columns", ROWS},
             {"scaler:invert", ROWS},
             {"model:predict", ROWS},
             {"model:probability", ROWS},
             {"model:loss", ROWS},
             {"help", PLAIN},
             {"normalize", SCALED},
             {"train", TOGETHER},
             {"model:cost", TOGETHER},
             {"model:gradient", TOGETHER},
             {"model:score", TOGETHER},
             {"model:summary", TOGETHER},
             {"cross_validate", TOGETHER},
             {"cluster.gather", TOGETHER}};

/* -- finding the rule ------------------------------------------------------- */

static const char *key_of(const Prim *prim) {
  if (!prim->help) return prim->usage; /* the event of an operator */
  const bool method = !strncmp(prim->name, TYPE_VECTOR ":", 7) ||
                      !strncmp(prim->name, TYPE_MATRIX ":", 7);
  return method ? strchr(prim->name, ':') : prim->name;
}

static Policy policy_of(const Prim *prim) {
  const char *key = key_of(prim);
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
    if (!strcmp(rules[i].name, key)) return rules[i].policy;
  return REFUSED;
}

/* -- finding shares --------------------------------------------------------- */

/* What was found among the arguments of a call. */
typedef struct Found {
  Share share;
  int arg; /* of the first share; 0: there is none */
  bool matrix;
} Found;

static void look_at(lua_State *L, Found *found, int index, int arg) {
  Share share;
  if (!shared_find(L, index, &share)) return;
  if (found->arg && share.whole != found->share.whole)
    fail(L, "these are rows of different data: %I in all, and %I",
         (LUAI_UACINT)found->share.whole, (LUAI_UACINT)share.whole);
  if (!found->arg) *found = (Found){share, arg, false};
  found->matrix = found->matrix || to_mat(L, index);
}

/* Options with one number per row. */
static const char *const row_options[] = {"weights", "offset"};
enum { ROW_OPTIONS = sizeof row_options / sizeof *row_options };

/* A list of arrays, or options that are arrays. */
static void look_into(lua_State *L, Found *found, int arg) {
  for (lua_Integer i = 1; lua_rawgeti(L, arg, i) == LUA_TUSERDATA; i++) {
    look_at(L, found, -1, arg);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  for (size_t i = 0; i < ROW_OPTIONS; i++) {
    lua_pushstring(L, row_options[i]);
    lua_rawget(L, arg);
    look_at(L, found, -1, arg);
    lua_pop(L, 1);
  }
}

static Found find_shares(lua_State *L) {
  Found found = {.arg = 0};
  const int top = lua_gettop(L);
  for (int i = 1; i <= top; i++)
    if (lua_istable(L, i))
      look_into(L, &found, i);
    else
      look_at(L, &found, i, i);
  return found;
}

/* -- checking the other arguments ------------------------------------------- */

static void fail_not_shared(lua_State *L, const Prim *prim, int arg,
                            const Found *found) {
  const char *text = shared_push_text(L, &found->share);
  if (!prim->help)
    fail(L,
         "one operand is shared (this process has %s), the other is not; "
         "cluster.share(x) makes x shared, too",
         text);
  fail_arg_because(L, arg,
                   "must be shared, too, as the other data are (this process "
                   "has %s): use cluster.share or cluster.open_npy",
                   text);
}

/* All arrays must be shared, except, for ELEMENTS, a vector beside a matrix. */
static void check_others(lua_State *L, const Prim *prim, const Found *found,
                         Policy policy) {
  Share unused;
  const int top = lua_gettop(L);
  for (int i = 1; i <= top; i++) {
    const Vec *v = to_vec(L, i);
    if ((!v && !to_mat(L, i)) || shared_find(L, i, &unused)) continue;
    if (policy == ELEMENTS && v && found->matrix) continue;
    fail_not_shared(L, prim, i, found);
  }
}

/* y = {1, 2, 3} beside a shared X, and options. */
static void check_lists(lua_State *L, const Prim *prim, const Found *found) {
  enum { Y = 3, OPTIONS = 4 };
  Share unused;
  if (lua_istable(L, Y) && found->arg < Y) fail_not_shared(L, prim, Y, found);
  for (size_t i = 0; lua_istable(L, OPTIONS) && i < ROW_OPTIONS; i++) {
    lua_pushstring(L, row_options[i]);
    const int type = lua_rawget(L, OPTIONS);
    const char *text = shared_push_text(L, &found->share);
    if (type == LUA_TTABLE || (to_vec(L, -2) && !shared_find(L, -2, &unused)))
      fail(L,
           "option %s must be shared, too, as the other data are (this "
           "process has %s)",
           row_options[i], text);
    lua_pop(L, 2);
  }
}

static int refuse(lua_State *L, const Found *found) {
  return shared_refuse(L, &found->share);
}

static int refuse_product(lua_State *L, const Found *found) {
  Share unused;
  if (!to_mat(L, 1) || !shared_find(L, 1, &unused) ||
      shared_find(L, 2, &unused))
    return refuse(L, found);
  return 0;
}

/* -- running ---------------------------------------------------------------- */

/* Marks the first result, if it is computed row by row. */
static int mark_results(lua_State *L, const Found *found, Policy policy,
                        int results) {
  const bool marks = policy == ROWS || policy == ELEMENTS ||
                     policy == PRODUCT || policy == SCALED;
  luaL_checkstack(L, 10, NULL);
  if (marks && results > 0 && (to_vec(L, -results) || to_mat(L, -results)))
    shared_mark(L, -results, found->share.whole);
  return results;
}

static int push_size(lua_State *L, const Prim *prim, const Found *found) {
  const Mat *m = to_mat(L, found->arg);
  lua_pushinteger(L, (lua_Integer)found->share.whole);
  if (!m || !prim->help) return 1; /* # */
  lua_pushinteger(L, (lua_Integer)m->cols);
  return 2;
}

/* The primitive that `together` calls anew. */
static const Prim *direct = NULL;

/* The position is left out: the script is the same in all processes. */
static void tell_failure(lua_State *L) {
  const char *message = lua_tostring(L, -1);
  push_where(L);
  const char *where = lua_tostring(L, -1);
  const size_t n = strlen(where);
  if (!message) message = "an error that is not a string";
  processes_tell_failure(strncmp(message, where, n) ? message : message + n);
  lua_pop(L, 1);
}

/* If it fails here, the others must not wait for this process. */
static int together(lua_State *L, const Prim *prim) {
  const int top = lua_gettop(L);
  luaL_checkstack(L, top + 10, NULL);
  lua_Debug here;
  lua_getstack(L, 0, &here);
  lua_getinfo(L, "f", &here);
  for (int i = 1; i <= top; i++) lua_pushvalue(L, i);
  direct = prim;
  const int status = lua_pcall(L, top, LUA_MULTRET, 0);
  direct = NULL;
  if (status == LUA_OK) return lua_gettop(L) - top;
  tell_failure(L);
  return lua_error(L);
}

static int run(lua_State *L, const Prim *prim, const Found *found) {
  const Policy policy = policy_of(prim);
  switch (policy) {
  case PLAIN: return registry_run_watched(L, prim);
  case SIZE: return push_size(L, prim, found);
  case INDEX:
    if (found->arg == 1 && lua_type(L, 2) != LUA_TNUMBER)
      return registry_run_watched(L, prim);
    return refuse(L, found);
  case PRODUCT: refuse_product(L, found); break;
  case ROWS:
  case ELEMENTS: check_others(L, prim, found, policy); break;
  case TOGETHER:
  case SCALED:
    check_others(L, prim, found, policy);
    check_lists(L, prim, found);
    return mark_results(L, found, policy, together(L, prim));
  case REFUSED: return refuse(L, found);
  }
  return mark_results(L, found, policy, registry_run_watched(L, prim));
}

/* One process has all rows, so nothing is refused; marks are still kept. */
static int run_alone(lua_State *L, const Prim *prim, const Found *found) {
  return mark_results(L, found, policy_of(prim), registry_run_watched(L, prim));
}

static int guard(lua_State *L, const Prim *prim) {
  if (direct == prim) {
    direct = NULL;
    return registry_run_watched(L, prim);
  }
  luaL_checkstack(L, 20, NULL);
  const Found found = find_shares(L);
  if (!found.arg) return registry_run_watched(L, prim);
  return processes_count() > 1 ? run(L, prim, &found)
                               : run_alone(L, prim, &found);
}

void share_guard_start(void) { registry_sharer = guard; }
