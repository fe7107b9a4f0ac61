/* warn.c - warnings on standard error.
 *
 * Lua's own warnings are off until "@on", as in standard Lua; the program's are
 * on until "@off".
 */
#include "lua/base/warn.h"

#include <stdbool.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "sys/console.h"
#include "sys/plain_text.h"

typedef struct Warnings {
  bool lua, own; /* enabled? */
  bool goes_on;  /* the next piece continues the message */
} Warnings;

/* Its address is the registry key of the Warnings of the state. */
static const char warnings = 0;

/* They belong to the state, and are made when they are first needed. */
static Warnings *warnings_of(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &warnings);
  Warnings *w = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (w) return w;
  w = lua_newuserdatauv(L, sizeof *w, 0);
  *w = (Warnings){.own = true};
  lua_rawsetp(L, LUA_REGISTRYINDEX, &warnings);
  return w;
}

/* -- Lua's own ------------------------------------------------------------ */

static void control(Warnings *w, const char *message) {
  bool on = !strcmp(message, "@on");
  if (on || !strcmp(message, "@off")) w->lua = w->own = on;
}

/* Lua's warning function, except that "@on" and "@off" also control the
 * program's warnings. */
static void on_warning(void *ud, const char *message, int more) {
  Warnings *w = ud;
  bool begins = !w->goes_on;
  w->goes_on = more;
  if (begins && !more && *message == '@') {
    control(w, message);
    return;
  }
  if (!w->lua) return;
  fflush(stdout);
  fprintf(stderr, "%s%s%s", begins ? "Lua warning: " : "", message,
          more ? "" : "\n");
}

static void check_text(lua_State *L, int arg) {
  if (lua_isstring(L, arg)) return;
  const char *got = lua_isnone(L, arg) ? "nothing" : push_description(L, arg);
  fail(L, "string expected (argument %d), got %s", arg, got);
}

/* Checks all arguments before printing anything. */
static int l_warn(lua_State *L) {
  int n = lua_gettop(L);
  check_text(L, 1);
  for (int i = 2; i <= n; i++) check_text(L, i);
  if (n == 1) control(warnings_of(L), lua_tostring(L, 1));
  for (int i = 1; i < n; i++) lua_warning(L, lua_tostring(L, i), 1);
  lua_warning(L, lua_tostring(L, n), 0);
  return 0;
}

/* quiet(on) turns the program's warnings off or on; returns whether they were
 * off. */
static int l_quiet(lua_State *L) {
  bool on = lua_toboolean(L, 1);
  Warnings *w = warnings_of(L);
  lua_pushboolean(L, !w->own);
  w->own = !on;
  return 1;
}

/* (name, text): for modules */
static int l_warn_of(lua_State *L) {
  warn(L, lua_pushfstring(L, "%s: %s", luaL_checkstring(L, 1),
                          luaL_checkstring(L, 2)));
  return 0;
}

static const luaL_Reg functions[] = {
  {"quiet", l_quiet}, {"warn", l_warn_of}, {NULL, NULL}};

static const Prim prims[] = {
  {"warn", l_warn, "warn(message, ...) -> nothing",
   "Prints a warning to standard error. As in Lua, such warnings are off until "
   "warn(\"@on\") or the option -W. Warnings from mlrepl itself, such as for 0 "
   "/ 0 in a vector, are on by default. warn(\"@off\") turns both kinds off; "
   "warn(\"@on\") turns both on.",
   "warn(\"@off\")\nvector{0} / 0 --> [nan]\nwarn(\"@on\")"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_lua_warnings(lua_State *L) {
  lua_setwarnf(L, on_warning, warnings_of(L));
}

void open_warn(lua_State *L) {
  registry_add(L, prims);
  lib_context_add(L, "mlrepl.context", functions);
}

/* -- the program's warnings ----------------------------------------------- */

static bool is_silent(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &warnings);
  const Warnings *w = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return w && !w->own;
}

/* Its address is the registry key of the previous warning. */
static const char last_warning = 0;

/* Its address is the registry key of the place that is left out. */
static const char plain_place = 0;

void warn_leave_out(lua_State *L, const char *place) {
  lua_pushstring(L, place);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &plain_place);
}

static const char *without_place(lua_State *L, const char *text) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &plain_place);
  const char *place = lua_tostring(L, -1); /* the registry keeps it */
  lua_pop(L, 1);
  const size_t n = place ? strlen(place) : 0;
  return n && !strncmp(text, place, n) ? text + n : text;
}

/* The sentence may hold names from data. */
static void push_plain(lua_State *L, const char *sentence) {
  luaL_Buffer b;
  size_t n = strlen(sentence);
  char *out = luaL_buffinitsize(L, &b, n);
  luaL_pushresultsize(&b, plain_text(out, sentence, n));
}

void warn(lua_State *L, const char *sentence) {
  if (is_silent(L)) return;
  push_plain(L, sentence);
  push_where(L);
  lua_pushfstring(L, "%swarning: %s", lua_tostring(L, -1), lua_tostring(L, -2));
  lua_remove(L, -3);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &last_warning);
  bool again = lua_rawequal(L, -1, -2);
  lua_pop(L, 1);
  if (!again) {
    fflush(stdout);
    const char *text = without_place(L, lua_tostring(L, -1));
    console_words(stderr, text, strlen(text), 0);
    fputc('\n', stderr);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &last_warning);
  }
  lua_pop(L, 2);
}

void warn_again(lua_State *L) {
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &last_warning);
}

/* Pops a sentence and warns with it, after the name of the primitive. */
static void warn_named(lua_State *L, const char *name) {
  lua_pushfstring(L, "%s: %s", name, lua_tostring(L, -1));
  warn(L, lua_tostring(L, -1));
  lua_pop(L, 2);
}

static const char *running_name(lua_State *L) {
  const int top = lua_gettop(L);
  const char *name = error_prim(L)->name;
  lua_settop(L, top);
  return name;
}

void warn_of(lua_State *L, const char *format, ...) {
  va_list args;
  va_start(args, format);
  lua_pushvfstring(L, format, args);
  va_end(args);
  warn_named(L, running_name(L));
}

void warn_of_call(lua_State *L, const char *format, ...) {
  va_list args;
  va_start(args, format);
  lua_pushvfstring(L, format, args);
  va_end(args);
  if (!lib_context_is_caller(L)) {
    warn_named(L, running_name(L));
    return;
  }
  warn(L, lua_tostring(L, -1));
  lua_pop(L, 1);
}
