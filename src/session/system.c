/* system.c - system functions for lib/mlrepl/lesson/: folders, suppressing
 * output, and running code in a copy of the process.
 *
 * No Lua name: the functions are those of the native module mlrepl.system.
 *   files(folder)         sorted list of the names in a folder; nothing if the
 *                         folder does not exist
 *   make_folders(path)    creates the parent folders of a file, private to the
 *                         user
 *   append(path, text, new)
 *                         adds the text to a file with one write, so that a kill
 *                         loses at most that text; `new`: the file must not exist
 *                         yet. Returns nothing, or the reason why it failed and
 *                         whether the file exists
 *   silence(on)           discards output and figures while on
 *   in_copy(f)            calls f in a copy of the process, without side
 *                         effects here; returns the string that f returns, or
 *                         nothing if the copy failed
 */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "sys/child_process.h"
#include "sys/file_gate.h"
#include "sys/folders.h"
#include "sys/io.h"

/* -- folders -------------------------------------------------------------- */

static const char FOLDER[] = "open folder";

static int l_close(lua_State *L) {
  DIR **folder = lua_touserdata(L, 1);
  if (*folder) closedir(*folder);
  *folder = NULL;
  return 0;
}

/* Creates the userdata before the folder is opened, so that it cannot leak. */
static DIR **push_folder(lua_State *L) {
  DIR **folder = lua_newuserdatauv(L, sizeof(DIR *), 0);
  *folder = NULL;
  if (luaL_newmetatable(L, FOLDER)) {
    lua_pushcfunction(L, l_close);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return folder;
}

/* Registry key: table.sort, which a script may replace. */
static const char SORT_KEY[] = "mlrepl.sort";

static void keep_sort(lua_State *L) {
  lua_getglobal(L, LUA_TABLIBNAME);
  lua_getfield(L, -1, "sort");
  lua_rawsetp(L, LUA_REGISTRYINDEX, SORT_KEY);
  lua_pop(L, 1);
}

static void sort_list(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, SORT_KEY);
  lua_pushvalue(L, -2);
  lua_call(L, 1, 0);
}

static int l_files(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  DIR **folder = push_folder(L);
  if (!file_gate_may(path, FILE_READ)) return 0;
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
  folders_make_parents(copy);
  return 0;
}

/* -- appending ------------------------------------------------------------ */

/* Returns 0, or errno. The file is private to the user. */
static int append(const char *path, const char *text, size_t n, bool is_new) {
  const int how = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK;
  if (!file_gate_may(path, FILE_WRITE)) return errno;
  const int fd = open(path, is_new ? how | O_EXCL : how, 0600);
  if (fd < 0) return errno;
  struct stat before;
  int error = fstat(fd, &before) ? errno : 0;
  if (!error && !io_write_all(fd, text, n)) {
    error = errno;
    if (ftruncate(fd, before.st_size)) error = errno; /* no half a line */
  }
  return close(fd) && !error ? errno : error;
}

static int l_append(lua_State *L) {
  size_t n;
  const char *path = luaL_checkstring(L, 1);
  const char *text = luaL_checklstring(L, 2, &n);
  const int error = append(path, text, n, lua_toboolean(L, 3));
  if (!error) return 0;
  lua_pushstring(L, file_gate_why(error));
  lua_pushboolean(L, error == EEXIST);
  return 2;
}

/* -- silence -------------------------------------------------------------- */

enum { LONGEST_PATH = 4096 };

/* Global, like standard output. */
static struct {
  int output;    /* copy of standard output; 0 if not silenced */
  bool has_plot; /* was MLREPL_PLOT set? */
  char plot[LONGEST_PATH];
} saved;

static void begin_silence(void) {
  const char *plot = getenv("MLREPL_PLOT");
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  fflush(stdout);
  saved.output = dup(STDOUT_FILENO);
  if (saved.output > 0 && null >= 0) dup2(null, STDOUT_FILENO);
  if (null >= 0) close(null);
  saved.has_plot = plot != NULL;
  snprintf(saved.plot, sizeof saved.plot, "%s", plot ? plot : "");
  setenv("MLREPL_PLOT", "none", 1);
}

static void end_silence(void) {
  fflush(stdout);
  if (saved.output > 0) {
    dup2(saved.output, STDOUT_FILENO);
    close(saved.output);
  }
  saved.output = 0;
  if (saved.has_plot)
    setenv("MLREPL_PLOT", saved.plot, 1);
  else
    unsetenv("MLREPL_PLOT");
}

static int l_silence(lua_State *L) {
  bool on = lua_toboolean(L, 1), is_on = saved.output != 0;
  if (on && !is_on) begin_silence();
  if (!on && is_on) end_silence();
  return 0;
}

/* -- a copy of the process ------------------------------------------------ */

/* Runs in the copy: writes the string that the function at the top returns. */
static bool write_result(void *L, int to) {
  size_t n = 0;
  const char *text = NULL;
  if (lua_pcall(L, 0, 1, 0) == LUA_OK) text = lua_tolstring(L, -1, &n);
  return text && io_write_all(to, text, n);
}

static int l_in_copy(lua_State *L) {
  enum { LONGEST = 4096 };
  luaL_checktype(L, 1, LUA_TFUNCTION);
  char *result = push_scratch(L, LONGEST, 1);
  size_t n = LONGEST;
  lua_pushvalue(L, 1);
  const ChildResult how = child_process_capture(result, &n, write_result, L);
  if (how == CHILD_REFUSED)
    return luaL_error(L, "cannot start a process: %s", strerror(errno));
  check_interrupt(L);
  if (how != CHILD_DONE) return 0;
  lua_pushlstring(L, result, n);
  return 1;
}

static const luaL_Reg functions[] = {
  {"files", l_files},     {"make_folders", l_make_folders},
  {"append", l_append},   {"silence", l_silence},
  {"in_copy", l_in_copy}, {NULL, NULL}};

void open_lesson(lua_State *L) {
  keep_sort(L);
  lib_context_add(L, "mlrepl.system", functions);
}
