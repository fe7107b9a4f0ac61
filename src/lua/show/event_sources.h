/* event_sources.h - serve windows and pages while the prompt waits for keys. */
#ifndef LUA_SHOW_EVENT_SOURCES_H
#define LUA_SHOW_EVENT_SOURCES_H

#include <poll.h>
#include <stddef.h>

#include <lua.h>

enum { EVENT_SOURCES_MOST = 2 };

/* Fills in what to poll besides the keyboard and returns the number. After its
 * first call the session is interactive: windows close when it ends. */
size_t event_sources_watch(lua_State *L, struct pollfd fds[EVENT_SOURCES_MOST]);

/* Serves pending requests; call it when one of them is ready. Never raises. */
void event_sources_serve(lua_State *L);

#endif
