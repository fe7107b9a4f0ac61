/* rule_elementwise.c - derivatives of arithmetic and of functions of each
 * element. An input that was repeated, such as a number or, for the rows of a
 * matrix, a vector, receives the sum over its copies. */
#include <math.h>

#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "lua/base/error.h"
#include "lua/grad/rule.h"
#include "sys/interrupt.h"

/* A chunk stays in the L1 cache. */
enum { CHUNK = 1024 };

/* The same elements of all terms: output y with slope g, inputs a and b. */
typedef struct Piece {
  Vec y, g, in[2];
} Piece;

/* g times the derivative by input `side`; the functions with fast kernels use
 * them. d may be used as memory; returns it, or g itself. */
typedef Vec Contribution(const Rule *rule, int side, Vec d, Piece p);

/* Repeats a grid of one row or number in the shape of the output. */
static Grid spread(Grid g, size_t rows, size_t cols) {
  if (g.cols == 1 && g.right == 0) g.cols = cols;
  if (g.down == 0) g.rows = rows;
  return g;
}

static void add(Vec slope, Vec d) {
  if (slope.step)
    vec_axpy(slope, 1, d);
  else
    *slope.d += vec_sum(d, &interrupted);
}

static void add_input(const Step *s, int side, Contribution *contribution) {
  const size_t rows = s->out.value.rows, cols = s->out.value.cols;
  Grid y = s->out.value, g = s->out.slope;
  Grid a = spread(s->in[0].value, rows, cols);
  Grid b = s->count > 1 ? spread(s->in[1].value, rows, cols) : a;
  Grid slope = spread(s->in[side].slope, rows, cols);
  double memory[CHUNK];
  operand_flatten((Grid *[]){&y, &g, &a, &b, &slope}, 5);
  for (size_t i = 0; i < y.rows; i++)
    for (size_t at = 0; at < y.cols; at += CHUNK) {
      check_interrupt(s->L);
      const size_t n = y.cols - at < CHUNK ? y.cols - at : CHUNK;
      const Piece p = {
        vec_part(grid_row(y, i), at, n),
        vec_part(grid_row(g, i), at, n),
        {vec_part(grid_row(a, i), at, n), vec_part(grid_row(b, i), at, n)}};
      add(vec_part(grid_row(slope, i), at, n),
          contribution(s->rule, side, vec_of(memory, n), p));
    }
}

static void add_inputs(const Step *s, Contribution *contribution) {
  for (int side = 0; side < s->count; side++)
    if (s->in[side].slope.d) add_input(s, side, contribution);
}

/* -- arithmetic ----------------------------------------------------------- */

static double power_slope(int side, double a, double b, double y) {
  if (side == 0) {
    return b == 2 ? 2 * a : b == 0 ? 0 : b * vec_apply_binary(OP_POW, a, b - 1);
  }
  return a == 0 && b > 0 ? 0 : y * log(a);
}

static double binary_slope(int op, int side, double a, double b, double y) {
  switch (op) {
  case OP_SUB: return side == 0 ? 1 : -1;
  case OP_MUL: return side == 0 ? b : a;
  case OP_DIV: return side == 0 ? 1 / b : -y / b;
  case OP_POW: return power_slope(side, a, b, y);
  case OP_MOD: return side == 0 ? 1 : -floor(a / b);
  default: return 1; /* OP_ADD */
  }
}

static double binary_value(int op, double a, double b) {
  switch (op) {
  case OP_ADD: return a + b;
  case OP_SUB: return a - b;
  case OP_MUL: return a * b;
  case OP_DIV: return a / b;
  default: return vec_apply_binary((BinaryOp)op, a, b);
  }
}

/* The same number as power_slope. */
static Vec power_contribution(double b, Vec d, Piece p) {
  double less = b - 1;
  Vec power = p.in[0];
  if (b != 2) {
    vec_binary(OP_POW, d, power, (Vec){&less, d.n, 0});
    power = d;
  }
  vec_binary(OP_MUL, d, power, (Vec){&b, d.n, 0});
  if (b == 0) vec_fill(d, 0); /* 0 * inf at 0 */
  vec_binary(OP_MUL, d, d, p.g);
  return d;
}

static Vec binary_contribution(const Rule *rule, int side, Vec d, Piece p) {
  const Vec a = p.in[0], b = p.in[1];
  switch (rule->op) {
  case OP_SUB:
    if (side == 1) vec_unary(OP_NEG, d, p.g);
    return side == 1 ? d : p.g;
  case OP_MUL: vec_binary(OP_MUL, d, p.g, side == 0 ? b : a); return d;
  case OP_DIV:
    vec_binary(OP_DIV, d, p.g, b);
    if (side == 0) return d;
    vec_binary(OP_MUL, d, d, p.y);
    vec_unary(OP_NEG, d, d);
    return d;
  case OP_POW:
    if (side == 0 && b.step == 0) return power_contribution(*b.d, d, p);
    for (size_t i = 0; i < d.n; i++)
      d.d[i] = *vec_at(p.g, i) *
               power_slope(side, *vec_at(a, i), *vec_at(b, i), *vec_at(p.y, i));
    return d;
  case OP_MOD:
    if (side == 0) return p.g;
    vec_binary(OP_IDIV, d, a, b);
    vec_binary(OP_MUL, d, d, p.g);
    vec_unary(OP_NEG, d, d);
    return d;
  default: return p.g; /* OP_ADD */
  }
}

static void binary_backward(const Step *s) {
  add_inputs(s, binary_contribution);
}

