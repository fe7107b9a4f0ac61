/* values.c - allocating vectors, matrices and scratch memory. */
#include "lua/base/values.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include <lauxlib.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>

#include <lauxlib.h>
#else
#define ASAN_POISON_MEMORY_REGION(first, n) ((void)(first), (void)(n))
#endif

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "sys/clock.h"

enum { ALIGNMENT = 64, MOST_EMPTY = 100000000 };

static double machine_bytes(void) {
  return (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
}

static void push_bytes(lua_State *L, double bytes) {
  static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  size_t i = 0;
  while (bytes >= 1000 && i < 5) {
    bytes /= 1000;
    i++;
  }
  lua_pushfstring(L, "%f %s", (lua_Number)(round(bytes * 10) / 10), units[i]);
}

/* The system may promise memory it does not have and kill the program on first
 * access, so refuse what cannot fit. */
static void check_size(lua_State *L, size_t n, size_t size) {
  static const double SMALL = 64e6; /* below, sysconf is too slow */
  double bytes = (double)n * (double)size;
  if (bytes <= SMALL || bytes <= machine_bytes()) return;
  push_bytes(L, bytes);
  push_bytes(L, machine_bytes());
  fail(L, "not enough memory: %s needed, but this machine has %s",
       lua_tostring(L, -2), lua_tostring(L, -1));
}

/* -- garbage collection --------------------------------------------------- */

/* Lua starts a collection when memory use has doubled. That is late for arrays
 * that are used once, above all beside large ones: by then their blocks have left
 * the cache and new pages must be faulted in, which costs more than the
 * arithmetic. So garbage is collected when memory use has grown by a few
 * megabytes, as long as that is cheap compared with filling these. */
typedef struct Collecting {
  double seconds; /* estimated cost of a collection that frees nothing; it grows
                     slowly, because some are unusually slow */
  double least;   /* memory use since the last one, in bytes */
} Collecting;

static const char COLLECTING_KEY[] = "mlrepl.collecting";

static double bytes_used(lua_State *L) {
  return lua_gc(L, LUA_GCCOUNT) * 1024.0;
}

static Collecting *push_collecting(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, COLLECTING_KEY);
  if (lua_isuserdata(L, -1)) return lua_touserdata(L, -1);
  lua_pop(L, 1);
  Collecting *c = lua_newuserdatauv(L, sizeof *c, 0);
  *c = (Collecting){0, bytes_used(L)};
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, COLLECTING_KEY);
  return c;
}

static void collect(lua_State *L, Collecting *c) {
  static const double FREED_IN_A_SECOND = 1e11; /* bytes */
  static const double A_MOMENT = 1e-4;          /* seconds */
  const double start = clock_thread_seconds(), before = bytes_used(L);
  lua_gc(L, LUA_GCCOLLECT);
  const double spent = clock_thread_seconds() - start;
  c->least = bytes_used(L);
  const double idle = spent - (before - c->least) / FREED_IN_A_SECOND;
  c->seconds = fmin(fmax(idle, 0), 2 * c->seconds + A_MOMENT);
}

static bool is_cheap(const Collecting *c, double bytes) {
  static const double IN_A_SECOND = 5e10;
  return bytes >= IN_A_SECOND * c->seconds;
}

/* Lua collects garbage when memory use has doubled: with few other values in use,
 * after a few arrays. A negative step subtracts the bytes from what it counts. */
static void hold_off(lua_State *L, double bytes) {
  lua_gc(L, LUA_GCSTEP, -(int)(bytes / 1024));
}

/* The bytes of garbage that are tolerated, before an array that is filled later
 * more. */
static const double GROWTH = 4e6, GROWTH_EMPTY = 33e6;

/* Does nothing if the user has stopped the collector, as values_collect. */
static void collect_before(lua_State *L, double bytes, double most) {
  static const double SMALL = 8e3;
  if (bytes < SMALL || !lua_gc(L, LUA_GCISRUNNING)) return;
  Collecting *c = push_collecting(L);
  c->least = fmin(c->least, bytes_used(L)); /* Lua may have collected */
  const double growth = bytes_used(L) + bytes - c->least;
  if (growth < most)
    hold_off(L, bytes);
  else if (is_cheap(c, growth))
    collect(L, c);
  lua_pop(L, 1);
}

