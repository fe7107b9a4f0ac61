#include "core/model/softmax.h"

#include <limits.h>
#include <math.h>

#include "core/elementary/vector_math.h"
#include "core/linalg/gram.h"
#include "core/linalg/kernel.h"
#include "core/linalg/lapack.h"

/* A block of rows. z has one row per class, of `rows` numbers each, so that all
 * loops run over contiguous examples. */
typedef struct Block {
  size_t rows, classes;
  double z[GLM_MOST_CLASSES];    /* sums, later probabilities, later errors */
  double top[KERNEL_MOST_ROWS];  /* the largest sum of each example ... */
  size_t best[KERNEL_MOST_ROWS]; /* ... and its class, from 0 */
  double rest[KERNEL_MOST_ROWS]; /* Σ e^(z_k - top) over all other classes */
  size_t own[KERNEL_MOST_ROWS];  /* the class each example has, from 0 */
  double loss[KERNEL_MOST_ROWS];
} Block;

static double *of_class(Block *block, size_t k) {
  return block->z + k * block->rows;
}

static const double *theta_of(const Glm *model, size_t k) {
  return model->theta + k * (model->features + 1);
}

/* From this many features on, BLAS is faster because it processes all classes
 * at once; the second is the size of its blocks, in numbers of X. */
enum { WIDE = 32, WIDE_BLOCK = 65536 };

bool softmax_calls_blas(Mat X) {
  return X.cols >= WIDE && X.stride >= (ptrdiff_t)X.cols && X.stride <= INT_MAX;
}

static size_t most_rows(Mat X, size_t classes) {
  size_t room = GLM_MOST_CLASSES / classes, rows = kernel_rows(X.cols);
  if (softmax_calls_blas(X) && WIDE_BLOCK / X.cols > rows)
    rows = WIDE_BLOCK / X.cols;
  if (rows > KERNEL_MOST_ROWS) rows = KERNEL_MOST_ROWS;
  return rows < room ? rows : room;
}

/* The rows from `from` on that fit in a block, with all classes. */
static Status next_rows(Mat *rows, const Glm *model, Mat X, size_t from,
                        StopFlag stop) {
  const size_t K = model->classes, left = X.rows - from;
  if (stop_asked(stop)) return status_error(STATUS_STOPPED, from, 0, 0);
  if (K < 1 || K > GLM_MOST_CLASSES)
    return status_error(STATUS_RANGE, 0, 0, (double)K);
  const size_t most = most_rows(X, K);
  *rows = mat_part(X, from, left < most ? left : most);
  return status_ok();
}

/* -- a block, step by step ------------------------------------------------ */

/* Z = W Xᵀ + b; wide_gradient is G += E X. */
static void wide_sums(Block *block, const Glm *model, Mat rows) {
  const int n = (int)rows.cols, m = (int)rows.rows;
  for (size_t k = 0; k < block->classes; k++)
    vec_fill(vec_of(of_class(block, k), rows.rows),
             theta_of(model, k)[rows.cols]);
  lapack()->dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)block->classes,
                  m, n, 1, model->theta, n + 1, rows.d, (int)rows.stride, 1,
                  block->z, m);
}

static void wide_gradient(double *gradient, const Block *block, Mat rows) {
  const int n = (int)rows.cols, m = (int)rows.rows;
  lapack()->dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans,
                  (int)block->classes, n, m, 1, block->z, m, rows.d,
                  (int)rows.stride, 1, gradient, n + 1);
  for (size_t k = 0; k < block->classes; k++)
    for (size_t i = 0; i < rows.rows; i++)
      gradient[k * (rows.cols + 1) + rows.cols] += block->z[k * rows.rows + i];
}

static void add_gradient(double *gradient, Block *block, Mat rows) {
  if (softmax_calls_blas(rows) && rows.rows > 1) {
    wide_gradient(gradient, block, rows);
    return;
  }
  for (size_t k = 0; k < block->classes; k++)
    kernel_gradient(gradient + k * (rows.cols + 1), of_class(block, k), rows);
}

/* Computes the sums and which is the largest. */
static void find_sums(Block *block, const Glm *model, Mat rows) {
  const bool wide = softmax_calls_blas(rows) && rows.rows > 1;
  block->rows = rows.rows;
  block->classes = model->classes;
  if (wide) wide_sums(block, model, rows);
  for (size_t k = 0; k < block->classes; k++) {
    double *z = of_class(block, k);
    if (!wide) kernel_sums(z, theta_of(model, k), rows);
    for (size_t i = 0; i < block->rows; i++) {
      const bool more = !k || z[i] > block->top[i];
      block->top[i] = more ? z[i] : block->top[i];
      block->best[i] = more ? k : block->best[i];
    }
  }
}

