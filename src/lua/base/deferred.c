/* deferred.c - products that are computed when they are first needed. */
#include "lua/base/deferred.h"

#include <math.h>

#include <lauxlib.h>

#include "lua/base/values.h"

atomic_size_t deferred_count;

/* What a state has deferred. Its uservalue is a table with weak keys that maps
 * products to a Deferred, whose uservalue is the array. */
typedef struct Ledger {
  size_t count;   /* of products since all were computed, garbage included */
  size_t numbers; /* in them */
} Ledger;

static const char LEDGER_KEY[] = "mlrepl.deferred";

static void forget_all(Ledger *ledger) {
  atomic_fetch_sub(&deferred_count, ledger->count);
  *ledger = (Ledger){0};
}

/* A state that is closed takes with it what it has deferred. */
static int l_close(lua_State *L) {
  forget_all(lua_touserdata(L, 1));
  return 0;
}

static void push_weak_table(lua_State *L) {
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
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

static bool is_suitable(lua_State *L, const Deferred *d, int source) {
  /* Fewer numbers stay in the cache anyway; more keep much memory in use. */
  enum { LEAST = 1 << 14, MOST = 1 << 22 };
  const bool makes_nan = !isfinite(d->factor) || d->factor == 0; /* 0 * inf */
  const size_t n = d->out.n;
  return n >= LEAST && n <= MOST && !makes_nan && !is_view(L, source) &&
         !deferred_find(L, source);
}

/* How many numbers are deferred, without those of garbage that has been
 * collected. The table is at the top. */
static size_t count_numbers(lua_State *L) {
  size_t numbers = 0;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
    numbers += ((const Deferred *)lua_touserdata(L, -1))->out.n;
  return numbers;
}

/* Computing all takes a few hundredths of a second at most. */
static bool has_room(lua_State *L, Ledger *ledger, size_t n) {
  enum { MOST = 1 << 23 };
  if (ledger->numbers + n > MOST) ledger->numbers = count_numbers(L);
  return ledger->numbers + n <= MOST;
}

static void note(lua_State *L, Ledger *ledger, Deferred d, int source) {
  const int result = lua_gettop(L) - 1;
  lua_pushvalue(L, result);
  Deferred *noted = lua_newuserdatauv(L, sizeof *noted, 1);
  *noted = d;
  lua_pushvalue(L, source);
  lua_setiuservalue(L, -2, 1);
  lua_rawset(L, -3);
  ledger->count++;
  ledger->numbers += d.out.n;
  atomic_fetch_add(&deferred_count, 1);
}

bool deferred_add(lua_State *L, Deferred d, int source) {
  if (!is_suitable(L, &d, source)) return false;
  Ledger *ledger = push_ledger(L);
  if (!ledger) {
    make_ledger(L);
    ledger = push_ledger(L);
  }
  const bool room = has_room(L, ledger, d.out.n);
  if (room) note(L, ledger, d, source);
  lua_pop(L, 1);
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

void deferred_compute(lua_State *L) {
  Ledger *ledger = push_ledger(L);
  if (!ledger) return;
  /* Most of them were operands, and are garbage. */
  values_collect(L, (double)ledger->numbers * sizeof(double));
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    const Deferred *d = lua_touserdata(L, -1);
    double factor = d->factor;
    vec_binary(OP_MUL, d->out, d->array, (Vec){&factor, d->out.n, 0});
    lua_pushvalue(L, -2);
    lua_pushnil(L);
    lua_rawset(L, -5);
  }
  forget_all(ledger);
  lua_pop(L, 1);
}
