/* file.c - reading and writing files. For Lua modules, mlrepl.files has
 *   write(path, text)   writes a file atomically; returns nothing, or the
 *                       reason why it failed
 *   kind(path)          "file", "folder", "device" or nil
 */
/* getcwd is POSIX, not C. */
#define _XOPEN_SOURCE 700

#include "lua/base/file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/values.h"
#include "sys/atomic_file.h"
#include "sys/file_gate.h"

const char *check_path(lua_State *L, int arg) {
  size_t n;
  if (lua_type(L, arg) != LUA_TSTRING) fail_arg(L, arg, "file name");
  const char *path = lua_tolstring(L, arg, &n);
  if (n == 0 || strlen(path) != n) fail_arg(L, arg, "file name");
  return path;
}

static const char HANDLE[] = "gzip file", OPEN_FILE[] = "open file";

static int l_close(lua_State *L) {
  gzFile *handle = lua_touserdata(L, 1);
  if (*handle) gzclose(*handle);
  *handle = NULL;
  return 0;
}

static void set_collector(lua_State *L, const char *type, lua_CFunction fn) {
  if (luaL_newmetatable(L, type)) {
    lua_pushcfunction(L, fn);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
}

/* The userdata is pushed, closed, before the file is opened. */
static gzFile *push_handle(lua_State *L) {
  gzFile *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  *handle = NULL;
  set_collector(L, HANDLE, l_close);
  return handle;
}

static void fail_system(lua_State *L, const char *path, int error) {
  check_interrupt(L); /* the cause of EINTR */
  char folder[4096];  /* PATH_MAX */
  if (error == ENOENT && *path != '/' && getcwd(folder, sizeof folder))
    fail(L, "%s: no such file (looked in %s)", path, folder);
  fail(L, "%s: %s", path, file_gate_why(error));
}

/* The expected size in bytes; 0 if unknown. */
static size_t expected_size(lua_State *L, const char *path) {
  struct stat info;
  if (!file_gate_may(path, FILE_READ)) fail_system(L, path, EACCES);
  if (stat(path, &info) != 0) fail_system(L, path, errno);
  if (S_ISDIR(info.st_mode)) fail(L, "%s is a folder, not a file", path);
  return S_ISREG(info.st_mode) ? (size_t)info.st_size : 0;
}

/* For damaged data, the message comes from zlib. */
static void fail_read(lua_State *L, const char *path, gzFile file) {
  int code, error = errno;
  check_interrupt(L);
  const char *words = gzerror(file, &code);
  if (code == Z_ERRNO) fail_system(L, path, error);
  size_t n = strlen(path); /* they start with the file name */
  if (!strncmp(words, path, n) && words[n] == ':') words += n + 2;
  fail(L, "%s is damaged gzip data (%s)", path, words);
}

/* A device or a gzip file may be endless; leave memory to process the data. */
static void check_room(lua_State *L, const char *path, size_t room) {
  double memory =
    (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
  if ((double)room > memory / 4)
    fail(L, "%s is larger than %d MB, a quarter of this machine's memory", path,
         (int)(memory / 4e6));
}

/* Replaces the block at the top with one twice as large. */
static char *grow(lua_State *L, const char *path, const char *old, size_t n,
                  size_t *room) {
  *room *= 2;
  check_room(L, path, *room);
  char *block = push_scratch(L, *room, 1);
  memcpy(block, old, n);
  lua_replace(L, -2);
  return block;
}

static size_t read_some(lua_State *L, const char *path, gzFile file, char *out,
                        size_t room) {
  const size_t most = 8 << 20; /* between checks for Ctrl-C */
  errno = 0;
  int n = gzread(file, out, (unsigned)(room < most ? room : most));
  if (n < 0) fail_read(L, path, file);
  check_interrupt(L);
  return (size_t)n;
}

const char *push_file(lua_State *L, const char *path, size_t *n) {
  /* More than expected, so that the end is reached without growing. */
  const size_t size = expected_size(L, path);
  size_t room = size + 4096, some;
  gzFile *handle = push_handle(L);
  char *block = push_scratch(L, room, 1);
  *handle = gzopen(path, "rb");
  if (!*handle) fail_system(L, path, errno);
  *n = 0;
  while ((some = read_some(L, path, *handle, block + *n, room - *n)) > 0) {
    bool is_text = !memchr(block + *n, 0, some);
    *n += some;
    if (!size && !is_text) break;
    if (*n == room) block = grow(L, path, block, *n, &room);
  }
  int code;
  gzerror(*handle, &code);
  if (code != Z_OK && code != Z_STREAM_END) fail_read(L, path, *handle);
  gzclose(*handle);
  *handle = NULL;
  lua_remove(L, -2);
  return block;
}

/* -- reading in chunks ---------------------------------------------------- */

void file_close(OpenFile *f) {
  if (f->file) fclose(f->file);
  f->file = NULL;
}

static int l_close_file(lua_State *L) {
  file_close(lua_touserdata(L, 1));
  return 0;
}

OpenFile *push_open_file(lua_State *L, const char *path) {
  struct stat info;
  expected_size(L, path);
  OpenFile *f = lua_newuserdatauv(L, sizeof *f, 0);
  *f = (OpenFile){NULL, false, 0};
  set_collector(L, OPEN_FILE, l_close_file);
  f->file = fopen(path, "rb");
  if (!f->file || fstat(fileno(f->file), &info) != 0)
    fail_system(L, path, errno);
  f->sized = S_ISREG(info.st_mode);
  f->size = f->sized ? (size_t)info.st_size : 0;
  return f;
}

size_t file_read(lua_State *L, OpenFile *f, const char *path, void *out,
                 size_t n) {
  check_interrupt(L);
  size_t some = fread(out, 1, n, f->file);
  if (ferror(f->file)) fail_system(L, path, errno);
  return some;
}

const char *file_write(const char *path, const char *text, size_t n) {
  AtomicFile b;
  errno = 0;
  if (!atomic_file_open(&b, path)) return file_gate_why(errno);
  fwrite(text, 1, n, b.file);
  return atomic_file_commit(&b) ? NULL : file_gate_why(errno);
}

/* -- for Lua modules ------------------------------------------------------ */

static int l_write(lua_State *L) {
  size_t n;
  const char *path = luaL_checkstring(L, 1);
  const char *text = luaL_checklstring(L, 2, &n);
  const char *problem = file_write(path, text, n);
  if (!problem) return 0;
  check_interrupt(L); /* e.g. a pipe without a reader */
  lua_pushstring(L, problem);
  return 1;
}

static int l_kind(lua_State *L) {
  struct stat info;
  const char *path = luaL_checkstring(L, 1);
  if (!file_gate_may(path, FILE_READ) || stat(path, &info) != 0) return 0;
  lua_pushstring(L, S_ISREG(info.st_mode)   ? "file"
                    : S_ISDIR(info.st_mode) ? "folder"
                                            : "device");
  return 1;
}

void open_file(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"write", l_write}, {"kind", l_kind}, {NULL, NULL}};
  lib_context_add(L, "mlrepl.files", functions);
}
