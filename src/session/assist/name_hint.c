#include "session/assist/name_hint.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/registry.h"
#include "lua/base/did_you_mean.h"

/* Pushes the name behind `before` in the message, which a quote ends. */
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

/* Pushes where the word is a method or a field of something: "v:sum" for sum.
 * False when it is of nothing. */
static bool push_owned(lua_State *L, const char *word) {
  registry_push_list(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, -1, i);
    const char *tail = strpbrk(entry_text(L, "name"), ".:");
    if (tail && !strcmp(tail + 1, word)) {
      const char *usage = entry_text(L, "usage");
      lua_pushlstring(L, usage, strcspn(usage, "({"));
      return true;
    }
    lua_pop(L, 1);
  }
  return false;
}

/* -- names of other languages --------------------------------------------- */

typedef struct Word {
  const char *word, *meant;
} Word;

static const Word words[] = {
  {"exit", "os.exit() or Ctrl-D leaves"},
  {"quit", "os.exit() or Ctrl-D leaves"},
  {"True", "it is written true"},
  {"False", "it is written false"},
  {"None", "nothing is written nil"},
  {"null", "nothing is written nil"},
  {"NULL", "nothing is written nil"},
  {"undefined", "nothing is written nil"},
  {"len", "#x is the length of x"},
  {"length", "#x is the length of x"},
  {"size", "#x is the length of x, x:size() the shape of a matrix"},
  {"shape", "#x is the length of x, x:size() the shape of a matrix"},
  {"range", "a loop is written for i = 1, 10 do ... end; vector.range(1, 10) "
            "is a vector"},
  {"int", "x // 1 and math.floor(x) cut, x:floor() does so in a vector"},
  {"float", "tonumber(x) makes a number"},
  {"str", "tostring(x) makes a text"},
  {"input", "io.read() reads a line"},
  {"elif", "it is written elseif"},
  {"max", "x:max() is that of a vector, math.max(a, b) that of numbers"},
  {"min", "x:min() is that of a vector, math.min(a, b) that of numbers"},
  {"pi", "it is math.pi"},
  {"inf", "it is math.huge"},
  {"nan", "it is 0 / 0"},
  {"pow", "a power is written x ^ 2"},
  {"random", "it is math.random or "
             "vector.random(n)"},
  {"np", "vector, matrix and dot are there by themselves"},
  {"numpy", "vector, matrix and dot are there by themselves"},
  {"pd", "data.read(\"my.csv\") and data.load read tables"},
  {"pandas", "data.read(\"my.csv\") and data.load read tables"},
  {"plt", "plot is there by itself: plot(x, y)"},
  {"sklearn", "model, train, normalize and metrics are there by themselves"},
  {"ls", "!ls asks the shell"},
  {"cd", "%cd goes to a folder"},
  {"pwd", "%pwd says where you are"},
  {"clear", "Ctrl-L clears the screen"},
  {"cls", "Ctrl-L clears the screen"},
  {"man", "help() shows where to begin"},
  {"run", "%run my.lua runs a file"},
  {"edit", "%edit my.lua edits a file"},
  {NULL, NULL}};

static const char *meaning_of(const char *word) {
  for (const Word *w = words; w->word; w++)
    if (!strcmp(w->word, word)) return w->meant;
  return NULL;
}

static void push_global_hint(lua_State *L, const char *word) {
  const char *meant = meaning_of(word);
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

/* The text that runs, in which Lua's message does not say where it is. */
static const char *running = "";

void name_hint_about(const char *text) { running = text; }

static bool is_name_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

/* Pushes the global table that has a point and the word behind it in the text:
 * math of math.sqr. */
static bool push_global_before(lua_State *L, const char *text,
                               const char *word) {
  size_t n = strlen(word);
  if (!n) return false; /* x[""]: it is found at every place, the end too */
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

/* Pushes the names of fields that the word could be. */
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

static void push_field_hint(lua_State *L, const char *word) {
  push_fields(L, word);
  push_suggestion(L, word, -1);
}

/* Of a text: its methods are the functions of string. */
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

void name_hint_append(lua_State *L) {
  int top = lua_gettop(L);
  const char *message = lua_tostring(L, top);
  if (push_name(L, message, "a nil value (global '"))
    push_global_hint(L, lua_tostring(L, -1));
  else if (push_name(L, message, "call a nil value (field '"))
    push_field_hint(L, lua_tostring(L, -1));
  else if (push_name(L, message, "call a nil value (method '"))
    push_method_hint(L, lua_tostring(L, -1));
  else
    return;
  lua_pushfstring(L, "%s%s", message, lua_tostring(L, -1));
  lua_replace(L, top);
  lua_settop(L, top);
}
