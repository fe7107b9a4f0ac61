#include "core/parallel/blocks.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "sys/parallel/threads.h"

/* A block has at least this many numbers, so that a thread is worth waking, and
 * at least twice as many rows as columns, so that adding the sums of products
 * of columns costs little. Its height is UNIT times a power of two. */
enum { LEAST_NUMBERS = 1 << 14, UNIT = 64 };

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }
static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

Blocks blocks_cut(size_t rows, size_t columns) {
  const size_t wide = columns < SIZE_MAX / 4 ? columns + 1 : columns;
  const size_t least = larger(LEAST_NUMBERS / wide, 2 * wide);
  const size_t high = larger((rows + BLOCKS_MOST - 1) / BLOCKS_MOST, least);
  Blocks b = {.rows = rows, .high = UNIT};
  while (b.high < high && b.high <= SIZE_MAX / 2) b.high *= 2;
  b.count = b.last = rows > b.high ? (rows - 1) / b.high + 1 : 1;
  return b;
}

size_t blocks_row(const Blocks *b, size_t k) {
  return k < b->count ? k * b->high : b->rows;
}

/* Does one block need no exchange and no addition? */
static bool is_single(const Blocks *b) { return b->count == 1 && !b->exchange; }

size_t blocks_scratch(const Blocks *b, size_t width) {
  enum { PLENTY = 1 << 16, PER_THREAD = 4 };
  if (is_single(b) || !width) return 0;
  if (b->exchange || width <= PLENTY / b->count) return b->count * width;
  return smaller(b->count, PER_THREAD * threads_count()) * width;
}

/* -- running blocks --------------------------------------------------------- */

typedef struct Run {
  const Blocks *blocks;
  BlockFunction *function;
  void *context;
  size_t width;
  double *slots; /* the sums of the blocks from `slot` on */
  size_t slot;
  StopFlag stop;
  size_t failed; /* the first block that failed so far, or `count` */
  Status status; /* what it returned */
} Run;

static void fail(Run *run, size_t k, Status s) {
#pragma omp critical(blocks)
  if (k < run->failed) {
    run->status = s;
#pragma omp atomic write
    run->failed = k;
  }
}

/* Blocks after one that failed need not run; those before it may fail, too. */
static void run_block(Run *run, size_t k) {
  const Blocks *b = run->blocks;
  const size_t from = blocks_row(b, k), rows = blocks_row(b, k + 1) - from;
  double *sums = run->slots + (k - run->slot) * run->width;
  size_t failed;
#pragma omp atomic read
  failed = run->failed;
  if (failed < k) return;
  memset(sums, 0, run->width * sizeof *sums);
  Status s =
    stop_asked(run->stop)
      ? status_error(STATUS_STOPPED, 0, 0, 0)
      : run->function(run->context, from - blocks_row(b, b->first), rows, sums);
  if (s.code == STATUS_OK) return;
  s.i += from;
  fail(run, k, s);
}

/* All regions ask for all threads: see threads_start. */
static void run_blocks(Run *run, size_t from, size_t to) {
  const size_t threads = to - from > 1 ? threads_start() : 1;
  if (threads == 1) {
    for (size_t k = from; k < to; k++) run_block(run, k);
    return;
  }
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
  for (size_t k = from; k < to; k++) run_block(run, k);
}

static void add(double *sums, const double *some, size_t width) {
  for (size_t j = 0; j < width; j++) sums[j] += some[j];
}

/* As many blocks at a time as scratch has room for. */
static Status sum_here(double *sums, Run *run) {
  const Blocks *b = run->blocks;
  const size_t room = run->width ? b->room / run->width : b->count;
  run->slots = b->scratch;
  for (size_t k = 0, n; k < b->count; k += n) {
    n = smaller(room, b->count - k);
    run->slot = k;
    run_blocks(run, k, k + n);
    if (run->status.code != STATUS_OK) return run->status;
    for (size_t i = 0; i < n; i++)
      add(sums, b->scratch + i * run->width, run->width);
  }
  return run->status;
}

/* Scratch has room for the sums of all blocks. */
static Status sum_everywhere(double *sums, Run *run) {
  const Blocks *b = run->blocks;
  run->slots = b->scratch;
  run_blocks(run, b->first, b->last);
  const Status s = b->exchange->gather(b, run->status, b->scratch, run->width);
  for (size_t k = 0; s.code == STATUS_OK && k < b->count; k++)
    add(sums, b->scratch + k * run->width, run->width);
  return s;
}

Status blocks_sum(double *sums, size_t width, const Blocks *b,
                  BlockFunction *function, void *context, StopFlag stop) {
  Run run = {b, function, context, width, sums, 0, stop, b->count, {0}};
  memset(sums, 0, width * sizeof *sums);
  if (is_single(b)) {
    run_block(&run, 0);
    return run.status;
  }
  return b->exchange ? sum_everywhere(sums, &run) : sum_here(sums, &run);
}
