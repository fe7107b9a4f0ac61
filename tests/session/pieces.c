/* pieces.c - how pasted text is split into entries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <lauxlib.h>

#include "session/syntax/pieces.h"

/* Every piece is written as its line, its state and its text in brackets. */
typedef struct Case {
  const char *text, *expected;
} Case;

static const Case cases[] = {
  {"", "1 complete []"},
  {"x = 1", "1 complete [x = 1]"},
  {"x = = 1", "1 broken [x = = 1]"},
  {"x = 1\ny = 2", "1 complete [x = 1\ny = 2]"},
  {"f(", "1 incomplete [f(]"},
  {"for i = 1, 2 do\n\n", "1 incomplete [for i = 1, 2 do\n\n]"},
  /* expressions among statements */
  {"x = 1\nx\n\ny = 2\ny\n",
   "1 complete [x = 1] 2 complete [x] 4 complete [y = 2] 5 complete [y]"},
  {"x\n-x\n\"s\"\n(x)\ny = 1\n{x}\n",
   "1 complete [x] 2 complete [-x] 3 complete [\"s\"] 4 complete [(x)] "
   "5 complete [y = 1] 6 complete [{x}]"},
  {"x\n= y\n.5\n::l::\n",
   "1 complete [x] 2 complete [= y] 3 complete [.5] 4 complete [::l::]"},
  {"x\nfunction f()\n\n  return [[\n\nx\n]]\nend -- f\n-- g\ny",
   "1 complete [x] 2 complete [function f()\n\n  return [[\n\nx\n]]\nend -- f] "
   "9 complete [-- g] 10 complete [y]"},
  {"x\ny = x\n  :sum()\nz = 1 +\n2\nif z\nthen y = {\n1} end\ny",
   "1 complete [x] 2 complete [y = x\n  :sum()] 4 complete [z = 1 +\n2] "
   "6 complete [if z\nthen y = {\n1} end] 9 complete [y]"},
  {"x\ny = x\n\n  and 1\nandy\n%pwd",
   "1 complete [x] 2 complete [y = x\n\n  and 1] 5 complete [andy] "
   "6 complete [%pwd]"},
  /* errors */
  {"x\ny = = 2\nz", "1 complete [x] 2 broken [y = = 2] 3 complete [z]"},
  {"x\nend\ny", "1 complete [x] 2 broken [end] 3 complete [y]"},
  {"x\nif y then\nz = 1", "1 complete [x] 2 incomplete [if y then\nz = 1]"},
  {"x\ns = 'open\ny", "1 complete [x] 2 broken [s = 'open\ny]"},
  /* commands and questions */
  {"%time for i = 1, 2 do\nend", "1 complete [%time for i = 1, 2 do\nend]"},
  {"%time x\ny\n%pwd", "1 complete [%time x] 2 complete [y] 3 complete [%pwd]"},
  {"!ls 'a\n?x\nx?\nx = [[\n?]]\nx",
   "1 complete [!ls 'a] 2 complete [?x] 3 complete [x?] "
   "4 complete [x = [[\n?]]] 6 complete [x]"},
  {"!ls \\\n-l\nx", "1 complete [!ls \\\n-l] 3 complete [x]"},
  {"%time x = (\n1)\nx\n%timeit -n 5 f(\n)",
   "1 complete [%time x = (\n1)] 3 complete [x] 4 complete [%timeit -n 5 f(\n)]"},
  /* line breaks */
  {"x = 1\r\nx\r\n", "1 complete [x = 1] 2 complete [x]"},
  {"x = 1\rx\r\ry", "1 complete [x = 1] 2 complete [x] 4 complete [y]"},
  /* sessions */
  {"ml> x = 1\nml> x\n1\nml> for i = 1, 1 do\n      print(i)\n    end\n1\nml>",
   "1 complete [x = 1] 2 complete [x] "
   "4 complete [for i = 1, 1 do\n      print(i)\n    end]"},
  {"  > f = {\n  >> 1}\n  > f --> table", "1 complete [f = {\n1}] "
                                          "3 complete [f --> table]"},
  {"> x = {\n>> 1}\n> x\ntable: 0x1", "1 complete [x = {\n1}] 3 complete [x]"},
  {">>> x = {\n...   1}\n>>> x\n{1}\n... 5 more\n>>>",
   "1 complete [x = {\n  1}] 3 complete [x] 5 broken [5 more]"},
  {">>> for i = 1, 2 do\n... f(i)\n... end\n...\n10\n>>> x\n> y\n",
   "1 complete [for i = 1, 2 do\nf(i)\nend] 6 complete [x]"},
  {">>>x", "1 broken [>>>x]"},
  {"... , 1", "1 complete [... , 1]"},
  {"ml> f()\nwrong\n  > return x\n... 5 more lines\n  >> y\nml> x",
   "1 complete [f()] 5 complete [y] 6 complete [x]"},
  {"ml> y(\n  z\n^C\nml> y\n5", "4 complete [y]"},
  {"ml> !ls\nmy.lua\nml> %time x\n1\n(1 s)",
   "1 complete [!ls] 3 complete [%time x]"},
  {NULL, NULL}};

static void push_result(lua_State *L, const Pieces *p) {
  static const char *const states[] = {"complete", "incomplete", "broken"};
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t i = 0; i < p->count; i++) {
    const Piece *piece = p->list + i;
    lua_pushfstring(L, "%s%d %s [", i ? " " : "", piece->line,
                    states[piece->state]);
    luaL_addvalue(&b);
    luaL_addlstring(&b, p->text + piece->start, piece->n);
    luaL_addchar(&b, ']');
  }
  luaL_pushresult(&b);
}

static void test_pieces(void **state) {
  lua_State *L = luaL_newstate();
  (void)state;
  for (const Case *c = cases; c->text; c++) {
    const Pieces p = pieces_push(L, c->text, "ml> ");
    assert_int_equal(lua_gettop(L), 2);
    push_result(L, &p);
    assert_string_equal(lua_tostring(L, -1), c->expected);
    lua_settop(L, 0);
  }
  lua_close(L);
}

static bool is_open(lua_State *L, const char *text) {
  const Pieces p = pieces_push(L, text, "ml> ");
  const bool open = pieces_are_open(&p);
  lua_settop(L, 0);
  return open;
}

static void test_open(void **state) {
  lua_State *L = luaL_newstate();
  (void)state;
  assert_true(is_open(L, "f("));
  assert_true(is_open(L, "x\nx = 1\nfor i = 1, 2 do"));
  assert_true(is_open(L, "%time for i = 1, 2 do"));
  assert_false(is_open(L, "x = = 1\nfor i = 1, 2 do"));
  assert_false(is_open(L, "x\nx = 1"));
  assert_false(is_open(L, ""));
  lua_close(L);
}

static void test_entry(void **state) {
  lua_State *L = luaL_newstate();
  (void)state;
  const Pieces p = pieces_push(L, "ml> x\n1\nml> f(\n      y)\n2", "ml> ");
  assert_true(p.session);
  pieces_push_entry(L, &p);
  assert_string_equal(lua_tostring(L, -1), "x\nf(\n      y)");
  lua_close(L);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_pieces),
                                     cmocka_unit_test(test_open),
                                     cmocka_unit_test(test_entry)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
