#define _DEFAULT_SOURCE
#include "session/history_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sys/atomic_file.h"
#include "sys/folders.h"
#include "sys/io.h"

static char path[LONGEST_PATH]; /* "" if there is no file */

static void find_path(void) {
  const char *own = io_env("MLREPL_HISTORY");
  bool fits = own ? snprintf(path, sizeof path, "%s", own) < LONGEST_PATH
                  : folders_own_file(path, sizeof path, "XDG_STATE_HOME",
                                     ".local/state", "history");
  if (!fits) *path = 0;
}

/* Opening a pipe must not wait for its other end. Returns -1 and sets errno
 * (0: not a regular file) on failure. */
static int open_file(void) {
  struct stat info;
  const bool there = !stat(path, &info);
  int fd = -1;
  if (!there || S_ISREG(info.st_mode))
    fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
  else
    errno = 0;
  if (fd < 0 || (!fstat(fd, &info) && S_ISREG(info.st_mode))) return fd;
  close(fd);
  errno = 0;
  return -1;
}

const char *history_file_open(void) {
  find_path();
  if (!*path || !strcmp(path, "/dev/null")) return NULL;
  folders_make_parents(path);
  int file = open_file();
  if (file >= 0) {
    close(file);
    return path;
  }
  fprintf(stderr,
          "mlrepl: warning: history will not be saved: cannot use %s (%s)\n",
          path, errno ? strerror(errno) : "not a regular file");
  return NULL;
}

/* -- locking -------------------------------------------------------------- */

/* A stopped session may hold the lock forever, so waits at most two seconds. */
static void wait_for_lock(int fd) {
  const struct timespec pause = {0, 10000000};
  for (int i = 0; i < 200 && flock(fd, LOCK_EX | LOCK_NB); i++)
    nanosleep(&pause, NULL);
}

/* Another session may have replaced the file before it was locked. */
static bool is_current(int fd) {
  struct stat locked, now;
  return !fstat(fd, &locked) && !stat(path, &now) &&
         locked.st_ino == now.st_ino && locked.st_dev == now.st_dev;
}

int history_file_lock(void) {
  enum { TRIES = 10 };
  int fd = -1;
  for (int i = 0; i < TRIES; i++) {
    fd = open_file();
    if (fd < 0) return -1;
    wait_for_lock(fd);
    if (is_current(fd)) break;
    if (i < TRIES - 1) close(fd);
  }
  return fd;
}

void history_file_unlock(int lock) {
  if (lock >= 0) close(lock);
}

/* -- adding --------------------------------------------------------------- */

/* One call of write, so that a kill does not leave a part. */
bool history_file_append(int lock, const char *time, const char *entry) {
  const size_t n = strlen(time) + strlen(entry) + 2;
  struct stat info;
  char *text = malloc(n + 1);
  if (!text || fstat(lock, &info)) {
    free(text);
    return false;
  }
  snprintf(text, n + 1, "%s\n%s\n", time, entry);
  const bool good = io_write_all(lock, text, n);
  const int error = errno;
  free(text);
  if (!good && ftruncate(lock, info.st_size)) return false;
  errno = error;
  return good;
}

/* -- entries -------------------------------------------------------------- */

/* The whole file, with a zero byte behind it; NULL on failure. */
static char *read_all(int fd, size_t *n) {
  struct stat info;
  if (fstat(fd, &info) || lseek(fd, 0, SEEK_SET) < 0) return NULL;
  *n = (size_t)info.st_size;
  char *text = malloc(*n + 1);
  if (!text) return NULL;
  text[*n] = 0;
  if (io_read_all(fd, text, *n)) return text;
  free(text);
  return NULL;
}

/* "#1700000000", unlike a line of an entry such as "#1 is the best". */
static bool is_time(const char *line) {
  enum { FEWEST_DIGITS = 9 };
  if (*line != '#') return false;
  const size_t n = strspn(line + 1, "0123456789");
  return n >= FEWEST_DIGITS && (!line[n + 1] || line[n + 1] == '\n');
}

static char *next_line(char *line) {
  char *end = strchr(line, '\n');
  return end ? end + 1 : line + strlen(line);
}

/* The end of the entry whose first line this is. */
static char *end_of_entry(char *line, bool timed) {
  char *end = next_line(line);
  while (timed && *end && !is_time(end)) end = next_line(end);
  return end;
}

/* Readline's read_history drops blank lines, which matter inside a string. */
static void add_entries(char *text, void (*add)(const char *entry)) {
  bool timed = false;
  for (char *at = text; *at;) {
    if (is_time(at)) {
      timed = true;
      at = next_line(at);
      continue;
    }
    char *end = end_of_entry(at, timed), *last = end - (end[-1] == '\n');
    const char next = *last;
    *last = 0;
    if (*at) add(at);
    *last = next;
    at = end;
  }
}

/* -- trimming ------------------------------------------------------------- */

/* The text from the last `most` entries on. */
static char *last_entries(char *text, size_t n, size_t most) {
  char *first = text + n;
  for (char *at = text + n; most && at > text;) {
    at--;
    if (at > text && at[-1] != '\n') continue;
    if (!is_time(at)) continue;
    first = at;
    most--;
  }
  return most ? text : first;
}

/* The entries that begin in the last `most` bytes; all if none does. */
static char *last_bytes(char *text, size_t n, size_t most) {
  char *at = n > most ? next_line(text + n - most) : text;
  while (*at && !is_time(at)) at = next_line(at);
  return *at ? at : text;
}

static size_t count_entries(char *text, const char *end) {
  size_t count = 0;
  for (; text < end; text = next_line(text)) count += is_time(text);
  return count;
}

static void replace(const char *text, size_t n) {
  AtomicFile file;
  if (atomic_file_open(&file, path))
    atomic_file_end(&file, fwrite(text, 1, n, file.file) == n);
}

size_t history_file_load(int lock, size_t most,
                         void (*add)(const char *entry)) {
  size_t n;
  char *text = lock < 0 ? NULL : read_all(lock, &n);
  if (!text) return 0;
  char *const end = text + n, *first = last_entries(text, n, most);
  const size_t left = (size_t)(end - first);
  const bool bounded = most < HISTORY_FILE_UNBOUNDED;
  char *kept = first;
  if (bounded && left > HISTORY_FILE_BYTES)
    kept = last_bytes(first, left, HISTORY_FILE_BYTES / 4 * 3);
  const size_t removed = count_entries(first, kept);
  if (kept > text) replace(kept, (size_t)(end - kept));
  add_entries(kept, add);
  free(text);
  return removed;
}
