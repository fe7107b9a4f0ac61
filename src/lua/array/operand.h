/* operand.h - numbers, vectors and matrices as operands of one shape, and the look
 * for nan that none of them brought along.
 *
 * An operand is a number, a vector or a matrix, seen as a grid of rows: a
 * number repeats in both directions, a vector repeats as every row.
 */
#ifndef LUA_ARRAY_OPERAND_H
#define LUA_ARRAY_OPERAND_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"

typedef struct Grid {
  double *d;
  size_t rows, cols;
  ptrdiff_t down, right; /* step to the next row, to the next column */
} Grid;

typedef enum Kind { NUMBER, VECTOR, MATRIX } Kind;

typedef struct Operand {
  Kind kind;
  double number;
  Grid grid; /* of a number: d is set where the Operand has come to rest */
} Operand;

static inline Grid mat_grid(Mat m) {
  return (Grid){m.d, m.rows, m.cols, m.stride, 1};
}

static inline Grid vec_grid(Vec v) { return (Grid){v.d, 1, v.n, 0, v.step}; }

static inline Vec grid_row(Grid g, size_t i) {
  return (Vec){g.d + (ptrdiff_t)i * g.down, g.cols, g.right};
}

Operand check_operand(lua_State *L, int arg);
/* Gives an operand the shape of the result, by repeating it. */
Grid operand_spread(Operand *o, size_t rows, size_t cols);
/* Rows without gaps are one long row: gives whether, and makes all so. */
bool operand_flatten(Grid *grids[], int count);
/* A new vector or matrix like the operand. */
Grid push_like(lua_State *L, const Operand *o);
/* The function of the argument at 1, pushed. */
int operand_unary(lua_State *L, UnaryOp op);

/* Where the look for new nan stands: it says something once a call. */
typedef struct Watch {
  bool told;
  Kind kind;      /* of the result, for the words */
  size_t columns; /* of the result: which row an element is in */
} Watch;

/* Says of the first element of out that is nan where neither a nor b (which may
 * be NULL) is that nan was made there. The elements are those of the result
 * from `before` on. `form` is "%s / %s"; without b "sin(%s)". */
void operand_watch_nan(lua_State *L, Watch *w, const char *form, size_t before,
                       Vec out, Vec a, const Vec *b);
/* The same of a whole result with this trace (see vec_trace): says so when it
 * is nan, `out` holds one, and neither a nor b (which may be NULL) does. */
void operand_trace_nan(lua_State *L, double trace, Mat out, Mat a,
                       const Mat *b);

/* 'c' for "columns", 'r' for "rows", 0 for all of it when left out. */
int check_direction(lua_State *L, int arg);
/* All numbers of a matrix, row after row; a copy is pushed when there are
 * gaps. */
Vec push_all(lua_State *L, Mat m);

#endif
