/* registry.c - entering primitives into Lua, and what they say when they fail. */
#include "lua/base/registry.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lua/base/lib_context.h"

#include "sys/interrupt.h"

/* -- errors --------------------------------------------------------------- */

/* Every primitive is a closure over its Prim. */
static const Prim *running(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(1));
}

static int fail_with_top(lua_State *L) {
  return fail_with_sentence(L, running(L)->name, lua_tostring(L, -1));
}

int fail(lua_State *L, const char *format, ...) {
  va_list args;
  va_start(args, format);
  lua_pushvfstring(L, format, args);
  va_end(args);
  return fail_with_top(L);
}

static bool is_method(const Prim *prim) {
  return strchr(prim->name, ':') != NULL;
}

/* x.sum() instead of x:sum(), most likely. */
static int fail_receiver(lua_State *L, const char *got) {
  const Prim *prim = running(L);
  lua_pushlstring(L, prim->name, strcspn(prim->name, ":"));
  return fail(L, "%s expected before ':', got %s; it is called as %s",
              lua_tostring(L, -1), got, prim->usage);
}

/* Pushes the argument's name as the usage shows it: "b (argument 2)". In a
 * method the receiver is no argument of its own: v:take(indices) has one. */
static void push_arg_name(lua_State *L, int arg) {
  const Prim *prim = running(L);
  int number = is_method(prim) ? arg - 1 : arg;
  const char *p = strpbrk(prim->usage, "({");
  for (int i = 1; p && i < number; i++) p = strchr(p + 1, ',');
  size_t skip = p ? strspn(p + 1, " [,") : 0;
  size_t length = p ? strcspn(p + 1 + skip, " ,()[]{}") : 0;
  if (!length || p[skip + length] == '=') { /* none, or an option's */
    lua_pushfstring(L, "argument %d", number);
    return;
  }
  lua_pushlstring(L, p + 1 + skip, length);
  lua_pushfstring(L, "%s (argument %d)", lua_tostring(L, -1), number);
  lua_remove(L, -2);
}

int fail_arg_because(lua_State *L, int arg, const char *format, ...) {
  push_arg_name(L, arg);
  va_list args;
  va_start(args, format);
  lua_pushvfstring(L, format, args);
  va_end(args);
  lua_pushfstring(L, "%s: %s", lua_tostring(L, -2), lua_tostring(L, -1));
  return fail_with_top(L);
}

int fail_arg(lua_State *L, int arg, const char *expected) {
  const char *got = push_description(L, arg);
  if (arg == 1 && is_method(running(L))) return fail_receiver(L, got);
  return fail_arg_because(L, arg, "%s expected, got %s", expected, got);
}

static void push_quoted(lua_State *L, int index) {
  enum { SHOWN = 30 };
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  if (length <= SHOWN)
    lua_pushfstring(L, "string \"%s\"", text);
  else {
    lua_pushlstring(L, text, SHOWN);
    lua_pushfstring(L, "string \"%s...\"", lua_tostring(L, -1));
    lua_remove(L, -2);
  }
}

double shown_number(double value) {
  return isnan(value) ? (double)NAN : value; /* C may write -nan */
}

static void push_number_text(lua_State *L, double value) {
  char text[32];
  snprintf(text, sizeof text, "%.7g", shown_number(value));
  lua_pushstring(L, text);
}

const char *push_description(lua_State *L, int index) {
  index = lua_absindex(L, index);
  Vec *v = to_vec(L, index);
  Mat *m = to_mat(L, index);
  if (v)
    lua_pushfstring(L, "vector of %I", (LUAI_UACINT)v->n);
  else if (m)
    lua_pushfstring(L, "matrix %Ix%I", (LUAI_UACINT)m->rows,
                    (LUAI_UACINT)m->cols);
  else if (lua_type(L, index) == LUA_TSTRING)
    push_quoted(L, index);
  else if (lua_isinteger(L, index))
    lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, index));
  else if (lua_type(L, index) == LUA_TNUMBER)
    push_number_text(L, lua_tonumber(L, index));
  else if (lua_isnone(L, index))
    lua_pushliteral(L, "nothing");
  else if (lua_isboolean(L, index))
    lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
  else if (luaL_getmetafield(L, index, "__name") != LUA_TSTRING)
    lua_pushstring(L, luaL_typename(L, index));
  return lua_tostring(L, -1);
}

