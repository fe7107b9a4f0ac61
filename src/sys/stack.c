#define _GNU_SOURCE /* MAP_STACK, pthread_setattr_default_np */
#include "sys/stack.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <ucontext.h>

enum { NEEDED = 4 << 20, SIZE = 8 << 20 };

/* Global, because makecontext passes only integers. */
static struct {
  int (*work)(int argc, char **argv);
  int argc;
  char **argv;
  int result;
} call;

static void run_call(void) { call.result = call.work(call.argc, call.argv); }

static bool is_small(void) {
  struct rlimit limit;
  return !getrlimit(RLIMIT_STACK, &limit) && limit.rlim_cur < NEEDED;
}

/* Threads of libraries get the limit as their size otherwise. */
static void enlarge_threads(void) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes)) return;
  if (!pthread_attr_setstacksize(&attributes, SIZE))
    pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
}

int stack_run(int (*work)(int argc, char **argv), int argc, char **argv) {
  ucontext_t here, there;
  if (!is_small()) return work(argc, argv);
  /* The lowest page stays out of reach: an overflow ends the program. */
  const size_t guard = 1 << 16;
  char *stack = mmap(NULL, guard + SIZE, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED ||
      mprotect(stack + guard, SIZE, PROT_READ | PROT_WRITE) ||
      getcontext(&there))
    return work(argc, argv);
  enlarge_threads();
  call.work = work;
  call.argc = argc;
  call.argv = argv;
  there.uc_stack.ss_sp = stack + guard;
  there.uc_stack.ss_size = SIZE;
  there.uc_link = &here;
  makecontext(&there, run_call, 0);
  swapcontext(&here, &there);
  return call.result;
}
