/* coroutine.c - coroutine.resume, wrap and close as in Lua 5.4, but they record
 * the running state: see running.h. */
#include <stdbool.h>
#include <signal.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/standard/keyboard.h"
#include "lua/standard/pcall.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/values.h"
#include "lua/standard/running.h"
#include "lua/base/warn.h"
#include "sys/interrupt.h"

/* One per process, like the signal. */
static lua_State *volatile running = NULL;
/* Whether user code is running: only then may the hook be set. */
static volatile sig_atomic_t inside = 0;

/* The message handler, the only function that may still be called. */
static lua_CFunction spared = NULL;

void running_spare(lua_CFunction handler) { spared = handler; }

static bool is_spared(lua_State *L, lua_Debug *at) {
  if (at->event != LUA_HOOKCALL && at->event != LUA_HOOKRET) return false;
  lua_getinfo(L, "f", at);
  bool same = lua_tocfunction(L, -1) == spared;
  lua_pop(L, 1);
  return same;
}

/* The hook while there is no interrupt. */
static struct {
  lua_Hook hook; /* NULL: none */
  int mask;
} watch;

/* In a suspended coroutine, a hook can outlive its interrupt. */
static void stop(lua_State *L, lua_Debug *at) {
  lua_sethook(L, watch.hook, watch.mask, 0);
  if (interrupted && inside && !is_spared(L, at)) fail_stopped(L);
}

static void arm(lua_State *L) {
  lua_sethook(L, stop,
              LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

void running_interrupt(void) {
  if (running && inside) arm(running);
}

/* A deferred press waits for the end of background work. Its Lua code may go on
 * for some more instructions, a tenth of a second or so. */
enum { INSTRUCTIONS = 100000, ROUNDS = 50 };
static volatile sig_atomic_t rounds = 0;

static void lose_patience(lua_State *L, lua_Debug *at) {
  (void)at;
  if (interrupt_is_deferred() && --rounds > 0) return;
  lua_sethook(L, watch.hook, watch.mask, 0);
  if (!inside || !interrupt_is_deferred()) return;
  interrupt_hold(false);
  fail_stopped(L);
}

void running_deferred(void) {
  if (!running || !inside || lua_gethook(running) == lose_patience) return;
  rounds = ROUNDS;
  lua_sethook(running, lose_patience, LUA_MASKCOUNT, INSTRUCTIONS);
}

void running_caught(lua_State *L) {
  if (interrupted && inside) arm(L);
}

void running_ended(lua_State *L) {
  const lua_Hook hook = lua_gethook(L);
  if (hook == stop || hook == lose_patience)
    lua_sethook(L, watch.hook, watch.mask, 0);
}

/* Sets the hook unless an interrupt has; one may arrive just before it is set.
 */
static void set_watch(lua_State *L) {
  const bool before = interrupted;
  if (lua_gethook(L) == stop) return;
  lua_sethook(L, watch.hook, watch.mask, 0);
  if (!before) running_caught(L);
}

void running_watch(lua_State *L, lua_Hook hook, int mask) {
  watch.hook = hook;
  watch.mask = mask;
  set_watch(L);
}

void running_rest(lua_State *L) {
  interrupt_turn();
  keyboard_rest();
  warn_again(L);
}

void running_begin(lua_State *L, bool held) {
  inside = 1;
  interrupt_hold(held);
  running_caught(L);
}

/* The order matters: the signal may arrive between any two statements. */
void running_end(lua_State *L) {
  interrupt_hold(true);
  inside = 0;
  running_ended(L);
}

/* Records that `to` runs now; the signal may have set the hook of `from`. */
static void now_runs(lua_State *to, lua_State *from) {
  running = to;
  if (lua_gethook(from) == stop)
    running_caught(to);
  else if (watch.hook && lua_gethook(to) != watch.hook)
    set_watch(to);
}

/* The states that wait for the running one, innermost first. */
typedef struct Resumer {
  lua_State *L;
  const struct Resumer *outer;
} Resumer;

static const Resumer *resumers = NULL;

int running_resume(lua_State *L, lua_State *co, int nargs, int *nresults) {
  const Resumer resumer = {L, resumers};
  resumers = &resumer;
  now_runs(co, L);
  int status = lua_resume(co, L, nargs, nresults);
  now_runs(L, co);
  resumers = resumer.outer;
  if (status != LUA_OK && status != LUA_YIELD) running_caught(L);
  return status;
}

/* -- the library ---------------------------------------------------------- */

static const char OWN_KEY[] = "mlrepl.own_coroutines"; /* registry key */

/* Pushes the set of the program's own coroutines. */
static void push_own(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, OWN_KEY) == LUA_TTABLE) return;
  lua_pop(L, 1);
  push_weak_table(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, OWN_KEY);
}

void running_own(lua_State *L) {
  push_own(L);
  lua_pushvalue(L, -2);
  lua_pushboolean(L, true);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

static bool is_own(lua_State *L, int index) {
  push_own(L);
  lua_pushvalue(L, index);
  lua_rawget(L, -2);
  const bool own = lua_toboolean(L, -1);
  lua_pop(L, 2);
  return own;
}

static lua_State *check_coroutine(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "thread");
  return co;
}

