/* rule_joins.c - derivatives of what builds a vector or matrix of parts: vector,
 * matrix, matrix.rows, matrix.columns, concat, map and fill. */
#include <lauxlib.h>

#include "core/linalg/vec.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/grad/rule.h"
#include "lua/grad/tracked.h"

/* A tracked value in a table: the vector of line i, or element j of it. */
typedef struct Piece {
  size_t node, i, j;
} Piece;

/* What the items of the table are. */
enum { ELEMENTS, ROWS, COLUMNS };

/* -- backward ------------------------------------------------------------- */

static Vec push_slope(const Step *s, size_t node) {
  Node *n = &s->tape->nodes[node];
  if (n->kind == NUMBER) return vec_of(&n->slope, 1);
  const Grid slope = rule_push_slope(s->L, s->tape, node);
  return vec_of(slope.d, slope.rows * slope.cols);
}

static void join_backward(const Step *s) {
  const Piece *list = lua_touserdata(s->L, s->extras);
  const size_t count = lua_rawlen(s->L, s->extras) / sizeof *list;
  const size_t cols = s->out.slope.cols;
  const bool columns = s->rule->op == COLUMNS;
  for (size_t k = 0; k < count; k++) {
    const Piece p = list[k];
    const size_t first = columns ? p.j * cols + p.i : p.i * cols + p.j;
    const Vec dx = push_slope(s, p.node);
    check_interrupt_at(s->L, k);
    vec_axpy(
      dx, 1,
      (Vec){s->out.slope.d + first, dx.n, columns ? (ptrdiff_t)cols : 1});
    lua_settop(s->L, s->extras);
  }
}

void rule_push_pieces(lua_State *L, const Tape *tape, size_t node) {
  lua_newtable(L);
  tape_push_kept(L, tape, TAPE_EXTRAS, node);
  const Piece *list = lua_touserdata(L, -1);
  const size_t count = list ? lua_rawlen(L, -1) / sizeof *list : 0;
  for (size_t k = 0; k < count; k++) {
    lua_pushinteger(L, (lua_Integer)list[k].node + 1);
    lua_rawseti(L, -3, (lua_Integer)k + 1);
  }
  lua_pop(L, 1);
}

static void concat_backward(const Step *s) {
  double *g = s->out.slope.d;
  for (int side = 0; side < s->count; side++) {
    const Grid value = s->in[side].value, slope = s->in[side].slope;
    const size_t n = value.rows * value.cols;
    if (slope.d) vec_axpy(vec_of(slope.d, n), 1, vec_of(g, n));
    g += n;
  }
}

/* -- tables of tracked values --------------------------------------------- */

/* The tracked values in a table, and in the tables in it if `lines`. A table
 * may contain itself. */
static size_t count_tracked(lua_State *L, int table, bool lines) {
  size_t count = 0;
  if (!is_plain_table(L, table)) return 0;
  luaL_checkstack(L, 20, NULL);
  const lua_Integer n = luaL_len(L, table);
  for (lua_Integer k = 1; k <= n; k++) {
    check_interrupt_at(L, (size_t)k);
    const int type = lua_geti(L, table, k);
    const Tracked *t = to_tracked(L, -1);
    if (t) tracked_check(L, t);
    if (t)
      count++;
    else if (lines && type == LUA_TTABLE)
      count += count_tracked(L, lua_gettop(L), false);
    lua_pop(L, 1);
  }
  return count;
}

/* Pushes a copy of the table at the top with plain values, and stores the
 * tracked ones at *next. The items of a table of `lines` are lines; otherwise
 * they are the elements of line i. */
static void push_plain_table(lua_State *L, Piece **next, Piece *end, size_t i,
                             bool lines) {
  const int table = lua_gettop(L);
  const lua_Integer n = luaL_len(L, table);
  luaL_checkstack(L, 20, NULL);
  lua_createtable(L, n < 1000000 ? (int)n : 0, 0);
  for (lua_Integer k = 1; k <= n; k++) {
    const size_t at = (size_t)k - 1;
    check_interrupt_at(L, at);
    lua_geti(L, table, k);
    const Tracked *t = to_tracked(L, -1);
    if (lines && is_plain_table(L, -1)) {
      push_plain_table(L, next, end, at, false);
      lua_replace(L, -2);
    } else if (t && *next < end) {
      *(*next)++ = (Piece){t->node, lines ? at : i, lines ? 0 : at};
      tracked_push_plain(L, lua_gettop(L));
      lua_replace(L, -2);
    }
    lua_rawseti(L, table + 1, k);
  }
}

