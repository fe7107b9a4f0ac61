/* file_map.h - memory-mapped files: pages are read on first access, and
 * released when memory runs short. */
#ifndef LUA_DATA_FILE_MAP_H
#define LUA_DATA_FILE_MAP_H

#include <stddef.h>
#include <stdio.h>

#include <lua.h>

/* Pushes a userdata that owns a private mapping of the file's first n bytes
 * (1 <= n <= file size); returns its address, or NULL with errno set. Writes to
 * the mapping never reach the file. If the file is truncated later, a function
 * that reads the missing part gets zeros and raises an error that names
 * `path`, each time. */
char *push_mapping(lua_State *L, FILE *file, const char *path, size_t n);

#endif
