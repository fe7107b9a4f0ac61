/* parallel_elements.c - slow functions of long vectors, by several threads. */
#include "lua/array/parallel_elements.h"

#include <math.h>

#include "core/parallel/blocks.h"
#include "core/status.h"
#include "sys/interrupt.h"

/* A piece stays in the L2 cache until its results are checked. */
enum { PIECE = 1 << 14 };

typedef struct Task {
  bool unary;
  UnaryOp op;
  BinaryOp with;
  Vec out, a, b;
} Task;

/* The trace of n results, which is nan if one of them is nan or infinite. */
static double compute(const Task *t, size_t from, size_t n) {
  const Vec out = vec_part(t->out, from, n), a = vec_part(t->a, from, n);
  if (!t->unary) return vec_binary(t->with, out, a, vec_part(t->b, from, n));
  vec_unary(t->op, out, a);
  return vec_trace(out);
}

/* *trouble becomes nan if a result is not finite. */
static Status compute_part(void *context, const BlockPart *part,
                           double *trouble) {
  for (size_t i = 0; i < part->rows; i += PIECE) {
    if (stop_asked(&interrupted)) return status_error(STATUS_STOPPED, i, 0, 0);
    const size_t n = part->rows - i < PIECE ? part->rows - i : PIECE;
    if (isnan(compute(context, part->from + i, n))) *trouble = NAN;
  }
  return status_ok();
}

static bool run(Task *t) {
  double trouble, scratch[BLOCKS_MOST];
  Blocks blocks = blocks_cut(t->out.n, 0);
  if (blocks.count == 1) return false;
  blocks.scratch = scratch;
  blocks.room = BLOCKS_MOST;
  const Status s =
    blocks_sum(&trouble, &blocks,
               &(BlockSum){.function = compute_part, .context = t, .width = 1},
               &interrupted);
  return s.code == STATUS_OK && !isnan(trouble);
}

bool parallel_elements_unary(UnaryOp op, Vec out, Vec a) {
  switch (op) {
  case OP_EXP:
  case OP_LOG:
  case OP_LOG1P:
  case OP_SIN:
  case OP_COS:
  case OP_TAN:
  case OP_TANH:
  case OP_SIGMOID:
    return run(&(Task){.unary = true, .op = op, .out = out, .a = a});
  default: return false; /* bound by memory */
  }
}

bool parallel_elements_binary(BinaryOp op, Vec out, Vec a, Vec b) {
  return (op == OP_POW || op == OP_MOD) &&
         run(&(Task){.with = op, .out = out, .a = a, .b = b});
}
