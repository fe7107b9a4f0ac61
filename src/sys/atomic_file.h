/* atomic_file.h - files that are written completely or not at all. */
#ifndef SYS_ATOMIC_FILE_H
#define SYS_ATOMIC_FILE_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

enum { LONGEST_PATH = 4096 }; /* what the system allows: PATH_MAX */

/* A file that gets its name only when it is complete and on the disk, so that
 * nothing remains if the program is killed. If the file system has no unnamed
 * files, it is written under a temporary name in the same folder, which is also
 * removed on SIGTERM, SIGHUP and SIGQUIT.
 *
 * As with open, symbolic links are followed, also to a file that does not exist
 * yet, and an existing file keeps its mode, owner and hard links; to keep hard
 * links or another user as the owner, the complete contents are copied into it.
 * Devices and pipes (also /dev/stdout) are written directly. Between open and
 * commit or abandon, do not raise or move the struct, and close files in the
 * reverse order. On failure errno is that of the first failure; EINTR only
 * after Ctrl-C. */
typedef struct AtomicFile {
  FILE *file;
  int fd, error;                /* why the first write failed; 0: none did */
  bool direct;                  /* path is a device or pipe */
  bool copied;                  /* into the existing file */
  mode_t mode;                  /* of the existing file; 0: it is new */
  char path[LONGEST_PATH];      /* with symbolic links resolved */
  char temporary[LONGEST_PATH]; /* empty if the file has no name yet */
  struct AtomicFile *outer;     /* the file that was opened before this one */
} AtomicFile;

bool atomic_file_open(AtomicFile *b, const char *path);
bool atomic_file_commit(AtomicFile *b);
void atomic_file_abandon(AtomicFile *b);
/* Commits if good, else abandons; returns whether the file was written. */
bool atomic_file_end(AtomicFile *b, bool good);

/* From now on all that is written goes nowhere. */
void atomic_file_discard(void);

/* Removes all temporary files; for a signal handler that ends the program. */
void atomic_file_clean(void);

#endif
