/* manual.h - the reference manual, printed by mlrepl --manual. */
#ifndef SESSION_MANUAL_H
#define SESSION_MANUAL_H

#include <lua.h>

int manual_print(lua_State *L);

#endif
