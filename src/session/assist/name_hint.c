#include "session/assist/name_hint.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/registry.h"
#include "lua/base/did_you_mean.h"
#include "session/assist/foreign_word.h"

/* Pushes the name after `before` in the message, up to the closing quote. */
static bool push_name(lua_State *L, const char *message, const char *before) {
  const char *at = strstr(message, before);
  if (!at) return false;
  at += strlen(before);
  lua_pushlstring(L, at, strcspn(at, "'"));
  return true;
}

static const char *entry_text(lua_State *L, const char *key) {
  lua_getfield(L, -1, key);
  const char *text = lua_tostring(L, -1); /* the entry keeps it */
  lua_pop(L, 1);
  return text ? text : "";
}

/* If the word is a known method or field, pushes its full name, such as "v:sum"
 * for sum, and returns true. */
static bool push_owned(lua_State *L, const char *word) {
  registry_push_list(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, -1, i);
    const char *tail = strpbrk(entry_text(L, "name"), ".:");
    if (tail && !strcmp(tail + 1, word)) {
      const char *usage = entry_text(L, "usage");
      lua_pushlstring(L, usage, strcspn(usage, "({ "));
      return true;
    }
    lua_pop(L, 1);
  }
  return false;
}

/* -- globals ----------------------------------------------------------------- */

static void push_global_hint(lua_State *L, const char *word) {
  const char *meant = foreign_word_global(word);
  if (meant) {
    lua_pushfstring(L, "; %s", meant);
    return;
  }
  if (push_owned(L, word)) {
    lua_pushfstring(L, "; did you mean '%s'?", lua_tostring(L, -1));
    return;
  }
  lua_pushglobaltable(L);
  push_suggestion(L, word, -1);
}

const char *name_hint_global(lua_State *L, const char *word) {
  push_global_hint(L, word);
  return lua_tostring(L, -1);
}

/* -- fields --------------------------------------------------------------- */

/* Copies the keys of the table at the top into `names`; pops it. */
static void copy_keys(lua_State *L, int names) {
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushboolean(L, 1);
    lua_rawset(L, names);
  }
  lua_pop(L, 1);
}

/* The text being run. */
static const char *running = "";

void name_hint_about(const char *text) { running = text; }

static bool is_name_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

/* Pushes the global table that is indexed with the word in the text: math in
 * math.sqr. */
static bool push_global_before(lua_State *L, const char *text,
                               const char *word) {
  size_t n = strlen(word);
  if (!n) return false; /* x[""]: matches everywhere */
  for (const char *at = text; (at = strstr(at, word)); at++) {
    const char *end = at - 1, *from = end;
    if (at == text || *end != '.' || is_name_char(at[n])) continue;
    while (from > text && is_name_char(from[-1])) from--;
    if (from > text && strchr(".:", from[-1])) continue;
    lua_pushglobaltable(L);
    lua_pushlstring(L, from, (size_t)(end - from));
    lua_rawget(L, -2);
    lua_remove(L, -2);
    if (lua_istable(L, -1)) return true;
    lua_pop(L, 1);
  }
  return false;
}

/* Pushes a set of candidate field names for the word. */
static void push_fields(lua_State *L, const char *word) {
  lua_newtable(L);
  int names = lua_gettop(L);
  if (push_global_before(L, running, word)) {
    copy_keys(L, names);
    return;
  }
  lua_pushglobaltable(L);
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    if (lua_istable(L, -1) && !lua_rawequal(L, -1, -3))
      copy_keys(L, names);
    else
      lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* Pushes "; model has custom, linear, ..." for a table of the program with few
 * functions; else "". */
static void push_choice(lua_State *L, const char *word) {
  enum { MOST = 8 };
  const int top = lua_gettop(L);
  lua_pushliteral(L, "");
  if (!push_global_before(L, running, word)) return;
  lua_pushliteral(L, "");
  int n = 0;
  for (const char *best = ""; n <= MOST; n++) {
    const char *next = NULL;
    for (lua_pushnil(L); lua_next(L, top + 2); lua_pop(L, 1)) {
      const char *name =
        lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
      if (strcmp(name, best) > 0 && (!next || strcmp(name, next) < 0))
        next = name; /* the table keeps it */
    }
    if (!next) break;
    lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), n ? ", " : "", next);
    lua_replace(L, -2);
    best = next;
  }
  if (n && n <= MOST)
    lua_pushfstring(L, "; it has %s", lua_tostring(L, -1));
  else
    lua_pushliteral(L, "");
}

static void push_field_hint(lua_State *L, const char *word) {
  push_fields(L, word);
  if (!*push_suggestion(L, word, -1)) push_choice(L, word);
}

/* Pushes the part of the running text before the separator and the word, such
 * as d in d:names(). */
static void push_receiver(lua_State *L, char separator, const char *word) {
  lua_pushfstring(L, "%c%s", separator, word);
  const char *found = strstr(running, lua_tostring(L, -1)), *from = found;
  while (from && from > running && is_name_char(from[-1])) from--;
  lua_pushlstring(L, from ? from : "", from ? (size_t)(found - from) : 0);
  lua_remove(L, -2);
}

