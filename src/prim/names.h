#ifndef PRIM_NAMES_H
#define PRIM_NAMES_H
#include <stdbool.h>
#include <lua.h>
static inline bool push_feature_names(lua_State *L, int index) { (void)L, (void)index; return false; }
#endif
