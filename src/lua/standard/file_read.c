/* file_read.c - io.read, io.lines, file:read and file:lines as in Lua 5.4, but
 * Ctrl-C can interrupt them, and other signals do not.
 *
 * These are standard Lua functions, so they have no help entries.
 */
#define _POSIX_C_SOURCE 200809L /* getc_unlocked */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/standard/stock.h"
#include "sys/clock.h"

enum { BLOCK = 1 << 16, MOST_FORMATS = 250 };

/* A stack index of a file, or: */
enum { INPUT = 0 };

/* Registry keys: Lua's own file:read; the default input file, as in liolib.c */
static const char READ_KEY[] = "mlrepl.read";
static const char INPUT_KEY[] = "_IO_input";

/* -- bytes ---------------------------------------------------------------- */

/* After a signal, reading goes on, unless it was Ctrl-C. */
static bool goes_on(lua_State *L, FILE *f) {
  if (!ferror(f) || errno != EINTR) return false;
  check_interrupt(L);
  clearerr(f);
  return true;
}

static int next_byte(lua_State *L, FILE *f) {
  int c;
  do c = getc_unlocked(f);
  while (c == EOF && goes_on(L, f));
  return c;
}

/* Reads n bytes, or fewer at the end of the file. */
static size_t read_bytes(lua_State *L, FILE *f, char *out, size_t n) {
  size_t done = 0;
  while (done < n) {
    const size_t some = n - done < BLOCK ? n - done : BLOCK;
    const size_t got = fread(out + done, 1, some, f);
    done += got;
    if (got < some && !goes_on(L, f)) break;
    if (done < n) check_interrupt(L);
  }
  return done;
}

/* -- formats -------------------------------------------------------------- */

/* These push what they read and return whether there was something. */

static bool read_line(lua_State *L, FILE *f, bool with_end) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  int c = 0;
  while (c != EOF && c != '\n') {
    char *out = luaL_prepbuffer(&b);
    size_t n = 0;
    while (n < LUAL_BUFFERSIZE) {
      c = next_byte(L, f);
      if (c == EOF || c == '\n') break;
      out[n++] = (char)c;
    }
    luaL_addsize(&b, n);
    if (n == LUAL_BUFFERSIZE) check_interrupt(L);
  }
  if (with_end && c == '\n') luaL_addchar(&b, '\n');
  luaL_pushresult(&b);
  return c == '\n' || lua_rawlen(L, -1) > 0;
}

static void read_all(lua_State *L, FILE *f) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t n = BLOCK; n == BLOCK;) {
    n = read_bytes(L, f, luaL_prepbuffsize(&b, BLOCK), BLOCK);
    luaL_addsize(&b, n);
    if (n == BLOCK) check_interrupt(L);
  }
  luaL_pushresult(&b);
}

static bool read_count(lua_State *L, FILE *f, size_t n) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addsize(&b, read_bytes(L, f, luaL_prepbuffsize(&b, n), n));
  luaL_pushresult(&b);
  return lua_rawlen(L, -1) > 0;
}

/* A count of 0 asks whether the end is reached. */
static bool is_before_end(lua_State *L, FILE *f) {
  const int c = next_byte(L, f);
  ungetc(c, f);
  lua_pushliteral(L, "");
  return c != EOF;
}

/* A number has at most 200 characters, so only the space before it can be
 * endless; Lua's own function reads the rest. */
static bool read_number(lua_State *L, FILE *f, int file) {
  int c;
  size_t n = 0;
  do {
    c = next_byte(L, f);
    check_interrupt_at(L, ++n);
  } while (isspace(c));
  ungetc(c, f);
  lua_rawgetp(L, LUA_REGISTRYINDEX, READ_KEY);
  if (file == INPUT)
    lua_getfield(L, LUA_REGISTRYINDEX, INPUT_KEY);
  else
    lua_pushvalue(L, file);
  lua_pushliteral(L, "n");
  lua_call(L, 2, 1);
  return !lua_isnil(L, -1);
}

