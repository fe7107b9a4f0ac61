/* locals.c - the text of an entry with globals instead of its locals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <lauxlib.h>

#include "session/syntax/locals.h"

typedef struct Case {
  const char *text, *expected, *note;
} Case;

#define USED_BEFORE                                                            \
  " ends with this entry: a function before it uses the global of that "       \
  "name)\n"

static const Case cases[] = {
  /* declarations */
  {"local x = 5", "x = 5", ""},
  {"local x", "x = nil", ""},
  {"local a, b", "a, b = nil", ""},
  {"local a, b = f()", "a, b = f()", ""},
  {"local r = 5 return r", "r = 5 return r", ""},
  {"x = 1;local y = x;local z", "x = 1;y = x;z = nil", ""},
  {"local x (f or g)()", "x = nil (f or g)()", ""},
  {"local c <const> = 5", "c  = 5", ""},
  {"local c <const> -- none", "c  = nil -- none", ""},
  {"local c <const>, d = 5, 6", "c , d = 5, 6", ""},
  {"local function f(n) return f(n) end", "function f(n) return f(n) end", ""},
  {"local x = function() local y = 1 return y end",
   "x = function() local y = 1 return y end", ""},
  /* lines, comments and strings stay */
  {"local\n  x -- local y\n  =\n  5", "\n  x -- local y\n  =\n  5", ""},
  {"local x --[[ local\n ]] = [==[\nlocal y]==] --",
   "x --[[ local\n ]] = [==[\nlocal y]==] --", ""},
  {"local x -- none\nprint 'local z'", "x = nil -- none\nprint 'local z'", ""},
  {"local c\n<\n  const\n>\n= 1", "c\n\n\n\n= 1", ""},
  {"local s = 'a\\z\n  local b' local t = \"\\\"local u\"",
   "s = 'a\\z\n  local b' t = \"\\\"local u\"", ""},
  {"local x = .5 .. 1 .. ... local y = 0x1p-3 - -1",
   "x = .5 .. 1 .. ... y = 0x1p-3 - -1", ""},
  /* blocks keep theirs */
  {"local x = 1; do local x = 2 end; x = 3", "x = 1; do local x = 2 end; x = 3",
   ""},
  {"repeat local d = f() until d local e = d",
   "repeat local d = f() until d e = d", ""},
  {"for local_ = 1, 2 do local x end if a then local b elseif c then local d "
   "else local e end while f do local g end local h",
   "for local_ = 1, 2 do local x end if a then local b elseif c then local d "
   "else local e end while f do local g end h = nil",
   ""},
  {"local i = 1 ::l:: i = i + 1 if i < 5 then goto l end",
   "i = 1 ::l:: i = i + 1 if i < 5 then goto l end", ""},
  /* the same name again */
  {"local x = 1 local x = x + 1", "x = 1 x = x + 1", ""},
  {"local x = 1 f = function() return x, t.x, {x = x} end local x = x",
   "local x_1 = 1 f = function() return x_1, t.x, {x = x_1} end x = x_1", ""},
  {"local x = 1 f = function(x) return x end local x = x",
   "x = 1 f = function(x) return x end x = x", ""},
  {"local x, y = 1, 2 function f() return x end local x = 'x_1'",
   "local x_2 x_2, y = 1, 2 function f() return x_2 end x = 'x_1'", ""},
  {"local function f() return f() end local function f() end",
   "local function f_1() return f_1() end function f() end", ""},
  {"local _, x, _ = g()", "local __1 __1, x, _ = g()", ""},
  {"function f() return x end local x, y = 1 local x, y = x",
   "function f() return x end local x_1 x_1, y = 1 local x_2 x_2, y = x_1",
   "(x" USED_BEFORE},
  /* those that end with the entry */
  {"local f <close>, n = g() local y = f", "local f <close>, n = g() y = f",
   "(f, n end with this entry: declared with <close>)\n"},
  {"local f <close> = g() local f = 2", "local f_1 <close> = g() f = 2", ""},
  {"local print = function(s) print(s) end",
   "local print = function(s) print(s) end", "(print" USED_BEFORE},
  {"function f() return x end local y, x = x, 1 local z = x",
   "function f() return x end local x_1 y, x_1 = x, 1 z = x_1",
   "(x" USED_BEFORE},
  {"local t = {} ::l:: local v = 1 t[1] = function() return v end",
   "t = {} ::l:: local v = 1 t[1] = function() return v end",
   "(v ends with this entry: goto may declare it again)\n"},
  {"local x = 1 do local _ENV = {} end", "local x = 1 do local _ENV = {} end",
   "(x ends with this entry: the entry uses _ENV)\n"},
  {NULL, NULL, NULL}};

static void compare(lua_State *L, const Case *c) {
  if (!locals_push_global(L, c->text)) fail_msg("unchanged: %s", c->text);
  assert_string_equal(lua_tostring(L, -2), c->expected);
  assert_string_equal(lua_tostring(L, -1), c->note);
  assert_int_equal(lua_gettop(L), 2);
  lua_settop(L, 0);
}

static void test_text(void **state) {
  lua_State *L = luaL_newstate();
  (void)state;
  for (const Case *c = cases; c->text; c++) compare(L, c);
  lua_close(L);
}

/* Text without such locals, or that is not valid. */
static void test_nothing(void **state) {
  static const char *const texts[] = {"",
                                      "x = 'local y'",
                                      "do local x end",
                                      "local",
                                      "local 5",
                                      "local x <",
                                      "local x = (",
                                      "local x = 1 end",
                                      "local function f(",
                                      "for local",
                                      NULL};
  lua_State *L = luaL_newstate();
  (void)state;
  for (int i = 0; texts[i]; i++) {
    if (locals_push_global(L, texts[i])) fail_msg("changed: %s", texts[i]);
    assert_int_equal(lua_gettop(L), 0);
  }
  lua_close(L);
}

/* Text that breaks another limit, too. */
static void test_deep(void **state) {
  static const char *const openers[] = {
    "(", "do ", "{", "x = function() ", "- ", "f(", "if x then ", NULL};
  lua_State *L = luaL_newstate();
  (void)state;
  for (int i = 0; openers[i]; i++) {
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    luaL_addstring(&b, "local x = 1 y = ");
    for (int n = 0; n < 200000; n++) luaL_addstring(&b, openers[i]);
    luaL_pushresult(&b);
    assert_false(locals_push_global(L, lua_tostring(L, -1)));
    lua_settop(L, 0);
  }
  lua_close(L);
}

/* Any prefix of any text is parsed within its bounds. */
static void test_prefixes(void **state) {
  lua_State *L = luaL_newstate();
  (void)state;
  for (const Case *c = cases; c->text; c++) {
    for (size_t n = 0; n < strlen(c->text); n++) {
      lua_pushlstring(L, c->text, n);
      locals_push_global(L, lua_tostring(L, -1));
      lua_settop(L, 0);
    }
  }
  lua_close(L);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_text), cmocka_unit_test(test_nothing),
    cmocka_unit_test(test_deep), cmocka_unit_test(test_prefixes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
