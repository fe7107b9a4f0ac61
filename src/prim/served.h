/* served.h - the page of figures, for idle.c. */
#ifndef PRIM_SERVED_H
#define PRIM_SERVED_H

#include <lua.h>

int served_watch(lua_State *L);
void served_serve(lua_State *L);

#endif
