#include "session/memory_limit.h"

#include <malloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/sandbox.h"

/* Growth of `used`, in bytes, between two queries of the free memory; SHARE is
 * the fraction of the free memory that may be used. */
static const double LOOK = 64e6, SHARE = 0.9;

/* The number after `key` in a kernel file; -1 if there is none. */
static double read_number(const char *path, const char *key) {
  char line[200];
  double number = -1;
  FILE *file = fopen(path, "r");
  if (!file) return -1;
  while (number < 0 && fgets(line, sizeof line, file))
    if (!strncmp(line, key, strlen(key)))
      if (sscanf(line + strlen(key), "%lf", &number) != 1) number = -1;
  fclose(file);
  return number;
}

/* Bytes available on the machine and in the control group (container). */
static double free_bytes(void) {
  static const char group[] = "/sys/fs/cgroup/memory.";
  char path[64];
  double free = read_number("/proc/meminfo", "MemAvailable:") * 1024;
  snprintf(path, sizeof path, "%smax", group);
  double most = read_number(path, "");
  snprintf(path, sizeof path, "%scurrent", group);
  double taken = read_number(path, "");
  if (most < 0 || taken < 0) return free;
  double rest = most > taken ? most - taken : 0;
  return free < 0 || rest < free ? rest : free;
}

static void look(MemoryLimit *w) {
  block_cache_drop(&w->blocks);
  double free = free_bytes();
  w->limit = free < 0 ? w->most : w->used + SHARE * free;
  if (w->limit > w->most) w->limit = w->most;
}

/* After a refusal Lua collects all garbage and asks again, for the same size. Any
 * other request shows that the caller gave up. */
static void note_request(MemoryLimit *w, size_t size) {
  if (w->refused && w->refused != size && sandbox_is_on()) sandbox_end_memory();
}

static void *refuse(MemoryLimit *w, size_t size) {
  if (w->refused && sandbox_is_on()) sandbox_end_memory();
  w->refused = size;
  return NULL;
}

static void *allocate(void *ud, void *block, size_t old, size_t size) {
  MemoryLimit *w = ud;
  double had = block ? (double)old : 0; /* otherwise `old` is a type */
  double used = w->used - had + (double)size;
  const bool grows = (double)size > had;
  if (grows) note_request(w, size);
  if (grows && used > w->next_look) {
    look(w);
    if (used > w->limit && used > w->room) return refuse(w, size);
    w->next_look = used + LOOK < w->limit ? used + LOOK : w->limit;
  }
  if (!size) {
    block_cache_give(&w->blocks, block, old);
    w->used = used;
    return NULL;
  }
  if (grows) w->refused = 0;
  void *made = block_cache_change(&w->blocks, block, size);
  if (made) w->used = used;
  return made;
}

/* Lets malloc keep freed blocks that are too small for the cache, too. By itself
 * it returns what is more than 128 KB to the kernel, so a loop that makes and
 * frees vectors would pay for each page again and again. */
static void keep_freed_blocks(MemoryLimit *w) {
#ifdef M_TRIM_THRESHOLD
  mallopt(M_TRIM_THRESHOLD, (int)block_cache_limit(&w->blocks));
  mallopt(M_MMAP_THRESHOLD, 4 << 20); /* else it stays at its first value */
#endif
}

void memory_limit_start(lua_State *L, MemoryLimit *w) {
  const char *asked = getenv("MLREPL_MEMORY");
  double most = asked ? strtod(asked, NULL) * 1e6 : 0;
  *w = (MemoryLimit){.most = most > 0 ? most : 1e300};
  w->next_look = most > 0 && most < LOOK ? most : LOOK;
  w->used = lua_gc(L, LUA_GCCOUNT) * 1024.0 + lua_gc(L, LUA_GCCOUNTB);
  lua_setallocf(L, allocate, w);
  keep_freed_blocks(w);
}

void memory_limit_make_room(lua_State *L) {
  static const double ROOM = 4e6;
  void *ud;
  if (lua_getallocf(L, &ud) != allocate) return;
  MemoryLimit *w = ud;
  if (!sandbox_is_on()) w->room = w->used + ROOM;
}

void memory_limit_make_final(lua_State *L, double megabytes) {
  void *ud;
  if (lua_getallocf(L, &ud) != allocate) return;
  MemoryLimit *w = ud;
  w->most = fmin(w->most, megabytes * 1e6);
  w->next_look = fmin(w->next_look, w->most);
}

void memory_limit_end(MemoryLimit *w) { block_cache_drop(&w->blocks); }

void memory_limit_sentence(lua_State *L, char *text, size_t size) {
  void *ud;
  if (lua_getallocf(L, &ud) != allocate) {
    snprintf(text, size, "not enough memory");
    return;
  }
  const MemoryLimit *w = ud;
  snprintf(text, size,
           "not enough memory: %.0f MB in use, %.0f MB available in total; "
           "set variables that you no longer need to nil",
           w->used / 1e6, w->limit / 1e6);
}
