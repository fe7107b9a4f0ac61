#include "lua/grad/tape.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"

/* Tapes are opened and closed like brackets: f cannot yield. */
static Tape *innermost;

Tape *tape_innermost(void) { return innermost; }

Tape *tape_at(lua_State *L, int index) { return lua_touserdata(L, index); }

/* -- opening and closing -------------------------------------------------- */

static void shut(lua_State *L, Tape *tape) {
  if (!tape->open) return;
  tape->open = false;
  innermost = tape->outer;
  if (!innermost) registry_recorder = NULL;
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, tape);
}

static int l_shut(lua_State *L) {
  shut(L, tape_at(L, 1));
  return 0;
}

static void set_metatable(lua_State *L) {
  if (luaL_newmetatable(L, "mlrepl.tape")) {
    lua_pushcfunction(L, l_shut);
    lua_setfield(L, -2, "__close");
    lua_pushcfunction(L, l_shut);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
}

Tape *tape_open(lua_State *L, Recorder *recorder) {
  Tape *tape = lua_newuserdatauv(L, sizeof *tape, TAPE_USER_VALUES);
  *tape = (Tape){.outer = innermost};
  for (int i = TAPE_VALUES; i <= TAPE_HELD; i++) {
    lua_newtable(L);
    lua_setiuservalue(L, -2, i);
  }
  set_metatable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, tape);
  lua_toclose(L, -1);
  tape->open = true;
  innermost = tape;
  registry_recorder = recorder;
  return tape;
}

void tape_close(lua_State *L, int index) { shut(L, tape_at(L, index)); }

void tape_push(lua_State *L, const Tape *tape) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, tape);
}

/* -- nodes ---------------------------------------------------------------- */

/* The room of the last long tape: the next one is often as long. Limited, because
 * it may be short, too. */
static size_t last_room;

static size_t next_room(const Tape *tape) {
  enum { FIRST = 64, LONG = 4096, LIMIT = 1 << 17 };
  const size_t room = tape->room ? 2 * tape->room : FIRST;
  if (room == 2 * LONG && last_room > room) return last_room;
  if (room > LONG && room <= LIMIT) last_room = room;
  return room;
}

static void grow(lua_State *L, Tape *tape) {
  const size_t room = next_room(tape);
  Node *nodes = push_scratch(L, room, sizeof *nodes);
  if (tape->count) memcpy(nodes, tape->nodes, tape->count * sizeof *nodes);
  tape_push(L, tape);
  lua_insert(L, -2);
  lua_setiuservalue(L, -2, TAPE_NODES);
  lua_pop(L, 1);
  tape->nodes = nodes;
  tape->room = room;
}

size_t tape_add(lua_State *L, Tape *tape, Node node) {
  if (tape->count == tape->room) grow(L, tape);
  tape->nodes[tape->count] = node;
  return tape->count++;
}

void tape_keep(lua_State *L, const Tape *tape, int user_value, size_t node) {
  tape_push(L, tape);
  lua_getiuservalue(L, -1, user_value);
  lua_pushvalue(L, -3);
  lua_rawseti(L, -2, (lua_Integer)node + 1);
  lua_pop(L, 3);
}

int tape_push_kept(lua_State *L, const Tape *tape, int user_value,
                   size_t node) {
  tape_push(L, tape);
  lua_getiuservalue(L, -1, user_value);
  const int type = lua_rawgeti(L, -1, (lua_Integer)node + 1);
  lua_replace(L, -3);
  lua_pop(L, 1);
  return type;
}

/* Pushes the userdata that owns the numbers of the array at `index`. */
static void push_owner(lua_State *L, int index) {
  index = lua_absindex(L, index);
  if (lua_getiuservalue(L, index, 1) == LUA_TUSERDATA) return;
  lua_pop(L, 1);
  lua_pushvalue(L, index);
}

static void hold(lua_State *L, const Tape *tape, int index) {
  index = lua_absindex(L, index);
  tape_push(L, tape);
  lua_getiuservalue(L, -1, TAPE_HELD);
  push_owner(L, index);
  lua_pushboolean(L, true);
  lua_rawset(L, -3);
  lua_pop(L, 2);
}

bool tape_holds(lua_State *L, int index) {
  bool held = false;
  for (const Tape *t = innermost; t && !held; t = t->outer) {
    index = lua_absindex(L, index);
    tape_push(L, t);
    lua_getiuservalue(L, -1, TAPE_HELD);
    push_owner(L, index);
    held = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 3);
  }
  return held;
}

void tape_set_value(lua_State *L, Tape *tape, size_t node, int index) {
  Node *n = &tape->nodes[node];
  if (lua_type(L, index) == LUA_TNUMBER) {
    n->kind = NUMBER;
    n->value = lua_tonumber(L, index);
    return;
  }
  const Vec *v = to_vec(L, index);
  const Mat m = v ? (Mat){NULL, 1, v->n, 0} : check_mat(L, index);
  n->kind = v ? VECTOR : MATRIX;
  n->rows = m.rows;
  n->cols = m.cols;
  hold(L, tape, index);
  lua_pushvalue(L, index);
  tape_keep(L, tape, TAPE_VALUES, node);
}

void tape_push_value(lua_State *L, const Tape *tape, size_t node) {
  const Node *n = &tape->nodes[node];
  if (n->kind == NUMBER) {
    lua_pushnumber(L, n->value);
    return;
  }
  tape_push_kept(L, tape, TAPE_VALUES, node);
}
