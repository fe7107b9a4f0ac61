/* unshown.h - advice for a user whose figure does not appear. */
#ifndef LUA_SHOW_UNSHOWN_H
#define LUA_SHOW_UNSHOWN_H

#include <lua.h>

/* Call after each entry of the prompt: if the current figure has marks and is
 * not shown, prints what shows it. Does so once, and not if a figure has been
 * shown before. */
void unshown_remind(lua_State *L);

#endif
