#include "core/optim/centered.h"

#include <math.h>
#include <string.h>

#include "core/model/moments.h"
#include "core/model/scale.h"
#include "core/parallel/share.h"
#include "core/linalg/vec_reduce.h"

enum { NUMBERS = 32768, FEWEST_ROWS = 64 };

/* How many rows are centered at a time. */
static size_t rows_at_once(Mat X) {
  const size_t fit = NUMBERS / (X.cols + 1);
  const size_t most = fit < FEWEST_ROWS ? FEWEST_ROWS : fit;
  return most < X.rows ? most : X.rows;
}

size_t centered_scratch(const Glm *model, const Examples *e, bool curvature) {
  const size_t p = model_size(model), n = e->X.cols;
  const size_t own = rows_at_once(e->X) * n;
  const Blocks blocks = examples_blocks(e);
  const size_t pass = p + 1 + blocks_scratch(&blocks, p + 1, own);
  const size_t square = curvature ? blocks_scratch(&blocks, p * p, own) : 0;
  const size_t most = pass > square ? pass : square;
  const size_t learning =
    4 * n + (share_has_blocks(&blocks) ? moments_scratch(&blocks, n) : 0);
  return 3 * n + (most > learning ? most : learning);
}

/* A power of two, so that division by it is exact. */
static double near_power(double size) {
  return size > 0 && isfinite(size) ? exp2(rint(log2(size))) : 1;
}

/* The root of the mean square. */
static double length_of(const Examples *e, Vec v) {
  if (!e->weight.n) return v.n ? vec_norm(v) / sqrt((double)v.n) : 0;
  double length = 0;
  for (size_t i = 0; i < v.n; i++)
    length = hypot(length, sqrt(*vec_at(e->weight, i)) * *vec_at(v, i));
  return length / sqrt(e->total);
}

/* The mean count, to which the rounding errors of a poisson model's slope are
 * relative; at least 1, as for classes. */
static double mean_count(const Examples *e) {
  double sum = 0;
  for (size_t i = 0; i < e->y.n; i++) {
    const double w = examples_weight(e, i);
    if (w > 0) sum += w / e->total * *vec_at(e->y, i);
  }
  return fmax(sum, 1);
}

static double unit_from(double mean, double spread) {
  return spread > 1e-14 * fabs(mean) && isfinite(spread)
           ? spread
           : fmax(fabs(mean), 1e-300);
}

/* The spread of the targets; without an intercept, their distance from 0. */
static double unit_of(const Glm *model, const Examples *e) {
  double mean = 0, square = 0, before = 0;
  if (model->kind == GLM_POISSON) return mean_count(e);
  if (model->kind != GLM_LINEAR) return 1;
  for (size_t i = 0; i < e->y.n && model->intercept; i++) {
    const double w = examples_weight(e, i);
    if (!(w > 0)) continue;
    before += w;
    mean += (*vec_at(e->y, i) - mean) * (w / before);
  }
  for (size_t i = 0; i < e->y.n; i++) {
    const double w = examples_weight(e, i);
    const double off = w > 0 ? *vec_at(e->y, i) - mean : 0;
    square += w * off * off / e->total;
  }
  return unit_from(mean, sqrt(square));
}

/* The penalty's part of a column's squared spread: their sum is the curvature
 * along w. For several classes it is that at equal probabilities. */
static double penalty_of(const Glm *model, double m) {
  const double K = (double)model->classes;
  const double curvature = model->kind == GLM_LINEAR     ? 1
                           : model->kind == GLM_POISSON  ? 1
                           : model->kind == GLM_LOGISTIC ? 0.25
                                                         : (K - 1) / (K * K);
  return model->lambda / (m * curvature);
}

/* The mean and the spread of the columns: of shared rows with those of the other
 * processes. */
static Status find_moments(Scale *scale, const Centered *c, Mat columns,
                           double *room) {
  if (!share_has_blocks(&c->e.blocks))
    return scale_fit_weighted(scale, columns, c->e.weight, c->stop);
  Blocks blocks = c->e.blocks;
  blocks.scratch = room;
  blocks.room = moments_scratch(&blocks, columns.cols);
  return moments_fit(scale, columns, c->e.weight, c->e.total, &blocks, c->stop);
}

/* unit_of for shared rows. */
static Status find_shared_unit(Centered *c, double *room) {
  double of_y[4];
  Scale scale = {SCALE_ZSCORE, vec_of(of_y, 1), vec_of(of_y + 1, 1),
                 vec_of(of_y + 2, 1), vec_of(of_y + 3, 1)};
  const Status s = find_moments(&scale, c, mat_column(c->e.y), room);
  const double mean = of_y[0], spread = of_y[1];
  c->unit = 1;
  if (c->model.kind == GLM_POISSON) c->unit = fmax(mean, 1);
  if (c->model.kind == GLM_LINEAR)
    c->unit = unit_from(c->model.intercept ? mean : 0,
                        c->model.intercept ? spread : hypot(mean, spread));
  return s;
}

