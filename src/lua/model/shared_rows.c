#include "lua/model/shared_rows.h"

#include <math.h>

#include "core/model/moments.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/scaler.h"
#include "sys/interrupt.h"

static const char *task_of(lua_State *L) {
  const int top = lua_gettop(L);
  const char *name = error_prim(L)->name;
  lua_settop(L, top);
  return name;
}

Blocks shared_rows_blocks(lua_State *L, const Share *share, size_t columns) {
  return share_blocks(share, columns, task_of(L));
}

static void push_room(lua_State *L, Blocks *blocks, size_t room) {
  blocks->room = room;
  blocks->scratch = push_scratch(L, room, sizeof *blocks->scratch);
}

void shared_rows_fit(lua_State *L, const Share *share, Scale *scale, Mat X,
                     Vec weight, double total) {
  Blocks blocks = shared_rows_blocks(L, share, X.cols);
  push_room(L, &blocks, moments_scratch(&blocks, X.cols));
  check_status(L, moments_fit(scale, X, weight, total, &blocks, &interrupted),
               "X");
  lua_pop(L, 1);
}

Scale push_shared_moments(lua_State *L, const Share *share, Mat X, Vec weight,
                          double total) {
  Scale scale = push_scale(L, SCALE_ZSCORE, X.cols);
  shared_rows_fit(L, share, &scale, X, weight, total);
  return scale;
}

double shared_rows_sum(lua_State *L, const Share *share, Vec v, Vec weight) {
  double sum;
  Blocks blocks = shared_rows_blocks(L, share, 1);
  push_room(L, &blocks, blocks_scratch(&blocks, 1, 0));
  check_status(L, moments_sum(&sum, v, weight, &blocks, &interrupted), "X");
  lua_pop(L, 1);
  return sum;
}

double shared_rows_size(lua_State *L, const Share *share, Vec v, Vec weight,
                        double total) {
  const Scale of_v =
    push_shared_moments(L, share, mat_column(v), weight, total);
  const double size = hypot(*of_v.mean.d, *of_v.std.d);
  lua_pop(L, 1);
  return size;
}

double shared_rows_total(lua_State *L, const Share *share, Vec weight) {
  if (!weight.d) return (double)share->whole;
  const double total = shared_rows_sum(L, share, weight, (Vec){0});
  if (!isfinite(total)) fail(L, "option weights: their sum overflows");
  if (!(total > 0)) fail(L, "option weights: all are 0, so no example counts");
  return total;
}

Status shared_rows_agree(lua_State *L, const Share *share, Status own,
                         uint64_t digest) {
  return share_agree(share, own, task_of(L), digest);
}