/* Moves the results to L and returns their count; -1 with an error message. */
static int resume(lua_State *L, lua_State *co, int nargs) {
  int count;
  if (!lua_checkstack(co, nargs)) {
    lua_pushliteral(L, "too many arguments to resume");
    return -1;
  }
  lua_xmove(L, co, nargs);
  int status = running_resume(L, co, nargs, &count);
  if (status != LUA_OK && status != LUA_YIELD) {
    lua_xmove(co, L, 1);
    return -1;
  }
  if (!lua_checkstack(L, count + 1)) {
    lua_pop(co, count);
    lua_pushliteral(L, "too many results to resume");
    return -1;
  }
  lua_xmove(co, L, count);
  return count;
}

static int l_resume(lua_State *L) {
  lua_State *co = check_coroutine(L);
  if (is_own(L, 1)) {
    lua_pushboolean(L, false);
    lua_pushliteral(L, "cannot resume the coroutine of a background job; use "
                       "job:resume() to continue a paused job");
    return 2;
  }
  int count = resume(L, co, lua_gettop(L) - 1);
  int results = count < 0 ? 1 : count;
  lua_pushboolean(L, count >= 0);
  lua_insert(L, -(results + 1));
  return results + 1;
}

/* Closes the pending to-be-closed variables of co. */
static int close_pending(lua_State *L, lua_State *co) {
  now_runs(co, L);
  int status = lua_resetthread(co);
  now_runs(L, co);
  if (status != LUA_OK) running_caught(L);
  return status;
}

static int raise_from(lua_State *L, lua_State *co) {
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) {
    running_failed(L, co);
    status = close_pending(L, co);
    lua_xmove(co, L, 1);
  }
  if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int l_call_wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int count = resume(L, co, lua_gettop(L));
  return count < 0 ? raise_from(L, co) : count;
}

static int l_wrap(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  lua_pushcclosure(L, l_call_wrapped, 1);
  return 1;
}

/* Whether co is dead or suspended. */
static bool can_close(lua_State *L, lua_State *co) {
  lua_Debug frame;
  if (L == co) return false;
  return lua_status(co) != LUA_OK || !lua_getstack(co, 0, &frame);
}

/* -- errors that nothing catches ------------------------------------------ */

static void (*on_failure)(lua_State *L, lua_State *co) = NULL;

void running_on_failure(void (*observer)(lua_State *L, lua_State *co)) {
  on_failure = observer;
}

/* Is a call of pcall, xpcall or coroutine.resume active in L? Also true for a
 * stack too deep to search. */
static bool catches(lua_State *L) {
  enum { SEARCHED = 200 };
  lua_Debug at;
  for (int level = 0; lua_getstack(L, level, &at); level++) {
    if (level == SEARCHED || !lua_checkstack(L, 1)) return true;
    lua_getinfo(L, "f", &at);
    lua_CFunction f = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    if (f && (pcall_is(f) || f == l_resume)) return true;
  }
  return false;
}

void running_failed(lua_State *L, lua_State *co) {
  if (!on_failure || catches(L)) return;
  for (const Resumer *r = resumers; r; r = r->outer)
    if (catches(r->L)) return;
  running_ended(L); /* an interrupt must not stop the observer */
  on_failure(L, co);
  running_caught(L);
}

/* For a coroutine that cannot be closed, Lua's own close (the upvalue) raises
 * the error. */
static int l_close(lua_State *L) {
  lua_State *co = check_coroutine(L);
  if (is_own(L, 1))
    return luaL_error(L, "cannot close the coroutine of a background job; use "
                         "job:stop() to end it");
  if (!can_close(L, co)) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
  }
  int status = close_pending(L, co);
  lua_pushboolean(L, status == LUA_OK);
  if (status == LUA_OK) return 1;
  lua_xmove(co, L, 1);
  return 2;
}

/* -- registering ---------------------------------------------------------- */

/* The signal handler must not use the Lua state once it closes, also by
 * os.exit. */
static int l_forget(lua_State *L) {
  (void)L;
  running = NULL;
  return 0;
}

static void forget_at_end(lua_State *L) {
  lua_newuserdatauv(L, 0, 0);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_forget);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  lua_setfield(L, LUA_REGISTRYINDEX, "mlrepl.running");
}

/* These are standard Lua functions, so they have no help entries. */
void open_coroutine(lua_State *L) {
  forget_at_end(L);
  lua_getglobal(L, LUA_COLIBNAME);
  lua_pushcfunction(L, l_resume);
  lua_setfield(L, -2, "resume");
  lua_pushcfunction(L, l_wrap);
  lua_setfield(L, -2, "wrap");
  lua_getfield(L, -1, "close");
  lua_pushcclosure(L, l_close, 1);
  lua_setfield(L, -2, "close");
  lua_pop(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  running = lua_tothread(L, -1);
  lua_pop(L, 1);
}
