/* file.h - reading and writing files. */
#ifndef LUA_BASE_FILE_H
#define LUA_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <lua.h>

/* The argument as a file name. */
const char *check_path(lua_State *L, int arg);

/* Pushes a userdata with the bytes of the file, decompressed if it is gzip.
 * Raises an error with the path if it cannot be read, and "interrupted" on
 * Ctrl-C. The bytes are not NUL-terminated. A pipe or device, which may
 * be endless, is read up to the first block that contains a zero byte. */
const char *push_file(lua_State *L, const char *path, size_t *n);

/* A file that is being read; after an error the garbage collector closes it. */
typedef struct OpenFile {
  FILE *file;
  bool sized;  /* whether it is a regular file */
  size_t size; /* its size in bytes; 0 for a pipe */
} OpenFile;

/* Pushes it, or raises an error with the path. */
OpenFile *push_open_file(lua_State *L, const char *path);
/* Reads n bytes, fewer only at the end of the file; returns the number read.
 * Raises "interrupted" on Ctrl-C. */
size_t file_read(lua_State *L, OpenFile *f, const char *path, void *out,
                 size_t n);
void file_close(OpenFile *f);

/* Writes n bytes to a file atomically. Returns NULL, or the system's error
 * message. Never raises. */
const char *file_write(const char *path, const char *text, size_t n);

#endif
