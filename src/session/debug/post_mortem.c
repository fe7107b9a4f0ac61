/* post_mortem.c - the record is a table in the registry:
 *
 *   error    the error value
 *   inner    the traceback of the coroutines that have failed; nil if none
 *   [i]      a frame: func, source, short (its printed form), line, name
 *            ("function 'f'"), level, and locals, a list of {name, value,
 *            index}
 *
 * The native module mlrepl.post_mortem:
 *   last()    the record, or nil
 *   forget()  deletes it
 *   keep(on)  while on, further errors are not recorded
 */
#include "session/debug/post_mortem.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "session/debug/traceback.h"
#include "session/debug/user_frames.h"
#include "lua/standard/running.h"

enum { MOST_FRAMES = 100 };

/* Registry keys: */
static const char RECORD_KEY[] = "mlrepl.post_mortem";
static const char KEPT_KEY[] = "mlrepl.post_mortem.kept";

static void set_text(lua_State *L, const char *key, const char *text,
                     size_t n) {
  lua_pushlstring(L, text, n);
  lua_setfield(L, -2, key);
}

/* -- frames --------------------------------------------------------------- */

/* Appends a local to the list at the top; pops its value from `from`. */
static void add_local(lua_State *L, lua_State *from, const char *name,
                      int index) {
  lua_createtable(L, 3, 0);
  lua_pushstring(L, name);
  lua_rawseti(L, -2, 1);
  if (L == from)
    lua_insert(L, -2);
  else
    lua_xmove(from, L, 1);
  lua_rawseti(L, -2, 2);
  lua_pushinteger(L, index);
  lua_rawseti(L, -2, 3);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* Pushes the list of locals and extra arguments; Lua's own, such as loop
 * counters, are named in parentheses. */
static void push_locals(lua_State *L, lua_State *from, lua_Debug *at) {
  const char *name;
  lua_newtable(L);
  for (int i = 1; (name = lua_getlocal(from, at, i)); i++) {
    if (*name == '(')
      lua_pop(from, 1);
    else
      add_local(L, from, name, i);
  }
  for (int i = 1; lua_getlocal(from, at, -i); i++)
    add_local(L, from, "...", -i);
}

static void push_frame(lua_State *L, lua_State *from, lua_Debug *at,
                       int level) {
  lua_createtable(L, 0, 7);
  lua_pushinteger(L, level);
  lua_setfield(L, -2, "level");
  user_frames_push_name(L, from, at);
  lua_setfield(L, -2, "name");
  set_text(L, "source", at->source, at->srclen);
  set_text(L, "short", at->short_src, strlen(at->short_src));
  lua_pushinteger(L, at->currentline);
  lua_setfield(L, -2, "line");
  push_locals(L, from, at);
  lua_setfield(L, -2, "locals");
  lua_getinfo(from, "f", at);
  lua_xmove(from, L, 1);
  lua_setfield(L, -2, "func");
}

void post_mortem_add_frames(lua_State *L, lua_State *from, int level) {
  UserFrames f = user_frames_from(level);
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  while (n < MOST_FRAMES && user_frames_next(from, &f)) {
    push_frame(L, from, &f.at, f.next - 1);
    lua_rawseti(L, -2, ++n);
  }
}

/* -- records -------------------------------------------------------------- */

/* Does the text of `whole` end with that of `part`? coroutine.wrap puts a
 * position before a message. */
static bool ends_with(lua_State *L, int whole, int part) {
  size_t n, m;
  const char *text = lua_tolstring(L, whole, &n);
  const char *end = lua_tolstring(L, part, &m);
  return n >= m && !memcmp(text + n - m, end, m);
}

/* Pushes the record if it was made of a coroutine that failed with the error at
 * `index`; otherwise pushes nothing and returns false. */
static bool push_same(lua_State *L, int index) {
  index = lua_absindex(L, index);
  const int top = lua_gettop(L);
  bool same = false;
  if (lua_getfield(L, LUA_REGISTRYINDEX, RECORD_KEY) == LUA_TTABLE &&
      lua_getfield(L, -1, "inner") == LUA_TSTRING) {
    lua_getfield(L, -2, "error");
    bool texts =
      lua_type(L, -1) == LUA_TSTRING && lua_type(L, index) == LUA_TSTRING;
    same = texts ? ends_with(L, index, -1) : lua_rawequal(L, index, -1);
  }
  lua_settop(L, top + same);
  return same;
}

/* The arguments of l_record. */
typedef struct Failure {
  lua_State *from;
  int level;
} Failure;

/* Appends the traceback to those of the coroutines inside. */
static void add_inner(lua_State *L, const Failure *failure) {
  if (lua_getfield(L, -1, "inner") == LUA_TNIL) {
    lua_pop(L, 1);
    lua_pushliteral(L, "");
  }
  traceback_push(L, failure->from, failure->level);
  lua_concat(L, 2);
  lua_setfield(L, -2, "inner");
}

/* (failure, error) */
static int l_record(lua_State *L) {
  const Failure *failure = lua_touserdata(L, 1);
  if (!push_same(L, 2)) lua_createtable(L, 4, 2);
  post_mortem_add_frames(L, failure->from, failure->level);
  if (!lua_rawlen(L, 3)) return 0;
  lua_pushvalue(L, 2);
  lua_setfield(L, 3, "error");
  if (failure->from != L)
    add_inner(L, failure);
  else {
    lua_pushnil(L); /* the record is complete */
    lua_setfield(L, 3, "inner");
  }
  lua_setfield(L, LUA_REGISTRYINDEX, RECORD_KEY);
  return 0;
}

static bool is_kept(lua_State *L) {
  bool kept = lua_rawgetp(L, LUA_REGISTRYINDEX, KEPT_KEY) != LUA_TNIL;
  lua_pop(L, 1);
  return kept;
}

/* Pops the error value at the top. */
static void record(lua_State *L, Failure failure) {
  if (is_kept(L)) {
    lua_pop(L, 1);
    return;
  }
  lua_pushcfunction(L, l_record);
  lua_insert(L, -2);
  lua_pushlightuserdata(L, &failure);
  lua_insert(L, -2);
  if (lua_pcall(L, 2, 0, 0) != LUA_OK) lua_pop(L, 1);
}

void post_mortem_record(lua_State *L, int index, int level) {
  lua_pushvalue(L, index);
  record(L, (Failure){L, level + 1}); /* l_record adds a level */
}

/* A coroutine has failed; L will raise or report its error. */
static void record_coroutine(lua_State *L, lua_State *co) {
  if (!lua_checkstack(L, 8) || !lua_checkstack(co, 8)) return;
  lua_pushvalue(co, -1);
  lua_xmove(co, L, 1);
  record(L, (Failure){co, 0});
}

const char *post_mortem_push_inner(lua_State *L, int index) {
  if (!push_same(L, index)) return NULL;
  lua_getfield(L, -1, "inner");
  lua_remove(L, -2);
  return lua_tostring(L, -1);
}

static bool is_of_function(lua_State *L, int function) {
  lua_getfield(L, -1, "func");
  const bool same = lua_rawequal(L, -1, function);
  lua_pop(L, 1);
  return same;
}

int post_mortem_line(lua_State *L, int index) {
  const int top = lua_gettop(L), function = lua_absindex(L, index);
  int line = 0;
  if (lua_getfield(L, LUA_REGISTRYINDEX, RECORD_KEY) == LUA_TTABLE)
    for (lua_Integer i = (lua_Integer)lua_rawlen(L, -1); i && !line; i--) {
      lua_rawgeti(L, -1, i);
      if (is_of_function(L, function) && lua_getfield(L, -1, "line"))
        line = (int)lua_tointeger(L, -1);
      lua_settop(L, top + 1);
    }
  lua_settop(L, top);
  return line;
}

void post_mortem_forget(lua_State *L) {
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, RECORD_KEY);
}

/* -- the module ----------------------------------------------------------- */

static int l_last(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, RECORD_KEY);
  return 1;
}

static int l_forget(lua_State *L) {
  post_mortem_forget(L);
  return 0;
}

static int l_keep(lua_State *L) {
  lua_settop(L, 1);
  if (!lua_toboolean(L, 1)) lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, KEPT_KEY);
  return 0;
}

static const luaL_Reg functions[] = {
  {"last", l_last}, {"forget", l_forget}, {"keep", l_keep}, {NULL, NULL}};

void open_post_mortem(lua_State *L) {
  lib_context_add(L, "mlrepl.post_mortem", functions);
  running_on_failure(record_coroutine);
}
