/* rule_moves.c - derivatives of what only moves or selects elements. */
#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/grad/rule.h"
#include "lua/grad/tracked.h"

/* Calls the method of the rule on the array at the top, with the operation's
 * other arguments; leaves the result in its place. */
static void call_again(const Step *s) {
  lua_State *L = s->L;
  lua_Integer n = 0;
  luaL_getmetafield(L, -1, "__methods");
  lua_getfield(L, -1, s->rule->name + 1);
  lua_replace(L, -2);
  lua_insert(L, -2);
  if (s->extras) {
    lua_getfield(L, s->extras, "n");
    n = lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  luaL_checkstack(L, (int)n + 10, NULL);
  for (lua_Integer i = 1; i <= n; i++) lua_rawgeti(L, s->extras, i);
  lua_call(L, (int)n + 1, 1);
}

/* -- views: the same view of the slope receives the output's slope ---------- */

static void add_mat(lua_State *L, Mat to, Mat g) {
  for (size_t i = 0; i < to.rows; i++) {
    check_interrupt_at(L, i);
    vec_axpy(mat_row(to, i), 1, mat_row(g, i));
  }
}

static void view_backward(const Step *s) {
  lua_State *L = s->L;
  lua_pushvalue(L, s->in[0].slope_at);
  call_again(s);
  const Vec *v = to_vec(L, -1);
  if (v)
    vec_axpy(*v, 1, term_vec(s->out.slope));
  else
    add_mat(L, *to_mat(L, -1), term_mat(s->out.slope));
}

/* -- copies: moving the numbers 0, 1, 2, ... tells where each came from ----- */

static void push_places(lua_State *L, const Term *in) {
  const size_t rows = in->value.rows, cols = in->value.cols;
  const Vec places =
    in->kind == VECTOR ? push_vec(L, cols) : mat_flat(push_mat(L, rows, cols));
  for (size_t i = 0; i < places.n; i++) {
    check_interrupt_at(L, i);
    places.d[i] = (double)i;
  }
}

static void copy_backward(const Step *s) {
  lua_State *L = s->L;
  push_places(L, &s->in[0]);
  call_again(s);
  const Vec *v = to_vec(L, -1);
  const Vec from = v ? *v : mat_flat(*to_mat(L, -1));
  double *dx = s->in[0].slope.d;
  for (size_t i = 0; i < from.n; i++) {
    check_interrupt_at(L, i);
    dx[(size_t)*vec_at(from, i)] += s->out.slope.d[i];
  }
}

/* -- one element ---------------------------------------------------------- */

const Rule rule_element = {
  .name = "[]", .form = "%a[%i]", .local = {"1 at element %i"}};

size_t rule_add_element(lua_State *L, Tape *tape, size_t node, size_t place,
                        double x) {
  const Node n = {.rule = &rule_element,
                  .tracked = true,
                  .count = 1,
                  .inputs = {node, place},
                  .kind = NUMBER,
                  .value = x};
  return tape_add(L, tape, n);
}

static int record_get(lua_State *L, const Prim *prim, const Rule *rule) {
  const Tracked *t = to_tracked(L, 1);
  if (!t) return rule_constant(L, prim, rule);
  Tape *tape = tracked_tape(L);
  const size_t node = t->node;
  tracked_remove(L);
  const Mat m = check_mat(L, 1);
  const size_t i = check_position(L, 2, m.rows, "row");
  const size_t j = check_position(L, 3, m.cols, "column");
  tracked_push(
    L, tape, rule_add_element(L, tape, node, i * m.cols + j, *mat_at(m, i, j)));
  return 1;
}

/* -- loops ---------------------------------------------------------------- */

static int next_item(lua_State *L) {
  const Tracked *t = to_tracked(L, 1);
  const lua_Integer i = lua_tointeger(L, 2) + 1;
  if (!t) return 0;
  const Node *n = &t->tape->nodes[t->node];
  if (i < 1 || (size_t)i > (n->kind == VECTOR ? n->cols : n->rows)) return 0;
  tracked_check(L, t);
  lua_pushinteger(L, i);
  if (n->kind == VECTOR && tracked_push_element(L, 1, i)) return 2;
  lua_pushvalue(L, -1);
  lua_gettable(L, 1);
  return 2;
}

/* v:each() and ipairs(v) */
static int record_each(lua_State *L, const Prim *prim, const Rule *rule) {
  if (!tracked_is_array(L, 1)) return rule_constant(L, prim, rule);
  lua_pushcfunction(L, next_item);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

/* Pushes a table of the elements; for a matrix, of tables. */
static void push_table(lua_State *L, int array) {
  const lua_Integer n = luaL_len(L, array);
  luaL_checkstack(L, 10, NULL);
  lua_createtable(L, n < 1000000 ? (int)n : 0, 0);
  const int table = lua_gettop(L);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_geti(L, array, i);
    if (!tracked_is_number(L, -1)) push_table(L, lua_gettop(L));
    lua_rawseti(L, table, i);
    lua_settop(L, table);
  }
}

static int record_totable(lua_State *L, const Prim *prim, const Rule *rule) {
  if (!tracked_is_array(L, 1)) return rule_constant(L, prim, rule);
  push_table(L, 1);
  return 1;
}

#define MOVE(word, function)                                                   \
  {                                                                            \
    .name = ":" word, .record = rule_record, .backward = (function),           \
    .inputs = 1, .local = {                                                    \
      "1 where taken from"                                                     \
    }                                                                          \
  }

const Rule rule_moves[] = {MOVE("slice", view_backward),
                           MOVE("row", view_backward),
                           MOVE("column", view_backward),
                           MOVE("rows", view_backward),
                           MOVE("columns", view_backward),
                           MOVE("copy", copy_backward),
                           MOVE("reverse", copy_backward),
                           MOVE("t", copy_backward),
                           MOVE("flatten", copy_backward),
                           MOVE("reshape", copy_backward),
                           MOVE("take", copy_backward),
                           MOVE("take_columns", copy_backward),
                           MOVE("where", copy_backward),
                           {.name = ":get", .record = record_get},
                           {.name = ":each", .record = record_each},
                           {.name = "ipairs", .record = record_each},
                           {.name = ":totable", .record = record_totable},
                           {.name = NULL}};