/* e^(z - top), which cannot overflow. `rest` excludes the best class, whose
 * power is 1, so that log(1 + rest) keeps its digits if rest is tiny. */
static void find_powers(Block *block) {
  const size_t m = block->rows, K = block->classes;
  for (size_t k = 0; k < K; k++) {
    double *z = of_class(block, k);
    for (size_t i = 0; i < m; i++) z[i] -= block->top[i];
  }
  vector_math_exp(block->z, block->z, K * m);
  for (size_t i = 0; i < m; i++) {
    of_class(block, block->best[i])[i] -= 1;
    block->rest[i] = 0;
  }
  for (size_t k = 0; k < K; k++) {
    const double *power = of_class(block, k);
    for (size_t i = 0; i < m; i++) block->rest[i] += power[i];
  }
  for (size_t i = 0; i < m; i++) of_class(block, block->best[i])[i] += 1;
}

/* Divides every class by the sum of all, 1 + rest. */
static void share(Block *block) {
  double each[KERNEL_MOST_ROWS];
  for (size_t i = 0; i < block->rows; i++) each[i] = 1 / (1 + block->rest[i]);
  for (size_t k = 0; k < block->classes; k++) {
    double *power = of_class(block, k);
    for (size_t i = 0; i < block->rows; i++) power[i] *= each[i];
  }
}

static void find_probabilities(Block *block, const Glm *model, Mat rows) {
  find_sums(block, model, rows);
  find_powers(block);
  share(block);
}

static bool is_class(double y, size_t classes) {
  return y >= 1 && y <= (double)classes && y == floor(y);
}

/* Checked in every pass, because a y that changes during training must not
 * index outside the block. */
static Status read_classes(Block *block, const Glm *model, const Examples *e) {
  for (size_t i = 0; i < e->y.n; i++) {
    const bool counts = examples_weight(e, i) > 0;
    const double value = counts ? *vec_at(e->y, i) : 1;
    if (!is_class(value, model->classes))
      return status_error(STATUS_LABEL, i, model->classes, value);
    block->own[i] = (size_t)value - 1;
  }
  return status_ok();
}

/* Losses, and e^(z - top) in z. */
static Status find_losses(Block *block, const Glm *model,
                          const Examples *rows) {
  Status s = read_classes(block, model, rows);
  if (s.code != STATUS_OK) return s;
  find_sums(block, model, rows->X);
  for (size_t i = 0; i < block->rows; i++)
    block->loss[i] = block->top[i] - of_class(block, block->own[i])[i];
  find_powers(block);
  for (size_t i = 0; i < block->rows; i++)
    block->loss[i] += log1p(block->rest[i]);
  return s;
}

/* p - 1 for the class of an example, p for the others. For the best class that
 * is -rest / (1 + rest), which keeps its digits. */
static void find_errors(Block *block) {
  for (size_t i = 0; i < block->rows; i++) {
    double *z = of_class(block, block->own[i]) + i;
    *z = block->own[i] == block->best[i] ? -block->rest[i]
                                         : *z - (1 + block->rest[i]);
  }
  share(block);
}

/* -- every row ------------------------------------------------------------ */

Status softmax_value(Vec out, const Glm *model, Mat X, StopFlag stop) {
  Block block;
  for (size_t i = 0; i < X.rows;) {
    Mat rows;
    Status s = next_rows(&rows, model, X, i, stop);
    if (s.code != STATUS_OK) return s;
    find_sums(&block, model, rows);
    for (size_t r = 0; r < rows.rows; r++, i++)
      *vec_at(out, i) = (double)block.best[r] + 1;
  }
  return status_ok();
}

Status softmax_probabilities(Mat out, const Glm *model, Mat X, StopFlag stop) {
  Block block;
  for (size_t i = 0; i < X.rows;) {
    Mat rows;
    Status s = next_rows(&rows, model, X, i, stop);
    if (s.code != STATUS_OK) return s;
    find_probabilities(&block, model, rows);
    mat_transpose(mat_part(out, i, rows.rows),
                  mat_of(block.z, model->classes, rows.rows));
    i += rows.rows;
  }
  return status_ok();
}

Status softmax_loss(Vec out, const Glm *model, Mat X, Vec y, StopFlag stop) {
  Block block;
  for (size_t i = 0; i < X.rows;) {
    Mat rows;
    Status s = next_rows(&rows, model, X, i, stop);
    if (s.code != STATUS_OK) return s;
    const Examples part = examples_of(rows, vec_part(y, i, rows.rows));
    s = find_losses(&block, model, &part);
    if (s.code != STATUS_OK) return status_error(s.code, i + s.i, s.j, s.value);
    vec_copy(vec_part(out, i, rows.rows), vec_of(block.loss, rows.rows));
    i += rows.rows;
  }
  return status_ok();
}

