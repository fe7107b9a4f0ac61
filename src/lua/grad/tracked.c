#include "lua/grad/tracked.h"

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/grad/rule.h"

/* Called for every argument while f runs, so the metatable is compared without
 * looking it up. */
Tracked *to_tracked(lua_State *L, int index) {
  const Tape *tape = tape_innermost();
  if (!tape) return luaL_testudata(L, index, TYPE_TRACKED);
  if (!lua_getmetatable(L, index)) return NULL;
  const bool tracked = lua_topointer(L, -1) == tape->tracked_type;
  lua_pop(L, 1);
  return tracked ? lua_touserdata(L, index) : NULL;
}

Tape *tracked_open_tape(lua_State *L) {
  Tape *tape = tape_open(L, rule_recorder);
  luaL_getmetatable(L, TYPE_TRACKED);
  tape->tracked_type = lua_topointer(L, -1);
  lua_setiuservalue(L, -2, TAPE_TRACKED_TYPE);
  return tape;
}

void tracked_push(lua_State *L, Tape *tape, size_t node) {
  Tracked *t = lua_newuserdatauv(L, sizeof *t, 1);
  *t = (Tracked){tape, node};
  tape_push(L, tape);
  lua_getiuservalue(L, -1, TAPE_TRACKED_TYPE);
  lua_setmetatable(L, -3);
  lua_setiuservalue(L, -2, 1);
}

void tracked_push_like(lua_State *L, int index, size_t node) {
  Tracked *t = lua_newuserdatauv(L, sizeof *t, 1);
  *t = (Tracked){tape_innermost(), node};
  lua_getmetatable(L, index);
  lua_setmetatable(L, -2);
  lua_getiuservalue(L, index, 1);
  lua_setiuservalue(L, -2, 1);
}

void tracked_push_plain(lua_State *L, int index) {
  const Tracked *t = to_tracked(L, index);
  const Node *n = &t->tape->nodes[t->node];
  if (n->kind == NUMBER) {
    lua_pushnumber(L, n->value);
    return;
  }
  lua_getiuservalue(L, index, 1);
  lua_getiuservalue(L, -1, TAPE_VALUES);
  lua_rawgeti(L, -1, (lua_Integer)t->node + 1);
  lua_replace(L, -3);
  lua_pop(L, 1);
}

void tracked_remove(lua_State *L) {
  luaL_checkstack(L, 10, NULL);
  for (int i = lua_gettop(L); i > 0; i--) {
    if (!to_tracked(L, i)) continue;
    tracked_push_plain(L, i);
    lua_replace(L, i);
  }
}

bool tracked_is_number(lua_State *L, int index) {
  const Tracked *t = to_tracked(L, index);
  return t ? t->tape->nodes[t->node].kind == NUMBER
           : lua_type(L, index) == LUA_TNUMBER;
}

bool tracked_is_array(lua_State *L, int index) {
  return to_tracked(L, index) && !tracked_is_number(L, index);
}

void tracked_check(lua_State *L, const Tracked *t) {
  if (!t->tape->open)
    fail(L, "a tracked value cannot be used after grad has returned; let f "
            "return what is needed");
  if (t->tape != tape_innermost())
    fail(L, "an inner grad cannot use values tracked by an outer one, because "
            "second derivatives are not available; take differences of grad");
}

bool tracked_any(lua_State *L) {
  for (int i = lua_gettop(L); i > 0; i--)
    if (to_tracked(L, i)) return true;
  return false;
}

Tape *tracked_tape(lua_State *L) {
  Tape *tape = NULL;
  for (int i = lua_gettop(L); i > 0; i--) {
    const Tracked *t = to_tracked(L, i);
    if (!t) continue;
    tracked_check(L, t);
    tape = t->tape;
  }
  return tape;
}

/* -- metamethods ---------------------------------------------------------- */

/* The vector; a loop over its elements looks it up once. */
static const Vec *vector_of(lua_State *L, int index, const Tracked *t) {
  Tape *tape = t->tape;
  if (tape->loop && tape->looped == t->node) return tape->loop;
  tracked_push_plain(L, index);
  tape->loop = lua_touserdata(L, -1); /* the tape keeps it */
  tape->looped = t->node;
  lua_pop(L, 1);
  return tape->loop;
}

bool tracked_push_element(lua_State *L, int index, lua_Integer i) {
  const Tracked *t = lua_touserdata(L, index);
  const Vec *v = vector_of(L, index, t);
  const size_t place = i > 0 ? (size_t)i - 1 : v->n - (size_t)-i;
  if (!i || place >= v->n) return false;
  const size_t node =
    rule_add_element(L, t->tape, t->node, place, *vec_at(*v, place));
  tracked_push_like(L, index, node);
  return true;
}

static int push_element(lua_State *L) {
  int whole;
  const lua_Integer i = lua_tointegerx(L, 2, &whole);
  if (whole && tracked_push_element(L, 1, i)) return 1;
  tracked_push_plain(L, 1);
  lua_pushvalue(L, 2);
  lua_gettable(L, -2); /* raises the vector's error */
  return 1;
}

/* Methods are those of the plain value; recorder and rules do the rest. */
static int l_index(lua_State *L) {
  const Tracked *t = to_tracked(L, 1);
  if (!t) return fail_arg(L, 1, TYPE_TRACKED);
  lua_settop(L, 2);
  const Kind kind = t->tape->nodes[t->node].kind;
  const bool number = lua_type(L, 2) == LUA_TNUMBER;
  if (kind == NUMBER) return fail(L, "a number has no elements or methods");
  if (number) tracked_check(L, t);
  if (number && kind == VECTOR) return push_element(L);
  tracked_push_plain(L, 1);
  if (number)
    lua_pushliteral(L, "row");
  else
    lua_pushvalue(L, 2);
  lua_gettable(L, -2);
  if (!number) return 1;
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_call(L, 2, 1);
  return 1;
}

static int l_len(lua_State *L) {
  tracked_remove(L);
  lua_len(L, 1);
  return 1;
}

static int l_tostring(lua_State *L) {
  tracked_remove(L);
  luaL_tolstring(L, 1, NULL);
  return 1;
}

static int compare(lua_State *L, int op) {
  tracked_remove(L);
  lua_pushboolean(L, lua_compare(L, 1, 2, op));
  return 1;
}

static int l_eq(lua_State *L) { return compare(L, LUA_OPEQ); }
static int l_lt(lua_State *L) { return compare(L, LUA_OPLT); }
static int l_le(lua_State *L) { return compare(L, LUA_OPLE); }

static const Meta metas[] = {
  {"__index", l_index, NULL}, {"__len", l_len, "#"},
  {"__eq", l_eq, "=="},       {"__lt", l_lt, "<"},
  {"__le", l_le, "<="},       {"__tostring", l_tostring, NULL},
  {NULL, NULL, NULL}};

/* The operators of vectors take tracked values, through the recorder. */
static void copy_operators(lua_State *L) {
  static const char *const events[] = {"__add",  "__sub", "__mul",
                                       "__div",  "__pow", "__mod",
                                       "__idiv", "__unm", "__concat"};
  luaL_getmetatable(L, TYPE_VECTOR);
  luaL_getmetatable(L, TYPE_TRACKED);
  for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
    lua_getfield(L, -2, events[i]);
    lua_setfield(L, -2, events[i]);
  }
  lua_pop(L, 2);
}

void open_tracked(lua_State *L) {
  registry_metamethods(L, TYPE_TRACKED, metas);
  copy_operators(L);
}
