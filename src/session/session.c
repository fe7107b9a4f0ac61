/* session.c - what a session knows of itself: lib/mlrepl/prompt/session.lua says it.
 */
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"

/* Calls the module's function of that name with all arguments. */
static int call(lua_State *L, const char *module, const char *name) {
  int n = lua_gettop(L);
  lib_context_push(L, module, name);
  lua_insert(L, 1);
  lua_call(L, n, LUA_MULTRET);
  return lua_gettop(L);
}

static const char SESSION[] = "mlrepl.prompt.session";

static int l_who(lua_State *L) { return call(L, SESSION, "who"); }

static int l_reset(lua_State *L) { return call(L, SESSION, "reset"); }

static int l_history(lua_State *L) { return call(L, SESSION, "history"); }

static int l_save_session(lua_State *L) {
  return call(L, SESSION, "save_session");
}

static int l_explore(lua_State *L) {
  return call(L, "mlrepl.prompt.explore", "explore");
}

static const Prim prims[] = {
  {"who", l_who, "who()",
   "Lists your own variables with their kind and shape. One that hides a name "
   "of the program, such as data, is marked.",
   "who()"},
  {"reset", l_reset, "reset()",
   "Forgets all your variables, and what save_session would write; names of "
   "the program that were given another meaning have their own again.",
   "a = 1\nreset()\na --> nil"},
  {"history", l_history, "history(what)",
   "Shows the last 20 entries typed at the prompt, in earlier sessions too; "
   "history(100) shows more, history\"train\" those that hold the word. Arrow "
   "up brings back an entry that begins with what is typed, Ctrl-R searches.",
   "history(3)"},
  {"save_session", l_save_session, "save_session(path)",
   "Writes what was typed in this session and ran without an error into a "
   "file, as a script that mlrepl runs: values that were shown are printed. A "
   "file that is no saved session is not written over.",
   "path = os.tmpname()\nsave_session(path)\nos.remove(path) --> true"},
  {"explore", l_explore, "explore{draw=}",
   "Sliders moved by keys: explore{w={-100, 500}, b={-250, 350}, draw=f} calls "
   "f(p) with p.w and p.b at once and after each change; where figures move "
   "the one it drew follows, elsewhere the last is shown. {from, to} is a "
   "number that starts in the middle, or at the third; whole when they are; a "
   "list of texts is a choice. Arrows up and down or 1 to 9 choose a slider, "
   "left and right move it by a hundredth, + and - by a tenth, Enter ends. "
   "Gives the values. Where there is no terminal it draws once and gives the "
   "values it starts with.",
   "p = explore{w={0, 10}, draw=function(p) last = p.w end}\n"
   "p.w, last --> 5\t5"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_session(lua_State *L) { registry_add(L, prims); }
