/* shared_rows.h - sums over rows of which this process has a share
 * (lua/array/shared.h). All processes must call these functions in the same
 * order; they have the same results in all of them. */
#ifndef LUA_MODEL_SHARED_ROWS_H
#define LUA_MODEL_SHARED_ROWS_H

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/model/scale.h"
#include "core/parallel/share.h"

/* The blocks of the rows of a matrix with that many columns, which are summed
 * for the running primitive; without scratch. */
Blocks shared_rows_blocks(lua_State *L, const Share *share, size_t columns);

/* Pushes what moments_fit finds: mean, std, min and max of the columns of X,
 * for rows of which `total` count. */
Scale push_shared_moments(lua_State *L, const Share *share, Mat X, Vec weight,
                          double total);
/* The same, in `scale`. */
void shared_rows_fit(lua_State *L, const Share *share, Scale *scale, Mat X,
                     Vec weight, double total);

/* Σ weight v; v or weight may be empty (n is 0), if there are rows, too. */
double shared_rows_sum(lua_State *L, const Share *share, Vec v, Vec weight);

/* The root of the mean square of v. */
double shared_rows_size(lua_State *L, const Share *share, Vec v, Vec weight,
                        double total);

/* The number of rows, or the sum of their weights, if there are any (weight.d is
 * not NULL); raises if that is not a positive number. */
double shared_rows_total(lua_State *L, const Share *share, Vec weight);

/* An error that a process has found in its rows, in all of them. They fail if the
 * digest (share_digest) of what must be the same in all is not. */
Status shared_rows_agree(lua_State *L, const Share *share, Status own,
                         uint64_t digest);

#endif
