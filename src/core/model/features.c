#include "core/model/features.h"

#include "core/model/poly.h"
#include "core/parallel/blocks.h"

size_t features_count(const Features *f) {
  return f->degree == 1 ? f->inputs : poly_count(f->inputs, f->degree, true);
}

/* Rows per block, few enough to be scaled while in the cache. */
static Status fill_part(Mat out, const Features *f, Mat X, StopFlag stop) {
  if (f->degree == 1 && f->scale) return scale_apply(out, f->scale, X, stop);
  if (f->degree == 1) mat_copy(out, X);
  if (f->degree == 1) return status_ok();
  Status s = poly_fill(out, X, f->degree, true, false, stop);
  return s.code == STATUS_OK && f->scale ? scale_apply(out, f->scale, out, stop)
                                         : s;
}

typedef struct Fill {
  Mat out, X;
  const Features *features;
  StopFlag stop;
} Fill;

static Status fill_rows(void *context, const BlockPart *part, double *unused) {
  const Fill *fill = context;
  const size_t high = 64 + 16384 / (fill->out.cols + 1);
  (void)unused;
  for (size_t i = 0, at; i < part->rows; i += high) {
    if (stop_asked(fill->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const size_t rows = part->rows - i < high ? part->rows - i : high;
    at = part->from + i;
    Status s = fill_part(mat_part(fill->out, at, rows), fill->features,
                         mat_part(fill->X, at, rows), fill->stop);
    if (s.code != STATUS_OK) return s;
  }
  return status_ok();
}

Status features_fill(Mat out, const Features *f, Mat X, StopFlag stop) {
  Fill fill = {out, X, f, stop};
  const Blocks blocks = blocks_cut(X.rows, out.cols);
  return blocks_sum(NULL, &blocks,
                    &(BlockSum){.function = fill_rows, .context = &fill}, stop);
}

void features_original(double *raw, const Features *f, const double *theta) {
  const size_t n = features_count(f);
  DoubleDouble b = {theta[n], 0};
  for (size_t j = 0; j < n; j++) {
    DoubleDouble w = {theta[j], 0};
    if (f->scale) w = dd_divide(w, scale_factor(f->scale, j));
    if (f->scale) dd_add_product(&b, -scale_shift(f->scale, j), w);
    raw[j] = dd_round(w);
  }
  raw[n] = dd_round(b);
}

void features_scaled(double *theta, const Features *f,
                     const DoubleDouble *raw) {
  const size_t n = features_count(f);
  DoubleDouble b = raw[n];
  for (size_t j = 0; j < n; j++) {
    DoubleDouble w = raw[j];
    if (f->scale) dd_add_product(&b, scale_shift(f->scale, j), w);
    if (f->scale)
      w = dd_multiply(w, (DoubleDouble){scale_factor(f->scale, j), 0});
    theta[j] = dd_round(w);
  }
  theta[n] = dd_round(b);
}
