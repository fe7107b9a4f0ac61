/* file_write.c - print, io.write and file:write as in Lua 5.4, but Ctrl-C can
 * interrupt the output of long texts.
 *
 * These are standard Lua functions, so they have no help entries.
 */
#include <stdbool.h>
#include <stdio.h>

#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/standard/stock.h"

/* A write of this size to a pipe is not divided, so that a signal ends it. */
enum { PIECE = 4096 };

/* Returns false on an error. */
static bool write_text(lua_State *L, FILE *f, const char *text, size_t n) {
  for (size_t i = 0, some; i < n; i += some) {
    if (i) check_interrupt(L);
    some = n - i < PIECE ? n - i : PIECE;
    if (fwrite(text + i, 1, some, f) != some) return false;
  }
  return true;
}

static int l_print(lua_State *L) {
  const int n = lua_gettop(L);
  for (int i = 1; i <= n; i++) {
    size_t size;
    const char *text = luaL_tolstring(L, i, &size);
    if (i > 1) putchar('\t');
    write_text(L, stdout, text, size);
    lua_pop(L, 1);
  }
  putchar('\n');
  fflush(stdout);
  return 0;
}

static bool has_long_text(lua_State *L) {
  for (int i = lua_gettop(L); i > 0; i--)
    if (lua_type(L, i) == LUA_TSTRING && lua_rawlen(L, i) > PIECE) return true;
  return false;
}

/* Writes the arguments from `first` on; returns whether all were written. */
static bool write_all(lua_State *L, FILE *f, int first) {
  const int top = lua_gettop(L);
  for (int i = first; i <= top; i++) {
    size_t n;
    if (lua_type(L, i) != LUA_TNUMBER) {
      const char *text = luaL_checklstring(L, i, &n);
      if (!write_text(L, f, text, n)) return false;
    } else if (lua_isinteger(L, i)) {
      if (fprintf(f, LUA_INTEGER_FMT, lua_tointeger(L, i)) < 0) return false;
    } else if (fprintf(f, LUA_NUMBER_FMT, lua_tonumber(L, i)) < 0)
      return false;
  }
  return true;
}

static int finish(lua_State *L, bool written) {
  if (written) return 1; /* the file is at the top */
  const int n = luaL_fileresult(L, 0, NULL);
  check_interrupt(L); /* the cause of EINTR */
  return n;
}

static int l_write(lua_State *L) {
  if (!has_long_text(L)) return stock_call(L);
  const luaL_Stream *stream = luaL_checkudata(L, 1, LUA_FILEHANDLE);
  if (!stream->closef) return luaL_error(L, "attempt to use a closed file");
  const bool written = write_all(L, stream->f, 2);
  lua_pushvalue(L, 1);
  return finish(L, written);
}

static int l_write_output(lua_State *L) {
  static const char OUTPUT_KEY[] = "_IO_output"; /* as in liolib.c */
  if (!has_long_text(L)) return stock_call(L);
  lua_getfield(L, LUA_REGISTRYINDEX, OUTPUT_KEY);
  const luaL_Stream *stream = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (!stream->closef) return luaL_error(L, "default output file is closed");
  const bool written = write_all(L, stream->f, 1);
  lua_getfield(L, LUA_REGISTRYINDEX, OUTPUT_KEY);
  return finish(L, written);
}

void open_file_write(lua_State *L) {
  static const luaL_Reg base[] = {{"print", l_print}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"write", l_write_output}, {NULL, NULL}};
  static const luaL_Reg methods[] = {{"write", l_write}, {NULL, NULL}};
  stock_replace(L, LUA_GNAME, base);
  stock_replace(L, LUA_IOLIBNAME, functions);
  stock_replace_methods(L, methods);
}
