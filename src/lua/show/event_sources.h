/* event_sources.h - windows and pages live on while the prompt waits for keys. */
#ifndef LUA_SHOW_EVENT_SOURCES_H
#define LUA_SHOW_EVENT_SOURCES_H

#include <poll.h>
#include <stddef.h>

#include <lua.h>

enum { EVENT_SOURCES_MOST = 2 };

/* Fills in what to poll beside the keyboard; gives how many. From its first
 * call on there is a person at a prompt: windows close when that ends. */
size_t event_sources_watch(lua_State *L, struct pollfd fds[EVENT_SOURCES_MOST]);

/* Does what is asked for; call it when one of them is ready. Never raises. */
void event_sources_serve(lua_State *L);

#endif