/* Multiplies losses and errors by the weights. */
static void weigh(Block *block, Vec weight) {
  double w[KERNEL_MOST_ROWS];
  if (!weight.n) return;
  vec_copy(vec_of(w, block->rows), weight);
  for (size_t i = 0; i < block->rows; i++) block->loss[i] *= w[i];
  for (size_t k = 0; k < block->classes; k++) {
    double *error = of_class(block, k);
    for (size_t i = 0; i < block->rows; i++) error[i] *= w[i];
  }
}

Status softmax_add(double *loss, double *gradient, const Glm *model,
                   const Examples *e, StopFlag stop) {
  Block block;
  for (size_t i = 0; i < e->X.rows;) {
    Mat rows;
    Status s = next_rows(&rows, model, e->X, i, stop);
    if (s.code != STATUS_OK) return s;
    const Examples part = examples_part(e, i, rows.rows);
    s = find_losses(&block, model, &part);
    if (s.code != STATUS_OK) return status_error(s.code, i + s.i, s.j, s.value);
    find_errors(&block);
    weigh(&block, part.weight);
    for (size_t r = 0; r < rows.rows; r++) *loss += block.loss[r];
    add_gradient(gradient, &block, rows);
    i += rows.rows;
  }
  return status_ok();
}

/* -- second derivatives --------------------------------------------------- */

/* The block of H for classes k and l. */
static Mat part(double *hessian, const Glm *model, size_t k, size_t l) {
  const size_t p = model_size(model), one = model->features + 1;
  return (Mat){hessian + k * one * p + l * one, one, one, (ptrdiff_t)p};
}

/* Adds Σ p_k (δ_kl - p_l) a aᵀ over the rows for all l <= k, with weights. */
static Status add_curvature(double *hessian, const Glm *model,
                            const Examples *rows, Block *block, StopFlag stop) {
  double by[KERNEL_MOST_ROWS];
  for (size_t k = 0; k < model->classes; k++)
    for (size_t l = 0; l <= k; l++) {
      const double *pk = of_class(block, k), *pl = of_class(block, l);
      if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, 0, 0);
      for (size_t i = 0; i < rows->X.rows; i++)
        by[i] = k == l ? pk[i] * (1 - pk[i]) : -pk[i] * pl[i];
      for (size_t i = 0; i < rows->weight.n; i++)
        by[i] *= *vec_at(rows->weight, i);
      gram_add(part(hessian, model, k, l),
               &(GramRows){.X = rows->X, .weight = by});
    }
  return status_ok();
}

void softmax_finish_curvature(double *hessian, const Glm *model, double m) {
  for (size_t k = 0; k < model->classes; k++) {
    for (size_t l = 0; l <= k; l++) {
      Mat G = part(hessian, model, k, l);
      gram_finish(G, m, model->intercept);
      if (l < k) mat_copy(part(hessian, model, l, k), G);
    }
    gram_penalty(part(hessian, model, k, k), model->lambda / m,
                 model->intercept);
  }
}

Status softmax_add_curvature(double *hessian, const Glm *model,
                             const Examples *e, StopFlag stop) {
  Block block;
  for (size_t i = 0; i < e->X.rows;) {
    Mat rows;
    Status s = next_rows(&rows, model, e->X, i, stop);
    if (s.code != STATUS_OK) return s;
    const Examples part = examples_part(e, i, rows.rows);
    find_probabilities(&block, model, rows);
    s = add_curvature(hessian, model, &part, &block, stop);
    if (s.code != STATUS_OK) return s;
    i += rows.rows;
  }
  return status_ok();
}

/* H is 0 in the direction that changes parameter j of every class by the same
 * amount. A square term in that direction, of the size of the neighboring
 * curvatures, does not affect the others, which are orthogonal. */
static void hold_number(double *hessian, const Glm *model, size_t j) {
  const size_t K = model->classes;
  double sum = 0;
  for (size_t k = 0; k < K; k++)
    sum += *mat_at(part(hessian, model, k, k), j, j);
  for (size_t k = 0; k < K; k++)
    for (size_t l = 0; l < K; l++)
      *mat_at(part(hessian, model, k, l), j, j) += sum / (double)K;
}

void softmax_hold_shift(double *hessian, const Glm *model) {
  for (size_t j = 0; model->lambda == 0 && j < model->features; j++)
    hold_number(hessian, model, j);
  if (model->intercept) hold_number(hessian, model, model->features);
}
