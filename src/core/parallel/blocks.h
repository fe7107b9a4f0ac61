/* blocks.h - sums over many rows by several threads and processes, with the same
 * bits for any number of them.
 *
 * The rows of the whole data are cut into at most 256 blocks by a rule that
 * depends on the size of the data alone. Their height is a power of two, so that
 * blocks of data with other columns begin at the same rows. Each block is summed
 * by one thread, from 0, and the sums of the blocks are added in the order of
 * the blocks. Small data are one block, which is summed in place.
 *
 * A process may hold some of the blocks only; then an exchange brings the sums
 * of all blocks to each process before they are added.
 */
#ifndef CORE_PARALLEL_BLOCKS_H
#define CORE_PARALLEL_BLOCKS_H

#include <stdbool.h>

#include "core/status.h"

enum { BLOCKS_MOST = 256 };

struct Blocks;

/* How processes exchange their sums. Every process calls `gather` at the same
 * point, also after an error. */
typedef struct BlockExchange {
  /* sums has `width` numbers for every block of the whole, of which those of the
   * blocks held here are set; sets the others. `own` is the status here; all
   * processes return the same one: the first in the order of the blocks that is
   * not STATUS_OK, and sums is then unspecified. */
  Status (*gather)(const struct Blocks *blocks, Status own, double *sums,
                   size_t width);
} BlockExchange;

typedef struct Blocks {
  size_t rows;        /* of the whole data */
  size_t high;        /* rows per block; the last block may have fewer */
  size_t count;       /* of the whole data; at least 1 */
  size_t first, last; /* blocks [first, last) are here: all, without exchange */
  const BlockExchange *exchange; /* NULL: none */
  const void *context;           /* of the exchange */
  double *scratch;
  size_t room; /* doubles of scratch */
} Blocks;

/* The blocks of rows × columns numbers, all of them here; without scratch. */
Blocks blocks_cut(size_t rows, size_t columns);

/* The first row of block k, among those of the whole; k may be `count`. */
size_t blocks_row(const Blocks *blocks, size_t k);

/* Some of the rows that this process holds. */
typedef struct BlockPart {
  size_t from, rows; /* [from, from + rows) */
  double *own;       /* memory that no other thread uses, not initialized */
} BlockPart;

/* Adds up the rows of a part in `sums`, which are 0 at first. Runs in any
 * thread, at the same time as others; so it must poll the stop flag, and neither
 * call back nor allocate. Positions in its status count from part->from. */
typedef Status BlockFunction(void *context, const BlockPart *part,
                             double *sums);

/* sums += some, for sums of `width` numbers. */
typedef void BlockAddition(double *sums, const double *some, size_t width);

typedef struct BlockSum {
  BlockFunction *function;
  void *context;
  size_t width;       /* numbers per sum; 0 for a function that fills rows */
  size_t own;         /* doubles of memory for each thread */
  bool alone;         /* run in the calling thread only: for BLAS, which has
                         threads of its own */
  BlockAddition *add; /* NULL: number by number */
} BlockSum;

/* How many threads may run blocks: 1 in a thread that does so already. */
size_t blocks_threads(void);

/* How many doubles of scratch blocks_sum should have. */
size_t blocks_scratch(const Blocks *blocks, size_t width, size_t own);

/* Takes n doubles of scratch; 0 may be taken from nothing. */
static inline double *blocks_take(Blocks *blocks, size_t n) {
  double *taken = blocks->scratch;
  if (n) blocks->scratch += n;
  blocks->room -= n;
  return taken;
}

/* The sums over all rows of the whole, in `sums` (width numbers). Returns the
 * first status in the order of the blocks that is not STATUS_OK, with the
 * position in the whole; sums is then unspecified. */
Status blocks_sum(double *sums, const Blocks *blocks, const BlockSum *what,
                  StopFlag stop);

#endif