/* Pushes the advice for calling something that is no function, as a field with
 * parentheses; returns false and pushes nothing for other messages. */
static bool push_call_hint(lua_State *L, const char *message) {
  static const char *const ways[] = {" value (method '", " value (field '"};
  if (!strstr(message, "attempt to call a ")) return false;
  for (int i = 0; i < 2; i++) {
    if (!push_name(L, message, ways[i])) continue;
    const char *word = lua_tostring(L, -1);
    push_receiver(L, i ? '.' : ':', word);
    lua_pushfstring(L, "; write %s.%s without parentheses", lua_tostring(L, -1),
                    word);
    return true;
  }
  return false;
}

/* The methods of a string are the functions of the string library. */
static void push_method_hint(lua_State *L, const char *word) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  if (lua_getfield(L, -1, LUA_STRLIBNAME) == LUA_TTABLE)
    push_suggestion(L, word, -1);
  else
    lua_pushliteral(L, "");
}

const char *name_hint_field(lua_State *L, const char *table, const char *word) {
  lua_pushglobaltable(L);
  lua_pushstring(L, table);
  if (lua_rawget(L, -2) == LUA_TTABLE)
    push_suggestion(L, word, -1);
  else
    lua_pushliteral(L, "");
  return lua_tostring(L, -1);
}

/* Pushes the advice for s.upper() instead of s:upper(); returns false and pushes
 * nothing for other messages. */
static bool push_colon_hint(lua_State *L, const char *message) {
  if (!strstr(message, "got no value)")) return false;
  if (!push_name(L, message, "bad argument #1 to '")) return false;
  const char *word = lua_tostring(L, -1);
  push_receiver(L, '.', word);
  const char *receiver = lua_tostring(L, -1);
  lua_pushglobaltable(L);
  lua_pushstring(L, receiver);
  const bool library = lua_rawget(L, -2) == LUA_TTABLE;
  lua_pop(L, 2);
  if (*receiver && !library)
    lua_pushfstring(L, "; call a method with a colon: %s:%s()", receiver, word);
  else
    lua_pushliteral(L, "");
  return true;
}

/* Pushes the advice for calling a field or method that is nil. */
static void push_member_hint(lua_State *L, const char *word, bool method) {
  const char *meant = foreign_word_method(word);
  if (meant)
    lua_pushfstring(L, "; %s", meant);
  else if (method)
    push_method_hint(L, word);
  else
    push_field_hint(L, word);
}

/* print(f"x is {x}") */
static bool has_f_string(void) {
  for (const char *at = running; (at = strchr(at, 'f')); at++)
    if (at[1] && strchr("'\"", at[1]) &&
        (at == running || !is_name_char(at[-1])))
      return true;
  return false;
}

void name_hint_append(lua_State *L) {
  int top = lua_gettop(L);
  const char *message = lua_tostring(L, top);
  if (strstr(message, "attempt to add a 'string' with a "))
    lua_pushliteral(L, "; use .. to join strings");
  else if (strstr(message, "attempt to mul a 'string' with a "))
    lua_pushliteral(L, "; use s:rep(3) to repeat a string");
  else if (!strncmp(running, "# ", 2) && strstr(message, "get length of"))
    lua_pushliteral(L, "; a comment begins with --");
  else if (strstr(message, "arithmetic on a table value"))
    lua_pushliteral(L, "; vector(t) makes a vector of a list of numbers, which "
                       "has arithmetic");
  else if (strstr(message, "call a dataset value") && strstr(running, "[["))
    lua_pushliteral(L, "; use d.a for a column, d:matrix{\"a\", \"b\"} for the "
                       "numbers of several");
  else if (strstr(message, "call a nil value (global 'f')") && has_f_string())
    lua_pushliteral(L,
                    "; write (\"x is %d\"):format(x), or print(\"x is\", x)");
  else if (push_name(L, message, "a nil value (global '"))
    push_global_hint(L, lua_tostring(L, -1));
  else if (push_name(L, message, "call a nil value (field '"))
    push_member_hint(L, lua_tostring(L, -1), false);
  else if (push_name(L, message, "call a nil value (method '"))
    push_member_hint(L, lua_tostring(L, -1), true);
  else if (strstr(message, " value (for iterator"))
    lua_pushliteral(L,
                    "; use for i, value in ipairs(x) do ... end, or pairs(x)");
  else if (push_colon_hint(L, message))
    ;
  else if (strstr(message, "call a nil value"))
    return;
  else if (push_call_hint(L, message))
    ;
  else if (strstr(message, "call a vector value"))
    lua_pushliteral(L, "; use x[1] for an element");
  else if (strstr(message, "call a matrix value"))
    lua_pushliteral(L, "; use X[1] for a row, X[1][2] for an element");
  else
    return;
  lua_pushfstring(L, "%s%s", message, lua_tostring(L, -1));
  lua_replace(L, top);
  lua_settop(L, top);
}
