/* process_link.h - what the plug-in mlrepl-mpi.so (src/cluster) does for
 * processes.c. */
#ifndef SYS_PARALLEL_PROCESS_LINK_H
#define SYS_PARALLEL_PROCESS_LINK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ProcessNeighbor {
  int process, rank; /* process: 0 for this one, and if its number is unknown */
} ProcessNeighbor;

typedef struct ProcessLink {
  size_t size, rank;
  /* The processes of this machine, with this one. */
  size_t neighbors;
  const ProcessNeighbor *neighbor;
  atomic_int *claim; /* which they share; 0 at first */
  /* `all` has n[r] words of each process r, one after the other, of which those
   * of this process are set; sets the others. Every process passes the same n,
   * INT_MAX words at most.
   * Asks `go_on` while it waits; if that returns false, it returns false at
   * once, and nothing more can be gathered. */
  bool (*gather)(uint64_t *all, const size_t *n, bool (*go_on)(void *context),
                 void *context);
  /* Every process calls it, as its last action. */
  void (*finish)(void);
  /* Ends all processes with this exit code; does not return. */
  void (*abort)(int code);
} ProcessLink;

/* Joins the other processes; NULL if that fails. */
typedef const ProcessLink *ProcessLinkEntry(void);
#define PROCESS_LINK_ENTRY "mlrepl_mpi"

#endif