/* -- functions ------------------------------------------------------------ */

static double sign_of(double x) { return (x > 0) - (x < 0); }

static double unary_slope(int op, int side, double x, double b, double y) {
  (void)side, (void)b;
  switch (op) {
  case OP_NEG: return -1;
  case OP_EXP: return y;
  case OP_LOG: return 1 / x;
  case OP_LOG1P: return 1 / (1 + x);
  case OP_SQRT: return 0.5 / y;
  case OP_ABS: return sign_of(x);
  case OP_SIN: return cos(x);
  case OP_COS: return -sin(x);
  case OP_TAN: return 1 + y * y;
  case OP_TANH: return (1 - y) * (1 + y);
  default: return y * vec_sigmoid_of(-x); /* 1 - y would lose digits */
  }
}

static double unary_value(int op, double x, double b) {
  (void)b;
  vec_unary((UnaryOp)op, vec_of(&x, 1), vec_of(&x, 1));
  return x;
}

static Vec unary_contribution(const Rule *rule, int side, Vec d, Piece p) {
  const UnaryOp op = (UnaryOp)rule->op;
  const Vec x = p.in[0];
  switch (op) {
  case OP_SIGMOID:
    vec_unary(OP_NEG, d, x);
    vec_unary(OP_SIGMOID, d, d);
    vec_binary(OP_MUL, d, d, p.y);
    vec_binary(OP_MUL, d, d, p.g);
    return d;
  case OP_SIN:
  case OP_COS:
    vec_unary(op == OP_SIN ? OP_COS : OP_SIN, d, x);
    vec_binary(OP_MUL, d, d, p.g);
    if (op == OP_COS) vec_unary(OP_NEG, d, d);
    return d;
  case OP_EXP: vec_binary(OP_MUL, d, p.g, p.y); return d;
  case OP_LOG: vec_binary(OP_DIV, d, p.g, x); return d;
  case OP_NEG: vec_unary(OP_NEG, d, p.g); return d;
  default:
    for (size_t i = 0; i < d.n; i++)
      d.d[i] = *vec_at(p.g, i) *
               unary_slope(rule->op, side, *vec_at(x, i), 0, *vec_at(p.y, i));
    return d;
  }
}

static void unary_backward(const Step *s) { add_inputs(s, unary_contribution); }

/* Lua passes the operand of a unary minus twice. */
static int record_minus(lua_State *L, const Prim *prim, const Rule *rule) {
  lua_settop(L, 1);
  return rule_record(L, prim, rule);
}

#define BINARY(event, kind, text, by_a, by_b)                                  \
  {                                                                            \
    .name = (event), .record = rule_record, .backward = binary_backward,       \
    .number = binary_slope, .value = binary_value, .inputs = 2, .op = (kind),  \
    .form = (text), .local = {                                                 \
      by_a,                                                                    \
      by_b                                                                     \
    }                                                                          \
  }

#define FUNCTION(word, kind, by_a, value_of_number)                            \
  {                                                                            \
    .name = (word), .record = rule_record, .backward = unary_backward,         \
    .number = unary_slope, .value = (value_of_number), .inputs = 1,            \
    .op = (kind), .local = {                                                   \
      by_a                                                                     \
    }                                                                          \
  }
#define UNARY(word, kind, by_a) FUNCTION(word, kind, by_a, unary_value)
/* The functions of Lua's math library have the same derivatives, but other last
 * digits. */
#define MATH(word, kind, by_a) FUNCTION("math." word, kind, by_a, NULL)

const Rule rule_elementwise[] = {
  BINARY("__add", OP_ADD, "%a + %b", "1", "1"),
  BINARY("__sub", OP_SUB, "%a - %b", "1", "-1"),
  BINARY("__mul", OP_MUL, "%a * %b", "%b", "%a"),
  BINARY("__div", OP_DIV, "%a / %b", "1 / %b", "-%y / %b"),
  BINARY("__pow", OP_POW, "%a ^ %b", "%b * %a ^ (%b - 1)", "%y * log(%a)"),
  BINARY("__mod", OP_MOD, "%a % %b", "1", "-floor(%a / %b)"),
  {.name = "__unm",
   .record = record_minus,
   .backward = unary_backward,
   .number = unary_slope,
   .inputs = 1,
   .op = OP_NEG,
   .form = "-%a",
   .local = {"-1"}},
  UNARY("exp", OP_EXP, "%y"),
  UNARY("log", OP_LOG, "1 / %a"),
  UNARY("log1p", OP_LOG1P, "1 / (1 + %a)"),
  UNARY("sqrt", OP_SQRT, "1 / (2 * %y)"),
  UNARY("abs", OP_ABS, "sign(%a)"),
  UNARY("sin", OP_SIN, "cos(%a)"),
  UNARY("cos", OP_COS, "-sin(%a)"),
  UNARY("tan", OP_TAN, "1 + %y ^ 2"),
  UNARY("tanh", OP_TANH, "1 - %y ^ 2"),
  UNARY("sigmoid", OP_SIGMOID, "%y * (1 - %y)"),
  MATH("exp", OP_EXP, "%y"),
  MATH("sqrt", OP_SQRT, "1 / (2 * %y)"),
  MATH("abs", OP_ABS, "sign(%a)"),
  MATH("sin", OP_SIN, "cos(%a)"),
  MATH("cos", OP_COS, "-sin(%a)"),
  MATH("tan", OP_TAN, "1 + %y ^ 2"),
  {.name = NULL}};