static Status learn_columns(Centered *c, double *room) {
  const size_t n = c->e.X.cols;
  const double penalty = penalty_of(&c->model, c->e.total);
  Scale scale = {SCALE_ZSCORE, vec_of(c->shift, n), vec_of(room, n),
                 vec_of(room + n, n), vec_of(room + 2 * n, n)};
  Status s = find_moments(&scale, c, c->e.X, room + 4 * n);
  if (s.code == STATUS_OK && share_has_blocks(&c->e.blocks))
    s = find_shared_unit(c, room + 4 * n);
  for (size_t j = 0; j < n && s.code == STATUS_OK; j++) {
    const bool usable = scale_usable(&scale, j);
    double spread = usable ? scale_factor(&scale, j) : 0;
    const double mean = c->shift[j];
    if (!usable || !c->model.intercept) c->shift[j] = 0;
    if (!c->model.intercept)
      spread = share_has_blocks(&c->e.blocks)
                 ? hypot(mean, spread)
                 : length_of(&c->e, mat_col(c->e.X, j));
    c->factor[j] = near_power(hypot(spread, sqrt(penalty)));
  }
  return s;
}

Status centered_start(Centered *c, const Glm *model, Examples e, bool curvature,
                      double *scratch, StopFlag stop) {
  const size_t n = e.X.cols;
  *c = (Centered){
    *model,           e, stop, scratch, scratch + n, scratch + 2 * n, 1,
    rows_at_once(e.X)};
  const size_t room = centered_scratch(model, &e, curvature);
  c->e.blocks = examples_blocks(&e);
  if (!share_has_blocks(&c->e.blocks)) c->unit = unit_of(model, &e);
  c->e.blocks.scratch = scratch + 3 * n;
  c->e.blocks.room = room - 3 * n;
  const Status s = learn_columns(c, c->e.blocks.scratch);
  for (size_t j = 0; j < n; j++) c->inverse[j] = 1 / c->factor[j];
  return s;
}

/* -- cost and curvature --------------------------------------------------- */

/* Rows [from, from + count), centered, in `room`. */
static Mat fill_rows(double *room, const Centered *c, size_t from,
                     size_t count) {
  const size_t n = c->e.X.cols;
  const Mat rows = mat_of(room, count, n);
  const double *restrict shift = c->shift, *restrict inverse = c->inverse;
  for (size_t i = 0; i < count; i++) {
    const double *x = mat_at(c->e.X, from + i, 0);
    double *restrict z = mat_at(rows, i, 0);
    for (size_t j = 0; j < n; j++) z[j] = (x[j] - shift[j]) * inverse[j];
  }
  return rows;
}

/* A pass over all rows, for one point. */
typedef struct Pass {
  const Centered *c;
  Glm there;
} Pass;

static Pass pass_at(const Centered *c, const double *point) {
  Pass pass = {c, c->model};
  pass.there.theta = point;
  pass.there.lambda = 0;
  return pass;
}

/* Calls one of the two functions of glm.h for all rows of a block. */
static Status for_rows(Status (*add)(const Pass *pass, const Examples *rows,
                                     double *sums),
                       const Pass *pass, const BlockPart *part, double *sums) {
  const Centered *c = pass->c;
  for (size_t i = 0, count; i < part->rows; i += count) {
    count = part->rows - i < c->high ? part->rows - i : c->high;
    Examples some = examples_part(&c->e, part->from + i, count);
    some.X = fill_rows(part->own, c, part->from + i, count);
    const Status s = add(pass, &some, sums);
    if (s.code != STATUS_OK) return status_error(s.code, i + s.i, s.j, s.value);
  }
  return status_ok();
}

/* The gradient, and the losses after it. */
static Status add_costs(const Pass *pass, const Examples *rows, double *sums) {
  return glm_add(sums + model_size(&pass->there), sums, &pass->there, rows,
                 pass->c->stop);
}

static Status add_squares(const Pass *pass, const Examples *rows,
                          double *sums) {
  return glm_add_curvature(sums, &pass->there, rows, pass->c->stop);
}

static Status cost_of_block(void *context, const BlockPart *part,
                            double *sums) {
  return for_rows(add_costs, context, part, sums);
}

static Status curvature_of_block(void *context, const BlockPart *part,
                                 double *sums) {
  return for_rows(add_squares, context, part, sums);
}

/* Adds the penalty on w = v / σ, and its slope along v. */
static void add_penalty(double *cost, double *gradient, const Centered *c,
                        const double *point) {
  const size_t n = c->e.X.cols, p = model_size(&c->model);
  const double share = c->model.lambda / c->e.total;
  for (size_t first = 0; share > 0 && first < p; first += n + 1)
    for (size_t j = 0; j < n; j++) {
      const double w = point[first + j] / c->factor[j];
      *cost += share * w * w / 2;
      gradient[first + j] += share * w / c->factor[j];
    }
}

/* Adding the same number to every class changes no prediction: a slope in that
 * direction is a rounding error, and the penalty is minimal if the weights sum
 * to 0 over the classes. Makes the first `count` parameters of each class sum
 * to 0. */