static const char *label_rule(void) {
  return "logistic targets are 0 and 1: turn classes into numbers with "
         "d:labels(\"column\", {positive=\"class\"}) or a comparison such as "
         "y:gt(0)";
}

void check_status(lua_State *L, Status s, const char *what) {
  LUAI_UACINT i = (LUAI_UACINT)s.i, j = (LUAI_UACINT)s.j;
  push_number_text(L, s.value);
  const char *value = lua_tostring(L, -1);
  switch (s.code) {
  case STATUS_OK: lua_pop(L, 1); return;
  case STATUS_SHAPE:
    fail(L, "%s: size %I expected, got %I", what, i, j);
    return;
  case STATUS_NONFINITE:
    fail(L,
         "%s has %s at row %I, column %I; numbers must be finite "
         "(drop or fill missing values first)",
         what, value, i + 1, j + 1);
    return;
  case STATUS_LABEL:
    fail(L, "%s[%I] is %s; %s", what, i + 1, value, label_rule());
    return;
  case STATUS_RANGE:
    fail(L, "%s is %s, which is out of range", what, value);
    return;
  case STATUS_EMPTY: fail(L, "%s is empty", what); return;
  case STATUS_DIVERGED:
    fail(L, "%s diverged at iteration %I: %s", what, i, value);
    return;
  case STATUS_STOPPED:
    check_interrupt(L);
    fail(L, "stopped");
    return;
  case STATUS_SYNTAX:
    fail(L, "%s, line %I, column %I: cannot be read", what, i + 1, j + 1);
    return;
  case STATUS_MEMORY: fail(L, "not enough memory for %s", what); return;
  case STATUS_FILE: fail(L, "%s cannot be read or written", what); return;
  }
}

void check_interrupt(lua_State *L) {
  if (interrupted) luaL_error(L, "interrupted");
}

/* -- registering ---------------------------------------------------------- */

static const char LIST_KEY[] = "mlrepl.primitives";

/* What is there so far. */
static void push_entries(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LIST_KEY);
}

void prim_push_list(lua_State *L) {
  prim_open_late(L);
  push_entries(L);
}

/* Pushes a field of the entry of that name; nil when there is no such entry. */
static void push_entry_field(lua_State *L, const char *name,
                             const char *field) {
  const int list = lua_gettop(L) + 1;
  push_entries(L);
  for (lua_Integer i = 1; lua_rawgeti(L, list, i) == LUA_TTABLE; i++) {
    lua_getfield(L, -1, "name");
    const bool found = !strcmp(lua_tostring(L, -1), name);
    lua_pop(L, 1);
    if (found) {
      lua_getfield(L, -1, field);
      break;
    }
    lua_pop(L, 1);
  }
  lua_replace(L, list);
  lua_settop(L, list);
}

const char *prim_push_usage(lua_State *L, const char *name) {
  push_entry_field(L, name, "usage");
  return lua_tostring(L, -1);
}

void prim_push_function(lua_State *L, const char *name) {
  push_entry_field(L, name, "fn");
}

/* A call of the table itself, `vector{...}`: its first argument is the table,
 * which the primitive does not want. */
static int l_call_table(lua_State *L) {
  lua_remove(L, 1);
  return running(L)->fn(L);
}

/* Operators carry a Prim of their own, for the name in their messages. */
static void push_meta(lua_State *L, const char *type, const Meta *meta) {
  Prim *prim = lua_newuserdatauv(L, sizeof *prim, 0);
  const char *name = meta->name ? meta->name : type;
  *prim = (Prim){name, meta->fn, name, NULL, NULL};
  lua_pushcclosure(L, meta->fn, 1);
}

static int l_only_looked_at(lua_State *L) {
  lua_settop(L, 2);
  const char *key = push_description(L, 2);
  return fail(L, "it is only looked at; the field %s cannot be set", key);
}

/* What getmetatable() gives: no metamethod can be taken from it or changed. */
static void set_face(lua_State *L, const char *type) {
  lua_createtable(L, 0, 1);
  lua_pushstring(L, type);
  lua_setfield(L, -2, "__name");
  lua_setfield(L, -2, "__metatable");
}

