/* operand.h - numbers, vectors and matrices as operands of a common shape;
 * detects NaN created by the operation.
 *
 * An operand is a number, a vector or a matrix, viewed as a grid: a number is
 * repeated in both directions, a vector as every row.
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
  double number, factor; /* factor: 1, unless it is a deferred product */
  Grid grid;             /* for a number, operand_spread sets d */
} Operand;

static inline Grid mat_grid(Mat m) {
  return (Grid){m.d, m.rows, m.cols, m.stride, 1};
}

static inline Grid vec_grid(Vec v) { return (Grid){v.d, 1, v.n, 0, v.step}; }

static inline Vec grid_row(Grid g, size_t i) {
  return (Vec){g.d + (ptrdiff_t)i * g.down, g.cols, g.right};
}

/* The array is only read (see to_const_vec). */
Operand check_operand(lua_State *L, int arg);
/* The same, but of a deferred product (lua/base/deferred.h) its array and factor. */
Operand check_operand_deferred(lua_State *L, int arg);
/* Broadcasts an operand to the shape of the result. */
Grid operand_spread(Operand *o, size_t rows, size_t cols);
/* Turns all grids into one long row each if their rows are contiguous; returns
 * whether it did. */
bool operand_flatten(Grid *grids[], int count);
/* Pushes a new vector or matrix with the operand's shape. */
Grid push_like(lua_State *L, const Operand *o);
/* Applies op to argument 1 and pushes the result. */
int operand_unary(lua_State *L, UnaryOp op);

/* State of NaN detection: warns once per call. */
typedef struct Watch {
  bool told;
  Kind kind;      /* of the result, for the message */
  size_t columns; /* of the result, to find an element's row */
} Watch;

/* Warns about the first element of out that is NaN where neither a nor b (may
 * be NULL) is. The elements of out start at index `before` of the result.
 * `form` is "%s / %s" or, without b, "sin(%s)". */
void operand_watch_nan(lua_State *L, Watch *w, const char *form, size_t before,
                       Vec out, Vec a, const Vec *b);
/* The same for a whole result with this trace (see vec_trace): warns when the
 * trace is NaN, out contains NaN, and neither a nor b (may be NULL) does. */
void operand_trace_nan(lua_State *L, double trace, Mat out, Mat a,
                       const Mat *b);

/* "columns" and "rows"; ends with NULL. */
extern const char *const direction_words[];
/* 'c' for "columns", 'r' for "rows", 0 (all elements) if absent. */
int check_direction(lua_State *L, int arg);
/* All elements of a matrix, row by row; pushes a copy if the rows are not
 * contiguous. */
Vec push_all(lua_State *L, Mat m);

#endif
