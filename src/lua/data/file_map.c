/* mmap and its flags are the system's, not C's. */
#define _DEFAULT_SOURCE

#include "lua/data/file_map.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <lauxlib.h>

#include "sys/interrupt.h"

static const char TYPE[] = "mapped file";

typedef struct Mapping {
  char *at; /* NULL: none */
  size_t n;
  int fd;
  bool doomed;
  char *lost;           /* from here on zeros replace the file; NULL: nowhere */
  struct Mapping *next; /* in the list of all mappings */
  char sentence[];      /* what to say if the file cannot be read */
} Mapping;

static Mapping *all = NULL;

/* -- pages that can no longer be read ------------------------------------- */

/* The next access finds them missing again. */
static void restore(void) {
  for (Mapping *m = all; m; m = m->next) {
    if (!m->lost) continue;
    const size_t before = (size_t)(m->lost - m->at);
    void *at =
      mmap(m->lost, m->n - before, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED, m->fd, (off_t)before);
    if (at != MAP_FAILED) m->lost = NULL;
  }
}

/* Maps zeros from the missing page to the end. */
static bool replace_pages(Mapping *m, char *address) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *first = m->at + (size_t)(address - m->at) / page * page;
  if (mmap(first, m->n - (size_t)(first - m->at), PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1,
           0) == MAP_FAILED)
    return false;
  if (!m->lost || first < m->lost) m->lost = first;
  return true;
}

static bool holds(const Mapping *m, const char *address) {
  return (uintptr_t)address >= (uintptr_t)m->at &&
         (uintptr_t)address - (uintptr_t)m->at < m->n;
}

static bool replace(char *address) {
  for (Mapping *m = all; m; m = m->next)
    if (holds(m, address) && replace_pages(m, address)) {
      interrupt_fault(m->sentence, restore);
      return true;
    }
  return false;
}

/* The running function goes on with zeros until it polls for Ctrl-C. Several
 * threads may miss pages at a time. */
static void on_missing_page(int number, siginfo_t *info, void *unused) {
  static atomic_flag busy = ATOMIC_FLAG_INIT;
  (void)unused;
  while (atomic_flag_test_and_set(&busy)) continue;
  const bool replaced = replace(info->si_addr);
  atomic_flag_clear(&busy);
  /* the access, repeated, ends the program */
  if (!replaced) signal(number, SIG_DFL);
}

static void watch_pages(void) {
  struct sigaction action = {.sa_flags = SA_SIGINFO};
  action.sa_sigaction = on_missing_page;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, NULL);
}

/* -- mappings ------------------------------------------------------------- */

static void release(Mapping *m) {
  Mapping **link = &all;
  while (*link && *link != m) link = &(*link)->next;
  if (*link) *link = m->next;
  if (m->at) munmap(m->at, m->n);
  if (m->fd >= 0) close(m->fd);
  m->at = NULL;
  m->fd = -1;
}

/* Finalizers written by the user may read the numbers later in the same
 * collection cycle, so the first call only schedules a second one, which does
 * not happen at exit. */
static int l_unmap(lua_State *L) {
  Mapping *m = lua_touserdata(L, 1);
  if (m->doomed)
    release(m);
  else {
    m->doomed = true;
    luaL_setmetatable(L, TYPE);
  }
  return 0;
}

static Mapping *push_owner(lua_State *L, const char *path, size_t n) {
  const char *sentence = lua_pushfstring(
    L, "data.open_npy: %s was truncated while in use, or the disk failed",
    path);
  const size_t room = strlen(sentence) + 1;
  Mapping *m = lua_newuserdatauv(L, sizeof *m + room, 0);
  *m = (Mapping){.n = n, .fd = -1};
  memcpy(m->sentence, sentence, room);
  lua_remove(L, -2);
  if (luaL_newmetatable(L, TYPE)) {
    lua_pushcfunction(L, l_unmap);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return m;
}

char *push_mapping(lua_State *L, FILE *file, const char *path, size_t n) {
  Mapping *m = push_owner(L, path, n);
  m->fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
  if (m->fd < 0) return NULL;
  void *at = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE,
                  m->fd, 0);
  if (at == MAP_FAILED) return NULL;
  m->at = at;
  m->next = all;
  all = m;
  watch_pages();
  madvise(at, n, MADV_SEQUENTIAL);
  return at;
}