/* Pushes the metatable of a type, made on first mention with the table of its
 * methods, which __index consults, and the set of its fields' names. */
static void push_metatable(lua_State *L, const char *type) {
  static const Meta sealed = {"__newindex", l_only_looked_at, NULL};
  if (!luaL_newmetatable(L, type)) return;
  set_face(L, type);
  lua_newtable(L);
  lua_setfield(L, -2, "__fields");
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__methods");
  lua_setfield(L, -2, "__index");
  push_meta(L, type, &sealed);
  lua_setfield(L, -2, sealed.event);
}

static const char TABLES_KEY[] = "mlrepl.tables";

/* Pushes the global table of that name, made when it is not there. */
static void push_named_table(lua_State *L, const char *name) {
  if (lua_getglobal(L, name) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setglobal(L, name);
}

/* Pushes the table that was global by the name `name` (length n) when it was
 * first asked for; a learner may have given the name to something else since. */
static void push_global_table(lua_State *L, const char *name, size_t n) {
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
  lua_pushlightuserdata(L, (void *)prim);
  lua_pushcclosure(L, fn, 1);
}

/* Makes the global table callable. */
static void set_call(lua_State *L, const Prim *prim) {
  push_global_table(L, prim->name, strlen(prim->name));
  lua_newtable(L);
  push_closure(L, prim, l_call_table);
  lua_setfield(L, -2, "__call");
  lua_setmetatable(L, -2);
}

/* Puts the function at the top of the stack where the name says; pops it. In
 * its place true stands for a field. */
static void place(lua_State *L, const char *name) {
  size_t head = strcspn(name, ".:");
  if (!name[head]) {
    lua_setglobal(L, name);
    return;
  }
  if (name[head] == ':') {
    lua_pushlstring(L, name, head);
    push_metatable(L, lua_tostring(L, -1));
    lua_getfield(L, -1, lua_isboolean(L, -3) ? "__fields" : "__methods");
    lua_replace(L, -3);
    lua_pop(L, 1);
  } else
    push_global_table(L, name, head);
  lua_insert(L, -2);
  lua_setfield(L, -2, name + head + 1);
  lua_pop(L, 1);
}

/* Is there a "plot.x" beside "plot" in the table? Then `plot` is a table. */
static bool is_table(const Prim *prims, const char *name) {
  size_t n = strlen(name);
  for (const Prim *p = prims; p->name; p++)
    if (!strncmp(p->name, name, n) && p->name[n] == '.') return true;
  return false;
}

/* Makes the function callable by its name and leaves it, or the table that
 * stands for it, on the stack: what help(x) will be asked about. */
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
  push_closure(L, prim, prim->fn);
  lua_pushvalue(L, -1);
  place(L, prim->name);
}

static void set_text(lua_State *L, const char *key, const char *text) {
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

/* Appends the table at the top to the list below it; pops it. */
static void append(lua_State *L) {
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

void prim_register(lua_State *L, const Prim *prims) {
  push_entries(L);
  for (const Prim *p = prims; p->name; p++) {
    lua_createtable(L, 0, 5);
    set_text(L, "name", p->name);
    set_text(L, "usage", p->usage);
    set_text(L, "help", p->help);
    set_text(L, "example", p->example);
    enter(L, prims, p);
    lua_setfield(L, -2, "fn");
    append(L);
  }
  lua_pop(L, 1);
}

void prim_register_lua(lua_State *L) {
  push_entries(L);
  lua_insert(L, -2);
  lua_Integer n = luaL_len(L, -1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_geti(L, -1, i);
    if (lua_getfield(L, -1, "fn") == LUA_TNIL) {
      lua_pushboolean(L, 1);
      lua_replace(L, -2);
    }
    lua_getfield(L, -2, "name");
    const char *name = lua_tostring(L, -1); /* the entry keeps it */
    lua_pop(L, 1);
    place(L, name);
    lua_pushvalue(L, -3);
    lua_insert(L, -2);
    append(L);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
}

void prim_metamethods(lua_State *L, const char *type, const Meta *metas) {
  push_metatable(L, type);
  for (; metas->event; metas++) {
    push_meta(L, type, metas);
    lua_setfield(L, -2, metas->event);
  }
  lua_pop(L, 1);
}
