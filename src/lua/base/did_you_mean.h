/* did_you_mean.h - suggesting a similar name. */
#ifndef LUA_BASE_DID_YOU_MEAN_H
#define LUA_BASE_DID_YOU_MEAN_H

#include <lua.h>

/* Pushes "; did you mean 'x'?" for the nearest string key of the table at
 * `index`, or "" if none is near. */
const char *push_suggestion(lua_State *L, const char *word, int index);

#endif
