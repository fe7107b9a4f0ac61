/* rule_products.c - derivatives of products of vectors and matrices. */
#include "core/linalg/mat.h"
#include "core/linalg/product.h"
#include "core/linalg/vec.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/grad/rule.h"
#include "sys/interrupt.h"

/* slope += x yᵀ */
static void add_outer(const Step *s, Mat slope, Vec x, Vec y) {
  for (size_t i = 0; i < slope.rows; i++) {
    check_interrupt(s->L);
    vec_axpy(mat_row(slope, i), *vec_at(x, i), y);
  }
}

/* slope += A x, or Aᵀ x */
static void add_product(const Step *s, Vec slope, Mat a, bool transposed,
                        Vec x) {
  Vec product = push_vec(s->L, slope.n);
  check_status(s->L,
               transposed ? product_vec_mat(product, x, a, &interrupted)
                          : product_mat_vec(product, a, x, &interrupted),
               "grad");
  vec_axpy(slope, 1, product);
}

/* slope += a b */
static void add_matrix_product(const Step *s, Mat slope, Mat a, Mat b) {
  Mat product = push_mat(s->L, slope.rows, slope.cols);
  check_status(s->L, product_mat_mat(product, a, b, &interrupted), "grad");
  vec_axpy(mat_flat(slope), 1, mat_flat(product));
}

static Mat push_transpose(lua_State *L, Mat a) {
  Mat out = push_mat(L, a.cols, a.rows);
  chunked_transpose(L, out, a);
  return out;
}

static void vectors_backward(const Step *s) {
  const double g = *s->out.slope.d;
  for (int side = 0; side < 2; side++)
    if (s->in[side].slope.d)
      vec_axpy(term_vec(s->in[side].slope), g, term_vec(s->in[1 - side].value));
}

/* y = A x */
static void matrix_vector_backward(const Step *s) {
  const Vec g = term_vec(s->out.slope);
  const Term *a = &s->in[0], *x = &s->in[1];
  if (a->slope.d) add_outer(s, term_mat(a->slope), g, term_vec(x->value));
  if (x->slope.d)
    add_product(s, term_vec(x->slope), term_mat(a->value), true, g);
}

/* y = xᵀ A */
static void vector_matrix_backward(const Step *s) {
  const Vec g = term_vec(s->out.slope);
  const Term *x = &s->in[0], *a = &s->in[1];
  if (a->slope.d) add_outer(s, term_mat(a->slope), term_vec(x->value), g);
  if (x->slope.d)
    add_product(s, term_vec(x->slope), term_mat(a->value), false, g);
}

static void matrices_backward(const Step *s) {
  const Mat g = term_mat(s->out.slope);
  const Term *a = &s->in[0], *b = &s->in[1];
  if (a->slope.d)
    add_matrix_product(s, term_mat(a->slope), g,
                       push_transpose(s->L, term_mat(b->value)));
  if (b->slope.d)
    add_matrix_product(s, term_mat(b->slope),
                       push_transpose(s->L, term_mat(a->value)), g);
}

static void dot_backward(const Step *s) {
  const Kind a = s->in[0].kind, b = s->in[1].kind;
  if (a == VECTOR && b == VECTOR)
    vectors_backward(s);
  else if (a == VECTOR)
    vector_matrix_backward(s);
  else if (b == VECTOR)
    matrix_vector_backward(s);
  else
    matrices_backward(s);
}

#define DOT(word)                                                              \
  {                                                                            \
    .name = (word), .record = rule_record, .backward = dot_backward,           \
    .inputs = 2, .form = "dot(%a, %b)", .local = {                             \
      "%b",                                                                    \
      "%a"                                                                     \
    }                                                                          \
  }

const Rule rule_products[] = {DOT("dot"), DOT(":dot"), {.name = NULL}};
