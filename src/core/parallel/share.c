#include "core/parallel/share.h"

#include <string.h>

#include "sys/parallel/processes.h"

/* The heights of blocks are powers of two, so that of data without columns, the
 * highest, is a multiple of all others. */
Share share_of(size_t whole, size_t processes, size_t rank) {
  const Blocks b = blocks_cut(whole, 0);
  return (Share){whole, blocks_row(&b, b.count * rank / processes),
                 blocks_row(&b, b.count * (rank + 1) / processes)};
}

Share share_of_process(size_t whole) {
  return share_of(whole, processes_count(), processes_rank());
}

bool share_is_whole(void) { return processes_count() == 1; }

/* -- exchange --------------------------------------------------------------- */

static ProcessesRemark remark_of(Status s) {
  ProcessesRemark remark = {{(uint64_t)s.code, s.i, s.j, 0}};
  memcpy(&remark.words[3], &s.value, sizeof s.value);
  return remark;
}

static Status status_of(const ProcessesRemark *remark) {
  double value;
  memcpy(&value, &remark->words[3], sizeof value);
  return status_error((StatusCode)remark->words[0], remark->words[1],
                      remark->words[2], value);
}

uint64_t share_digest(const double *parts, size_t n) {
  return processes_digest(0, parts, n * sizeof *parts);
}

/* n[r] words of each process r; the processes are in the order of their rows. */
static Status gather(void *all, const size_t *n, Status own,
                     ProcessesTask task) {
  ProcessesRemark remark = remark_of(own);
  if (!processes_gather(all, n, task, &remark))
    return status_error(STATUS_STOPPED, 0, 0, 0);
  return status_of(&remark);
}

static size_t first_block(const Blocks *b, size_t processes, size_t rank) {
  return share_of(b->rows, processes, rank).first / b->high +
         (share_of(b->rows, processes, rank).first % b->high > 0);
}

static Status gather_sums(const Blocks *b, Status own, double *sums,
                          size_t width) {
  const size_t processes = processes_count();
  size_t n[PROCESSES_MOST];
  for (size_t r = 0; r < processes; r++)
    n[r] =
      width * (first_block(b, processes, r + 1) - first_block(b, processes, r));
  return gather(
    sums, n, own,
    (ProcessesTask){b->context, processes_digest(0, &b->rows, sizeof b->rows)});
}

Blocks share_blocks(const Share *share, size_t columns, const char *task) {
  static const BlockExchange exchange = {gather_sums};
  Blocks b = blocks_cut(share->whole, columns);
  const size_t processes = processes_count(), rank = processes_rank();
  b.context = task;
  if (processes == 1) return b;
  b.first = first_block(&b, processes, rank);
  b.last = first_block(&b, processes, rank + 1);
  b.exchange = &exchange;
  return b;
}

Status share_agree(const Share *share, Status own, const char *task,
                   uint64_t digest) {
  static const size_t n[PROCESSES_MOST];
  own.i += share->first;
  digest = processes_digest(digest, &share->whole, sizeof share->whole);
  return gather(NULL, n, own, (ProcessesTask){task, digest});
}
