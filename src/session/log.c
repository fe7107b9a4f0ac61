/* log.c - the native module mlrepl.log, for %log:
 *   open(path, append)  starts a log; returns the message if that fails
 *   close()             ends it
 *   path()              the path of the log; nil if there is none
 *   run(command)        like os.execute, also if there is a log
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "sys/terminal/pty_shell.h"
#include "sys/terminal/transcript.h"

static int l_open(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  if (transcript_open(path, lua_toboolean(L, 2))) return 0;
  if (errno == EBUSY)
    lua_pushliteral(L, "a log is already open");
  else if (errno == ENODEV)
    lua_pushliteral(L, "not a regular file");
  else
    lua_pushstring(L, strerror(errno));
  return 1;
}

static int l_close(lua_State *L) {
  (void)L;
  transcript_close();
  return 0;
}

static int l_path(lua_State *L) {
  lua_pushstring(L, transcript_path());
  return 1;
}

/* "make &" */
static bool goes_on(const char *command) {
  size_t n = strlen(command);
  while (n && strchr(" \t\n", command[n - 1])) n--;
  return n && command[n - 1] == '&';
}

/* A program that takes over the terminal needs one for input too, but one in the
 * background must not lose its output. */
static int l_run(lua_State *L) {
  const char *command = luaL_checkstring(L, 1);
  bool own = transcript_path() && !goes_on(command) && isatty(STDIN_FILENO) &&
             isatty(STDOUT_FILENO);
  transcript_pass_all();
  int status = own ? pty_shell_run(command) : system(command);
  if (status != -1) errno = 0;
  return luaL_execresult(L, status);
}

static const luaL_Reg functions[] = {{"open", l_open},
                                     {"close", l_close},
                                     {"path", l_path},
                                     {"run", l_run},
                                     {NULL, NULL}};

void open_log(lua_State *L) { lib_context_add(L, "mlrepl.log", functions); }
