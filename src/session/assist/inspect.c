#include "session/assist/inspect.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/printoptions.h"
#include "session/assist/inspect_builtin.h"
#include "session/assist/inspect_keys.h"
#include "sys/console.h"

#include "sys/interrupt.h"
#include "sys/utf8.h"

enum { DEEPEST = 4, LONGEST_STRING = 2000, FULL_DEPTH = 100 };

/* The context in which a value is formatted. */
typedef struct InspectState {
  size_t width;   /* columns of the terminal */
  int seen;       /* stack index of the set of enclosing tables */
  size_t lead;    /* columns of "name = " before the value */
  size_t items;   /* longer tables are abbreviated */
  size_t longest; /* longer strings, in bytes, are abbreviated */
  int deepest;    /* tables nested more deeply are not shown */
} InspectState;

static void push_value(lua_State *L, InspectState s, int index, size_t indent,
                       int depth);

/* -- strings -------------------------------------------------------------- */

/* Length of the UTF-8 character at the start of the n bytes; 0 if it is invalid
 * or a control character. */
static size_t letter_length(const unsigned char *s, size_t n) {
  unsigned long code = 0;
  size_t length = utf8_decode((const char *)s, n, &code);
  bool control = code < 32 || (code >= 127 && code < 0xA0);
  return control ? 0 : length;
}

static void add_escaped(luaL_Buffer *b, unsigned char c) {
  static const char letters[] = "a\ab\bf\fn\nr\rt\tv\v\\\\\"\"";
  char text[8];
  for (const char *p = letters; *p; p += 2)
    if ((unsigned char)p[1] == c) {
      luaL_addchar(b, '\\');
      luaL_addchar(b, *p);
      return;
    }
  if (c < 32 || c >= 127) {
    snprintf(text, sizeof text, "\\%03d", c);
    luaL_addstring(b, text);
  } else
    luaL_addchar(b, (char)c);
}

static void push_quoted(lua_State *L, int index, size_t longest) {
  size_t n;
  const char *text = lua_tolstring(L, index, &n);
  size_t shown = n > longest ? longest : n;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addchar(&b, '"');
  for (size_t i = 0; i < shown;) {
    size_t length = letter_length((const unsigned char *)text + i, n - i);
    if (length > 1)
      luaL_addlstring(&b, text + i, length);
    else
      add_escaped(&b, (unsigned char)text[i]);
    i += length > 1 ? length : 1;
  }
  luaL_addchar(&b, '"');
  luaL_pushresult(&b);
  if (shown == n) return;
  lua_pushfstring(L, "%s... (%I bytes)", lua_tostring(L, -1), (LUAI_UACINT)n);
  lua_remove(L, -2);
}

/* -- tables --------------------------------------------------------------- */

static bool is_name(const char *text) {
  if (!isalpha((unsigned char)*text) && *text != '_') return false;
  while (isalnum((unsigned char)*text) || *text == '_') text++;
  return !*text;
}

static void append(lua_State *L, int list) {
  lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
}

static void append_rest(lua_State *L, int list, size_t rest) {
  if (!rest) return;
  lua_pushfstring(L, "... (%I more)", (LUAI_UACINT)rest);
  append(L, list);
}

static void add_items(lua_State *L, InspectState s, int table, int parts,
                      size_t indent, int depth) {
  size_t n = lua_rawlen(L, table), shown = n < s.items ? n : s.items;
  for (size_t i = 1; i <= shown; i++) {
    lua_rawgeti(L, table, (lua_Integer)i);
    push_value(L, s, lua_gettop(L), indent, depth);
    append(L, parts);
    lua_pop(L, 1);
  }
  append_rest(L, parts, n - shown);
}

/* Width of the text in columns; a large number if it has several lines. */
static size_t columns(const char *text) {
  size_t n = 0;
  for (; *text; text++) {
    if (*text == '\n') return 10000;
    if (!utf8_continues(*text)) n++;
  }
  return n;
}

/* Pushes "name = value" or "[key] = value" for the key at the top. */
static void push_pair(lua_State *L, InspectState s, int table, size_t indent,
                      int depth) {
  int key = lua_gettop(L);
  if (lua_type(L, key) == LUA_TSTRING && is_name(lua_tostring(L, key)))
    lua_pushvalue(L, key);
  else {
    push_value(L, s, key, indent, s.deepest);
    lua_pushfstring(L, "[%s]", lua_tostring(L, -1));
  }
  const char *name = lua_tostring(L, -1);
  lua_pushvalue(L, key);
  lua_rawget(L, table);
  s.lead = columns(name) + strlen(" = ");
  push_value(L, s, lua_gettop(L), indent, depth);
  lua_pushfstring(L, "%s = %s", name, lua_tostring(L, -1));
  lua_replace(L, key);
  lua_settop(L, key);
}

