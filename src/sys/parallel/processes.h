/* processes.h - the processes of one mpirun, which run the same script on shares
 * of the data.
 *
 * They talk to each other only by processes_gather. Each call tells what it is
 * for, so that processes that have lost step fail with a sentence instead of
 * waiting for ever. Process 0 prints; standard output and standard error of the
 * others lead nowhere, except for the error that ends the program, which one
 * process prints.
 */
#ifndef SYS_PARALLEL_PROCESSES_H
#define SYS_PARALLEL_PROCESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Joins the processes of mpirun, if it started more than one. Returns false,
 * with a sentence in `why`, if that fails. */
bool processes_start(char *why, size_t room);

/* 1 and 0 without mpirun. */
size_t processes_count(void);
size_t processes_rank(void);

enum { PROCESSES_MOST = 4096 };

/* What a process adds to a gathering; 0 first: nothing. */
typedef struct ProcessesRemark {
  uint64_t words[4];
} ProcessesRemark;

/* What a gathering is for; it must be the same in all processes. */
typedef struct ProcessesTask {
  const char *name; /* of the function that needs it */
  uint64_t digest;  /* of its options and the shape of its data */
} ProcessesTask;

/* The digest of some bytes that follow others; `before` is the digest of those,
 * 0 for none. */
uint64_t processes_digest(uint64_t before, const void *bytes, size_t n);

/* `all` has n[r] words of each process r, one after the other, of which those of
 * this process are set; sets the others. Every process must call it, with the
 * same n and the same task; if they do not, it fails in all of them. If some
 * processes make a remark, each gets that of the first of them, and nothing is
 * gathered. Returns false if it is stopped by Ctrl-C, or by a fault
 * (interrupt.h), which says why the processes are apart. */
bool processes_gather(uint64_t *all, const size_t *n, ProcessesTask task,
                      ProcessesRemark *remark);

/* This process has failed within a task that the others wait in: their gathering
 * stops with this sentence. Does nothing if all of them know already, because
 * the last gathering was stopped by a fault. */
void processes_tell_failure(const char *sentence);

/* An error is about to end this process: call before it is printed, so that it
 * is printed once. */
void processes_before_report(void);

#endif
