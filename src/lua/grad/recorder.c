/* recorder.c - recording the calls of primitives. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/grad/rule.h"
#include "lua/grad/tracked.h"

/* -- finding the rule ----------------------------------------------------- */

static const Rule *const tables[] = {
  rule_elementwise, rule_products, rule_reductions, rule_moves, rule_joins,
  rule_math,        rule_linalg,   rule_linearized, rule_others};

/* Vectors and matrices share rules; so do their operators. */
static const char *key_of(const Prim *prim) {
  if (!prim->help) return prim->usage;
  const bool method = !strncmp(prim->name, TYPE_VECTOR ":", 7) ||
                      !strncmp(prim->name, TYPE_MATRIX ":", 7);
  return method ? strchr(prim->name, ':') : prim->name;
}

static const Rule *search(const char *key) {
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
    for (const Rule *r = tables[i]; r->name; r++)
      if (!strcmp(r->name, key)) return r;
  return NULL;
}

/* The rules found last, by address of the primitive. An operator belongs to a
 * Lua state; another one may have the same address, but not the same work. */
typedef struct Found {
  const Prim *prim;
  lua_CFunction fn;
  const Rule *rule;
} Found;

static const Rule *rule_of(const Prim *prim) {
  enum { PLACES = 256 };
  static Found places[PLACES];
  Found *f = &places[(uintptr_t)prim / sizeof(Prim) % PLACES];
  if (f->prim != prim || f->fn != prim->fn)
    *f = (Found){prim, prim->fn, search(key_of(prim))};
  return f->rule;
}

/* -- recording ------------------------------------------------------------ */

/* v[i] of a tracked value records itself, see tracked.c. */
static int record_index(lua_State *L, const Prim *prim, const Rule *rule) {
  (void)rule;
  return prim->fn(L);
}

/* The node of a constant. Loops use the same number again and again. */
static size_t constant_of(lua_State *L, Tape *tape, int arg) {
  const bool number = lua_type(L, arg) == LUA_TNUMBER;
  const Node *last = &tape->nodes[tape->constant];
  if (number && tape->constant && lua_tonumber(L, arg) == last->value)
    return tape->constant;
  const size_t constant = tape_add(L, tape, (Node){.rule = NULL});
  tape_set_value(L, tape, constant, arg);
  if (number) tape->constant = constant;
  return constant;
}

/* An argument of an operation on numbers. */
typedef struct NumberInput {
  double x;
  size_t node;
  bool tracked;
} NumberInput;

static bool read_number(lua_State *L, const Tape *tape, int arg,
                        NumberInput *in) {
  const int type = lua_type(L, arg);
  if (type == LUA_TNUMBER) {
    *in = (NumberInput){lua_tonumber(L, arg), 0, false};
    return true;
  }
  const Tracked *t = type == LUA_TUSERDATA ? to_tracked(L, arg) : NULL;
  if (!t || t->tape != tape || tape->nodes[t->node].kind != NUMBER)
    return false;
  *in = (NumberInput){tape->nodes[t->node].value, t->node, true};
  return true;
}

/* Records an operation on numbers without calling the primitive, which makes
 * loops over elements several times as fast. False: it is another operation. */
static bool record_numbers(lua_State *L, const Rule *rule) {
  Tape *tape = tape_innermost();
  const int count = rule->inputs, top = lua_gettop(L);
  NumberInput in[2] = {{0, 0, false}, {0, 0, false}};
  for (int i = 0; i < count; i++)
    if (!read_number(L, tape, i + 1, &in[i])) return false;
  if ((!in[0].tracked && !in[1].tracked) || (top > count && rule->op != OP_NEG))
    return false;
  const double y = rule->value(rule->op, in[0].x, in[1].x);
  if (isnan(y)) return false;
  Node node = {.rule = rule, .tracked = true, .kind = NUMBER};
  for (int i = 0; i < count; i++)
    node.inputs[i] = in[i].tracked ? in[i].node : constant_of(L, tape, i + 1);
  node.count = (unsigned char)count;
  node.value = y;
  tracked_push_like(L, in[0].tracked ? 1 : 2, tape_add(L, tape, node));
  return true;
}

int rule_recorder(lua_State *L, const Prim *prim) {
  const Rule *rule = rule_of(prim);
  if (rule && rule->value && record_numbers(L, rule)) return 1;
  if (rule && rule->record == record_index) return prim->fn(L);
  luaL_checkstack(L, 10, NULL);
  if (rule && rule->always) return rule->record(L, prim, rule);
  if (!tracked_any(L)) return prim->fn(L);
  if (!rule)
    return fail(L, "grad cannot differentiate this function; write it with "
                   "arithmetic and methods such as sum and dot");
  return rule->record(L, prim, rule);
}

/* Adds the argument to the node's inputs, and makes it plain. Other values
 * than numbers and arrays are left to the primitive, which refuses them. */
