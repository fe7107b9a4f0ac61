/* file.h - whole files, read into scratch. */
#ifndef LUA_BASE_FILE_H
#define LUA_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <lua.h>

/* The argument as the name of a file. */
const char *check_path(lua_State *L, int arg);

/* Pushes a userdata with the bytes of the file, unpacked when they are gzip's;
 * raises a sentence with the path when there is none to read, and "interrupted"
 * on Ctrl-C. The bytes are not ended by NUL; reading ends behind a zero byte,
 * which no text has. */
const char *push_file(lua_State *L, const char *path, size_t *n);

/* A file that is being read; it is closed by the garbage collector when an
 * error comes in between. */
typedef struct OpenFile {
  FILE *file;
  bool sized;  /* is it an ordinary file, */
  size_t size; /* of so many bytes? A pipe has none. */
} OpenFile;

/* Pushes it, or raises a sentence with the path. */
OpenFile *push_open_file(lua_State *L, const char *path);
/* Reads n bytes, fewer only at the end of the file; gives how many. Raises
 * "interrupted" on Ctrl-C. */
size_t file_read(lua_State *L, OpenFile *f, const char *path, void *out,
                 size_t n);
void file_close(OpenFile *f);

/* Writes n bytes to a file, which appears under its name when it is complete.
 * NULL, or the system's word for what went wrong. Never raises. */
const char *file_write(const char *path, const char *text, size_t n);

#endif
