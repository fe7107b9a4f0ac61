/* file.h - whole files: read into scratch, written beside and renamed. */
#ifndef PRIM_FILE_H
#define PRIM_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <lua.h>

enum { LONGEST_PATH = 4096 }; /* what the system allows: PATH_MAX */

/* The argument as the name of a file. */
const char *check_path(lua_State *L, int arg);

/* Pushes a userdata with the bytes of the file, unpacked when they are gzip's;
 * raises a sentence with the path when there is none to read, and "interrupted"
 * on Ctrl-C. The bytes are not ended by NUL; reading ends behind a zero byte,
 * which no text has. */
const char *push_file(lua_State *L, const char *path, size_t *n);

/* A file that is written under a temporary name in the same folder and takes
 * its own name when it is complete: nobody ever sees half of it. A symbolic
 * link stays, and its target is replaced. What is no regular file, such as a
 * pipe, is written to as it is, and so is standard output by its name in /dev,
 * which a rename would take the place of. Between open and commit or abandon
 * nothing may raise. On failure errno says why. */
typedef struct Beside {
  FILE *file;
  char path[LONGEST_PATH];      /* behind all symbolic links */
  char temporary[LONGEST_PATH]; /* empty when path is written to directly */
} Beside;

bool beside_open(Beside *b, const char *path);
bool beside_commit(Beside *b);
void beside_abandon(Beside *b);

#endif