static void take_input(lua_State *L, Tape *tape, int arg, Node *node) {
  const Tracked *t = to_tracked(L, arg);
  if (t) {
    const Node *n = &tape->nodes[t->node];
    tracked_check(L, t);
    node->inputs[node->count++] = t->node;
    if (n->kind == NUMBER)
      lua_pushnumber(L, n->value);
    else
      tracked_push_plain(L, arg);
    lua_replace(L, arg);
  } else if (lua_type(L, arg) == LUA_TNUMBER || to_vec(L, arg) ||
             to_mat(L, arg))
    node->inputs[node->count++] = constant_of(L, tape, arg);
}

/* Keeps the arguments after the inputs, which must be plain. */
static void keep_extras(lua_State *L, Tape *tape, size_t node, int inputs) {
  const int top = lua_gettop(L);
  lua_createtable(L, top - inputs, 1);
  for (int i = inputs + 1; i <= top; i++) {
    if (to_tracked(L, i))
      fail_arg_because(L, i,
                       "grad cannot differentiate by this argument; it "
                       "must not depend on the arguments of f");
    lua_pushvalue(L, i);
    lua_rawseti(L, -2, i - inputs);
  }
  lua_pushinteger(L, top - inputs);
  lua_setfield(L, -2, "n");
  tape_keep(L, tape, TAPE_EXTRAS, node);
}

void rule_push_extras(lua_State *L, const Tape *tape, size_t node) {
  tape_push_kept(L, tape, TAPE_EXTRAS, node);
  if (lua_istable(L, -1)) return;
  lua_pop(L, 1);
  lua_pushnil(L);
}

int rule_record(lua_State *L, const Prim *prim, const Rule *rule) {
  Tape *tape = tape_innermost();
  Node node = {.rule = rule, .tracked = true};
  const int top = lua_gettop(L);
  for (int i = 1; i <= rule->inputs && i <= top; i++)
    take_input(L, tape, i, &node);
  const size_t at = tape_add(L, tape, node);
  if (top > rule->inputs) keep_extras(L, tape, at, rule->inputs);
  prim->fn(L);
  tape_set_value(L, tape, at, lua_gettop(L));
  tracked_push(L, tape, at);
  return 1;
}

int rule_constant(lua_State *L, const Prim *prim, const Rule *rule) {
  (void)rule;
  tracked_remove(L);
  return prim->fn(L);
}

/* -- what changes an array ------------------------------------------------ */

static int record_change(lua_State *L, const Prim *prim, const Rule *rule) {
  (void)rule;
  const bool array = to_vec(L, 1) || to_mat(L, 1);
  if (!prim->help && lua_type(L, 2) == LUA_TSTRING) return prim->fn(L);
  if (to_tracked(L, 1))
    return fail(L, "inside grad, a value that depends on the arguments cannot "
                   "be changed in place, because its derivative needs the old "
                   "numbers; make a new one, as in x = x + a");
  if (tracked_tape(L))
    return fail(L, "inside grad, a vector or matrix cannot take in a tracked "
                   "value; collect the values in a table t and use vector(t) "
                   "or matrix(t)");
  if (array && tape_holds(L, 1))
    return fail(L, "grad needs the numbers that would be overwritten; change "
                   "a copy, x:copy()");
  return prim->fn(L);
}

static int record_grad(lua_State *L, const Prim *prim, const Rule *rule) {
  (void)prim, (void)rule;
  return fail(L, "second derivatives are not available; take differences of "
                 "grad outside of f");
}

#define CONSTANT(word)                                                         \
  { .name = (word), .record = rule_constant }
#define CHANGE(word)                                                           \
  { .name = (word), .record = record_change, .always = true }

const Rule rule_others[] = {{.name = "__index", .record = record_index},
                            {.name = "grad", .record = record_grad},
                            {.name = "grad.tape", .record = record_grad},
                            CONSTANT("__len"),
                            CONSTANT("__eq"),
                            CONSTANT("__lt"),
                            CONSTANT("__le"),
                            CONSTANT("__tostring"),
                            CONSTANT("__concat"),
                            CONSTANT("__idiv"),
                            CONSTANT("floor"),
                            CONSTANT("ceil"),
                            CONSTANT("round"),
                            CONSTANT("sign"),
                            CONSTANT("rank"),
                            CONSTANT("math.floor"),
                            CONSTANT("math.ceil"),
                            CONSTANT("string.format"),
                            CONSTANT(":eq"),
                            CONSTANT(":ne"),
                            CONSTANT(":lt"),
                            CONSTANT(":le"),
                            CONSTANT(":gt"),
                            CONSTANT(":ge"),
                            CONSTANT(":size"),
                            CONSTANT(":argmin"),
                            CONSTANT(":argmax"),
                            CONSTANT(":argsort"),
                            CHANGE("__newindex"),
                            CHANGE(":set"),
                            CHANGE(":add"),
                            CHANGE(":sub"),
                            CHANGE(":mul"),
                            CHANGE(":div"),
                            CHANGE(":axpy"),
                            {.name = NULL}};
