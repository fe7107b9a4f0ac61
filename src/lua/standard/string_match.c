/* string_match.c - string.find, match, gmatch and gsub as in Lua 5.4, but
 * Ctrl-C can interrupt them.
 *
 * These are standard Lua functions, so they have no help entries.
 */
#define _GNU_SOURCE /* memmem */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/standard/pattern.h"

/* The offset where a search starts: from 1, or from the end if negative. */
static size_t check_start(lua_State *L, int arg, size_t size) {
  const lua_Integer start = luaL_optinteger(L, arg, 1);
  if (start > 0) return (size_t)start - 1;
  if (start == 0 || start < -(lua_Integer)size) return 0;
  return size + (size_t)start;
}

/* -- find and match ------------------------------------------------------- */

static bool is_plain(const char *pattern, size_t size) {
  static const char SPECIAL[] = "^$*+?.([%-";
  const char *end = pattern + size;
  for (; pattern < end; pattern++)
    if (*pattern && strchr(SPECIAL, *pattern)) return false;
  return true;
}

/* The first occurrence of `word` in the text, or NULL. Looking for its first
 * character is fastest, but memmem limits the time if a long word often matches
 * in part. */
static const char *find_plain(lua_State *L, const char *text, size_t size,
                              const char *word, size_t n) {
  enum { SHORT = 32, FEW = 1000, BLOCK = 1 << 20 };
  const char *end = text + size;
  if (!n) return text;
  for (size_t tries = 0; (size_t)(end - text) >= n; tries++) {
    const bool simple = n < SHORT || tries < FEW;
    const size_t left = (size_t)(end - text) - n + 1; /* possible starts */
    const size_t some = left < BLOCK ? left : BLOCK;
    const char *found =
      simple ? memchr(text, *word, some) : memmem(text, some + n - 1, word, n);
    if (found && (!simple || !memcmp(found, word, n))) return found;
    text = found ? found + 1 : text + some;
    if ((!found && left > some) || tries % 64 == 63) check_interrupt(L);
  }
  return NULL;
}

static int fail_to_find(lua_State *L) {
  luaL_pushfail(L);
  return 1;
}

static int push_place(lua_State *L, const char *text, const char *start,
                      const char *end) {
  lua_pushinteger(L, start - text + 1);
  lua_pushinteger(L, end - text);
  return 2;
}

static int search(lua_State *L, bool places) {
  size_t size, n;
  const char *text = luaL_checklstring(L, 1, &size);
  const char *pattern = luaL_checklstring(L, 2, &n);
  const size_t skip = check_start(L, 3, size);
  if (skip > size) return fail_to_find(L);
  const char *start = text + skip, *end;
  if (places && (lua_toboolean(L, 4) || is_plain(pattern, n))) {
    start = find_plain(L, start, size - skip, pattern, n);
    if (!start) return fail_to_find(L);
    return push_place(L, text, start, start + n);
  }
  Pattern m;
  pattern_open(&m, L, text, size, pattern, n, true);
  end = pattern_next(&m, &start);
  if (!end) return fail_to_find(L);
  int given = places ? push_place(L, text, start, end) : 0;
  return given + pattern_push_captures(&m, start, end, !places);
}

static int l_find(lua_State *L) { return search(L, true); }

static int l_match(lua_State *L) { return search(L, false); }

/* -- gmatch --------------------------------------------------------------- */

typedef struct Matches {
  Pattern pattern;
  const char *start; /* of the next search; NULL at the end */
} Matches;

/* Upvalues: the text and the pattern, to keep them, and the search. */
static int l_next_match(lua_State *L) {
  Matches *g = lua_touserdata(L, lua_upvalueindex(3));
  if (!g->start) return 0;
  g->pattern.L = L;
  const char *start = g->start, *end = pattern_next(&g->pattern, &start);
  g->start = end;
  return end ? pattern_push_captures(&g->pattern, start, end, true) : 0;
}

static int l_gmatch(lua_State *L) {
  size_t size, n;
  const char *text = luaL_checklstring(L, 1, &size);
  const char *pattern = luaL_checklstring(L, 2, &n);
  const size_t skip = check_start(L, 3, size);
  lua_settop(L, 2);
  Matches *g = lua_newuserdatauv(L, sizeof *g, 0);
  pattern_open(&g->pattern, L, text, size, pattern, n, false);
  g->start = skip > size ? NULL : text + skip;
  lua_pushcclosure(L, l_next_match, 3);
  return 1;
}

/* -- gsub ----------------------------------------------------------------- */

