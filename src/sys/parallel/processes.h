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

typedef enum ProcessesAnswer {
  PROCESSES_GATHERED,
  PROCESSES_STOPPED, /* by Ctrl-C */
  PROCESSES_APART    /* see processes_sentence */
} ProcessesAnswer;

/* `all` has n[r] words of each process r, one after the other, of which those of
 * this process are set; sets the others. Every process must call it, with the
 * same n and the same `task`, the name of the function that needs it. */
ProcessesAnswer processes_gather(uint64_t *all, const size_t *n,
                                 const char *task);

/* This process has failed within a task that the others wait in: they, too, get
 * PROCESSES_APART, with this sentence. */
void processes_tell_failure(const char *sentence);

/* Why the processes are apart: "process 2 ... ". */
const char *processes_sentence(void);

/* An error is about to end this process: call before it is printed, so that it
 * is printed once. */
void processes_before_report(void);

#endif
