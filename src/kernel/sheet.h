/* sheet.h - explorations in a notebook. */
#ifndef KERNEL_SHEET_H
#define KERNEL_SHEET_H

#include <lua.h>

/* Registers the native module mlrepl.notebook. */
void sheet_open(lua_State *L);

#endif