enum { TEXT = 1, PATTERN, REPLACEMENT, MOST };

/* A match and what is done with it. */
typedef struct Substitution {
  lua_State *L;
  Pattern pattern;
  luaL_Buffer result;
  int type; /* of the replacement */
} Substitution;

static void add_capture(Substitution *g, int k, const char *start,
                        const char *end) {
  const PatternCapture c = pattern_capture(&g->pattern, k, start, end);
  if (c.length != PATTERN_POSITION) {
    luaL_addlstring(&g->result, c.start, (size_t)c.length);
    return;
  }
  pattern_push_capture(&g->pattern, k, start, end);
  luaL_addvalue(&g->result);
}

/* Adds the replacement string, in which %1 is the first capture. */
static void add_text(Substitution *g, const char *start, const char *end) {
  size_t n;
  const char *text = lua_tolstring(g->L, REPLACEMENT, &n), *mark;
  const char *last = text + n;
  for (; (mark = memchr(text, '%', (size_t)(last - text))); text = mark + 2) {
    luaL_addlstring(&g->result, text, (size_t)(mark - text));
    const char letter = mark[1]; /* at the end, the zero byte */
    if (letter == '%')
      luaL_addchar(&g->result, '%');
    else if (letter == '0')
      luaL_addlstring(&g->result, start, (size_t)(end - start));
    else if (isdigit((unsigned char)letter))
      add_capture(g, letter - '1', start, end);
    else
      luaL_error(g->L, "invalid use of '%c' in replacement string", '%');
  }
  luaL_addlstring(&g->result, text, (size_t)(last - text));
}

/* Adds the value that a function or a table gives for the match; false keeps
 * the match. Returns whether it was replaced. */
static bool add_value(Substitution *g, const char *start, const char *end) {
  lua_State *L = g->L;
  lua_pushvalue(L, REPLACEMENT);
  if (g->type == LUA_TFUNCTION)
    lua_call(L, pattern_push_captures(&g->pattern, start, end, true), 1);
  else {
    pattern_push_capture(&g->pattern, 0, start, end);
    lua_gettable(L, -2);
    lua_remove(L, -2);
  }
  if (lua_toboolean(L, -1)) {
    if (!lua_isstring(L, -1))
      luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    luaL_addvalue(&g->result);
    return true;
  }
  lua_pop(L, 1);
  luaL_addlstring(&g->result, start, (size_t)(end - start));
  return false;
}

/* Replaces the matches in the whole text, at most `most`; returns their number
 * and pushes the result. */
static lua_Integer substitute(Substitution *g, lua_Integer most) {
  lua_State *L = g->L;
  Pattern *m = &g->pattern;
  const bool is_text = g->type == LUA_TSTRING || g->type == LUA_TNUMBER;
  const char *from = m->text, *start = from, *end;
  lua_Integer n = 0;
  bool changed = false;
  luaL_buffinit(L, &g->result);
  while (n < most && (end = pattern_next(m, &start))) {
    if (start > from) luaL_addlstring(&g->result, from, (size_t)(start - from));
    n++;
    if (is_text) add_text(g, start, end);
    changed = is_text || add_value(g, start, end) || changed;
    from = start = end;
    if (m->anchored) break;
  }
  luaL_addlstring(&g->result, from, (size_t)(m->text_end - from));
  luaL_pushresult(&g->result);
  if (!changed) lua_pushvalue(L, TEXT);
  return n;
}

static int l_gsub(lua_State *L) {
  size_t size, n;
  Substitution g = {.L = L, .type = lua_type(L, REPLACEMENT)};
  const char *text = luaL_checklstring(L, TEXT, &size);
  const char *pattern = luaL_checklstring(L, PATTERN, &n);
  lua_Integer most = luaL_optinteger(L, MOST, (lua_Integer)size + 1);
  luaL_argexpected(L,
                   g.type == LUA_TSTRING || g.type == LUA_TNUMBER ||
                     g.type == LUA_TFUNCTION || g.type == LUA_TTABLE,
                   REPLACEMENT, "string/function/table");
  pattern_open(&g.pattern, L, text, size, pattern, n, true);
  most = substitute(&g, most);
  lua_pushinteger(L, most);
  return 2;
}

/* -- registering ---------------------------------------------------------- */

void open_string_match(lua_State *L) {
  static const luaL_Reg functions[] = {{"find", l_find},
                                       {"match", l_match},
                                       {"gmatch", l_gmatch},
                                       {"gsub", l_gsub},
                                       {NULL, NULL}};
  lua_getglobal(L, LUA_STRLIBNAME);
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
