/* model_file.c - the copy of a model that save and to_c write. */
#include "lua/model/model_file.h"

#include "core/linalg/vec.h"
#include "lua/base/error.h"
#include "lua/model/model.h"
#include "lua/model/model_new.h"

/* m.w[i] = x writes through a view, without a check. */
static void check_finite(lua_State *L, const LuaModel *m) {
  const size_t n = m->core.features + 1, all = m->core.classes * n;
  const size_t bad = vec_nonfinite(vec_of(m->theta, all));
  if (bad == all) return;
  const char *what = bad % n == n - 1 ? "b" : "w";
  if (m->core.classes == 1)
    lua_pushliteral(L, "");
  else
    lua_pushfstring(L, " of class %I", (LUAI_UACINT)(bad / n) + 1);
  fail(L, "%s%s is not finite; train the model again, or set %s", what,
       lua_tostring(L, -1), what);
}

LuaModel *push_kept_model(lua_State *L) {
  if (check_ready_model(L, 1)->custom)
    fail(L, "a custom model's functions cannot be written to a file; save w "
            "and b, and keep the script that creates the model");
  LuaModel *m = push_model_copy(L, 1);
  check_ready_model(L, lua_gettop(L));
  check_finite(L, m);
  return m;
}
