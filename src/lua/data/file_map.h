/* file_map.h - a file as memory: pages are read when they are first looked at,
 * and given back when memory is wanted elsewhere. */
#ifndef LUA_DATA_FILE_MAP_H
#define LUA_DATA_FILE_MAP_H

#include <stddef.h>
#include <stdio.h>

#include <lua.h>

/* Pushes a userdata that owns the mapping of the file's first n bytes (n at
 * least 1, and in the file); gives where they are, or NULL with errno. What is
 * written there is this program's alone and never reaches the file. When the
 * file is cut off later, reading what is gone ends the program with a
 * sentence: there is no other honest answer. */
char *push_mapping(lua_State *L, FILE *file, size_t n);

#endif