static void level(double *of_classes, const Centered *c, size_t count) {
  const size_t K = c->model.classes, one = c->e.X.cols + 1;
  for (size_t j = 0; c->model.kind == GLM_SOFTMAX && j < count; j++) {
    double mean = 0;
    for (size_t k = 0; k < K; k++) mean += of_classes[k * one + j] / (double)K;
    for (size_t k = 0; k < K; k++) of_classes[k * one + j] -= mean;
  }
}

/* The centered rows are contiguous. */
static bool calls_blas(const Centered *c) {
  return glm_calls_blas(&c->model, mat_of(NULL, c->high, c->e.X.cols));
}

Status centered_cost(double *cost, double *gradient, const Centered *c,
                     const double *point) {
  const size_t n = c->e.X.cols, p = model_size(&c->model);
  Pass pass = pass_at(c, point);
  Blocks blocks = c->e.blocks;
  double *sums = blocks_take(&blocks, p + 1);
  const Status s = blocks_sum(sums, &blocks,
                              &(BlockSum){.function = cost_of_block,
                                          .context = &pass,
                                          .width = p + 1,
                                          .own = c->high * n,
                                          .alone = calls_blas(c)},
                              c->stop);
  if (s.code != STATUS_OK) return s;
  *cost = sums[p] / c->e.total;
  for (size_t i = 0; i < p; i++) gradient[i] = sums[i] / c->e.total;
  for (size_t j = n; j < p && !c->model.intercept; j += n + 1) gradient[j] = 0;
  add_penalty(cost, gradient, c, point);
  level(gradient, c, n + 1);
  return s;
}

Status centered_curvature(double *hessian, const Centered *c,
                          const double *point) {
  const size_t n = c->e.X.cols, p = model_size(&c->model);
  const double share = c->model.lambda / c->e.total;
  Pass pass = pass_at(c, point);
  const Status s = blocks_sum(hessian, &c->e.blocks,
                              &(BlockSum){.function = curvature_of_block,
                                          .context = &pass,
                                          .width = p * p,
                                          .own = c->high * n,
                                          .alone = calls_blas(c)},
                              c->stop);
  if (s.code != STATUS_OK) return s;
  glm_finish_curvature(hessian, &pass.there, c->e.total);
  for (size_t i = 0; i < p; i++)
    if (i % (n + 1) < n)
      hessian[i * p + i] +=
        share / c->factor[i % (n + 1)] / c->factor[i % (n + 1)];
  glm_hold_shift(hessian, &pass.there);
  return s;
}

/* -- conversions ----------------------------------------------------------- */

void centered_inside(double *point, const Centered *c, const double *theta) {
  const size_t n = c->e.X.cols, p = model_size(&c->model);
  for (size_t first = 0; first < p; first += n + 1) {
    DoubleDouble b = {theta[first + n], 0};
    for (size_t j = 0; j < n; j++) {
      const double w = theta[first + j];
      dd_add_product(&b, c->shift[j], (DoubleDouble){w, 0});
      point[first + j] = w * c->factor[j];
    }
    point[first + n] = dd_round(b);
  }
  if (c->model.lambda > 0) level(point, c, n);
}

/* c - Σ w μ */
static DoubleDouble intercept(const Centered *c, const double *w,
                              double middle) {
  DoubleDouble b = {middle, 0};
  for (size_t j = 0; j < c->e.X.cols; j++)
    dd_add_product(&b, -c->shift[j], (DoubleDouble){w[j], 0});
  return b;
}

DoubleDouble centered_intercept(const Centered *c, const double *theta,
                                const double *point) {
  return intercept(c, theta, point[c->e.X.cols]);
}

void centered_outside(double *theta, double *gradient, const Centered *c,
                      const double *point) {
  const size_t n = c->e.X.cols, p = model_size(&c->model);
  for (size_t first = 0; first < p; first += n + 1) {
    double *slope = gradient + first, *w = theta + first;
    for (size_t j = 0; j < n; j++) {
      w[j] = point[first + j] / c->factor[j];
      slope[j] = c->factor[j] * slope[j] + c->shift[j] * slope[n];
    }
    w[n] = dd_round(intercept(c, w, point[first + n]));
  }
}

double centered_slope(const Centered *c, const double *gradient) {
  const size_t n = c->e.X.cols, p = model_size(&c->model);
  double most = 0;
  for (size_t i = 0; i < p; i++) {
    const size_t j = i % (n + 1);
    const double along = gradient[i - j + n];
    const double slope =
      j == n ? along : (gradient[i] - c->shift[j] * along) / c->factor[j];
    most = fmax(most, fabs(slope) / c->unit);
  }
  return most;
}

double centered_inner_slope(const Centered *c, const double *gradient) {
  double most = 0;
  for (size_t i = 0; i < model_size(&c->model); i++)
    most = fmax(most, fabs(gradient[i]) / c->unit);
  return most;
}
