/* file.h - whole files, read into scratch. */
#ifndef PRIM_FILE_H
#define PRIM_FILE_H

#include <stddef.h>

#include <lua.h>

/* The argument as the name of a file. */
const char *check_path(lua_State *L, int arg);

/* Pushes a userdata with the bytes of the file, unpacked when they are gzip's;
 * raises a sentence with the path when there is none to read, and "interrupted"
 * on Ctrl-C. The bytes are not ended by NUL; reading ends behind a zero byte,
 * which no text has. */
const char *push_file(lua_State *L, const char *path, size_t *n);

#endif
