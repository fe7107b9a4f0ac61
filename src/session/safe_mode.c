/* safe_mode.c - the native module mlrepl.safe has
 *   attempt(options, f)   calls f in a fenced-in copy of the process, in a
 *       folder of its own with copies of options.files; options.name is the
 *       script's name in messages, options.seconds and options.megabytes limit
 *       it, and after options.patience seconds it is killed. Returns the string
 *       that f returns and what was written to standard error; or nil, that
 *       text, and "late", "exit" or the name of a signal
 */
#define _POSIX_C_SOURCE 200809L
#include "session/safe_mode.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/values.h"
#include "lua/standard/fence.h"
#include "session/memory_limit.h"
#include "sys/file_gate.h"
#include "sys/plugin.h"
#include "sys/supervisor.h"

enum { LONGEST = 4096 }; /* of a path */

static const char *temporary; /* the folder */

/* -- one script ----------------------------------------------------------- */

static void own_folder(const char *script, char *folder) {
  const char *slash = script ? strrchr(script, '/') : NULL;
  if (slash)
    snprintf(folder, LONGEST, "%.*s", (int)(slash - script) + 1, script);
  else
    strcpy(folder, ".");
}

bool safe_mode_start(const char *script, bool must_finish) {
  char folder[LONGEST];
  own_folder(script, folder);
  temporary = supervisor_start(script ? script : "the script", must_finish);
  if (!temporary)
    fprintf(stderr, "mlrepl: --safe: cannot make a temporary folder: %s\n",
            strerror(errno));
  else if (!file_gate_allow(folder, FILE_WRITE))
    fprintf(stderr, "mlrepl: --safe: cannot use the folder %s: %s\n", folder,
            strerror(errno));
  else
    return file_gate_allow(temporary, FILE_WRITE);
  return false;
}

/* The program's own files: modules, data and lessons. */
static void allow_library(lua_State *L) {
  static const char *const places[] = {"%s", "%s/scripts", "%s/../scripts"};
  const char *library = lib_context_dir(L);
  for (size_t i = 0; library && i < sizeof places / sizeof *places; i++) {
    const char *path = lua_pushfstring(L, places[i], library);
    file_gate_allow(path, FILE_READ);
    lua_pop(L, 1);
  }
}

static void tell_missing(int missing) {
  if (missing & SANDBOX_NO_FILES)
    fputs("mlrepl: --safe: this kernel has no Landlock; only mlrepl itself "
          "checks the files that the script opens\n",
          stderr);
  if (missing & SANDBOX_NO_CALLS)
    fputs("mlrepl: --safe: this kernel has no filter of system calls; only "
          "mlrepl itself keeps the script from running programs\n",
          stderr);
}

void safe_mode_close(lua_State *L, const SandboxLimits *limits,
                     const char *script) {
  enum { MOST = 8 };
  char rooms[MOST][LONGEST];
  const char *folders[MOST + 1] = {NULL};
  for (size_t i = 0; i < MOST && plugin_folder(i, rooms[i], LONGEST); i++)
    folders[i] = rooms[i];
  allow_library(L);
  fence_close(L, temporary);
  memory_limit_make_final(L, limits->megabytes);
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* it may end without a flush */
  tell_missing(sandbox_enter(limits, script ? script : "the script", folders));
}

/* -- one of many ---------------------------------------------------------- */

enum { OPTIONS = 1, FUNCTION = 2, MOST_FILES = 256 };

static double number_option(lua_State *L, const char *name) {
  lua_getfield(L, OPTIONS, name);
  double x = luaL_checknumber(L, -1);
  lua_pop(L, 1);
  return x;
}

static const char *string_option(lua_State *L, const char *name) {
  lua_getfield(L, OPTIONS, name);
  return luaL_checkstring(L, -1); /* stays on the stack */
}

/* Does not return: reports what the function returns. */
static void be_child(lua_State *L, const char *folder) {
  const SandboxLimits limits = {number_option(L, "seconds"),
                                number_option(L, "megabytes")};
  size_t n = 0;
  temporary = folder;
  if (chdir(folder) != 0 || !file_gate_allow(".", FILE_WRITE)) _exit(1);
  safe_mode_close(L, &limits, string_option(L, "name"));
  lua_pushvalue(L, FUNCTION);
  bool done = lua_pcall(L, 0, 1, 0) == LUA_OK;
  const char *text = lua_tolstring(L, -1, &n);
  if (!done && text) fprintf(stderr, "%s\n", text);
  done = done && text && supervisor_report(text, n) && supervisor_report("", 1);
  fflush(stderr);
  _exit(!done);
}

static const char *ending(const Supervised *s) {
  if (s->late) return "late";
  return WIFSIGNALED(s->status) ? strsignal(WTERMSIG(s->status)) : "exit";
}

static void read_files(lua_State *L, const char **files) {
  lua_getfield(L, OPTIONS, "files");
  luaL_checktype(L, -1, LUA_TTABLE);
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  luaL_argcheck(L, n < MOST_FILES, OPTIONS, "too many files");
  luaL_checkstack(L, MOST_FILES, "too many files");
  const int list = lua_gettop(L);
  for (lua_Integer i = 0; i < n; i++) {
    lua_rawgeti(L, list, i + 1);
    files[i] = luaL_checkstring(L, -1);
  }
  files[n] = NULL;
}

/* A whole report ends in a zero byte. */
static int l_attempt(lua_State *L) {
  enum { REPORT = 1 << 18, COMPLAINT = 2048 };
  const char *files[MOST_FILES];
  Supervised s = {.room = REPORT, .complaint_room = COMPLAINT};
  luaL_checktype(L, OPTIONS, LUA_TTABLE);
  luaL_checktype(L, FUNCTION, LUA_TFUNCTION);
  lua_settop(L, FUNCTION);
  s.report = push_scratch(L, REPORT, 1);
  s.complaint = push_scratch(L, COMPLAINT, 1);
  s.seconds = number_option(L, "patience");
  read_files(L, files);
  SupervisorRole role = supervisor_try(&s, files);
  if (role == SUPERVISOR_FAILED)
    return luaL_error(L, "cannot start a copy of the program: %s",
                      strerror(errno));
  if (role == SUPERVISOR_CHILD) be_child(L, s.folder);
  bool whole = s.n && !s.report[s.n - 1] && s.status == 0;
  if (whole)
    lua_pushlstring(L, s.report, s.n - 1);
  else
    lua_pushnil(L);
  lua_pushstring(L, s.complaint);
  if (whole) return 2;
  lua_pushstring(L, ending(&s));
  return 3;
}

static const luaL_Reg functions[] = {{"attempt", l_attempt}, {NULL, NULL}};

void open_safe(lua_State *L) { lib_context_add(L, "mlrepl.safe", functions); }
