#include "lua/grad/backward.h"

#include <math.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/grad/rule.h"

/* -- slopes of arrays ----------------------------------------------------- */

static Grid grid_at(lua_State *L, int index) {
  const Vec *v = to_vec(L, index);
  return v ? vec_grid(*v) : mat_grid(check_mat(L, index));
}

/* Fresh memory costs more than the arithmetic, so the arrays of dropped slopes
 * are used again. Pushes one of the node's shape, if there is one. */
static bool push_spare(lua_State *L, Tape *tape, const Node *n) {
  enum { SEARCHED = 8 };
  for (size_t k = tape->spares; k-- > 0 && k + SEARCHED >= tape->spares;) {
    tape_push_kept(L, tape, TAPE_SPARES, k);
    const Grid g = grid_at(L, -1);
    const bool vector = to_vec(L, -1) != NULL;
    if (vector == (n->kind == VECTOR) && g.rows == n->rows &&
        g.cols == n->cols) {
      tape_push_kept(L, tape, TAPE_SPARES, --tape->spares);
      tape_keep(L, tape, TAPE_SPARES, k);
      return true;
    }
    lua_pop(L, 1);
  }
  return false;
}

static Grid push_zeros(lua_State *L, Tape *tape, const Node *n) {
  if (!push_spare(L, tape, n)) {
    if (n->kind == VECTOR)
      push_vec(L, n->cols);
    else
      push_mat(L, n->rows, n->cols);
  }
  const Grid g = grid_at(L, -1);
  chunked_fill(L, vec_of(g.d, g.rows * g.cols), 0);
  return g;
}

Grid rule_push_slope(lua_State *L, Tape *tape, size_t node) {
  if (tape_push_kept(L, tape, TAPE_SLOPES, node) != LUA_TNIL)
    return grid_at(L, -1);
  lua_pop(L, 1);
  const Grid slope = push_zeros(L, tape, &tape->nodes[node]);
  lua_pushvalue(L, -1);
  tape_keep(L, tape, TAPE_SLOPES, node);
  return slope;
}

/* Is something known of how f's value depends on the node? */
static bool has_slope(lua_State *L, const Tape *tape, size_t node) {
  const Node *n = &tape->nodes[node];
  if (n->kind == NUMBER) return n->slope != 0; /* also nan */
  const bool found = tape_push_kept(L, tape, TAPE_SLOPES, node) != LUA_TNIL;
  lua_pop(L, 1);
  return found;
}

static void drop_slope(lua_State *L, Tape *tape, size_t node) {
  tape_push_kept(L, tape, TAPE_SLOPES, node);
  tape_keep(L, tape, TAPE_SPARES, tape->spares++);
  lua_pushnil(L);
  tape_keep(L, tape, TAPE_SLOPES, node);
}

/* -- one operation -------------------------------------------------------- */

/* A finalizer may have closed a mapped file. */
static Grid push_checked(lua_State *L, const Tape *tape, size_t node) {
  const Node *n = &tape->nodes[node];
  tape_push_value(L, tape, node);
  const Grid g = grid_at(L, -1);
  if (g.rows != n->rows || g.cols != n->cols)
    fail(L, "an array that f has used was closed");
  return g;
}

static Term push_term(lua_State *L, Tape *tape, size_t node, bool slope) {
  Node *n = &tape->nodes[node];
  Term t = {.kind = n->kind};
  if (n->kind == NUMBER) {
    t.value = (Grid){&n->value, 1, 1, 0, 0};
    if (slope) t.slope = (Grid){&n->slope, 1, 1, 0, 0};
    return t;
  }
  t.value = push_checked(L, tape, node);
  t.at = lua_gettop(L);
  if (!slope) return t;
  t.slope = rule_push_slope(L, tape, node);
  t.slope_at = lua_gettop(L);
  return t;
}

static void array_back(lua_State *L, Tape *tape, size_t node) {
  const Node n = tape->nodes[node];
  Step s = {.L = L, .tape = tape, .node = node, .rule = n.rule};
  s.count = n.count;
  s.out = push_term(L, tape, node, true);
  for (int i = 0; i < s.count; i++)
    s.in[i] = push_term(L, tape, n.inputs[i], tape->nodes[n.inputs[i]].tracked);
  if (tape_push_kept(L, tape, TAPE_EXTRAS, node) != LUA_TNIL)
    s.extras = lua_gettop(L);
  n.rule->backward(&s);
}

/* -- loops over elements: numbers, and elements of the same array ---------- */

static bool has_numbers(const Tape *tape, const Node *n) {
  if (!n->rule || !n->rule->number || n->kind != NUMBER) return false;
  for (int i = 0; i < n->count; i++)
    if (tape->nodes[n->inputs[i]].kind != NUMBER) return false;
  return true;
}

static double number_slope(const Tape *tape, const Node *n, int side) {
  const double a = tape->nodes[n->inputs[0]].value;
  const double b = n->count > 1 ? tape->nodes[n->inputs[1]].value : 0;
  return n->rule->number(n->rule->op, side, a, b, n->value);
}

static void number_back(Tape *tape, const Node *n) {
  for (int i = 0; i < n->count; i++) {
    Node *in = &tape->nodes[n->inputs[i]];
    if (in->tracked) in->slope += n->slope * number_slope(tape, n, i);
  }
}

/* The array whose element was last met, and its slope. */
typedef struct Last {
  size_t array;
  double *slope;
} Last;

static void element_back(lua_State *L, Tape *tape, const Node *n, Last *last) {
  if (!last->slope || last->array != n->inputs[0])
    *last = (Last){n->inputs[0], rule_push_slope(L, tape, n->inputs[0]).d};
  last->slope[n->inputs[1]] += n->slope;
}

/* -- all of them ---------------------------------------------------------- */

void backward_run(lua_State *L, Tape *tape, bool keep) {
  const int top = lua_gettop(L);
  Last last = {0, NULL};
  luaL_checkstack(L, 20, NULL);
  tape->nodes[tape->result].slope = 1;
  for (size_t i = tape->result + 1; i-- > tape->arguments;) {
    check_interrupt_at(L, i);
    const Node *n = &tape->nodes[i];
    if (!n->tracked || !has_slope(L, tape, i)) continue;
    if (has_numbers(tape, n)) {
      number_back(tape, n);
      continue;
    }
    if (n->rule == &rule_element)
      element_back(L, tape, n, &last);
    else
      array_back(L, tape, i);
    lua_settop(L, top);
    if (!keep && n->kind != NUMBER) drop_slope(L, tape, i);
  }
}

void backward_push_slope(lua_State *L, Tape *tape, size_t node) {
  if (tape->nodes[node].kind == NUMBER)
    lua_pushnumber(L, tape->nodes[node].slope);
  else
    rule_push_slope(L, tape, node);
}

bool backward_local(const Tape *tape, size_t node, double out[2]) {
  const Node *n = &tape->nodes[node];
  if (!has_numbers(tape, n)) return false;
  for (int i = 0; i < n->count; i++) out[i] = number_slope(tape, n, i);
  return true;
}
