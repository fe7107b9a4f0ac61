/* deferred.h - products of an array and a number that are computed when they are
 * first needed.
 *
 * Of a * 2 + b only the sum is kept, but Lua does not count references: `*` cannot
 * know that nobody will keep its result. So for a large array it allocates the
 * result and notes the factor. `+` multiplies by it while it adds. All other
 * functions get their arrays from to_vec and to_mat, which first compute everything
 * that is deferred: nobody sees a result without its numbers, and nobody changes
 * the array that it is computed from.
 *
 * A product that would create NaN is not deferred, so no warning comes late. */
#ifndef LUA_BASE_DEFERRED_H
#define LUA_BASE_DEFERRED_H

#include <stdatomic.h>
#include <stdbool.h>

#include <lua.h>

#include "core/linalg/vec.h"

/* out = factor * array; both are contiguous. */
typedef struct Deferred {
  double factor;
  Vec out, array;
} Deferred;

/* How many products are deferred, in all states. */
extern atomic_size_t deferred_count;

/* Pushes the product of a factor and the array at the index, and defers it, if that
 * is safe and worth it; else returns false. */
bool deferred_push(lua_State *L, double factor, int index);
/* What is deferred for the array at the index, or NULL. */
const Deferred *deferred_find(lua_State *L, int index);
/* Compute all products, and that at the index. */
void deferred_compute(lua_State *L);
void deferred_compute_one(lua_State *L, int index);

static inline void deferred_settle(lua_State *L) {
  if (atomic_load_explicit(&deferred_count, memory_order_relaxed))
    deferred_compute(L);
}

static inline void deferred_settle_one(lua_State *L, int index) {
  if (atomic_load_explicit(&deferred_count, memory_order_relaxed))
    deferred_compute_one(L, index);
}

#endif
