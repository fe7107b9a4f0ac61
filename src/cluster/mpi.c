/* mpi.c - the plug-in mlrepl-mpi.so: Open MPI. */
#define _POSIX_C_SOURCE 200809L
#include <sched.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <mpi.h>

#include "sys/parallel/process_link.h"

static ProcessLink self;
static int *counts, *offsets; /* of one gathering, per process */

/* A wait begins without sleep, because most answers come within microseconds;
 * later it leaves the processor to those that compute. */
static bool wait_for(MPI_Request *request, bool (*go_on)(void *),
                     void *context) {
  enum { EAGER = 2000, NAP = 50000 /* nanoseconds */ };
  const struct timespec nap = {0, NAP};
  for (size_t tries = 0; go_on(context); tries++) {
    int done = 0;
    if (MPI_Test(request, &done, MPI_STATUS_IGNORE) != MPI_SUCCESS)
      return false;
    if (done) return true;
    if (tries < EAGER)
      sched_yield();
    else
      nanosleep(&nap, NULL);
  }
  return false;
}

static bool gather(uint64_t *all, const size_t *n, bool (*go_on)(void *),
                   void *context) {
  MPI_Request request;
  size_t at = 0;
  for (size_t r = 0; r < self.size; at += n[r++]) {
    counts[r] = (int)n[r];
    offsets[r] = (int)at;
  }
  return MPI_Iallgatherv(MPI_IN_PLACE, 0, MPI_UINT64_T, all, counts, offsets,
                         MPI_UINT64_T, MPI_COMM_WORLD,
                         &request) == MPI_SUCCESS &&
         wait_for(&request, go_on, context);
}

static void finish(void) { MPI_Finalize(); }

static void end_all(int code) {
  MPI_Abort(MPI_COMM_WORLD, code);
  _Exit(code);
}

/* -- the processes of this machine ------------------------------------------ */

/* Numbers of processes mean the same within one space. */
typedef struct Name {
  int process, rank;
  uint64_t space;
} Name;

static Name own_name(void) {
  struct stat space = {0};
  const bool known = !stat("/proc/self/ns/pid", &space);
  return (Name){known ? (int)getpid() : 0, (int)self.rank, space.st_ino};
}

static bool find_neighbors(MPI_Comm here) {
  int size;
  MPI_Comm_size(here, &size);
  Name *all = calloc((size_t)size, sizeof *all), own = own_name();
  ProcessNeighbor *neighbor = calloc((size_t)size, sizeof *neighbor);
  const bool told = all && neighbor &&
                    MPI_Allgather(&own, sizeof own, MPI_BYTE, all, sizeof own,
                                  MPI_BYTE, here) == MPI_SUCCESS;
  for (int i = 0; told && i < size; i++) {
    const bool visible = all[i].space == own.space && all[i].rank != own.rank;
    neighbor[i] = (ProcessNeighbor){visible ? all[i].process : 0, all[i].rank};
  }
  free(all);
  self.neighbors = (size_t)size;
  self.neighbor = neighbor;
  return told;
}

static bool share_claim(MPI_Comm here) {
  MPI_Win window;
  MPI_Aint size = 0;
  int rank, unit;
  MPI_Comm_rank(here, &rank);
  if (!rank) size = sizeof *self.claim;
  if (MPI_Win_allocate_shared(size, 1, MPI_INFO_NULL, here, &self.claim,
                              &window) ||
      MPI_Win_shared_query(window, 0, &size, &unit, &self.claim))
    return false;
  if (!rank) atomic_init(self.claim, 0);
  return MPI_Barrier(here) == MPI_SUCCESS;
}

static bool meet_neighbors(void) {
  MPI_Comm here;
  return !MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0,
                              MPI_INFO_NULL, &here) &&
         share_claim(here) && find_neighbors(here);
}

/* -- the start -------------------------------------------------------------- */

const ProcessLink *mlrepl_mpi(void);
const ProcessLink *mlrepl_mpi(void) {
  int provided, size, rank;
  if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) !=
      MPI_SUCCESS)
    return NULL;
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  counts = calloc(2 * (size_t)size, sizeof *counts);
  if (!counts) return NULL;
  offsets = counts + size;
  self = (ProcessLink){.size = (size_t)size,
                       .rank = (size_t)rank,
                       .gather = gather,
                       .finish = finish,
                       .abort = end_all};
  return meet_neighbors() ? &self : NULL;
}
