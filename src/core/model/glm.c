#include "core/model/glm.h"

#include <math.h>
#include <string.h>

#include "core/elementary/vector_math.h"
#include "core/linalg/gram.h"
#include "core/linalg/kernel.h"
#include "core/model/softmax.h"

/* -- a block of rows ------------------------------------------------------ */

/* Buffers for a block: sums w·x + b, errors, contiguous targets. */
typedef struct Block {
  double z[KERNEL_MOST_ROWS], e[KERNEL_MOST_ROWS], y[KERNEL_MOST_ROWS];
  double loss[KERNEL_MOST_ROWS]; /* only with weights */
} Block;

/* How many rows the block from `from` on has, of at most `most`. */
static size_t rows_left(Mat X, size_t from, size_t most) {
  const size_t left = X.rows - from;
  return left < most ? left : most;
}

static Mat next_block(Mat X, size_t from) {
  return mat_part(X, from, rows_left(X, from, kernel_rows(X.cols)));
}

/* w·x + b + offset of each row. */
static void find_sums(double *z, const Glm *model, const Examples *rows) {
  kernel_sums(z, model->theta, rows->X);
  for (size_t i = 0; i < rows->offset.n; i++) z[i] += *vec_at(rows->offset, i);
}

/* A linear model needs no block of sums, so its blocks are larger. */
static bool is_at_once(const Glm *model, const Examples *e) {
  return model->kind == GLM_LINEAR && !e->weight.n;
}

static size_t most_rows(const Glm *model, const Examples *e) {
  const bool at_once = is_at_once(model, e) && e->y.step == 1;
  return kernel_rows(e->X.cols) * (at_once ? 16 : 1);
}

/* Near f = y, where the terms cancel, it is computed from their ratio. */
double glm_count_loss(double z, double f, double y) {
  if (!(y > 0)) return f;
  const double t = (f - y) / y;
  if (fabs(t) < 0.5) return y * (t - log1p(t));
  return y * (log(y) - z) - y + f;
}

static void find_counts(Block *block, const double *y, size_t n) {
  vector_math_exp(block->e, block->z, n);
  for (size_t i = 0; i < n; i++) {
    block->loss[i] = glm_count_loss(block->z[i], block->e[i], y[i]);
    block->e[i] -= y[i];
  }
}

/* The loss and the error f - y of each row, from its sum and its target. */
static void find_losses(Block *block, GlmKind kind, const double *y, size_t n) {
  double *z = block->z, *e = block->e, *loss = block->loss;
  if (kind == GLM_POISSON) {
    find_counts(block, y, n);
    return;
  }
  if (kind == GLM_LINEAR) {
    for (size_t i = 0; i < n; i++) e[i] = z[i] - y[i];
    for (size_t i = 0; i < n; i++) loss[i] = e[i] * e[i] / 2;
    return;
  }
  for (size_t i = 0; i < n; i++) loss[i] = -fabs(z[i]);
  vector_math_exp(loss, loss, n);
  vector_math_log1p(loss, loss, n);
  vector_math_sigmoid(e, z, n);
  for (size_t i = 0; i < n; i++) loss[i] += higher(z[i], 0) - y[i] * z[i];
  for (size_t i = 0; i < n; i++) e[i] -= y[i];
}

/* Multiplies errors by weights; returns the weighted sum of the losses. The
 * target of an example of weight 0 may be any number, even nan. */
static double weigh(Block *block, Vec weight) {
  double sum = 0;
  for (size_t i = 0; i < weight.n; i++) {
    const double w = *vec_at(weight, i);
    block->e[i] = w > 0 ? w * block->e[i] : 0;
    sum += w > 0 ? w * block->loss[i] : 0;
  }
  return sum;
}

/* Adds the gradient of the rows; returns the sum of their losses. */
static double add_block(double *gradient, Block *block, const Glm *model,
                        const Examples *rows) {
  const size_t n = rows->X.rows;
  const Vec y = rows->y;
  const double *targets = y.step == 1 ? y.d : block->y;
  if (y.step != 1) vec_copy(vec_of(block->y, n), y);
  if (is_at_once(model, rows))
    return kernel_line(gradient, model->theta, rows->X, targets);
  double loss = 0;
  find_sums(block->z, model, rows);
  if (model->kind == GLM_LOGISTIC && !rows->weight.n)
    loss = vector_math_entropies(block->e, block->z, targets, n);
  else
    find_losses(block, model->kind, targets, n);
  if (rows->weight.n)
    loss = weigh(block, rows->weight);
  else if (model->kind != GLM_LOGISTIC)
    loss = vec_sum(vec_of(block->loss, n), NULL);
  kernel_gradient(gradient, block->e, rows->X);
  return loss;
}

/* -- every row ------------------------------------------------------------ */

/* Fills rows of `out` from those of X; y only for losses. */
typedef struct Fill {
  Vec out, y;
  const Glm *model;
  Mat X;
  StopFlag stop;
} Fill;

bool glm_calls_blas(const Glm *model, Mat X) {
  return model->kind == GLM_SOFTMAX && softmax_calls_blas(X);
}

