/* share.h - the rows of the whole data that one of several processes holds.
 *
 * Shares begin and end at blocks of every cut of those rows (blocks.h), however
 * many columns are made from them, so that each block is summed by one process.
 */
#ifndef CORE_PARALLEL_SHARE_H
#define CORE_PARALLEL_SHARE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/parallel/blocks.h"

/* Rows [first, last) of the whole: none, if there are fewer blocks than
 * processes. */
typedef struct Share {
  size_t whole, first, last;
} Share;

/* The most columns for which the blocks of all cuts fit. */
enum { SHARE_MOST_COLUMNS = 8000 };

/* The share of this process; all rows if it is alone. */
Share share_of_process(size_t whole);
/* The share of another one. */
Share share_of(size_t whole, size_t processes, size_t rank);

/* Does this process hold all rows of every share? */
bool share_is_whole(void);

/* The blocks of rows × columns numbers of which the share is here, which are
 * exchanged with the other processes. `task` is what they tell each other they
 * are doing. */
Blocks share_blocks(const Share *share, size_t columns, const char *task);

/* Whether the blocks are those of a share, even of all rows. */
static inline bool share_has_blocks(const Blocks *blocks) {
  return blocks->context != NULL;
}

/* The digest of n numbers. */
uint64_t share_digest(const double *parts, size_t n);

/* Every process passes its status, and the digest of what must be the same in all;
 * it is stopped by a fault if it is not. All return the first status, in the
 * order of the rows, that is not STATUS_OK, with its position in the whole. */
Status share_agree(const Share *share, Status own, const char *task,
                   uint64_t digest);

#endif
