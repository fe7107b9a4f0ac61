/* mmap and its flags are the system's, not C's. */
#define _DEFAULT_SOURCE

#include "lua/data/file_map.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#include <lauxlib.h>

static const char TYPE[] = "mapped file";

typedef struct Mapping {
  void *at; /* NULL: none */
  size_t n;
  bool doomed;
} Mapping;

/* Finalizers written by the user may read the numbers later in the same
 * collection cycle, so the first call only schedules a second one, which does
 * not happen at exit. */
static int l_unmap(lua_State *L) {
  Mapping *m = lua_touserdata(L, 1);
  if (!m->doomed) {
    m->doomed = true;
    luaL_setmetatable(L, TYPE);
    return 0;
  }
  if (m->at) munmap(m->at, m->n);
  m->at = NULL;
  return 0;
}

/* A page can no longer be read. The handler prints a message; the signal,
 * raised again, then ends the program. */
static void on_missing_page(int number) {
  static const char said[] =
    "\nmlrepl: cannot read a file opened by data.open_npy: the file was "
    "truncated or the disk failed\n";
  ssize_t unused = write(STDERR_FILENO, said, sizeof said - 1);
  (void)unused;
  raise(number);
}

static void watch_pages(void) {
  struct sigaction action = {.sa_flags = (int)SA_RESETHAND};
  action.sa_handler = on_missing_page;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, NULL);
}

char *push_mapping(lua_State *L, FILE *file, size_t n) {
  Mapping *m = lua_newuserdatauv(L, sizeof *m, 0);
  *m = (Mapping){NULL, n, false};
  if (luaL_newmetatable(L, TYPE)) {
    lua_pushcfunction(L, l_unmap);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  void *at = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE,
                  fileno(file), 0);
  if (at == MAP_FAILED) return NULL;
  m->at = at;
  watch_pages();
  madvise(at, n, MADV_SEQUENTIAL);
  return at;
}
