/* grad.c - grad: derivatives of any Lua function. */
#include "lua/grad/grad.h"

#include <math.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/set_field.h"
#include "lua/base/warn.h"
#include "lua/grad/backward.h"
#include "lua/grad/rule.h"
#include "lua/grad/tape.h"
#include "lua/grad/tracked.h"

enum { F = 1, FIRST }; /* stack indices: f, then its arguments */

static bool is_callable(lua_State *L, int index) {
  if (lua_isfunction(L, index)) return true;
  if (luaL_getmetafield(L, index, "__call") == LUA_TNIL) return false;
  lua_pop(L, 1);
  return true;
}

/* Returns the number of f's arguments. */
static int check_arguments(lua_State *L) {
  const int count = lua_gettop(L) - 1;
  if (!is_callable(L, F)) fail_arg(L, F, "function");
  if (count < 1)
    fail(L, "at least one argument of f expected, as in grad(f, 2)");
  for (int i = FIRST; i < FIRST + count; i++) {
    if (lua_type(L, i) == LUA_TNUMBER || to_vec(L, i) || to_mat(L, i)) continue;
    const char *got = push_description(L, i);
    fail(L, "argument %d of f: number, vector or matrix expected, got %s%s",
         i - 1, got,
         is_plain_table(L, i) ? "; write vector{...} or matrix{...}" : "");
  }
  return count;
}

/* Reads what f has returned, the values above `top`. */
static void take_result(lua_State *L, Tape *tape, int top) {
  const int results = lua_gettop(L) - top;
  if (results > 1)
    fail(L, "f must return one number, but it returned %d values", results);
  if (results == 0) lua_pushnil(L);
  const Tracked *t = to_tracked(L, -1);
  if (t) tracked_check(L, t);
  if (!tracked_is_number(L, -1)) {
    if (t) tracked_remove(L);
    const char *got = push_description(L, -1);
    const bool array = to_vec(L, -2) || to_mat(L, -2);
    fail(L, "f must return one number, got %s%s", got,
         array ? "; return its sum or mean, or one element" : "");
  }
  if (t) {
    tape->result = t->node;
    return;
  }
  if (isfinite(lua_tonumber(L, -1)))
    warn_of(L, "the number that f returned does not depend on its arguments, "
               "so all derivatives are 0");
  tape->result = tape_add(L, tape, (Node){.rule = NULL});
  tape_set_value(L, tape, tape->result, lua_gettop(L));
}

/* Calls f with tracked arguments and goes back. Leaves the tape, open, on the
 * stack. */
static Tape *run(lua_State *L, int count, bool keep) {
  luaL_checkstack(L, count + 20, NULL);
  Tape *tape = tracked_open_tape(L);
  const int top = lua_gettop(L);
  tape->arguments = (size_t)count;
  for (int i = 0; i < count; i++) {
    const size_t node = tape_add(L, tape, (Node){.tracked = true});
    tape_set_value(L, tape, node, FIRST + i);
  }
  lua_pushvalue(L, F);
  for (size_t i = 0; i < tape->arguments; i++) tracked_push(L, tape, i);
  lua_call(L, count, LUA_MULTRET);
  take_result(L, tape, top);
  lua_settop(L, top);
  backward_run(L, tape, keep);
  return tape;
}

/* Pushes the derivatives, then f's value; returns the number of arguments. */
static int push_all_slopes(lua_State *L) {
  const int count = check_arguments(L);
  Tape *tape = run(L, count, false);
  const int at = lua_gettop(L);
  for (size_t i = 0; i < tape->arguments; i++) backward_push_slope(L, tape, i);
  tape_push_value(L, tape, tape->result);
  tape_close(L, at);
  return count;
}

/* -- the last call of grad, for why ----------------------------------------- */

static const char LAST_KEY[] = "mlrepl.last_grad";

/* A list in the registry: the number of arguments at 0, f and its arguments,
 * and the derivatives, which are at the top. */
static void keep_last(lua_State *L, int count) {
  const int results = lua_gettop(L) - count;
  lua_getfield(L, LUA_REGISTRYINDEX, LAST_KEY);
  lua_rawgeti(L, -1, 0);
  const int before = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  lua_pushinteger(L, count);
  lua_rawseti(L, -2, 0);
  for (int i = 1; i <= count + 1; i++) {
    lua_pushvalue(L, i);
    lua_rawseti(L, -2, i);
  }
  for (int i = 1; i <= count; i++) {
    lua_pushvalue(L, results + i);
    lua_rawseti(L, -2, count + 1 + i);
  }
  for (int i = 2 * count + 2; i <= 2 * before + 1; i++) {
    lua_pushnil(L);
    lua_rawseti(L, -2, i);
  }
  lua_pop(L, 1);
}

/* context.last_grad() */
static int l_last_grad(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, LAST_KEY);
  return 1;
}

static int l_grad(lua_State *L) {
  const int count = push_all_slopes(L);
  lua_pop(L, 1);
  keep_last(L, count);
  return count;
}

static int l_grad_and_value(lua_State *L) { return push_all_slopes(L) + 1; }

/* -- grad.tape ------------------------------------------------------------ */

/* The names of f's parameters, if f is written in Lua and has fixed ones. */
static void push_names(lua_State *L, int count) {
  lua_createtable(L, count, 0);
  for (int i = 1; i <= count; i++) {
    lua_pushvalue(L, F);
    const char *name = lua_isfunction(L, -1) ? lua_getlocal(L, NULL, i) : NULL;
    if (name)
      lua_pushstring(L, name);
    else
      lua_pushfstring(L, "argument%d", i);
    lua_rawseti(L, -3, i);
    lua_pop(L, 1);
  }
}

