/* load.c - load, loadfile, dofile and require as in Lua 5.4, but for text only.
 *
 * Lua does not verify binary chunks, and a malformed one can crash the process.
 * So binary chunks are refused everywhere.
 */
#include "lua/standard/load.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "sys/interrupt.h"

static const char REFUSED[] = "attempt to load a binary chunk";

/* Replaces Lua's message about the mode. */
static int explain(lua_State *L, int status, const char *chunk) {
  const char *message = status == LUA_OK ? "" : lua_tostring(L, -1);
  if (message && !strncmp(message, REFUSED, sizeof REFUSED - 1)) {
    if (*chunk == '=' || *chunk == '@') chunk++;
    lua_pushfstring(L,
                    "%s: binary chunk (from luac or string.dump); only Lua "
                    "source code can be loaded",
                    chunk);
    lua_replace(L, -2);
  }
  return status;
}

/* -- reading a file -------------------------------------------------------- */

enum {
  BLOCK = 1 << 14
}; /* bytes that are compiled between checks for Ctrl-C */

typedef struct Source {
  FILE *file;
  bool begun, failed;
  char block[BLOCK];
} Source;

/* Continues after signals other than Ctrl-C. */
static size_t fill(lua_State *L, Source *s) {
  if (s->begun) check_interrupt(L);
  size_t n = fread(s->block, 1, BLOCK, s->file);
  while (!n && ferror(s->file) && errno == EINTR) {
    check_interrupt(L);
    clearerr(s->file);
    n = fread(s->block, 1, BLOCK, s->file);
  }
  s->failed = ferror(s->file);
  return n;
}

/* Skips a byte order mark and a first line that begins with '#', but not its
 * end, so that lines have their numbers. */
static const char *skip_start(lua_State *L, Source *s, size_t *size) {
  static const char MARK[] = "\xEF\xBB\xBF";
  const char *at = s->block, *end = at + *size;
  if (*size >= 3 && !memcmp(at, MARK, 3)) at += 3;
  if (at < end && *at == '#')
    while (!(at = memchr(at, '\n', (size_t)(end - at)))) {
      *size = fill(L, s);
      at = s->block;
      end = at + *size;
      if (!*size) break;
    }
  *size = (size_t)(end - at);
  return at;
}

/* A lua_Reader. */
static const char *read_block(lua_State *L, void *source, size_t *size) {
  Source *s = source;
  *size = fill(L, s);
  const char *at = s->begun ? s->block : skip_start(L, s, size);
  s->begun = true;
  return at;
}

/* Replaces the chunk's name at `name` by the message. */
static int fail_file(lua_State *L, const char *what, int name) {
  const char *why = strerror(errno);
  lua_settop(L, name);
  lua_pushfstring(L, "cannot %s %s: %s", what, lua_tostring(L, name) + 1, why);
  lua_replace(L, name);
  return LUA_ERRFILE;
}

int load_file(lua_State *L, const char *path) {
  Source s = {.file = stdin};
  lua_pushfstring(L, path ? "@%s" : "=stdin", path);
  const int name = lua_gettop(L);
  if (path) s.file = fopen(path, "r");
  if (!s.file) return fail_file(L, "open", name);
  int status = lua_load(L, read_block, &s, lua_tostring(L, name), "t");
  if (path) fclose(s.file);
  if (s.failed) return fail_file(L, "read", name);
  lua_remove(L, name);
  return explain(L, status, path ? path : "stdin");
}

/* -- load ----------------------------------------------------------------- */

enum { CHUNK = 1, NAME, MODE, ENVIRONMENT, PIECE };

/* A lua_Reader: each piece stays on the stack until the next one. */
static const char *read_piece(lua_State *L, void *unused, size_t *size) {
  (void)unused;
  luaL_checkstack(L, 2, "too many nested functions");
  lua_pushvalue(L, CHUNK);
  lua_call(L, 0, 1);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    *size = 0;
    return NULL;
  }
  if (!lua_isstring(L, -1))
    luaL_error(L, "reader function must return a string");
  lua_replace(L, PIECE);
  return lua_tolstring(L, PIECE, size);
}

/* Without "t" in the mode, nothing can be loaded. Lua's own message shows the
 * mode, so it is passed on unless that would allow a binary chunk. */
static const char *text_mode(const char *mode, const char *start) {
  if (strchr(mode, 't') || start[0] == LUA_SIGNATURE[0]) return "t";
  return mode;
}

typedef struct Text {
  const char *at, *end;
} Text;

/* A lua_Reader. */
static const char *read_part(lua_State *L, void *text, size_t *size) {
  Text *t = text;
  const char *part = t->at;
  const size_t left = (size_t)(t->end - part);
  *size = left < BLOCK ? left : BLOCK;
  t->at += *size;
  if (left > BLOCK) check_interrupt(L);
  return part;
}

static int load_string(lua_State *L, const char *mode) {
  size_t size;
  const char *text = lua_tolstring(L, CHUNK, &size);
  const char *name = luaL_optstring(L, NAME, text);
  Text t = {text, text + size};
  int status = lua_load(L, read_part, &t, name, text_mode(mode, text));
  return explain(L, status, lua_isnoneornil(L, NAME) ? "load" : name);
}

