/* registry.c - registering primitives in Lua. */
#include "lua/base/registry.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/set_field.h"
#include "lua/base/modules.h"
#include "lua/base/surplus.h"

/* Every primitive is a closure over its Prim. */
static const Prim *running(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(1));
}

int (*registry_recorder)(lua_State *L, const Prim *prim) = NULL;
int (*registry_watcher)(lua_State *L, const Prim *prim) = NULL;
void (*registry_guard)(lua_State *L) = NULL;
int (*registry_sharer)(lua_State *L, const Prim *prim) = NULL;

int registry_run(lua_State *L, const Prim *prim) {
  return registry_recorder ? registry_recorder(L, prim) : prim->fn(L);
}

int registry_run_watched(lua_State *L, const Prim *prim) {
  return registry_watcher ? registry_watcher(L, prim) : registry_run(L, prim);
}

static int run(lua_State *L, const Prim *prim) {
  if (registry_guard) registry_guard(L);
  return registry_sharer ? registry_sharer(L, prim)
                         : registry_run_watched(L, prim);
}

/* Operators, and primitives that take any number of arguments. */
static int l_any(lua_State *L) { return run(L, running(L)); }

static int l_primitive(lua_State *L) {
  surplus_check(L);
  return run(L, running(L));
}

/* Registry key: the list of the entries registered so far. */
static const char LIST_KEY[] = "mlrepl.primitives";

static void push_entries(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LIST_KEY);
}

void registry_push_list(lua_State *L) {
  modules_open_late(L);
  push_entries(L);
}

/* Pushes a field of the entry of that name, or nil if there is none. */
static void push_entry_field(lua_State *L, const char *name,
                             const char *field) {
  const int list = lua_gettop(L) + 1;
  push_entries(L);
  for (lua_Integer i = 1; lua_rawgeti(L, list, i) == LUA_TTABLE; i++) {
    lua_getfield(L, -1, "name");
    if (!strcmp(lua_tostring(L, -1), name)) {
      lua_getfield(L, -2, field);
      break;
    }
    lua_settop(L, list);
  }
  lua_replace(L, list);
  lua_settop(L, list);
}

const char *registry_push_usage(lua_State *L, const char *name) {
  push_entry_field(L, name, "usage");
  return lua_tostring(L, -1);
}

void registry_push_function(lua_State *L, const char *name) {
  push_entry_field(L, name, "fn");
}

/* Calls the primitive behind a table, as in `vector{...}`, without the table
 * that __call passes first. */
static int l_call_table(lua_State *L) {
  lua_remove(L, 1);
  surplus_check(L);
  return run(L, running(L));
}

/* Operators have their own Prim, which names them in messages. */
void registry_push_operator(lua_State *L, const char *type, const Meta *meta) {
  Prim *prim = lua_newuserdatauv(L, sizeof *prim, 0);
  const char *name = meta->name ? meta->name : type;
  *prim = (Prim){name, meta->fn, meta->event, NULL, NULL};
  lua_pushcclosure(L, l_any, 1);
}

/* Registry key: the table of all names, unless it is that of the globals. */
static const char NAMES_KEY[] = "mlrepl.all_names";

void registry_set_names(lua_State *L) {
  lua_setfield(L, LUA_REGISTRYINDEX, NAMES_KEY);
}

void registry_push_names(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, NAMES_KEY) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_pushglobaltable(L);
}

/* Pops a value and gives it that name. */
static void set_name(lua_State *L, const char *name) {
  registry_push_names(L);
  lua_insert(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

static const char TABLES_KEY[] = "mlrepl.tables";

/* Pushes the table of that name, creating it if necessary. */
static void push_named_table(lua_State *L, const char *name) {
  registry_push_names(L);
  const bool found = lua_getfield(L, -1, name) == LUA_TTABLE;
  lua_remove(L, -2);
  if (found) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  set_name(L, name);
}

/* Pushes the table that had the name (of length n) at the first request; the
 * user may have reassigned the global since. */
static void push_table(lua_State *L, const char *name, size_t n) {
  const char *copy = lua_pushlstring(L, name, n);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, TABLES_KEY);
  if (lua_getfield(L, -1, copy) == LUA_TNIL) {
    lua_pop(L, 1);
    push_named_table(L, copy);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, copy);
  }
  lua_replace(L, -3);
  lua_pop(L, 1);
}