static Status fill(const Fill *rows, BlockFunction *function) {
  Fill all = *rows;
  const Blocks blocks = blocks_cut(all.X.rows, all.X.cols);
  return blocks_sum(NULL, &blocks,
                    &(BlockSum){.function = function,
                                .context = &all,
                                .alone = glm_calls_blas(all.model, all.X)},
                    all.stop);
}

static Status values_of(void *context, const BlockPart *part, double *unused) {
  const Fill *all = context;
  const GlmKind kind = all->model->kind;
  const Vec out = vec_part(all->out, part->from, part->rows);
  const Mat X = mat_part(all->X, part->from, part->rows);
  Block block;
  (void)unused;
  if (kind == GLM_SOFTMAX) return softmax_value(out, all->model, X, all->stop);
  for (size_t i = 0; i < X.rows;) {
    if (stop_asked(all->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Mat rows = next_block(X, i);
    kernel_sums(block.z, all->model->theta, rows);
    if (kind == GLM_LOGISTIC) vector_math_sigmoid(block.z, block.z, rows.rows);
    if (kind == GLM_POISSON) vector_math_exp(block.z, block.z, rows.rows);
    vec_copy(vec_part(out, i, rows.rows), vec_of(block.z, rows.rows));
    i += rows.rows;
  }
  return status_ok();
}

Status glm_value(Vec out, const Glm *model, Mat X, StopFlag stop) {
  return fill(&(Fill){.out = out, .model = model, .X = X, .stop = stop},
              values_of);
}

Status glm_probabilities(Mat out, const Glm *model, Mat X, StopFlag stop) {
  return softmax_probabilities(out, model, X, stop);
}

/* log(1 + e^z) - y z, written so that e^z cannot overflow. */
static double cross_entropy(double z, double y) {
  return fmax(z, 0) - y * z + log1p(exp(-fabs(z)));
}

static double loss_of(GlmKind kind, double z, double y) {
  if (kind == GLM_POISSON) return glm_count_loss(z, exp(z), y);
  return kind == GLM_LINEAR ? (z - y) * (z - y) / 2 : cross_entropy(z, y);
}

static Status losses_of(void *context, const BlockPart *part, double *unused) {
  const Fill *all = context;
  const GlmKind kind = all->model->kind;
  const Vec out = vec_part(all->out, part->from, part->rows);
  const Vec y = vec_part(all->y, part->from, part->rows);
  const Mat X = mat_part(all->X, part->from, part->rows);
  Block block;
  (void)unused;
  if (kind == GLM_SOFTMAX)
    return softmax_loss(out, all->model, X, y, all->stop);
  for (size_t i = 0; i < X.rows;) {
    if (stop_asked(all->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Mat rows = next_block(X, i);
    kernel_sums(block.z, all->model->theta, rows);
    for (size_t k = 0; k < rows.rows; k++, i++)
      *vec_at(out, i) = loss_of(kind, block.z[k], *vec_at(y, i));
  }
  return status_ok();
}

Status glm_loss(Vec out, const Glm *model, Mat X, Vec y, StopFlag stop) {
  return fill(&(Fill){.out = out, .y = y, .model = model, .X = X, .stop = stop},
              losses_of);
}

Status glm_add(double *loss, double *gradient, const Glm *model,
               const Examples *e, StopFlag stop) {
  Block block;
  if (model->kind == GLM_SOFTMAX)
    return softmax_add(loss, gradient, model, e, stop);
  const size_t most = most_rows(model, e);
  for (size_t i = 0; i < e->X.rows;) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Examples rows = examples_part(e, i, rows_left(e->X, i, most));
    *loss += add_block(gradient, &block, model, &rows);
    i += rows.X.rows;
  }
  return status_ok();
}

/* λ/2m Σ w² of one class, and its gradient. */
static double add_penalty(double *gradient, const double *w, const Glm *model,
                          double m) {
  double squares = 0;
  for (size_t j = 0; model->lambda > 0 && j < model->features; j++) {
    squares += w[j] * w[j];
    gradient[j] += model->lambda / m * w[j];
  }
  return model->lambda / (2 * m) * squares;
}

typedef struct Pass {
  const Glm *model;
  const Examples *e;
  StopFlag stop;
} Pass;

/* The gradient, and the losses after it. */
static Status add_part(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  const Examples some = examples_part(pass->e, part->from, part->rows);
  return glm_add(sums + model_size(pass->model), sums, pass->model, &some,
                 pass->stop);
}

size_t glm_cost_scratch(const Blocks *blocks, const Glm *model) {
  const size_t width = model_size(model) + 1;
  return width + blocks_scratch(blocks, width, 0);
}

/* The sums over all examples, block by block if they are cut. */
static Status add_all(double *loss, double *gradient, const Glm *model,
                      const Examples *e, StopFlag stop) {
  const size_t p = model_size(model);
  Pass pass = {model, e, stop};
  Blocks blocks = e->blocks;
  if (!blocks.count) return glm_add(loss, gradient, model, e, stop);
  double *sums = blocks_take(&blocks, p + 1);
  const Status s = blocks_sum(sums, &blocks,
                              &(BlockSum){.function = add_part,
                                          .context = &pass,
                                          .width = p + 1,
                                          .alone = glm_calls_blas(model, e->X)},
                              stop);
  memcpy(gradient, sums, p * sizeof *gradient);
  *loss = sums[p];
  return s;
}

Status glm_cost(double *cost, double *gradient, const Glm *model, Examples e,
                StopFlag stop) {
  const size_t n = model->features, p = model_size(model);
  const double m = e.total;
  double loss = 0;
  memset(gradient, 0, p * sizeof *gradient);
  Status s = add_all(&loss, gradient, model, &e, stop);
  if (s.code != STATUS_OK) return s;
  for (size_t j = 0; j < p; j++) gradient[j] /= m;
  *cost = loss / m;
  for (size_t first = 0; first < p; first += n + 1) {
    if (!model->intercept) gradient[first + n] = 0;
    *cost += add_penalty(gradient + first, model->theta + first, model, m);
  }
  return s;
}

/* Is y a valid target for this kind of model? */
static bool allowed_target(const Glm *model, double y) {
  switch (model->kind) {
  case GLM_LINEAR: return true;
  case GLM_LOGISTIC: return y == 0 || y == 1;
  case GLM_POISSON: return y >= 0;
  case GLM_SOFTMAX:
    return y >= 1 && y <= (double)model->classes && y == floor(y);
  }
  return false;
}

Status glm_check_targets(const Glm *model, Examples e) {
  const size_t classes = model->kind == GLM_SOFTMAX ? model->classes : 0;
  const Vec y = e.y;
  if (e.X.rows != y.n) return status_error(STATUS_SHAPE, e.X.rows, y.n, 0);
  if (!y.n) return status_error(STATUS_EMPTY, 0, 0, 0);
  for (size_t i = 0; i < y.n; i++) {
    if (!(examples_weight(&e, i) > 0)) continue;
    const double value = *vec_at(y, i);
    if (!isfinite(value)) return status_error(STATUS_NONFINITE, i, 0, value);
    if (!allowed_target(model, value))
      return status_error(STATUS_LABEL, i, classes, value);
  }
  return status_ok();
}

/* -- second derivatives --------------------------------------------------- */

/* D of a block of rows, times their weights; NULL: all are 1. If theta is NULL,
 * D is y for a poisson model, 1 for others. */
static const double *find_bends(Block *block, const Glm *model,
                                const Examples *rows) {
  const size_t n = rows->X.rows;
  const bool counts = model->kind == GLM_POISSON;
  const bool bends = model->theta && model->kind == GLM_LOGISTIC;
  if (!bends && !counts && !rows->weight.n) return NULL;
  vec_fill(vec_of(block->e, n), 1);
  if (counts && model->theta) {
    find_sums(block->e, model, rows);
    vector_math_exp(block->e, block->e, n);
  } else if (counts)
    vec_copy(vec_of(block->e, n), rows->y);
  if (bends) {
    kernel_sums(block->z, model->theta, rows->X);
    vector_math_sigmoid(block->z, block->z, n);
    for (size_t k = 0; k < n; k++)
      block->e[k] = block->z[k] * (1 - block->z[k]);
  }
  for (size_t k = 0; k < rows->weight.n; k++) {
    const double w = *vec_at(rows->weight, k);
    block->e[k] = w > 0 ? w * block->e[k] : 0;
  }
  return block->e;
}

Status glm_add_curvature(double *hessian, const Glm *model, const Examples *e,
                         StopFlag stop) {
  Block block;
  const size_t p = model_size(model);
  if (model->kind == GLM_SOFTMAX)
    return softmax_add_curvature(hessian, model, e, stop);
  for (size_t i = 0; i < e->X.rows;) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const size_t most = kernel_rows(e->X.cols);
    const Examples rows = examples_part(e, i, rows_left(e->X, i, most));
    const double *bends = find_bends(&block, model, &rows);
    gram_add(mat_of(hessian, p, p), &(GramRows){.X = rows.X, .weight = bends});
    i += rows.X.rows;
  }
  return status_ok();
}

void glm_finish_curvature(double *hessian, const Glm *model, double total) {
  const size_t p = model_size(model);
  if (model->kind == GLM_SOFTMAX)
    softmax_finish_curvature(hessian, model, total);
  else {
    gram_finish(mat_of(hessian, p, p), total, model->intercept);
    gram_penalty(mat_of(hessian, p, p), model->lambda / total,
                 model->intercept);
  }
}

Status glm_curvature(double *hessian, const Glm *model, Examples e,
                     StopFlag stop) {
  const size_t p = model_size(model);
  vec_fill(vec_of(hessian, p * p), 0);
  const Status s = glm_add_curvature(hessian, model, &e, stop);
  if (s.code == STATUS_OK) glm_finish_curvature(hessian, model, e.total);
  return s;
}

void glm_hold_shift(double *hessian, const Glm *model) {
  if (model->kind == GLM_SOFTMAX) softmax_hold_shift(hessian, model);
}
