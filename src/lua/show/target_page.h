/* target_page.h - the page of figures, for event_sources.c. */
#ifndef LUA_SHOW_TARGET_PAGE_H
#define LUA_SHOW_TARGET_PAGE_H

#include <lua.h>

int served_watch(lua_State *L);
void served_serve(lua_State *L);

#endif
