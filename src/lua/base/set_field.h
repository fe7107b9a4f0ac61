/* set_field.h - setting fields of the table at the top of the stack. */
#ifndef LUA_BASE_SET_FIELD_H
#define LUA_BASE_SET_FIELD_H

#include <stddef.h>

#include <lua.h>

/* The text may be NULL. */
void set_number(lua_State *L, const char *key, double value);
void set_count(lua_State *L, const char *key, size_t value);
void set_text(lua_State *L, const char *key, const char *text);

#endif
