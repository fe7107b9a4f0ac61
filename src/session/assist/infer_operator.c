#include "session/assist/infer_operator.h"

#include <string.h>

#include <lauxlib.h>

#include "session/assist/known_type.h"

/* The precedence of Lua's binary operators, as in Lua's parser. */
static const struct Operator {
  const char *sign;
  int left, right;
} operators[] = {{"^", 14, 13}, {"*", 11, 11}, {"/", 11, 11}, {"//", 11, 11},
                 {"%", 11, 11}, {"+", 10, 10}, {"-", 10, 10}, {"..", 9, 8},
                 {"<<", 7, 7},  {">>", 7, 7},  {"&", 6, 6},   {"~", 5, 5},
                 {"|", 4, 4},   {"==", 3, 3},  {"~=", 3, 3},  {"<", 3, 3},
                 {"<=", 3, 3},  {">", 3, 3},   {">=", 3, 3},  {"and", 2, 2},
                 {"or", 1, 1},  {NULL, 0, 0}};

enum { UNARY = 12, COMPARISON = 3, CONCATENATION = 9 };

/* The operator at token i; NULL if there is none. */
static const struct Operator *find(Tokens c, size_t i) {
  size_t length = tokens_operator(c, i);
  if (!length) return NULL;
  const Token last = c.t[i + length - 1];
  const char *text = c.text + c.t[i].start;
  size_t n = last.start + last.n - c.t[i].start;
  for (const struct Operator *o = operators; o->sign; o++)
    if (strlen(o->sign) == n && !strncmp(o->sign, text, n)) return o;
  return NULL;
}

/* -- types ---------------------------------------------------------------- */

static bool is_type(lua_State *L, int index, const char *word) {
  return known_type_equals(known_type_of(L, index), word);
}

static bool is_numeric(lua_State *L, int index) {
  return is_type(L, index, "number") || is_type(L, index, "string");
}

static bool is_array(lua_State *L, int index) {
  return is_type(L, index, "vector") || is_type(L, index, "matrix");
}

static void replace_two(lua_State *L, const char *type) {
  lua_pop(L, 2);
  known_type_push_word(L, type);
}

/* A number or vector applies to every element or row. */
static const char *arithmetic(lua_State *L) {
  bool array = is_array(L, -2) || is_array(L, -1);
  bool known = (is_array(L, -2) || is_numeric(L, -2)) &&
               (is_array(L, -1) || is_numeric(L, -1));
  if (!known) return "any";
  if (!array) return "number";
  return is_type(L, -2, "matrix") || is_type(L, -1, "matrix") ? "matrix"
                                                              : "vector";
}

static bool is_false(lua_State *L, int index) {
  return lua_isnil(L, index) ||
         (lua_isboolean(L, index) && !lua_toboolean(L, index));
}

/* a or b is b for a false a, else either. */
static void choose(lua_State *L) {
  if (is_false(L, -2))
    lua_remove(L, -2);
  else
    known_type_join(L);
}

/* Replaces the two operands at the top by the result. */
static void combine(lua_State *L, const struct Operator *o) {
  if (!strcmp(o->sign, "or"))
    choose(L);
  else if (!strcmp(o->sign, "and"))
    lua_remove(L, -2);
  else if (o->left == COMPARISON)
    replace_two(L, "boolean");
  else if (o->left == CONCATENATION)
    replace_two(L, is_numeric(L, -1) || is_numeric(L, -2) ? "string" : "any");
  else
    replace_two(L, arithmetic(L));
}

/* Replaces the operand at the top by the result of the operator at token i. */
static void apply_unary(Infer *in, size_t i) {
  lua_State *L = in->L;
  const char *type = tokens_is(in->c, i, "not") ? "boolean" : "number";
  bool minus = tokens_is(in->c, i, "-");
  if (minus && is_array(L, -1)) return;
  if (minus && !is_numeric(L, -1)) type = "any";
  lua_pop(L, 1);
  known_type_push_word(L, type);
}

/* -- expressions ---------------------------------------------------------- */

static size_t push_first(Infer *in, size_t i) {
  if (tokens_is_unary(in->c, i)) {
    size_t end = infer_expression(in, i + 1, UNARY);
    apply_unary(in, i);
    return end;
  }
  size_t end = tokens_operand_end(in->c, i);
  infer_operand(in, i, end, (Wanted){0, false});
  return end;
}

size_t infer_expression(Infer *in, size_t i, int limit) {
  if (infer_stops(in)) {
    known_type_push_any(in->L);
    return tokens_expression_end(in->c, i);
  }
  size_t at = push_first(in, i);
  const struct Operator *o;
  while ((o = find(in->c, at)) && o->left > limit) {
    at = infer_expression(in, at + tokens_operator(in->c, at), o->right);
    combine(in->L, o);
  }
  return at;
}
