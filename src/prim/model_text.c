/* model_text.c - what a model says of itself: its formula, its boundary. */
#include "model.h"

#include <math.h>
#include <stdio.h>

#include "open.h"

const char *push_feature_name(lua_State *L, int model, size_t j) {
  LuaModel *m = lua_touserdata(L, model);
  if (lua_getiuservalue(L, model, MODEL_NAMES) == LUA_TTABLE) {
    lua_geti(L, -1, (lua_Integer)j + 1);
    lua_remove(L, -2);
    if (lua_type(L, -1) == LUA_TSTRING) return lua_tostring(L, -1);
  }
  lua_pop(L, 1);
  if (m->features == 1) return lua_pushliteral(L, "x");
  return lua_pushfstring(L, "x%I", (LUAI_UACINT)j);
}

/* Adds " + 0.5 name" or " - 0.5 name", without the sign's blanks when first. */
static void add_term(luaL_Buffer *b, double factor, const char *name,
                     bool first) {
  char text[32];
  snprintf(text, sizeof text, "%.6g", fabs(factor));
  luaL_addstring(b, factor < 0 ? (first ? "-" : " - ") : (first ? "" : " + "));
  luaL_addstring(b, text);
  luaL_addstring(b, *name ? " " : "");
  luaL_addstring(b, name);
}

/* Pushes w·x + b in words. */
static void push_sum(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  lua_newtable(L); /* the names, which must not come between buffer pieces */
  for (size_t j = 0; j < m->features; j++) {
    push_feature_name(L, model, j);
    lua_rawseti(L, -2, (lua_Integer)j + 1);
  }
  int names = lua_gettop(L);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t j = 0; j < m->features; j++) {
    lua_rawgeti(L, names, (lua_Integer)j + 1);
    const char *name = lua_tostring(L, -1); /* the table keeps it */
    lua_pop(L, 1);
    add_term(&b, m->theta[j], name, j == 0);
  }
  add_term(&b, m->theta[m->features], "", false);
  luaL_pushresult(&b);
  lua_replace(L, names);
}

static int l_equation(lua_State *L) {
  LuaModel *m = check_ready_model(L, 1);
  push_sum(L, 1);
  lua_pushfstring(L, m->kind == MODEL_LINEAR ? "f(x) = %s"
                                             : "P(y = 1) = sigmoid(%s)",
                  lua_tostring(L, -1));
  return 1;
}

/* The line where P = threshold: w·x + b = log(t / (1 - t)). */
static int l_boundary(lua_State *L) {
  LuaModel *m = check_ready_model(L, 1);
  if (m->kind != MODEL_LOGISTIC)
    fail(L, "a linear model has no boundary; a logistic one has");
  if (m->features != 2)
    fail(L, "a boundary line needs two features, this model has %I",
         (LUAI_UACINT)m->features);
  const double *w = m->theta, t = m->threshold;
  const double c = log(t / (1 - t)) - w[2];
  if (w[1] == 0) {
    lua_pushnumber(L, c / w[0]);
    fail(L, w[0] == 0 ? "both weights are 0: there is no boundary yet"
                      : "the boundary is upright: x0 = %s",
         lua_tostring(L, -1));
  }
  lua_pushnumber(L, -w[0] / w[1]);
  lua_pushnumber(L, c / w[1]);
  return 2;
}

static int l_tostring(lua_State *L) {
  LuaModel *m = check_model(L, 1);
  const char *kind = m->kind == MODEL_LINEAR ? "linear" : "logistic";
  if (!m->theta) {
    lua_pushfstring(L, "%s model without weights yet", kind);
    return 1;
  }
  l_equation(L);
  lua_pushfstring(L, "%s model: %s", kind, lua_tostring(L, -1));
  return 1;
}

#define LINE "m = model.linear{w=200, b=100}\n"
#define CURVE "m = model.logistic{w={1, 1}, b=-3}\n"

static const Prim prims[] = {
  {"model:equation", l_equation, "m:equation()", "The model as a formula.",
   LINE "m:equation() --> f(x) = 200 x + 100"},
  {"model:boundary", l_boundary, "m:boundary()",
   "Slope and intercept of the line that parts the classes of a logistic model "
   "with two features: x1 = slope x0 + intercept.",
   CURVE "m:boundary() --> -1.0\t3.0"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__tostring", l_tostring, NULL},
                             {NULL, NULL, NULL}};

void open_model_text(lua_State *L) {
  prim_register(L, prims);
  prim_metamethods(L, TYPE_MODEL, metas);
}
