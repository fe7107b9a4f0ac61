/* random.c - random vectors and matrices, and the seed. For lib/mlrepl, the
 * native module mlrepl.random has
 *   state()         the state of the generator, four integers
 *   set_state(...)  restores it
 */
#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/stats/rng.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

static const char RNG_KEY[] = "mlrepl.random";

/* One generator per Lua state. */
static Rng *generator(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, RNG_KEY);
  Rng *rng = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return rng;
}

static void fill(lua_State *L, Vec v, double (*draw)(Rng *)) {
  Rng *rng = generator(L);
  for (size_t i = 0; i < v.n; i++) {
    if (i % 65536 == 0) check_interrupt(L);
    v.d[i] = draw(rng);
  }
}

static int random_vector(lua_State *L, double (*draw)(Rng *)) {
  fill(L, push_vec(L, check_count(L, 1, 0)), draw);
  return 1;
}

static int random_matrix(lua_State *L, double (*draw)(Rng *)) {
  size_t rows = check_count(L, 1, 0), cols = check_count(L, 2, 0);
  fill(L, mat_flat(push_mat(L, rows, cols)), draw);
  return 1;
}

static int l_vector_random(lua_State *L) {
  return random_vector(L, rng_uniform);
}
static int l_vector_randn(lua_State *L) { return random_vector(L, rng_normal); }
static int l_matrix_random(lua_State *L) {
  return random_matrix(L, rng_uniform);
}
static int l_matrix_randn(lua_State *L) { return random_matrix(L, rng_normal); }

static int l_seed(lua_State *L) {
  rng_seed(generator(L), check_count(L, 1, 0));
  return 0;
}

enum { WORDS = sizeof(Rng) / sizeof(uint64_t) };

static int l_state(lua_State *L) {
  const Rng *rng = generator(L);
  for (int i = 0; i < WORDS; i++) lua_pushinteger(L, (lua_Integer)rng->s[i]);
  return WORDS;
}

/* The generator would return only zeros from a state of zeros. */
static int l_set_state(lua_State *L) {
  Rng rng = {{0}};
  bool zero = true;
  for (int i = 0; i < WORDS; i++) {
    rng.s[i] = (uint64_t)luaL_checkinteger(L, i + 1);
    zero = zero && !rng.s[i];
  }
  if (!zero) *generator(L) = rng;
  return 0;
}

static const Prim prims[] = {
  {"seed", l_seed, "seed(n) -> nothing",
   "Seeds the random number generator: the same n produces the same numbers on "
   "every machine. A session starts with seed 0. Lua's math.random is "
   "separate; seed it with math.randomseed.",
   "seed(1)\na = vector.random(2)\nseed(1)\na == vector.random(2) --> true"},
  {"vector.random", l_vector_random, "vector.random(n) -> vector",
   "Returns n random numbers drawn uniformly from [0, 1).",
   "vector.random(5):max() < 1 --> true"},
  {"vector.randn", l_vector_randn, "vector.randn(n) -> vector",
   "Returns n random numbers from the standard normal distribution (mean 0, "
   "standard deviation 1).",
   "#vector.randn(5) --> 5"},
  {"matrix.random", l_matrix_random, "matrix.random(rows, columns) -> matrix",
   "Returns a matrix of random numbers drawn uniformly from [0, 1).",
   "#matrix.random(2, 3) --> 2"},
  {"matrix.randn", l_matrix_randn, "matrix.randn(rows, columns) -> matrix",
   "Returns a matrix of random numbers from the standard normal distribution "
   "(mean 0, standard deviation 1).",
   "#matrix.randn(2, 3) --> 2"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_random(lua_State *L) {
  Rng *rng = lua_newuserdatauv(L, sizeof *rng, 0);
  rng_seed(rng, 0);
  lua_setfield(L, LUA_REGISTRYINDEX, RNG_KEY);
  registry_add(L, prims);
  static const luaL_Reg functions[] = {
    {"state", l_state}, {"set_state", l_set_state}, {NULL, NULL}};
  lib_context_add(L, "mlrepl.random", functions);
}