static bool read_format(lua_State *L, FILE *f, int file, int arg) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    const lua_Integer n = luaL_checkinteger(L, arg);
    return n ? read_count(L, f, (size_t)n) : is_before_end(L, f);
  }
  const char *format = luaL_checkstring(L, arg);
  if (*format == '*') format++; /* as in Lua 5.2 */
  switch (*format) {
  case 'n': return read_number(L, f, file);
  case 'l': return read_line(L, f, false);
  case 'L': return read_line(L, f, true);
  case 'a': read_all(L, f); return true;
  default: luaL_argerror(L, arg, "invalid format"); return false;
  }
}

/* Reads from the file at stack index `file` by the formats from `first` to the
 * top, a line if there are none; returns the number of results. What cannot be
 * read is nil and the last. */
static int read_values(lua_State *L, FILE *f, int file, int first) {
  const int top = lua_gettop(L);
  bool good = true;
  clearerr(f);
  errno = 0;
  luaL_checkstack(L, top - first + 1 + LUA_MINSTACK, "too many arguments");
  if (top < first) good = read_line(L, f, false);
  for (int arg = first; arg <= top && good; arg++)
    good = read_format(L, f, file, arg);
  if (ferror(f)) return luaL_fileresult(L, 0, NULL);
  if (!good) {
    lua_pop(L, 1);
    luaL_pushfail(L);
  }
  return lua_gettop(L) - top;
}

/* Typing takes the user's time, not that of the code. */
static int read_formats(lua_State *L, FILE *f, int file, int first) {
  if (f != stdin || !isatty(STDIN_FILENO))
    return read_values(L, f, file, first);
  const double start = clock_seconds();
  const int n = read_values(L, f, file, first);
  clock_add_wait(start);
  return n;
}

/* -- functions ------------------------------------------------------------ */

static FILE *check_file(lua_State *L) {
  const luaL_Stream *stream = luaL_checkudata(L, 1, LUA_FILEHANDLE);
  if (!stream->closef) luaL_error(L, "attempt to use a closed file");
  return stream->f;
}

static FILE *check_input(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, INPUT_KEY);
  const luaL_Stream *stream = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (!stream->closef) luaL_error(L, "default input file is closed");
  return stream->f;
}

static int l_read(lua_State *L) { return read_formats(L, check_file(L), 1, 2); }

static int l_read_input(lua_State *L) {
  return read_formats(L, check_input(L), INPUT, 1);
}

/* Upvalues: the file, the number of formats, whether to close the file at its
 * end, and the formats. */
static int l_next(lua_State *L) {
  const luaL_Stream *stream = lua_touserdata(L, lua_upvalueindex(1));
  const int formats = (int)lua_tointeger(L, lua_upvalueindex(2));
  if (!stream->closef) return luaL_error(L, "file is already closed");
  lua_settop(L, 1);
  luaL_checkstack(L, formats, "too many arguments");
  for (int i = 1; i <= formats; i++) lua_pushvalue(L, lua_upvalueindex(3 + i));
  const int n = read_formats(L, stream->f, lua_upvalueindex(1), 2);
  if (lua_toboolean(L, -n)) return n;
  if (n > 1) return luaL_error(L, "%s", lua_tostring(L, -n + 1));
  if (!lua_toboolean(L, lua_upvalueindex(3))) return 0;
  luaL_getmetafield(L, lua_upvalueindex(1), "__close");
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_call(L, 1, 0);
  return 0;
}

/* Calls Lua's own function and replaces the iterator that it returns first by
 * one with the same upvalues. */
static int l_lines(lua_State *L) {
  const int results = stock_call(L);
  const int iterator = lua_gettop(L) - results + 1;
  luaL_checkstack(L, MOST_FORMATS + 3, "too many arguments");
  int n = 0;
  while (lua_getupvalue(L, iterator, n + 1)) n++;
  lua_pushcclosure(L, l_next, n);
  lua_replace(L, iterator);
  return results;
}

void open_file_read(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"read", l_read_input}, {"lines", l_lines}, {NULL, NULL}};
  static const luaL_Reg methods[] = {
    {"read", l_read}, {"lines", l_lines}, {NULL, NULL}};
  luaL_getmetatable(L, LUA_FILEHANDLE);
  lua_getfield(L, -1, "__index");
  lua_getfield(L, -1, "read");
  lua_rawsetp(L, LUA_REGISTRYINDEX, READ_KEY);
  lua_pop(L, 2);
  stock_replace(L, LUA_IOLIBNAME, functions);
  stock_replace_methods(L, methods);
}
