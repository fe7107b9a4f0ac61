/* surplus.h - refusing more arguments than the usage of an entry lists. Lua drops
 * them silently; what a user writes is never ignored here.
 *
 * The count is made once, when an entry is registered. Trailing nils do not
 * count, nor do the class names that d:labels returns after y.
 */
#ifndef LUA_BASE_SURPLUS_H
#define LUA_BASE_SURPLUS_H

#include <limits.h>

#include <lua.h>

#include "lua/base/registry.h"

enum { ANY_NUMBER = INT_MAX };

/* The most arguments, with the receiver of a method. */
int surplus_most(const Prim *prim);

/* Makes the entry written in Lua at the top of the stack count the arguments of
 * its function, which remains its `body`, or of the call of its table. */
void surplus_count(lua_State *L);

/* Removes trailing nils beyond `most` arguments; raises if there are others. */
void surplus_refuse(lua_State *L, int most);

/* Call first in a closure over a Prim and what surplus_most returned. */
static inline void surplus_check(lua_State *L) {
  const int most = (int)lua_tointeger(L, lua_upvalueindex(2));
  if (lua_gettop(L) > most) surplus_refuse(L, most);
}

#endif