static void add_pairs(lua_State *L, InspectState s, int table, int parts,
                      size_t indent, int depth) {
  size_t count =
    inspect_keys_push(L, table, (lua_Integer)lua_rawlen(L, table), s.items);
  int keys = lua_gettop(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, keys);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, keys, i);
    push_pair(L, s, table, indent, depth);
    append(L, parts);
  }
  append_rest(L, parts, count - (size_t)n);
  lua_pop(L, 1);
}

static void break_line(luaL_Buffer *b, size_t indent) {
  luaL_addchar(b, '\n');
  while (indent--) luaL_addchar(b, ' ');
}

/* Pushes the parts in braces: on one line if they fit, else on several lines,
 * with one pair (after `items`) per line. */
static void push_joined(lua_State *L, InspectState s, int parts,
                        lua_Integer items, size_t indent) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, parts);
  size_t total = indent + 2, at = s.width;
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, parts, i);
    total += columns(lua_tostring(L, -1)) + 2;
    lua_pop(L, 1);
  }
  bool one_line = total <= s.width;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addchar(&b, '{');
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, parts, i);
    size_t wide = columns(lua_tostring(L, -1)) + 2;
    bool breaks = !one_line && (at + wide > s.width || i > items);
    lua_pop(L, 1);
    if (breaks)
      break_line(&b, indent + 2);
    else if (i > 1)
      luaL_addchar(&b, ' ');
    at = (breaks ? indent + 2 : at) + wide;
    lua_rawgeti(L, parts, i);
    luaL_addvalue(&b);
    if (i < n) luaL_addchar(&b, ',');
  }
  if (!one_line) break_line(&b, indent);
  luaL_addchar(&b, '}');
  luaL_pushresult(&b);
}

static void push_contents(lua_State *L, InspectState s, int table,
                          size_t indent, int depth) {
  lua_newtable(L);
  int parts = lua_gettop(L);
  s.lead = 0;
  add_items(L, s, table, parts, indent + 2, depth + 1);
  lua_Integer items = (lua_Integer)lua_rawlen(L, parts);
  add_pairs(L, s, table, parts, indent + 2, depth + 1);
  push_joined(L, s, parts, items, indent);
  lua_replace(L, parts);
}

static void push_table(lua_State *L, InspectState s, int table, size_t indent,
                       int depth) {
  lua_pushnil(L);
  bool empty = !lua_next(L, table);
  if (!empty) lua_pop(L, 2);
  if (empty) {
    lua_pushliteral(L, "{}");
    return;
  }
  if (lua_rawgetp(L, s.seen, lua_topointer(L, table)) != LUA_TNIL ||
      depth >= s.deepest) {
    lua_pushstring(L, lua_isnil(L, -1) ? "{...}" : "<cycle>");
    lua_remove(L, -2);
    return;
  }
  lua_pop(L, 1);
  lua_pushboolean(L, 1);
  lua_rawsetp(L, s.seen, lua_topointer(L, table));
  push_contents(L, s, table, indent, depth);
  lua_pushnil(L);
  lua_rawsetp(L, s.seen, lua_topointer(L, table));
}

/* -- values --------------------------------------------------------------- */

static bool has_text(lua_State *L, int index) {
  if (luaL_getmetafield(L, index, "__tostring") == LUA_TNIL) return false;
  lua_pop(L, 1);
  return true;
}

static int l_tostring(lua_State *L) {
  luaL_tolstring(L, 1, NULL);
  return 1;
}

/* Pushes the result of __tostring for the remaining width; indents all lines
 * after the first. */
static void push_own_text(lua_State *L, InspectState s, int index,
                          size_t column) {
  size_t left = s.width > column + 20 ? s.width - column : 20;
  size_t before = printoptions_set_width(L, left);
  lua_pushcfunction(L, l_tostring);
  lua_pushvalue(L, index);
  int status = lua_pcall(L, 1, 1, 0);
  printoptions_set_width(L, before);
  if (status != LUA_OK) lua_error(L);
  const char *text = lua_tostring(L, -1);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (; *text; text++) {
    luaL_addchar(&b, *text);
    for (size_t i = 0; *text == '\n' && i < column; i++) luaL_addchar(&b, ' ');
  }
  luaL_pushresult(&b);
  lua_remove(L, -2);
}

