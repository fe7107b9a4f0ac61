/* realpath, mkstemp and fchmod are POSIX, not C. */
#define _GNU_SOURCE /* fopencookie, too */
#include "sys/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mode_t new_file_mode(void) {
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

/* Standard output may be a regular file, so check the name. */
static bool is_device(const char *path, const struct stat *info) {
  static const char *const open_files[] = {"/dev/std", "/dev/fd/", "/proc/"};
  bool device = !S_ISREG(info->st_mode);
  for (size_t i = 0; i < sizeof open_files / sizeof *open_files; i++)
    device = device || !strncmp(path, open_files[i], strlen(open_files[i]));
  return device;
}

/* The path itself if the file does not exist, else the target of its links. */
static bool resolve(AtomicFile *b, const char *path, bool there) {
  int n = 0;
  if (!there || !realpath(path, b->path))
    n = snprintf(b->path, sizeof b->path, "%s", path);
  int m = snprintf(b->temporary, sizeof b->temporary, "%s.XXXXXX", b->path);
  if (n < LONGEST_PATH && m < LONGEST_PATH) return true;
  errno = ENAMETOOLONG;
  return false;
}

/* A FILE does not keep the errno of a failed write, which can happen whenever
 * the buffer is full. */
static ssize_t put(void *cookie, const char *text, size_t n) {
  AtomicFile *b = cookie;
  for (size_t done = 0; done < n;) {
    ssize_t some = write(b->fd, text + done, n - done);
    if (some < 0 && !b->error) b->error = errno;
    if (some < 0) return 0;
    done += (size_t)some;
  }
  return (ssize_t)n;
}

static int end(void *cookie) {
  AtomicFile *b = cookie;
  int failed = close(b->fd);
  if (failed && !b->error) b->error = errno;
  return failed;
}

static bool open_file(AtomicFile *b, int fd) {
  static const cookie_io_functions_t calls = {.write = put, .close = end};
  b->fd = fd;
  b->error = 0;
  b->file = fopencookie(b, "w", calls);
  if (!b->file) close(fd);
  return b->file != NULL;
}

bool atomic_file_open(AtomicFile *b, const char *path) {
  struct stat info;
  bool there = stat(path, &info) == 0;
  if (there && is_device(path, &info)) {
    b->temporary[0] = 0;
    int device = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    return device >= 0 && open_file(b, device);
  }
  if (!resolve(b, path, there)) return false;
  int fd = mkstemp(b->temporary);
  if (fd < 0) return false;
  fchmod(fd, there ? info.st_mode & 07777 : new_file_mode());
  if (open_file(b, fd)) return true;
  unlink(b->temporary);
  return false;
}

void atomic_file_abandon(AtomicFile *b) {
  int error = b->error ? b->error : errno;
  fclose(b->file);
  if (*b->temporary) unlink(b->temporary);
  errno = error;
}

bool atomic_file_commit(AtomicFile *b) {
  fclose(b->file);
  const bool written = !b->error;
  errno = b->error;
  if (!*b->temporary) return written;
  if (written && rename(b->temporary, b->path) == 0) return true;
  int error = errno;
  unlink(b->temporary);
  errno = error;
  return false;
}

bool atomic_file_end(AtomicFile *b, bool good) {
  if (good) return atomic_file_commit(b);
  atomic_file_abandon(b);
  return false;
}
