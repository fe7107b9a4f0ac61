/* target_page.h - the page of figures, for event_sources.c. */
#ifndef LUA_SHOW_TARGET_PAGE_H
#define LUA_SHOW_TARGET_PAGE_H

#include <lua.h>

int target_page_watch(lua_State *L);
void target_page_serve(lua_State *L);

#endif