void values_collect(lua_State *L, double bytes) {
  if (!lua_gc(L, LUA_GCISRUNNING)) return;
  Collecting *c = push_collecting(L);
  if (is_cheap(c, bytes)) collect(L, c);
  lua_pop(L, 1);
}

/* -- blocks --------------------------------------------------------------- */

/* The header, then the numbers at the next multiple of ALIGNMENT: Lua aligns
 * blocks only to 8 bytes. */
static double *push_block(lua_State *L, const char *type, size_t header,
                          size_t n) {
  check_interrupt(L);
  check_size(L, n, sizeof(double));
  char *block =
    lua_newuserdatauv(L, header + ALIGNMENT + n * sizeof(double), 0);
  luaL_setmetatable(L, type);
  uintptr_t first = (uintptr_t)(block + header);
  size_t gap = (ALIGNMENT - first % ALIGNMENT) % ALIGNMENT;
  char *numbers = block + header + gap;
  ASAN_POISON_MEMORY_REGION(numbers + n * sizeof(double), ALIGNMENT - gap);
  return (double *)(void *)numbers;
}

static Vec push_some(lua_State *L, size_t n, double garbage) {
  collect_before(L, (double)n * sizeof(double), garbage);
  double *d = push_block(L, TYPE_VECTOR, sizeof(Vec), n);
  Vec *v = lua_touserdata(L, -1);
  *v = vec_of(d, n);
  return *v;
}

Vec push_vec(lua_State *L, size_t n) { return push_some(L, n, GROWTH); }

Vec push_vec_empty(lua_State *L, size_t n) {
  return push_some(L, n, GROWTH_EMPTY);
}

static Mat push_rows(lua_State *L, size_t rows, size_t cols, double garbage) {
  if (cols && rows > SIZE_MAX / sizeof(double) / cols)
    fail(L, "%I x %I numbers exceed the addressable memory", (LUAI_UACINT)rows,
         (LUAI_UACINT)cols);
  /* Even loops over empty rows take time at this size. */
  if (rows * cols == 0 && (rows > MOST_EMPTY || cols > MOST_EMPTY))
    fail(L, "%I x %I: an empty matrix has at most %d rows or columns",
         (LUAI_UACINT)rows, (LUAI_UACINT)cols, (int)MOST_EMPTY);
  collect_before(L, (double)(rows * cols) * sizeof(double), garbage);
  double *d = push_block(L, TYPE_MATRIX, sizeof(Mat), rows * cols);
  Mat *m = lua_touserdata(L, -1);
  *m = mat_of(d, rows, cols);
  return *m;
}

Mat push_mat(lua_State *L, size_t rows, size_t cols) {
  return push_rows(L, rows, cols, GROWTH);
}

Mat push_mat_empty(lua_State *L, size_t rows, size_t cols) {
  return push_rows(L, rows, cols, GROWTH_EMPTY);
}

/* A view of a view references the owner of the numbers, so that views do not
 * form chains. */
static void *push_view(lua_State *L, int owner, const char *type, size_t size) {
  owner = lua_absindex(L, owner);
  if (lua_getiuservalue(L, owner, 1) != LUA_TUSERDATA) {
    lua_pop(L, 1);
    lua_pushvalue(L, owner);
  }
  void *view = lua_newuserdatauv(L, size, 1);
  luaL_setmetatable(L, type);
  lua_insert(L, -2);
  lua_setiuservalue(L, -2, 1);
  return view;
}

void push_vec_view(lua_State *L, int owner, Vec v) {
  *(Vec *)push_view(L, owner, TYPE_VECTOR, sizeof v) = v;
}

void push_mat_view(lua_State *L, int owner, Mat m) {
  *(Mat *)push_view(L, owner, TYPE_MATRIX, sizeof m) = m;
}

void *push_scratch(lua_State *L, size_t n, size_t size) {
  check_size(L, n, size);
  return lua_newuserdatauv(L, n * size, 0);
}

void push_weak_table(lua_State *L) {
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
}
