/* grad.h - grad for other C code. */
#ifndef LUA_GRAD_GRAD_H
#define LUA_GRAD_GRAD_H

#include <lua.h>

/* Pushes a function that works as grad does, but returns f's value, too, after
 * the derivatives. */
void push_grad_and_value(lua_State *L);

#endif