/* Nothing could be loaded, because the mode was "": shows the caller's. */
static int show_mode(lua_State *L, int status, const char *mode) {
  char shown[80];
  if (status != LUA_ERRSYNTAX) return status;
  snprintf(shown, sizeof shown, "(mode is '%.60s')", mode);
  luaL_gsub(L, lua_tostring(L, -1), "(mode is '')", shown);
  lua_remove(L, -2);
  return status;
}

static int load_pieces(lua_State *L, const char *mode) {
  const char *name = luaL_optstring(L, NAME, "=(load)");
  const bool text = strchr(mode, 't');
  luaL_checktype(L, CHUNK, LUA_TFUNCTION);
  lua_settop(L, PIECE);
  int status = lua_load(L, read_piece, NULL, name, text ? "t" : "");
  if (!text) show_mode(L, status, mode);
  return explain(L, status, lua_isnoneornil(L, NAME) ? "load" : name);
}

/* Returns the loaded function with its environment, or nil and the message, but
 * raises "interrupted". */
static int loaded(lua_State *L, int status, int environment) {
  if (status != LUA_OK) {
    if (interrupted) return lua_error(L);
    luaL_pushfail(L);
    lua_insert(L, -2);
    return 2;
  }
  if (environment) {
    lua_pushvalue(L, environment);
    if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
  }
  return 1;
}

static int l_load(lua_State *L) {
  int environment = lua_isnone(L, ENVIRONMENT) ? 0 : ENVIRONMENT;
  const char *mode = luaL_optstring(L, MODE, "bt");
  if (lua_isnone(L, CHUNK)) luaL_checktype(L, CHUNK, LUA_TFUNCTION);
  lua_settop(L, ENVIRONMENT);
  int status =
    lua_isstring(L, CHUNK) ? load_string(L, mode) : load_pieces(L, mode);
  return loaded(L, status, environment);
}

/* -- files ---------------------------------------------------------------- */

static int l_loadfile(lua_State *L) {
  const char *path = luaL_optstring(L, 1, NULL);
  const char *mode = luaL_optstring(L, 2, "bt");
  int environment = lua_isnone(L, 3) ? 0 : 3;
  int status = strchr(mode, 't')
                 ? load_file(L, path)
                 : show_mode(L, luaL_loadfilex(L, path, ""), mode);
  return loaded(L, status, environment);
}

static int dofile_done(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return lua_gettop(L) - 1;
}

static int l_dofile(lua_State *L) {
  const char *path = luaL_optstring(L, 1, NULL);
  lua_settop(L, 1);
  if (load_file(L, path) != LUA_OK) return lua_error(L);
  lua_callk(L, 0, LUA_MULTRET, 0, dofile_done);
  return dofile_done(L, 0, 0);
}

/* The second searcher of package.searchers; its upvalues are package and
 * package.searchpath. */
static int l_searcher(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_pushvalue(L, 1);
  if (lua_getfield(L, lua_upvalueindex(1), "path") != LUA_TSTRING)
    return luaL_error(L, "'package.path' must be a string");
  lua_call(L, 2, 2);
  if (lua_isnil(L, -2)) return 1;
  lua_pop(L, 1);
  const char *path = lua_tostring(L, -1);
  if (load_file(L, path) != LUA_OK)
    return luaL_error(L, "error loading module '%s' from file '%s':\n\t%s",
                      name, path, lua_tostring(L, -1));
  lua_insert(L, -2);
  return 2;
}

static void replace_searcher(lua_State *L) {
  lua_getglobal(L, LUA_LOADLIBNAME);
  lua_getfield(L, -1, "searchers");
  lua_pushvalue(L, -2);
  lua_getfield(L, -3, "searchpath");
  lua_pushcclosure(L, l_searcher, 2);
  lua_rawseti(L, -2, 2);
  lua_pop(L, 2);
}

static int l_load_library(lua_State *L) {
  lib_context_require(L, luaL_checkstring(L, 1));
  return 1;
}

/* The last of package.searchers: the program's own modules. For other names it
 * says nothing, so that messages are those of stock Lua. */
static int l_library(lua_State *L) {
  if (!lib_context_has(L, luaL_checkstring(L, 1))) return 0;
  lua_pushcfunction(L, l_load_library);
  return 1;
}

static void add_library_searcher(lua_State *L) {
  lua_getglobal(L, LUA_LOADLIBNAME);
  lua_getfield(L, -1, "searchers");
  lua_pushcfunction(L, l_library);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_pop(L, 2);
}

static int l_load_own(lua_State *L) {
  lib_context_require(L, "mlrepl.export.own");
  return 1;
}

/* `require "mlrepl"` must not load the library for other programs. */
static void preload_own(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, l_load_own);
  lua_setfield(L, -2, "mlrepl");
  lua_pop(L, 1);
}

void open_load(lua_State *L) {
  lua_register(L, "load", l_load);
  lua_register(L, "loadfile", l_loadfile);
  lua_register(L, "dofile", l_dofile);
  replace_searcher(L);
  add_library_searcher(L);
  preload_own(L);
}
