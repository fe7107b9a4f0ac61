/* atomic_file.h - files that are written completely or not at all. */
#ifndef SYS_ATOMIC_FILE_H
#define SYS_ATOMIC_FILE_H

#include <stdbool.h>
#include <stdio.h>

enum { LONGEST_PATH = 4096 }; /* what the system allows: PATH_MAX */

/* A file that is written under a temporary name in the same folder and renamed
 * when complete. If the path is a symbolic link, its target is replaced.
 * Devices and pipes (also /dev/stdout) are written in place, because rename
 * would replace them. Between open and commit or abandon, do not raise or move
 * the struct. On failure errno is that of the first failed write. */
typedef struct AtomicFile {
  FILE *file;
  int fd, error;                /* why the first write failed; 0: none did */
  char path[LONGEST_PATH];      /* with symbolic links resolved */
  char temporary[LONGEST_PATH]; /* empty when path is written to directly */
} AtomicFile;

bool atomic_file_open(AtomicFile *b, const char *path);
bool atomic_file_commit(AtomicFile *b);
void atomic_file_abandon(AtomicFile *b);
/* Commits if good, else abandons; returns whether the file was written. */
bool atomic_file_end(AtomicFile *b, bool good);

#endif