static void set_list(lua_State *L, const char *field, const char *const *texts,
                     int count) {
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_pushstring(L, texts[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, field);
}

/* Sets the inputs, and on numbers the local derivatives. */
static void set_inputs(lua_State *L, Tape *tape, size_t node) {
  const Node n = tape->nodes[node];
  double local[2];
  const bool numbers = backward_local(tape, node, local);
  const int count = n.rule == &rule_element ? 1 : n.count;
  lua_createtable(L, count, 0);
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_pushinteger(L, (lua_Integer)n.inputs[i] + 1);
    lua_rawseti(L, -3, i + 1);
    if (!numbers) continue;
    lua_pushnumber(L, local[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -3, "locals");
  lua_setfield(L, -2, "inputs");
}

/* What joins a table has its pieces as inputs. */
static void set_pieces(lua_State *L, const Tape *tape, size_t node) {
  lua_newtable(L);
  rule_push_pieces(L, tape, node);
  lua_setfield(L, -3, "inputs");
  lua_setfield(L, -2, "locals");
}

static void push_step(lua_State *L, Tape *tape, size_t node) {
  const Node n = tape->nodes[node];
  lua_newtable(L);
  tape_push_value(L, tape, node);
  lua_setfield(L, -2, "value");
  if (n.tracked) {
    backward_push_slope(L, tape, node);
    lua_setfield(L, -2, "slope");
  }
  if (!n.rule) return;
  set_text(L, "name", n.rule->name);
  lua_pushstring(L, n.rule->form);
  lua_setfield(L, -2, "form");
  set_list(L, "rules", n.rule->local, 2);
  if (n.rule == &rule_element) set_count(L, "place", n.inputs[1] + 1);
  if (n.count)
    set_inputs(L, tape, node);
  else
    set_pieces(L, tape, node);
  rule_push_extras(L, tape, node);
  lua_setfield(L, -2, "extras");
}

/* Pushes the table from which lib/mlrepl/explain/tape.lua makes a tape. */
static void push_facts(lua_State *L, Tape *tape, int count) {
  lua_createtable(L, 0, 4);
  push_names(L, count);
  lua_setfield(L, -2, "names");
  set_count(L, "result", tape->result + 1);
  lua_newtable(L);
  for (size_t i = 0; i <= tape->result || i < tape->arguments; i++) {
    check_interrupt_at(L, i);
    push_step(L, tape, i);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "steps");
}

static int l_tape(lua_State *L) {
  const int count = check_arguments(L);
  Tape *tape = run(L, count, true);
  const int at = lua_gettop(L);
  lib_context_push(L, "mlrepl.explain.tape", "new");
  push_facts(L, tape, count);
  tape_close(L, at);
  lua_call(L, 1, 1);
  return 1;
}

#define SQUARE "function f(x) return x ^ 2 + 3 * x end\n"
#define COST                                                                   \
  "X, y = matrix{{1, 2}, {3, 4}}, vector{1, 0}\n"                              \
  "function cost(w, b) return ((X:dot(w) + b - y) ^ 2):mean() / 2 end\n"

static const Prim prims[] = {
  {"grad", l_grad, "grad(f, a, b, ...) -> number or vector or matrix, ...",
   "Returns the derivatives of f(a, b, ...) by each of its arguments, which are "
   "numbers, vectors or matrices; each derivative has the shape of its "
   "argument. f is any function that returns one number. It runs once, with "
   "tracked values instead of the arguments; their operations are recorded and "
   "differentiated by the chain rule, in reverse. So the result is exact except "
   "for rounding.\n"
   "f may use loops, branches, arithmetic, the functions of numbers and arrays "
   "(exp, sigmoid, dot, ...), methods such as sum, mean, max, norm, slice, row, "
   "take and concat, elements v[i], vector{...} and matrix{...} of tracked "
   "values, and Lua's math library. floor, ceil, round, sign, comparisons and "
   "argmin count as constants. What cannot be differentiated raises an error "
   "that names it: changing an array in place (use x = x + a), the methods of "
   "models, and grad of values tracked by an outer grad (second derivatives).\n"
   "x < 1 works on tracked numbers, and print and string.format show their "
   "values. But Lua never calls a number equal to another type: instead of x == "
   "0, write x <= 0 and x >= 0.",
   SQUARE "grad(f, 2) --> 7.0\n" COST
          "dw, db = grad(cost, vector{0, 0}, 0)\ndw --> [-0.5 -1. ]\ndb --> "
          "-0.5"},
  {"grad.tape", l_tape, "grad.tape(f, a, b, ...) -> tape",
   "Differentiates like grad, and returns the tape of the operations: t.value "
   "is f(a, b, ...), t.gradient a list of the derivatives, t.steps the "
   "operations. A tape prints as a table; why(t) explains each step and "
   "plot.tape(t) draws them.",
   SQUARE "t = grad.tape(f, 2)\nt.value --> 10.0\nt.gradient[1] --> 7.0\n"
          "#t.steps --> 3"},
  {NULL, NULL, NULL, NULL, NULL}};

void push_grad_and_value(lua_State *L) {
  lua_pushlightuserdata(L, (void *)&prims[0]);
  lua_pushcclosure(L, l_grad_and_value, 1);
}

void open_grad(lua_State *L) {
  static const luaL_Reg functions[] = {{"last_grad", l_last_grad},
                                       {NULL, NULL}};
  lua_newtable(L);
  lua_setfield(L, LUA_REGISTRYINDEX, LAST_KEY);
  lib_context_add(L, "mlrepl.context", functions);
  registry_add(L, prims);
}
