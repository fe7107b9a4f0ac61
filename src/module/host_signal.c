#define _POSIX_C_SOURCE 200809L
#include "module/host_signal.h"

#include <signal.h>
#include <stddef.h>

#include <lauxlib.h>

#include "sys/clock.h"
#include "sys/interrupt.h"

/* Asking for the handler is a system call, too slow for each primitive. The
 * prompt of lua5.4 sets its handler anew for each line. */
static const double PACE = 0.001; /* seconds */

/* One per process, like the signal. */
static struct {
  struct sigaction action; /* the host's */
  lua_State *main;         /* of the state that was served last; NULL: none */
  lua_Hook hook;           /* set in `main` by the host's handler */
  double seen;             /* when the handler was looked at */
} host;

/* -- the handler ---------------------------------------------------------- */

static void call_host(int number, siginfo_t *info, void *context) {
  if (host.action.sa_flags & SA_SIGINFO)
    host.action.sa_sigaction(number, info, context);
  else
    host.action.sa_handler(number);
}

static void on_signal(int number, siginfo_t *info, void *context) {
  static volatile sig_atomic_t inside = 0;
  if (inside) return; /* the host's handler calls the one it found: ours */
  inside = 1;
  const lua_Hook before = host.main ? lua_gethook(host.main) : NULL;
  interrupted = 1;
  call_host(number, info, context);
  const lua_Hook after = host.main ? lua_gethook(host.main) : NULL;
  if (after != before) host.hook = after;
  inside = 0;
}

static bool is_ours(const struct sigaction *action) {
  return action->sa_flags & SA_SIGINFO && action->sa_sigaction == on_signal;
}

/* SIG_DFL and SIG_IGN are not called. */
static bool is_function(const struct sigaction *action) {
  return action->sa_flags & SA_SIGINFO ||
         (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN);
}

static void install(void) {
  struct sigaction action;
  if (sigaction(SIGINT, NULL, &action)) return;
  if (is_ours(&action) || !is_function(&action)) return;
  host.action = action;
  action.sa_flags |= SA_SIGINFO;
  action.sa_flags &= ~SA_RESTART; /* what waits for input must end */
  action.sa_sigaction = on_signal;
  sigaction(SIGINT, &action, NULL);
}

/* -- the state ------------------------------------------------------------ */

/* Is there an interrupt that the host's hook has not reported yet? */
static bool is_pending(void) {
  return host.main && host.hook && lua_gethook(host.main) == host.hook;
}

static lua_State *main_of(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  lua_State *main = lua_tothread(L, -1);
  lua_pop(L, 1);
  return main;
}

void host_signal_follow(lua_State *L) {
  if (interrupted && !interrupt_has_fault() && !is_pending()) interrupted = 0;
  const double now = clock_seconds();
  if (now - host.seen < PACE) return;
  host.seen = now;
  luaL_checkstack(L, 1, NULL);
  host.main = main_of(L);
  install();
}

void host_signal_stop(lua_State *L) {
  (void)L;
  if (is_pending()) lua_sethook(host.main, NULL, 0, 0);
}

void host_signal_leave(lua_State *L) {
  struct sigaction action;
  if (host.main == main_of(L)) host.main = NULL;
  if (sigaction(SIGINT, NULL, &action) || !is_ours(&action)) return;
  sigaction(SIGINT, &host.action, NULL);
  host.seen = 0; /* another state may still be open */
}
