#include "core/parallel/blocks.h"

#include <stdatomic.h>
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

size_t blocks_threads(void) { return threads_count(); }

/* Memory of the threads that compute at the same time. */
static size_t own_memory(const Blocks *b, size_t own) {
  return own * (is_single(b) ? 1 : threads_count());
}

/* Few sums at a time if they are large, such as products of many columns. */
size_t blocks_scratch(const Blocks *b, size_t width, size_t own) {
  enum { PLENTY = 1 << 16, PER_THREAD = 2, MOST = 1 << 24 };
  const size_t memory = own_memory(b, own);
  if (is_single(b)) return memory;
  if (b->exchange || !width || width <= PLENTY / b->count)
    return memory + b->count * width;
  const size_t many = smaller(b->count, PER_THREAD * threads_count());
  return memory + smaller(many, larger(1, MOST / width)) * width;
}

/* -- running blocks --------------------------------------------------------- */

typedef struct Run {
  const Blocks *blocks;
  const BlockSum *what;
  StopFlag stop;
  double *own;   /* the memory of thread 0, 1, ... */
  double *slots; /* the sums of the blocks from `slot` on */
  size_t slot, room;
  atomic_size_t next;   /* the next block to run ... */
  size_t end;           /* ... before this one */
  atomic_size_t failed; /* the first that failed so far, or `count` */
  Status statuses[BLOCKS_MOST + 1]; /* of those that failed */
} Run;

static void fail(Run *run, size_t k, Status s) {
  size_t first = run->failed;
  run->statuses[k] = s;
  while (k < first && !atomic_compare_exchange_weak(&run->failed, &first, k))
    continue;
}

/* The status of `count` is that of success. */
static Status status_of(const Run *run) { return run->statuses[run->failed]; }

/* Part i of parts of that width; there may be none, of width 0. */
static double *part_of(double *from, size_t i, size_t width) {
  return width ? from + i * width : NULL;
}

/* Blocks after one that failed need not run; those before it may fail, too. */
static void run_block(Run *run, size_t k, size_t thread) {
  const Blocks *b = run->blocks;
  const BlockSum *what = run->what;
  const size_t from = blocks_row(b, k), rows = blocks_row(b, k + 1) - from;
  const BlockPart part = {from - blocks_row(b, b->first), rows,
                          part_of(run->own, thread, what->own)};
  double *sums = part_of(run->slots, k - run->slot, what->width);
  if (run->failed < k) return;
  if (what->width) memset(sums, 0, what->width * sizeof *sums);
  Status s = stop_asked(run->stop) ? status_error(STATUS_STOPPED, 0, 0, 0)
                                   : what->function(what->context, &part, sums);
  if (s.code == STATUS_OK) return;
  s.i += from;
  fail(run, k, s);
}

/* Runs blocks until none is left: a ThreadsWork. */
static void run_some(void *context, size_t thread) {
  Run *run = context;
  for (;;) {
    const size_t k = run->next++;
    if (k >= run->end) return;
    run_block(run, k, thread);
  }
}

static void run_blocks(Run *run, size_t from, size_t to) {
  run->slot = from;
  run->next = from;
  run->end = to;
  if (to - from > 1 && !run->what->alone)
    threads_run(run_some, run, to - from);
  else
    run_some(run, 0);
}

static void add_numbers(double *sums, const double *some, size_t width) {
  for (size_t j = 0; j < width; j++) sums[j] += some[j];
}

static void add_blocks(double *sums, const Run *run, size_t count) {
  const size_t width = run->what->width;
  BlockAddition *add = run->what->add ? run->what->add : add_numbers;
  for (size_t i = 0; width && i < count; i++)
    add(sums, run->slots + i * width, width);
}

/* As many blocks at a time as scratch has room for. */
static Status sum_here(double *sums, Run *run) {
  const Blocks *b = run->blocks;
  for (size_t k = 0, n; k < b->count; k += n) {
    n = smaller(run->room, b->count - k);
    run_blocks(run, k, k + n);
    if (run->failed < b->count) break;
    add_blocks(sums, run, n);
  }
  return status_of(run);
}

/* Scratch has room for the sums of all blocks. */
static Status sum_everywhere(double *sums, Run *run) {
  const Blocks *b = run->blocks;
  double *mine = part_of(run->slots, b->first, run->what->width);
  double *all = run->slots;
  run->slots = mine;
  run_blocks(run, b->first, b->last);
  run->slots = all;
  const Status s =
    b->exchange->gather(b, status_of(run), all, run->what->width);
  if (s.code == STATUS_OK) add_blocks(sums, run, b->count);
  return s;
}

Status blocks_sum(double *sums, const Blocks *blocks, const BlockSum *what,
                  StopFlag stop) {
  Blocks b = *blocks;
  Run run;
  run.blocks = &b;
  run.what = what;
  run.stop = stop;
  run.failed = b.count;
  run.statuses[b.count] = status_ok();
  run.own = blocks_take(&b, own_memory(&b, what->own));
  run.slots = is_single(&b) ? sums : b.scratch;
  run.room = what->width ? b.room / what->width : b.count;
  if (what->width) memset(sums, 0, what->width * sizeof *sums);
  if (b.exchange) return sum_everywhere(sums, &run);
  if (!is_single(&b)) return sum_here(sums, &run);
  run_blocks(&run, 0, 1);
  return status_of(&run);
}