static void push_closure(lua_State *L, const Prim *prim, lua_CFunction fn) {
  const int most = surplus_most(prim);
  lua_pushlightuserdata(L, (void *)prim);
  lua_pushinteger(L, most);
  lua_pushcclosure(L, most == ANY_NUMBER && fn == l_primitive ? l_any : fn, 2);
}

/* Makes the global table callable. */
static void set_call(lua_State *L, const Prim *prim) {
  push_table(L, prim->name, strlen(prim->name));
  lua_newtable(L);
  push_closure(L, prim, l_call_table);
  lua_setfield(L, -2, "__call");
  lua_setmetatable(L, -2);
}

/* Pops the function at the top of the stack and stores it under its name; true
 * instead of a function declares a field. */
static void place(lua_State *L, const char *name) {
  size_t head = strcspn(name, ".:");
  if (!name[head]) {
    set_name(L, name);
    return;
  }
  if (name[head] == ':') {
    lua_pushlstring(L, name, head);
    method_push_metatable(L, lua_tostring(L, -1));
    lua_getfield(L, -1, lua_isboolean(L, -3) ? "__fields" : "__methods");
    lua_replace(L, -3);
    lua_pop(L, 1);
  } else
    push_table(L, name, head);
  lua_insert(L, -2);
  lua_setfield(L, -2, name + head + 1);
  lua_pop(L, 1);
}

/* Whether the list has a "plot.x" besides "plot", or modules add one: then
 * `plot` is a table. */
static bool is_table(const Prim *prims, const char *name) {
  size_t n = strlen(name);
  if (modules_is_group(name)) return true;
  for (const Prim *p = prims; p->name; p++)
    if (!strncmp(p->name, name, n) && p->name[n] == '.') return true;
  return false;
}

/* Stores the function under its name and leaves it, or the table that
 * represents it, on the stack: the value that help(x) receives. */
static void enter(lua_State *L, const Prim *prims, const Prim *prim) {
  if (is_table(prims, prim->name)) {
    set_call(L, prim);
    return;
  }
  if (!prim->fn) {
    lua_pushnil(L);
    lua_pushboolean(L, 1);
    place(L, prim->name);
    return;
  }
  push_closure(L, prim, l_primitive);
  lua_pushvalue(L, -1);
  place(L, prim->name);
}

/* Pops the table at the top and appends it to the list below. */
static void append(lua_State *L) {
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

bool registry_is_primitive(lua_CFunction function) {
  return function == l_primitive || function == l_any ||
         function == l_call_table;
}

/* __index of an entry, whose first element is its Prim. Most texts are never
 * asked for, and to make strings of all would be a tenth of the start. */
static int l_text(lua_State *L) {
  if (lua_rawgeti(L, 1, 1) != LUA_TLIGHTUSERDATA) return 0;
  const Prim *prim = lua_touserdata(L, -1);
  const char *key = luaL_checkstring(L, 2), *text = NULL;
  if (!strcmp(key, "usage")) text = prim->usage;
  if (!strcmp(key, "help")) text = prim->help;
  if (!strcmp(key, "example")) text = prim->example;
  if (!text) return 0;
  lua_settop(L, 2);
  lua_pushstring(L, text);
  lua_pushvalue(L, -1);
  lua_insert(L, 2);
  lua_rawset(L, 1); /* the entry keeps it */
  return 1;
}

static void push_entry(lua_State *L, const Prim *prim) {
  lua_createtable(L, 1, 5);
  lua_pushlightuserdata(L, (void *)prim);
  lua_rawseti(L, -2, 1);
  set_text(L, "name", prim->name);
  luaL_newmetatable(L, "mlrepl.entry");
  lua_pushcfunction(L, l_text);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
}

void registry_add(lua_State *L, const Prim *prims) {
  push_entries(L);
  for (const Prim *p = prims; p->name; p++) {
    push_entry(L, p);
    enter(L, prims, p);
    lua_setfield(L, -2, "fn");
    append(L);
  }
  lua_pop(L, 1);
}

/* Registry key: how many entries there were before a module's, while they are
 * added; else false. */
static const char ADDING_KEY[] = "mlrepl.adding";

/* Notes the length of the list at the top. If memory ran out while a module's
 * entries were added, they are removed, because it will be loaded again. */
static void begin_adding(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, ADDING_KEY);
  lua_Integer n = luaL_len(L, -2);
  for (const lua_Integer most = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : n;
       n > most; n--) {
    lua_pushnil(L);
    lua_seti(L, -3, n);
  }
  lua_pop(L, 1);
  lua_pushinteger(L, n);
  lua_setfield(L, LUA_REGISTRYINDEX, ADDING_KEY);
}

