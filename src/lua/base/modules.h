/* modules.h - the openers: one function open_x per file, which registers its
 * primitives and metamethods. The list is generated from the sources by
 * openers.awk, so a new file only has to define its open_x. */
#ifndef LUA_BASE_MODULES_H
#define LUA_BASE_MODULES_H

#include <lua.h>

#include "lua/base/openers.h"

#endif
