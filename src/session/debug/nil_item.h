/* nil_item.h - names the item in "attempt to index a nil value (field '?')". */
#ifndef SESSION_DEBUG_NIL_ITEM_H
#define SESSION_DEBUG_NIL_ITEM_H

#include <lua.h>

/* Lua does not know the source of a key that is computed. If the message at the
 * top of the stack has such a field, and the source line of the function at the
 * level has exactly one item that is nil now, replaces the message:
 *
 *   attempt to perform arithmetic on a nil value (field 'ys[i+1]'); i+1 is 4,
 *   but ys has 3 values
 *
 * Otherwise leaves it. Reads variables and tables only, so no code of the user
 * runs. Raises only memory errors. */
void nil_item_name(lua_State *L, int level);

#endif
