#include "session/complete/complete_string.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/registry.h"
#include "lua/usage/usage.h"
#include "session/assist/call_place.h"
#include "session/complete/complete.h"
#include "session/assist/infer.h"
#include "session/assist/known_type.h"
#include "session/assist/members.h"
#include "session/assist/usages.h"
#include "session/syntax/tokens.h"

/* -- candidates ----------------------------------------------------------- */

/* Adds the string at the top to the list if it begins with `start`; pops it. */
static void add(lua_State *L, int list, const char *start) {
  const char *word =
    lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
  if (word && complete_begins(word, start))
    lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
  else
    lua_pop(L, 1);
}

/* Replaces the list of words at the top by those that begin with `start`. */
static void choose(lua_State *L, const char *start) {
  int words = lua_gettop(L);
  lua_newtable(L);
  for (lua_Integer i = 1; lua_rawgeti(L, words, i) == LUA_TSTRING; i++)
    add(L, words + 1, start);
  lua_settop(L, words + 1);
  lua_replace(L, words);
}

/* Replaces the table at the top by a list of its keys that begin with `start`,
 * if they are strings. */
static void choose_keys(lua_State *L, const char *start) {
  int table = lua_gettop(L);
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, table);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    add(L, table + 1, start);
  }
  lua_replace(L, table);
}

/* -- d["size, t["key ------------------------------------------------------ */

/* Is the string the index of an operand? Then pushes the list of its keys. */
static bool push_keys(lua_State *L, Tokens c, const char *start) {
  if (!c.n || !tokens_is(c, c.n - 1, "[")) return false;
  size_t from = tokens_operand_start(c, c.n - 1);
  if (from == c.n - 1) return false;
  infer_push(L, c, from, c.n - 1);
  lua_pushvalue(L, -1);
  if (members_push_columns(L)) lua_replace(L, -2);
  if (!lua_istable(L, -1)) {
    lua_pop(L, 1);
    lua_newtable(L);
  }
  choose_keys(L, start);
  return true;
}

/* -- words ---------------------------------------------------------------- */

/* The argument or option that the string is given to. */
typedef struct Parameter {
  size_t start, end; /* the tokens of the function */
  UsageText name;    /* of the option; n is 0 for an argument */
  size_t argument;
} Parameter;

/* The name before the `=` at the end of the tokens. */
static UsageText option_name(Tokens c) {
  if (c.n < 3 || !tokens_is(c, c.n - 1, "=")) return (UsageText){c.text, 0};
  const Token t = c.t[c.n - 2];
  bool field = t.kind == TOKEN_NAME &&
               (tokens_is(c, c.n - 3, "{") || tokens_is(c, c.n - 3, ",") ||
                tokens_is(c, c.n - 3, ";"));
  return (UsageText){c.text + t.start, field ? t.n : 0};
}

/* f"..., f(a, "..., f{"..., f(a, {"..., f{option="... */
static bool find_parameter(Tokens c, Parameter *out) {
  CallPlace p;
  size_t from = tokens_operand_start(c, c.n);
  *out = (Parameter){from, c.n, option_name(c), 0};
  if (from < c.n) return true;
  if (!call_place_find(c, &p)) return false;
  out->start = p.start;
  out->end = p.end;
  out->argument = p.argument;
  bool begins = tokens_is(c, c.n - 1, ",") || tokens_is(c, c.n - 1, "(") ||
                tokens_is(c, c.n - 1, "{");
  return p.directly && (out->name.n ? p.table < c.n : begins);
}

/* Pushes the receiver of the method in tokens [start, end), or nil. */
static void push_receiver(lua_State *L, Tokens c, size_t start, size_t end) {
  bool method = end >= start + 3 && tokens_is(c, end - 2, ":");
  if (!method) {
    lua_pushnil(L);
    return;
  }
  infer_push(L, c, start, end - 2);
  if (!known_type_is(L, -1)) return;
  lua_pop(L, 1);
  lua_pushnil(L);
}

/* Replaces a function at the top, which makes the list, by its result. */
static void make_list(lua_State *L, Tokens c, size_t start, size_t end) {
  if (lua_isfunction(L, -1)) {
    push_receiver(L, c, start, end);
    lua_call(L, 1, 1);
  }
  if (lua_istable(L, -1)) return;
  lua_pop(L, 1);
  lua_newtable(L);
}

/* Pushes the words of the parameter that begin with `start`; false if none are
 * declared. */
static bool push_words(lua_State *L, Tokens c, const char *start) {
  Parameter p;
  if (!find_parameter(c, &p) || !infer_push_entry(L, c, p.start, p.end))
    return false;
  int entry = lua_gettop(L);
  lua_getfield(L, entry, "usage");
  UsageText name = p.name;
  if (!name.n) name = usage_argument(lua_tostring(L, -1), p.argument);
  lua_pushlstring(L, name.at, name.n);
  bool found = registry_push_words(L, entry, lua_tostring(L, -1));
  if (found) {
    make_list(L, c, p.start, p.end);
    choose(L, start);
    lua_replace(L, entry);
    lua_settop(L, entry);
    found = lua_rawlen(L, entry) || !strpbrk(start, "/."); /* a path */
  }
  lua_settop(L, found ? entry : entry - 1);
  return found;
}

/* m.normalize = "...: the words of a field that is set. */
static bool push_field_words(lua_State *L, Tokens c, const char *start) {
  size_t end = c.n - 1;
  if (c.n < 4 || !tokens_is(c, end, "=")) return false;
  size_t from = tokens_operand_start(c, end);
  if (from + 3 > end || !tokens_is(c, end - 2, ".")) return false;
  int top = lua_gettop(L);
  const Token key = c.t[end - 1];
  infer_push(L, c, from, end - 2);
  lua_pushlstring(L, c.text + key.start, key.n);
  const char *name = lua_tostring(L, -1);
  bool found = usages_push_member(L, known_type_of(L, top + 1), name) &&
               registry_push_words(L, lua_gettop(L), name);
  if (found) {
    make_list(L, c, from, end);
    choose(L, start);
    lua_replace(L, top + 1);
  }
  lua_settop(L, top + found);
  return found;
}

int complete_texts(lua_State *L) {
  const char *text = luaL_checkstring(L, 1);
  size_t start = (size_t)luaL_checkinteger(L, 2);
  lua_settop(L, 2);
  registry_push_list(L); /* loads all modules */
  Tokens c = tokens_push(L, text, start ? start - 1 : 0); /* the quote */
  bool found = push_keys(L, c, text + start) ||
               push_words(L, c, text + start) ||
               push_field_words(L, c, text + start);
  if (!found) lua_pushnil(L);
  return 1;
}

int complete_commands(lua_State *L) {
  const char *start = luaL_checkstring(L, 1);
  lua_settop(L, 1);
  lua_newtable(L);
  if (!lib_context_find(L, "mlrepl.prompt.commands", "commands")) return 1;
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    add(L, 2, start);
  }
  lua_settop(L, 2);
  return 1;
}
