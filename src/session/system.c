/* system.c - what lib/mlrepl/lesson.lua needs of the system: folders, silence,
 * and a copy of the moment in which a solution may be tried.
 *
 * No Lua name: the functions are those of the native module mlrepl.system.
 *   files(folder)         list of the names in a folder, sorted; nil: there is
 *                         no such folder
 *   make_folders(path)    makes the folders of a file's path, for the owner
 *   silence(on)           what is printed and shown goes nowhere from here on
 *   in_copy(f)            calls f in a copy of the process, so that it changes
 *                         nothing here; gives the string that f returns, or
 *                         nil when the copy ended before it
 */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "sys/io.h"

/* -- folders -------------------------------------------------------------- */

static const char FOLDER[] = "open folder";

static int l_close(lua_State *L) {
  DIR **folder = lua_touserdata(L, 1);
  if (*folder) closedir(*folder);
  *folder = NULL;
  return 0;
}

/* The owner comes first, closed; then the folder is opened. */
static DIR **push_folder(lua_State *L) {
  DIR **folder = lua_newuserdatauv(L, sizeof *folder, 0);
  *folder = NULL;
  if (luaL_newmetatable(L, FOLDER)) {
    lua_pushcfunction(L, l_close);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return folder;
}

static void sort_list(lua_State *L) {
  lua_getglobal(L, "table");
  lua_getfield(L, -1, "sort");
  lua_pushvalue(L, -3);
  lua_call(L, 1, 0);
  lua_pop(L, 1);
}

static int l_files(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  DIR **folder = push_folder(L);
  if (!(*folder = opendir(path))) return 0;
  lua_newtable(L);
  lua_Integer n = 0;
  for (struct dirent *found; (found = readdir(*folder));) {
    if (found->d_name[0] == '.') continue;
    lua_pushstring(L, found->d_name);
    lua_rawseti(L, -2, ++n);
  }
  closedir(*folder);
  *folder = NULL;
  sort_list(L);
  return 1;
}

static int l_make_folders(lua_State *L) {
  size_t n;
  const char *path = luaL_checklstring(L, 1, &n);
  char *copy = push_scratch(L, n + 1, 1);
  memcpy(copy, path, n + 1);
  for (char *p = copy; *p && (p = strchr(p + 1, '/'));) {
    *p = 0;
    mkdir(copy, 0700); /* mostly it is there; opening the file tells */
    *p = '/';
  }
  return 0;
}

/* -- silence -------------------------------------------------------------- */

enum { LONGEST_PATH = 4096 };

/* Standard output belongs to the process, so this does. */
static struct {
  int output; /* where standard output went; 0: it goes there now */
  bool asked; /* was there a wish where figures go? */
  char wish[LONGEST_PATH];
} spoken;

static void begin_silence(void) {
  const char *wish = getenv("MLREPL_PLOT");
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  fflush(stdout);
  spoken.output = dup(STDOUT_FILENO);
  if (spoken.output > 0 && nowhere >= 0) dup2(nowhere, STDOUT_FILENO);
  if (nowhere >= 0) close(nowhere);
  spoken.asked = wish != NULL;
  snprintf(spoken.wish, sizeof spoken.wish, "%s", wish ? wish : "");
  setenv("MLREPL_PLOT", "none", 1);
}

static void end_silence(void) {
  fflush(stdout);
  if (spoken.output > 0) {
    dup2(spoken.output, STDOUT_FILENO);
    close(spoken.output);
  }
  spoken.output = 0;
  if (spoken.asked)
    setenv("MLREPL_PLOT", spoken.wish, 1);
  else
    unsetenv("MLREPL_PLOT");
}

static int l_silence(lua_State *L) {
  bool on = lua_toboolean(L, 1), is_on = spoken.output != 0;
  if (on && !is_on) begin_silence();
  if (!on && is_on) end_silence();
  return 0;
}

/* -- a copy of the moment ------------------------------------------------- */

/* No exit handlers and no buffers: they are the parent's. */
static void be_copy(lua_State *L, int to) {
  size_t n = 0;
  const char *text = NULL;
  if (lua_pcall(L, 0, 1, 0) == LUA_OK) text = lua_tolstring(L, -1, &n);
  _exit(!text || !io_write_all(to, text, n));
}

static int wait_for(pid_t child) {
  int status = 1;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

/* Reads what fits; gives how much it was. */
static size_t read_answer(int from, char *room, size_t most) {
  size_t n = 0;
  while (n < most) {
    ssize_t got = read(from, room + n, most - n);
    if (got == 0 || (got < 0 && errno != EINTR)) break;
    if (got > 0) n += (size_t)got;
  }
  return n;
}

static int l_in_copy(lua_State *L) {
  enum { LONGEST = 4096 };
  luaL_checktype(L, 1, LUA_TFUNCTION);
  char *answer = push_scratch(L, LONGEST, 1);
  lua_pushvalue(L, 1);
  int ends[2];
  if (pipe(ends)) return luaL_error(L, "no pipe: %s", strerror(errno));
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) be_copy(L, ends[1]);
  close(ends[1]);
  size_t n = child > 0 ? read_answer(ends[0], answer, LONGEST) : 0;
  close(ends[0]);
  int status = child > 0 ? wait_for(child) : 1;
  check_interrupt(L);
  if (status) return 0;
  lua_pushlstring(L, answer, n);
  return 1;
}

static const luaL_Reg functions[] = {{"files", l_files},
                                     {"make_folders", l_make_folders},
                                     {"silence", l_silence},
                                     {"in_copy", l_in_copy},
                                     {NULL, NULL}};

void open_lesson(lua_State *L) {
  lib_context_add(L, "mlrepl.system", functions);
}