void registry_add_lua(lua_State *L) {
  push_entries(L);
  begin_adding(L);
  lua_insert(L, -2);
  lua_Integer n = luaL_len(L, -1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_geti(L, -1, i);
    surplus_count(L);
    if (lua_getfield(L, -1, "fn") == LUA_TNIL) {
      lua_pushboolean(L, 1);
      lua_replace(L, -2);
    }
    lua_getfield(L, -2, "name");
    const char *name = lua_tostring(L, -1); /* owned by the entry */
    lua_pop(L, 1);
    place(L, name);
    lua_pushvalue(L, -3);
    lua_insert(L, -2);
    append(L);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
  lua_pushboolean(L, false);
  lua_setfield(L, LUA_REGISTRYINDEX, ADDING_KEY);
}

void registry_metamethods(lua_State *L, const char *type, const Meta *metas) {
  method_push_metatable(L, type);
  for (; metas->event; metas++) {
    registry_push_operator(L, type, metas);
    lua_setfield(L, -2, metas->event);
  }
  lua_pop(L, 1);
}

/* -- words ---------------------------------------------------------------- */

static const char WORDS_KEY[] = "mlrepl.words";

/* "train method", or " method" for all entries. */
static void push_words_key(lua_State *L, const char *entry,
                           const char *parameter) {
  lua_pushfstring(L, "%s %s", entry ? entry : "", parameter);
}

void registry_add_words(lua_State *L, const Words *words) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, WORDS_KEY);
  for (; words->parameter; words++) {
    push_words_key(L, words->entry, words->parameter);
    lua_pushlightuserdata(L, (void *)words);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
}

/* Pushes entry.words[parameter]. */
static bool push_lua_words(lua_State *L, int entry, const char *parameter) {
  if (lua_getfield(L, entry, "words") == LUA_TTABLE)
    lua_getfield(L, -1, parameter);
  else
    lua_pushnil(L);
  lua_remove(L, -2);
  bool found = !lua_isnil(L, -1);
  if (!found) lua_pop(L, 1);
  return found;
}

static void push_word_list(lua_State *L, const Words *w) {
  if (w->push) {
    lua_pushcfunction(L, w->push);
    return;
  }
  lua_newtable(L);
  for (lua_Integer i = 0; w->words[i]; i++) {
    lua_pushstring(L, w->words[i]);
    lua_rawseti(L, -2, i + 1);
  }
}

bool registry_push_words(lua_State *L, int entry, const char *parameter) {
  if (push_lua_words(L, entry, parameter)) return true;
  int top = lua_gettop(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, WORDS_KEY);
  lua_getfield(L, entry, "name");
  push_words_key(L, lua_tostring(L, -1), parameter);
  if (lua_rawget(L, top + 1) == LUA_TNIL) {
    push_words_key(L, NULL, parameter);
    lua_rawget(L, top + 1);
  }
  const Words *found = lua_touserdata(L, -1);
  lua_settop(L, top);
  if (found) push_word_list(L, found);
  return found;
}