static bool is_nan(lua_State *L, int index) {
  return lua_type(L, index) == LUA_TNUMBER && !lua_rawequal(L, index, index);
}

/* Pushes the text of the value, whose first line starts at column `indent`.
 * Omits the sign of nan. */
static void push_value(lua_State *L, InspectState s, int index, size_t indent,
                       int depth) {
  luaL_checkstack(L, 20, "value is nested too deeply");
  if (interrupted) luaL_error(L, "interrupted");
  if (lua_type(L, index) == LUA_TSTRING)
    push_quoted(L, index, s.longest);
  else if (lua_type(L, index) == LUA_TTABLE && !has_text(L, index)) {
    if (depth > 1 || !inspect_builtin_table(L, index, depth))
      push_table(L, s, index, indent, depth);
  } else if (is_nan(L, index))
    lua_pushliteral(L, "nan");
  else if (depth && has_text(L, index))
    push_own_text(L, s, index, indent + s.lead);
  else if (!inspect_function(L, index, depth))
    luaL_tolstring(L, index, NULL);
}

/* Must each value have its own line? */
static bool need_lines(lua_State *L, int n, size_t width) {
  enum { TAB = 8 };
  size_t at = 0;
  for (int i = 1; i <= n; i++) {
    const char *text = lua_tostring(L, i);
    if (strchr(text, '\n')) return true;
    at += columns(text);
    if (at > width && n > 1) return true;
    at = (at / TAB + 1) * TAB;
  }
  return false;
}

static InspectState standard_state(lua_State *L) {
  lua_newtable(L);
  return (InspectState){console_width(),           lua_gettop(L),  0,
                        printoptions_get(L).items, LONGEST_STRING, DEEPEST};
}

/* A long line is broken between words. */
static void print_lines(const char *text, size_t n) {
  for (const char *end = text + n; text < end;) {
    const char *stop = memchr(text, '\n', (size_t)(end - text));
    const char *next = stop ? stop + 1 : end;
    console_words(stdout, text, (size_t)((stop ? stop : end) - text), 0);
    if (stop) putchar('\n');
    text = next;
  }
}

/* Replaces the arguments by their texts; returns whether each needs its own
 * line. */
static bool to_texts(lua_State *L, int n) {
  InspectState s = standard_state(L);
  for (int i = 1; i <= n; i++) {
    push_value(L, s, i, 0, 0);
    lua_replace(L, i);
  }
  lua_settop(L, n);
  return need_lines(L, n, s.width);
}

int inspect_values(lua_State *L) {
  int n = lua_gettop(L);
  bool lines = to_texts(L, n);
  for (int i = 1; i <= n; i++) {
    size_t size;
    const char *text = lua_tolstring(L, i, &size);
    if (lines || n == 1)
      print_lines(text, size);
    else
      fwrite(text, 1, size, stdout);
    putchar(i == n || lines ? '\n' : '\t');
  }
  fflush(stdout);
  return 0;
}

int inspect_joined(lua_State *L) {
  int n = lua_gettop(L);
  bool lines = to_texts(L, n);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (int i = 1; i <= n; i++) {
    lua_pushvalue(L, i);
    luaL_addvalue(&b);
    if (i < n) luaL_addchar(&b, lines ? '\n' : '\t');
  }
  luaL_pushresult(&b);
  return 1;
}

int inspect_text(lua_State *L) {
  lua_settop(L, 1);
  InspectState s = standard_state(L);
  push_value(L, s, 1, 0, 0);
  return 1;
}

/* (value) -> text, with the threshold of vectors set by the caller. */
static int l_full(lua_State *L) {
  InspectState s = standard_state(L);
  s.items = s.longest = SIZE_MAX;
  s.deepest = FULL_DEPTH;
  push_value(L, s, 1, 0, 0);
  return 1;
}

int inspect_full_text(lua_State *L) {
  lua_settop(L, 1);
  size_t before = printoptions_set_threshold(L, SIZE_MAX);
  lua_pushcfunction(L, l_full);
  lua_insert(L, 1);
  int status = lua_pcall(L, 1, 1, 0);
  printoptions_set_threshold(L, before);
  return status == LUA_OK ? 1 : lua_error(L);
}
