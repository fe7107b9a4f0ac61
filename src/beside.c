/* realpath, mkstemp and fchmod are POSIX, not C. */
#define _XOPEN_SOURCE 700
#include "beside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mode_t new_file_mode(void) {
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

/* Standard output may be a regular file: its name tells. */
static bool is_device(const char *path, const struct stat *info) {
  static const char *const open_files[] = {"/dev/std", "/dev/fd/", "/proc/"};
  bool device = !S_ISREG(info->st_mode);
  for (size_t i = 0; i < sizeof open_files / sizeof *open_files; i++)
    device = device || !strncmp(path, open_files[i], strlen(open_files[i]));
  return device;
}

/* The path itself when there is no file yet, else where its links lead. */
static bool resolve(Beside *b, const char *path, bool there) {
  int n = 0;
  if (!there || !realpath(path, b->path))
    n = snprintf(b->path, sizeof b->path, "%s", path);
  int m = snprintf(b->temporary, sizeof b->temporary, "%s.XXXXXX", b->path);
  if (n < LONGEST_PATH && m < LONGEST_PATH) return true;
  errno = ENAMETOOLONG;
  return false;
}

bool beside_open(Beside *b, const char *path) {
  struct stat info;
  bool there = stat(path, &info) == 0;
  if (there && is_device(path, &info)) {
    b->temporary[0] = 0;
    b->file = fopen(path, "a");
    return b->file != NULL;
  }
  if (!resolve(b, path, there)) return false;
  int fd = mkstemp(b->temporary);
  if (fd < 0) return false;
  fchmod(fd, there ? info.st_mode & 07777 : new_file_mode());
  b->file = fdopen(fd, "w");
  if (b->file) return true;
  close(fd);
  unlink(b->temporary);
  return false;
}

void beside_abandon(Beside *b) {
  int error = errno;
  fclose(b->file);
  if (*b->temporary) unlink(b->temporary);
  errno = error;
}

bool beside_commit(Beside *b) {
  errno = 0;
  if (fflush(b->file) != 0 || ferror(b->file)) {
    beside_abandon(b);
    return false;
  }
  bool closed = fclose(b->file) == 0;
  if (!*b->temporary) return closed;
  if (closed && rename(b->temporary, b->path) == 0) return true;
  int error = errno;
  unlink(b->temporary);
  errno = error;
  return false;
}

bool beside_end(Beside *b, bool good) {
  if (good) return beside_commit(b);
  beside_abandon(b);
  return false;
}