/* vector(v) and matrix(X) are copies. */
static int copy(lua_State *L) {
  lua_getfield(L, 1, "copy");
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

static int record_join(lua_State *L, const Prim *prim, const Rule *rule) {
  const Tracked *given = to_tracked(L, 1);
  if (given && given->tape->nodes[given->node].kind != NUMBER) return copy(L);
  if (given) tracked_remove(L); /* a number, which is an error */
  const bool lines = rule->op != ELEMENTS;
  const size_t count = count_tracked(L, 1, lines);
  if (!count) return prim->fn(L);
  Tape *tape = tape_innermost();
  const size_t at = tape_add(L, tape, (Node){.rule = rule, .tracked = true});
  Piece *list = push_scratch(L, count, sizeof *list), *next = list;
  tape_keep(L, tape, TAPE_EXTRAS, at);
  lua_settop(L, 1);
  push_plain_table(L, &next, list + count, 0, lines);
  lua_replace(L, 1);
  prim->fn(L);
  tape_set_value(L, tape, at, lua_gettop(L));
  tracked_push(L, tape, at);
  return 1;
}

/* The other part may be a table. */
static int record_concat(lua_State *L, const Prim *prim, const Rule *rule) {
  if (count_tracked(L, 2, false)) {
    registry_push_function(L, "vector");
    lua_pushvalue(L, 2);
    lua_call(L, 1, 1);
    lua_replace(L, 2);
  }
  if (!tracked_tape(L)) return prim->fn(L);
  const Tracked *t = to_tracked(L, 1);
  const bool vector =
    t ? t->tape->nodes[t->node].kind == VECTOR : !!to_vec(L, 1);
  if (vector && is_plain_table(L, 2)) check_numbers(L, 2);
  lua_settop(L, 2);
  return rule_record(L, prim, rule);
}

/* -- fill: ones times the value, which is the last argument ---------------- */

static int record_fill(lua_State *L, const Prim *prim, const Rule *rule) {
  const int last = rule->op;
  const Tracked *t = to_tracked(L, last);
  if (!t || t->tape->nodes[t->node].kind != NUMBER)
    return rule_constant(L, prim, rule);
  Tape *tape = tracked_tape(L);
  const size_t node = t->node;
  lua_pushnumber(L, 1);
  lua_replace(L, last);
  tracked_remove(L);
  prim->fn(L);
  tracked_push(L, tape, node);
  lua_arith(L, LUA_OPMUL);
  return 1;
}

/* -- map: f may return tracked values even if the elements are plain -------- */

/* Pushes a table of f(element), for a matrix of tables. */
static void push_mapped(lua_State *L, int array, int f) {
  const lua_Integer n = luaL_len(L, array);
  luaL_checkstack(L, 20, NULL);
  lua_createtable(L, n < 1000000 ? (int)n : 0, 0);
  const int table = lua_gettop(L);
  for (lua_Integer i = 1; i <= n; i++) {
    check_interrupt_at(L, (size_t)i);
    lua_geti(L, array, i);
    if (!tracked_is_number(L, -1))
      push_mapped(L, table + 1, f);
    else {
      lua_pushvalue(L, f);
      lua_insert(L, -2);
      lua_call(L, 1, 1);
      if (!tracked_is_number(L, -1)) {
        const char *got = push_description(L, -1);
        fail(L, "the function must return a number, got %s", got);
      }
    }
    lua_rawseti(L, table, i);
    lua_settop(L, table);
  }
}

static int record_map(lua_State *L, const Prim *prim, const Rule *rule) {
  (void)rule;
  const Tracked *t = to_tracked(L, 1);
  if (t) tracked_check(L, t);
  const bool vector =
    t ? t->tape->nodes[t->node].kind == VECTOR : !!to_vec(L, 1);
  const bool array = vector || t || to_mat(L, 1);
  if (!array || !lua_isfunction(L, 2)) return rule_constant(L, prim, rule);
  lua_settop(L, 2);
  registry_push_function(L, vector ? "vector" : "matrix");
  push_mapped(L, 1, 2);
  lua_call(L, 1, 1);
  return 1;
}

#define JOIN(word, items)                                                      \
  {                                                                            \
    .name = (word), .record = record_join, .backward = join_backward,          \
    .op = (items), .always = true, .form = word "{...}", .local = {            \
      "1 where placed"                                                         \
    }                                                                          \
  }

const Rule rule_joins[] = {
  JOIN("vector", ELEMENTS),
  JOIN("matrix", ROWS),
  JOIN("matrix.rows", ROWS),
  JOIN("matrix.columns", COLUMNS),
  {.name = ":concat",
   .record = record_concat,
   .backward = concat_backward,
   .inputs = 2,
   .always = true,
   .local = {"1 in the first part", "1 in the second part"}},
  {.name = "vector.fill", .record = record_fill, .op = 2},
  {.name = "matrix.fill", .record = record_fill, .op = 3},
  {.name = ":map", .record = record_map, .always = true},
  {.name = NULL}};
