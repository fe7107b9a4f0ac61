/* deferred.c - products that are computed when they are first needed. */
#include "lua/base/deferred.h"

#include <math.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "lua/base/args.h"
#include "lua/base/values.h"

atomic_size_t deferred_count;

/* What a state has deferred. Its uservalue is a table with weak keys that maps
 * products to a Deferred, whose uservalue is the array. */
typedef struct Ledger {
  size_t count;   /* of products since all were computed, garbage included */
  size_t numbers; /* in them */
  size_t misses;  /* look-ups since the last one that found nothing */
  bool closed;    /* nothing is deferred any more */
} Ledger;

static const char LEDGER_KEY[] = "mlrepl.deferred";

static void forget_all(Ledger *ledger) {
  atomic_fetch_sub(&deferred_count, ledger->count);
  *ledger = (Ledger){.closed = ledger->closed};
}

/* The state is closed, but finalizers that run after this one may use arrays. */
static int l_close(lua_State *L) {
  Ledger *ledger = lua_touserdata(L, 1);
  deferred_compute(L);
  ledger->closed = true;
  return 0;
}

static void make_ledger(lua_State *L) {
  Ledger *ledger = lua_newuserdatauv(L, sizeof *ledger, 1);
  *ledger = (Ledger){0};
  push_weak_table(L);
  lua_setiuservalue(L, -2, 1);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_close);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, LEDGER_KEY);
}

/* Pushes the table of the state's ledger; NULL, and nothing, if it has none. */
static Ledger *push_ledger(lua_State *L) {
  luaL_checkstack(L, 6, NULL);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, LEDGER_KEY) != LUA_TUSERDATA) {
    lua_pop(L, 1);
    return NULL;
  }
  Ledger *ledger = lua_touserdata(L, -1);
  lua_getiuservalue(L, -1, 1);
  lua_remove(L, -2);
  return ledger;
}

/* -- deferring ------------------------------------------------------------ */

/* A view may be of parameters, which training changes without to_vec. */
static bool is_view(lua_State *L, int index) {
  const bool view = lua_getiuservalue(L, index, 1) == LUA_TUSERDATA;
  lua_pop(L, 1);
  return view;
}

static bool is_suitable(lua_State *L, double factor, size_t n, int index) {
  /* Fewer numbers stay in the cache anyway; more keep much memory in use. */
  enum { LEAST = 1 << 14, MOST = 1 << 22 };
  const bool makes_nan = !isfinite(factor) || factor == 0; /* 0 * inf */
  return n >= LEAST && n <= MOST && !makes_nan && !is_view(L, index) &&
         !deferred_find(L, index);
}

/* How many numbers are deferred, without those of garbage that has been
 * collected. The table is at the top. */
static size_t count_numbers(lua_State *L) {
  size_t numbers = 0;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
    numbers += ((const Deferred *)lua_touserdata(L, -1))->out.n;
  return numbers;
}

/* Ctrl-C waits until all are computed: a few hundredths of a second at most. */
static bool has_room(lua_State *L, Ledger *ledger, size_t n) {
  enum { MOST = 1 << 22 };
  if (ledger->closed) return false;
  if (ledger->numbers + n > MOST) ledger->numbers = count_numbers(L);
  return ledger->numbers + n <= MOST;
}

/* The table and the product are at the top. */
static void note(lua_State *L, Ledger *ledger, Deferred d, int index) {
  lua_pushvalue(L, -1);
  Deferred *noted = lua_newuserdatauv(L, sizeof *noted, 1);
  *noted = d;
  lua_pushvalue(L, index);
  lua_setiuservalue(L, -2, 1);
  lua_rawset(L, -4);
  ledger->misses = 0;
  ledger->count++;
  ledger->numbers += d.out.n;
  atomic_fetch_add(&deferred_count, 1);
}

/* Without a view, an array is contiguous. */
static Deferred push_product(lua_State *L, double factor, int index) {
  const Vec *v = to_deferred_vec(L, index);
  if (v) return (Deferred){factor, push_vec_empty(L, v->n), *v};
  const Mat m = *to_deferred_mat(L, index);
  return (Deferred){factor, mat_flat(push_mat_empty(L, m.rows, m.cols)),
                    mat_flat(m)};
}

bool deferred_push(lua_State *L, double factor, int index) {
  const Vec *v = to_deferred_vec(L, index);
  const Mat *m = to_deferred_mat(L, index);
  const size_t n = v ? v->n : m ? m->rows * m->cols : 0;
  if (!is_suitable(L, factor, n, index)) return false;
  Ledger *ledger = push_ledger(L);
  if (!ledger) {
    make_ledger(L);
    ledger = push_ledger(L);
  }
  const bool room = has_room(L, ledger, n);
  if (room) {
    const Deferred d = push_product(L, factor, index);
    note(L, ledger, d, index);
  }
  lua_remove(L, room ? -2 : -1);
  return room;
}

/* -- computing ------------------------------------------------------------ */

const Deferred *deferred_find(lua_State *L, int index) {
  if (!atomic_load_explicit(&deferred_count, memory_order_relaxed)) return NULL;
  index = lua_absindex(L, index);
  if (!push_ledger(L)) return NULL;
  lua_pushvalue(L, index);
  lua_rawget(L, -2);
  const Deferred *d = lua_touserdata(L, -1);
  lua_pop(L, 2);
  return d;
}

/* Computes the product and removes it from the table; both are at the top. */
static void compute(lua_State *L, const Deferred *d) {
  double factor = d->factor;
  vec_binary(OP_MUL, d->out, d->array, (Vec){&factor, d->out.n, 0});
  lua_pushnil(L);
  lua_rawset(L, -3);
}

void deferred_compute(lua_State *L) {
  Ledger *ledger = push_ledger(L);
  if (!ledger) return;
  /* Most of them were operands, and are garbage. */
  values_collect(L, (double)ledger->numbers * sizeof(double));
  for (lua_pushnil(L); lua_next(L, -2);) {
    const Deferred *d = lua_touserdata(L, -1);
    lua_pop(L, 1); /* the table keeps it */
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    compute(L, d);
    lua_pop(L, 1);
  }
  forget_all(ledger);
  lua_pop(L, 1);
}

/* A look-up costs as much as reading an element, so it ends after many misses. */
static void count_miss(lua_State *L) {
  enum { MOST = 100 };
  Ledger *ledger = push_ledger(L);
  if (!ledger) return;
  lua_pop(L, 1);
  if (++ledger->misses == MOST) deferred_compute(L);
}

void deferred_compute_one(lua_State *L, int index) {
  const Deferred *d = deferred_find(L, index);
  if (!d) {
    count_miss(L);
    return;
  }
  index = lua_absindex(L, index);
  Ledger *ledger = push_ledger(L);
  ledger->count--;
  ledger->numbers -= d->out.n;
  atomic_fetch_sub(&deferred_count, 1);
  lua_pushvalue(L, index);
  compute(L, d);
  lua_pop(L, 1);
}
