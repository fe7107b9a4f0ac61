/* rule_linalg.c - derivatives of linear algebra. */
#include "core/linalg/mat.h"
#include "core/linalg/product.h"
#include "core/linalg/vec.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/grad/rule.h"
#include "lua/linalg/linear_system.h"
#include "sys/interrupt.h"

/* A vector as one column. */
static Mat as_columns(Kind kind, Grid g) {
  return kind == VECTOR ? mat_column(term_vec(g)) : term_mat(g);
}

/* slope += factor x yᵀ, for matrices with the same columns */
static void add_products(const Step *s, Mat slope, double factor, Mat x,
                         Mat y) {
  for (size_t i = 0; i < slope.rows; i++) {
    check_interrupt(s->L);
    for (size_t k = 0; k < x.cols; k++)
      vec_axpy(mat_row(slope, i), factor * *mat_at(x, i, k), mat_col(y, k));
  }
}

/* X = A⁻¹ B: the slope of B is A⁻ᵀ times that of X. */
static void solve_backward(const Step *s) {
  const Term *a = &s->in[0], *b = &s->in[1], *x = &s->out;
  const Mat g = as_columns(x->kind, x->slope);
  Mat y = push_mat(s->L, g.rows, g.cols);
  linear_system_solve(s->L, y, term_mat(a->value), true, g);
  if (b->slope.d) {
    Mat slope = as_columns(b->kind, b->slope);
    for (size_t i = 0; i < slope.rows; i++)
      vec_axpy(mat_row(slope, i), 1, mat_row(y, i));
  }
  if (a->slope.d)
    add_products(s, term_mat(a->slope), -1, y, as_columns(x->kind, x->value));
}

/* Y = A⁻¹: the slope of A is -Yᵀ G Yᵀ. */
static void inv_backward(const Step *s) {
  const Mat y = term_mat(s->out.value), g = term_mat(s->out.slope);
  const Mat slope = term_mat(s->in[0].slope);
  Mat left = push_mat(s->L, y.cols, y.rows);
  Mat half = push_mat(s->L, g.rows, g.cols);
  chunked_transpose(s->L, left, y);
  check_status(s->L, product_mat_mat(half, left, g, &interrupted), "grad");
  add_products(s, slope, -1, half, y);
}

/* d = det A: the slope of A is d A⁻ᵀ, for A that is not singular. */
static void det_backward(const Step *s) {
  const Mat a = term_mat(s->in[0].value);
  Mat inverse = push_mat(s->L, a.rows, a.cols);
  linear_system_solve(s->L, inverse, a, true, (Mat){.d = NULL});
  vec_axpy(mat_flat(term_mat(s->in[0].slope)),
           *s->out.slope.d * *s->out.value.d, mat_flat(inverse));
}

/* M = a bᵀ */
static void outer_backward(const Step *s) {
  const Mat g = term_mat(s->out.slope);
  const Term *a = &s->in[0], *b = &s->in[1];
  for (size_t i = 0; i < g.rows; i++) {
    check_interrupt(s->L);
    if (a->slope.d)
      *vec_at(term_vec(a->slope), i) +=
        vec_dot(mat_row(g, i), term_vec(b->value));
    if (b->slope.d)
      vec_axpy(term_vec(b->slope), *vec_at(term_vec(a->value), i),
               mat_row(g, i));
  }
}

const Rule rule_linalg[] = {{.name = "solve",
                             .record = rule_record,
                             .backward = solve_backward,
                             .inputs = 2,
                             .form = "solve(%a, %b)"},
                            {.name = "inv",
                             .record = rule_record,
                             .backward = inv_backward,
                             .inputs = 1,
                             .form = "inv(%a)"},
                            {.name = "det",
                             .record = rule_record,
                             .backward = det_backward,
                             .inputs = 1,
                             .form = "det(%a)"},
                            {.name = "outer",
                             .record = rule_record,
                             .backward = outer_backward,
                             .inputs = 2,
                             .form = "outer(%a, %b)"},
                            {.name = NULL}};
