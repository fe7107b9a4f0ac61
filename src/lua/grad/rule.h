/* rule.h - what grad does with each operation: how it is recorded, and its
 * derivative. There is one Rule per operation, in the table of its kind.
 *
 * Backward, the slope of a value is the derivative of f's value by it. A rule
 * adds to the slope of each input: the slope of its output times the derivative
 * of the output by that input. */
#ifndef LUA_GRAD_RULE_H
#define LUA_GRAD_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "lua/array/operand.h"
#include "lua/base/registry.h"
#include "lua/grad/tape.h"

/* -- going backward ------------------------------------------------------- */

/* The output or an input of an operation. A number is one row of one column. */
typedef struct Term {
  Kind kind;
  Grid value, slope; /* slope.d is NULL if the input is not tracked */
  int at, slope_at;  /* stack indices of arrays */
} Term;

typedef struct Step {
  lua_State *L;
  Tape *tape;
  size_t node;
  const struct Rule *rule;
  int count; /* of inputs */
  Term out, in[2];
  int extras; /* stack index, see TAPE_EXTRAS */
} Step;

typedef void Backward(const Step *step);

/* The derivative of the number y by input `side` of the numbers a and b. */
typedef double NumberSlope(int op, int side, double a, double b, double y);
/* y itself; nan leaves it to the primitive, which may have to raise an error. */
typedef double NumberValue(int op, double a, double b);

/* Pushes the slope of an array, which is 0 at first. */
Grid rule_push_slope(lua_State *L, Tape *tape, size_t node);

static inline Vec term_vec(Grid g) { return grid_row(g, 0); }

static inline Mat term_mat(Grid g) {
  return (Mat){g.d, g.rows, g.cols, g.down};
}

/* -- rules ---------------------------------------------------------------- */

typedef int Record(lua_State *L, const Prim *prim, const struct Rule *rule);

typedef struct Rule {
  const char *name; /* of the primitive; ":sum" stands for the methods of both
                       types, "__add" for an operator */
  Record *record;
  Backward *backward;  /* NULL: nothing is recorded */
  NumberSlope *number; /* the same for numbers alone, if there is one */
  NumberValue
    *value;    /* what the primitive returns for numbers alone, or NULL */
  int inputs;  /* how many arguments have derivatives */
  int op;      /* for a function shared by several rules */
  bool always; /* called even if no argument is tracked */
  /* For why: the operation, and the derivatives by inputs a and b of output y. */
  const char *form, *local[2];
} Rule;

/* The tables; each ends with a NULL name. */
extern const Rule rule_elementwise[], rule_products[], rule_reductions[],
  rule_moves[], rule_joins[], rule_math[], rule_linalg[], rule_linearized[],
  rule_others[];
/* Element of an array; backward.c differentiates it. */
extern const Rule rule_element;

/* -- recording ------------------------------------------------------------ */

/* Records the call, in which an argument is tracked, as an operation, and pushes
 * the tracked result. */
int rule_record(lua_State *L, const Prim *prim, const Rule *rule);
/* The result does not depend on small changes of the arguments. */
int rule_constant(lua_State *L, const Prim *prim, const Rule *rule);
/* For why: pushes a list of the other arguments of an operation, or nil. */
void rule_push_extras(lua_State *L, const Tape *tape, size_t node);
/* For why: pushes a list of the nodes in a vector{...} or the like. */
void rule_push_pieces(lua_State *L, const Tape *tape, size_t node);
/* Records element `place` of a vector or matrix, which is x; returns its
 * node. */
size_t rule_add_element(lua_State *L, Tape *tape, size_t node, size_t place,
                        double x);
/* The recorder for tape_open. */
int rule_recorder(lua_State *L, const Prim *prim);

#endif
