/* modules.h - the openers: a function open_x per file that enters names into Lua,
 * with its primitives and the metamethods of its types. The list is generated
 * from the sources (openers.awk): a new file has only to define its open_x. */
#ifndef LUA_BASE_MODULES_H
#define LUA_BASE_MODULES_H

#include <lua.h>

#include "lua/base/openers.h"

#endif
