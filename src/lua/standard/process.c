/* process.c - os.execute and io.popen as in Lua 5.4, but Ctrl-C also ends the
 * wait for a program that does not stop.
 *
 * These are standard Lua functions, so they have no help entries.
 */
#define _GNU_SOURCE /* pipe2 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/standard/stock.h"
#include "sys/interrupt.h"

extern char **environ;

/* -- starting ------------------------------------------------------------- */

/* Starts the command in a shell, with `fd`, unless negative, as its descriptor
 * `place`. Returns 0 and sets errno if that fails. */
static pid_t start(const char *command, int fd, int place) {
  char shell[] = "sh", option[] = "-c";
  char *words[] = {shell, option, (char *)command, NULL};
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t standard, none;
  pid_t child;
  sigemptyset(&none);
  sigemptyset(&standard);
  sigaddset(&standard, SIGINT);
  sigaddset(&standard, SIGQUIT);
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  if (fd >= 0) posix_spawn_file_actions_adddup2(&files, fd, place);
  posix_spawnattr_setsigdefault(&attributes, &standard);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  errno = posix_spawn(&child, "/bin/sh", &files, &attributes, words, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return errno ? 0 : child;
}

/* -- waiting -------------------------------------------------------------- */

enum { MOST_LEFT = 64 };

/* Programs that nobody waits for. When they end, they must be reaped; there is
 * one set of children per process. */
static pid_t left[MOST_LEFT];

static void leave(pid_t child) {
  for (int i = 0; i < MOST_LEFT; i++) {
    if (left[i] && waitpid(left[i], NULL, WNOHANG) != 0) left[i] = 0;
    if (left[i] || !child) continue;
    left[i] = child;
    child = 0;
  }
}

/* Returns the status of the program, or -1. Ctrl-C ends the wait. */
static int wait_for(lua_State *L, pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
    if (interrupted) leave(child);
    check_interrupt(L);
  }
  return status;
}

/* -- os.execute ----------------------------------------------------------- */

/* Has the program ended by Ctrl-C? Or is it too short to tell, as in a loop? */
static bool is_stopped(int status) {
  static const double INSTANT = 0.1; /* seconds */
  if (interrupt_lent_age() < INSTANT) return true;
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 128 + SIGINT;
  return WTERMSIG(status) == SIGINT || WTERMSIG(status) == SIGTERM;
}

/* The program has ended, but is not reaped. If that was by Ctrl-C, the signal may
 * still be on its way here, and would be taken for one at the next thing. */
static void await_press(const siginfo_t *end) {
  const struct timespec moment = {.tv_nsec = 100000000};
  const int number = end->si_code == CLD_EXITED ? 128 + SIGINT : SIGINT;
  if (!interrupt_lent() && end->si_status == number) nanosleep(&moment, NULL);
}

/* Ctrl-C belongs to the program, which may use it in its own way. Pressed many
 * times in quick succession, it ends a program that ignores it, or at least the
 * wait. */
static int wait_in_foreground(pid_t child) {
  enum { INSISTENT = 4 };
  struct sigaction ignore = {0}, before;
  siginfo_t end;
  int status = -1, done;
  ignore.sa_handler = SIG_IGN;
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGQUIT, &ignore, &before);
  interrupt_lend(child);
  do {
    done = waitid(P_PID, (id_t)child, &end, WEXITED | WNOWAIT);
    if (interrupt_lent() == INSISTENT) kill(child, SIGTERM);
  } while (done < 0 && errno == EINTR && interrupt_lent() <= INSISTENT);
  if (!done) await_press(&end);
  interrupt_lend(0);
  if (!done) waitpid(child, &status, 0);
  const bool pressed = interrupt_lent() > 0;
  sigaction(SIGQUIT, &before, NULL);
  if (done < 0) leave(child);
  if (pressed && (done < 0 || is_stopped(status))) interrupt_press();
  return done < 0 ? -1 : status;
}

static int l_execute(lua_State *L) {
  const char *command = luaL_optstring(L, 1, NULL);
  if (!command) {
    lua_pushboolean(L, true); /* there is a shell */
    return 1;
  }
  const pid_t child = start(command, -1, -1);
  const int status = child ? wait_in_foreground(child) : -1;
  check_interrupt(L);
  return luaL_execresult(L, status);
}

/* -- io.popen ------------------------------------------------------------- */

/* A file of Lua's library, with its program. */
typedef struct Pipe {
  luaL_Stream stream;
  pid_t child;
} Pipe;

/* Is the file garbage, while code goes on? (When the state is closed, no
 * function calls the finalizer.) */
static bool is_collected(lua_State *L) {
  lua_Debug at, caller;
  lua_getstack(L, 0, &at);
  lua_getinfo(L, "n", &at);
  return at.name && !strcmp(at.name, "__gc") && lua_getstack(L, 1, &caller);
}

/* Unlike Lua's own, a collected file does not wait for its program. */
static int l_close(lua_State *L) {
  const Pipe *p = luaL_checkudata(L, 1, LUA_FILEHANDLE);
  fclose(p->stream.f);
  if (!is_collected(L)) return luaL_execresult(L, wait_for(L, p->child));
  leave(p->child);
  return 0;
}

/* The userdata exists, closed, before there is something to close. */
static Pipe *push_pipe(lua_State *L) {
  Pipe *p = lua_newuserdatauv(L, sizeof *p, 0);
  p->stream.closef = NULL;
  luaL_setmetatable(L, LUA_FILEHANDLE);
  return p;
}

/* Returns whether the program was started; if not, sets errno. */
static bool open_pipe(Pipe *p, const char *command, bool reads) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return false;
  const int ours = ends[!reads], theirs = ends[reads];
  p->stream.f = fdopen(ours, reads ? "r" : "w");
  p->child = p->stream.f ? start(command, theirs, reads) : 0;
  const int error = errno;
  close(theirs);
  if (p->child)
    p->stream.closef = l_close;
  else if (p->stream.f)
    fclose(p->stream.f);
  else
    close(ours);
  errno = error;
  return p->child;
}

static int l_popen(lua_State *L) {
  const char *command = luaL_checkstring(L, 1);
  const char *mode = luaL_optstring(L, 2, "r");
  luaL_argcheck(L, (*mode == 'r' || *mode == 'w') && !mode[1], 2,
                "invalid mode");
  Pipe *p = push_pipe(L);
  leave(0);
  fflush(NULL);
  errno = 0;
  if (!open_pipe(p, command, *mode == 'r'))
    return luaL_fileresult(L, 0, command);
  return 1;
}

void open_process(lua_State *L) {
  static const luaL_Reg os[] = {{"execute", l_execute}, {NULL, NULL}};
  static const luaL_Reg io[] = {{"popen", l_popen}, {NULL, NULL}};
  stock_replace(L, LUA_OSLIBNAME, os);
  stock_replace(L, LUA_IOLIBNAME, io);
}
