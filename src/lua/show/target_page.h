/* target_page.h - figures as a local web page. */
#ifndef LUA_SHOW_TARGET_PAGE_H
#define LUA_SHOW_TARGET_PAGE_H

#include <stdbool.h>

#include <lua.h>

/* For event_sources.c. */
int target_page_watch(lua_State *L);
void target_page_serve(lua_State *L);

/* -- for what waits for the hand; see page_hand.c -------------------------- */

/* The number of a figure that the page has shown; 0: it has not. */
long target_page_number(lua_State *L, int figure);
/* Offers these controls (page_store.h) to the page; NULL: none. Raises if memory
 * runs out. */
void target_page_offer(lua_State *L, const char *controls);
/* Pushes the next event, waiting for at most that time. Returns false and pushes
 * nothing if there is none. */
bool target_page_event(lua_State *L, int milliseconds);

#endif
