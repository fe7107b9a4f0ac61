/* atomic_file.h - files that are written whole or not at all. */
#ifndef SYS_ATOMIC_FILE_H
#define SYS_ATOMIC_FILE_H

#include <stdbool.h>
#include <stdio.h>

enum { LONGEST_PATH = 4096 }; /* what the system allows: PATH_MAX */

/* A file that is written under a temporary name in the same folder and takes
 * its own name when it is complete: nobody ever sees half of it. A symbolic
 * link stays, and its target is replaced. What is no regular file, such as a
 * pipe, is written to as it is, and so is standard output by its name in /dev,
 * which a rename would take the place of. Between open and commit or abandon
 * nothing may raise, and the struct stays where it is. On failure errno says
 * why: that of the write that failed, whatever came after it. */
typedef struct AtomicFile {
  FILE *file;
  int fd, error;                /* why the first write failed; 0: none did */
  char path[LONGEST_PATH];      /* behind all symbolic links */
  char temporary[LONGEST_PATH]; /* empty when path is written to directly */
} AtomicFile;

bool atomic_file_open(AtomicFile *b, const char *path);
bool atomic_file_commit(AtomicFile *b);
void atomic_file_abandon(AtomicFile *b);
/* Commits what is good, abandons what is not; gives whether the file is there. */
bool atomic_file_end(AtomicFile *b, bool good);

#endif
