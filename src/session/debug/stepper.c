/* stepper.c - runs code line by line, for %debug.
 *
 * The code runs in a coroutine; a hook yields at the lines where it stops, so
 * the prompt works as usual in between. It cannot stop where Lua cannot yield:
 * in functions called by table.sort, string.gsub or a primitive, nor in other
 * coroutines; there it runs on.
 *
 * The native module mlrepl.stepper:
 *   start(f)       prepares to run f
 *   go(how, line)  runs to the next line of the user's code ("step"), to the
 *                  next one not in a called function ("next"), until the
 *                  function has returned ("finish"), to that line of the same
 *                  source ("until"), or to the end ("continue"). Returns
 *                  "stopped", or "done" and the results, or "failed" and the
 *                  error.
 *   frames()       the list of frames; see post_mortem.c
 *   set(level, index, value)  changes a local variable
 *   stop()         ends the run
 */
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/standard/running.h"
#include "session/debug/post_mortem.h"
#include "session/debug/source_line.h"
#include "session/debug/user_frames.h"

enum { STEP, NEXT, FINISH, UNTIL, CONTINUE };
static const char *const ways[] = {"step",  "next",     "finish",
                                   "until", "continue", NULL};

/* One per process, like the prompt. */
static struct {
  lua_State *co; /* NULL: none */
  int how;
  int depth; /* of the frame where it stopped last */
  int line;  /* for UNTIL */
  bool stopped;
} stepper;

/* Registry keys: the coroutine, its frames, and the source where it stopped. */
static const char THREAD_KEY[] = "mlrepl.stepper";
static const char FRAMES_KEY[] = "mlrepl.stepper.frames";
static const char SOURCE_KEY[] = "mlrepl.stepper.source";

/* -- where to stop -------------------------------------------------------- */

/* The number of frames; finding a level takes time in proportion to it. */
static int depth_of(lua_State *L) {
  lua_Debug at;
  int low = 0, high = 1;
  while (lua_getstack(L, high, &at)) low = high, high *= 2;
  while (high - low > 1) {
    const int middle = low + (high - low) / 2;
    if (lua_getstack(L, middle, &at))
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* Is the line in the source where the run stopped last? */
static bool is_same_source(lua_State *L, const lua_Debug *at) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, SOURCE_KEY);
  size_t n;
  const char *source = lua_tolstring(L, -1, &n);
  bool same = source && n == at->srclen && !memcmp(source, at->source, n);
  lua_pop(L, 1);
  return same;
}

static bool is_stop(lua_State *L, const lua_Debug *at) {
  if (!user_frames_is_user(L, at)) return false;
  if (*at->what == 'm' && source_line_is_only(L, at)) return false;
  switch (stepper.how) {
  case STEP: return true;
  case NEXT: return depth_of(L) <= stepper.depth;
  case FINISH: return depth_of(L) < stepper.depth;
  case UNTIL: return at->currentline == stepper.line && is_same_source(L, at);
  default: return false;
  }
}

/* Keeps the frames and the source. The frames cannot be looked at later: while
 * the coroutine is suspended in the hook, Lua takes the instruction before the
 * current one for the current one. */
static void remember(lua_State *L, const lua_Debug *at) {
  lua_newtable(L);
  post_mortem_add_frames(L, L, 0);
  lua_rawsetp(L, LUA_REGISTRYINDEX, FRAMES_KEY);
  lua_pushlstring(L, at->source, at->srclen);
  lua_rawsetp(L, LUA_REGISTRYINDEX, SOURCE_KEY);
}

/* Coroutines created by the code inherit the hook. */
static void on_line(lua_State *L, lua_Debug *at) {
  if (L != stepper.co) {
    lua_sethook(L, NULL, 0, 0);
    return;
  }
  lua_getinfo(L, "Sl", at);
  if (!lua_isyieldable(L) || !is_stop(L, at)) return;
  stepper.depth = depth_of(L);
  remember(L, at);
  stepper.stopped = true;
  lua_yield(L, 0);
}

/* -- the module ----------------------------------------------------------- */

static void forget(lua_State *L) {
  if (stepper.co) lua_sethook(stepper.co, NULL, 0, 0);
  stepper.co = NULL;
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, THREAD_KEY);
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, FRAMES_KEY);
}

/* To-be-closed variables are closed. */
static int l_stop(lua_State *L) {
  lua_State *co = stepper.co;
  lua_rawgetp(L, LUA_REGISTRYINDEX, THREAD_KEY); /* keeps it alive */
  forget(L);
  if (co) lua_resetthread(co);
  return 0;
}

static int l_start(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  l_stop(L);
  lua_State *co = lua_newthread(L);
  running_own(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, THREAD_KEY);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  lua_sethook(co, on_line, LUA_MASKLINE, 0);
  stepper.co = co;
  return 0;
}

/* Pushes the results of the coroutine, which has ended or failed. */
static int finish(lua_State *L, lua_State *co, int status, int count) {
  const bool done = status == LUA_OK;
  lua_pushstring(L, done ? "done" : "failed");
  if (status == LUA_YIELD)
    lua_pushliteral(L, "attempt to yield from outside a coroutine");
  else {
    luaL_checkstack(L, count, "too many results");
    if (!done) running_failed(L, co);
    lua_xmove(co, L, done ? count : 1);
  }
  forget(L);
  return done ? count + 1 : 2;
}

static int l_go(lua_State *L) {
  lua_State *co = stepper.co;
  int count = 0;
  stepper.how = luaL_checkoption(L, 1, NULL, ways);
  stepper.line = (int)luaL_optinteger(L, 2, 0);
  if (!co) return luaL_error(L, "no code is being run");
  stepper.stopped = false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, THREAD_KEY); /* keeps it alive */
  const int status = running_resume(L, co, 0, &count);
  if (status != LUA_YIELD || !stepper.stopped)
    return finish(L, co, status, count);
  lua_pushliteral(L, "stopped");
  return 1;
}

static int l_frames(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, FRAMES_KEY);
  return 1;
}

/* (level, index, value) */
static int l_set(lua_State *L) {
  lua_State *co = stepper.co;
  lua_Debug at;
  const int level = (int)luaL_checkinteger(L, 1);
  const int index = (int)luaL_checkinteger(L, 2);
  luaL_checkany(L, 3);
  lua_settop(L, 3);
  if (!co || !lua_checkstack(co, 1) || !lua_getstack(co, level, &at)) return 0;
  lua_xmove(L, co, 1);
  if (!lua_setlocal(co, &at, index)) lua_pop(co, 1);
  return 0;
}

static const luaL_Reg functions[] = {{"start", l_start},   {"go", l_go},
                                     {"frames", l_frames}, {"set", l_set},
                                     {"stop", l_stop},     {NULL, NULL}};

void open_stepper(lua_State *L) {
  lib_context_add(L, "mlrepl.stepper", functions);
}
