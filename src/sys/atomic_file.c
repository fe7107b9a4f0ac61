#define _GNU_SOURCE /* fopencookie, O_TMPFILE, fallocate, flock */
#include "sys/atomic_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/file_gate.h"
#include "sys/interrupt.h"
#include "sys/io.h"

/* -- temporary files that have a name ------------------------------------- */

static const int ending[] = {SIGTERM, SIGHUP, SIGQUIT};
enum { ENDINGS = sizeof ending / sizeof *ending };

static AtomicFile *volatile newest = NULL;
static struct sigaction before[ENDINGS];

void atomic_file_clean(void) {
  for (const AtomicFile *b = newest; b; b = b->outer)
    if (*b->temporary) unlink(b->temporary);
}

/* The signal, raised again, then does what it would have done. */
static void on_end(int number) {
  atomic_file_clean();
  for (int i = 0; i < ENDINGS; i++)
    if (ending[i] == number) sigaction(number, &before[i], NULL);
  raise(number);
}

/* A signal that is ignored, as under nohup, stays ignored. */
static void watch(void) {
  struct sigaction action = {0};
  action.sa_handler = on_end;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < ENDINGS; i++) {
    sigaction(ending[i], NULL, &before[i]);
    if (before[i].sa_handler != SIG_IGN) sigaction(ending[i], &action, NULL);
  }
}

static void add(AtomicFile *b) {
  b->outer = newest;
  if (!newest) watch();
  newest = b;
}

static void forget(AtomicFile *b) {
  if (newest != b) return;
  newest = b->outer;
  for (int i = 0; i < ENDINGS && !newest; i++)
    sigaction(ending[i], &before[i], NULL);
}

/* -- where to write ------------------------------------------------------- */

/* Standard output may be a regular file, so check the name. */
static bool is_device(const char *path, const struct stat *info) {
  static const char *const open_files[] = {"/dev/std", "/dev/fd/", "/proc/"};
  bool device = !S_ISREG(info->st_mode);
  for (size_t i = 0; i < sizeof open_files / sizeof *open_files; i++)
    device = device || !strncmp(path, open_files[i], strlen(open_files[i]));
  return device;
}

static bool too_long(void) {
  errno = ENAMETOOLONG;
  return false;
}

/* The length of the folder in a path, including the slash. */
static size_t folder_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Sets b->path to the end of a chain of links, which need not exist. */
static bool follow_links(AtomicFile *b, const char *path) {
  enum { MOST_LINKS = 40 }; /* as the system */
  char target[LONGEST_PATH];
  if (strlen(path) >= LONGEST_PATH) return too_long();
  strcpy(b->path, path);
  for (int i = 0; i < MOST_LINKS; i++) {
    ssize_t n = readlink(b->path, target, sizeof target - 1);
    if (n < 0) return true; /* not a link */
    target[n] = 0;
    size_t folder = *target == '/' ? 0 : folder_length(b->path);
    if (folder + (size_t)n >= LONGEST_PATH) return too_long();
    memcpy(b->path + folder, target, (size_t)n + 1);
  }
  errno = ELOOP;
  return false;
}

/* The folder of the path as a string for open. */
static bool copy_folder(char *out, const char *path) {
  size_t n = folder_length(path);
  if (n + 2 > LONGEST_PATH) return too_long();
  memcpy(out, path, n);
  strcpy(out + n, n ? "" : ".");
  return true;
}

#define NAME_FORMAT ".mlrepl-%ld-%u"

/* The next name in the file's folder that is probably free. */
static bool next_name(AtomicFile *b) {
  static unsigned count = 0;
  size_t n = folder_length(b->path), room = sizeof b->temporary - n;
  memcpy(b->temporary, b->path, n);
  int m =
    snprintf(b->temporary + n, room, NAME_FORMAT, (long)getpid(), count++);
  if (m > 0 && (size_t)m < room) return true;
  *b->temporary = 0;
  return too_long();
}

/* -- what killed processes have left -------------------------------------- */

/* The process of a temporary file's name; 0 for other names. */
static pid_t process_of(const char *name) {
  long process;
  unsigned number;
  char again[80];
  if (sscanf(name, NAME_FORMAT, &process, &number) != 2) return 0;
  snprintf(again, sizeof again, NAME_FORMAT, process, number);
  return process > 0 && !strcmp(name, again) ? (pid_t)process : 0;
}

/* The file of a living process is locked; the process may be on another machine
 * that shares the folder. */
static bool is_abandoned(int fd) {
  struct stat info;
  return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
         info.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0;
}

static void remove_if_abandoned(int folder, const char *name) {
  const pid_t process = process_of(name);
  if (!process || kill(process, 0) == 0 || errno != ESRCH) return;
  int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return;
  if (is_abandoned(fd)) unlinkat(folder, name, 0);
  close(fd);
}

/* SIGKILL between link and rename leaves the temporary name. */
static void remove_abandoned(const AtomicFile *b) {
  char folder[LONGEST_PATH];
  DIR *list = copy_folder(folder, b->path) ? opendir(folder) : NULL;
  if (!list) return;
  for (const struct dirent *e; (e = readdir(list));)
    remove_if_abandoned(dirfd(list), e->d_name);
  closedir(list);
}

/* -- the temporary file --------------------------------------------------- */

static int open_unnamed(AtomicFile *b, mode_t mode) {
  char folder[LONGEST_PATH];
  if (!copy_folder(folder, b->path)) return -1;
  if (access("/proc/self/fd", X_OK) != 0) { /* linkat could not find it */
    errno = EOPNOTSUPP;
    return -1;
  }
  return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
}

static int open_named(AtomicFile *b, mode_t mode) {
  int fd = -1;
  sigset_t all, old;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &old);
  do {
    if (!next_name(b)) break;
    fd = open(b->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  } while (fd < 0 && errno == EEXIST);
  int error = errno;
  if (fd < 0) *b->temporary = 0;
  sigprocmask(SIG_SETMASK, &old, NULL);
  errno = error;
  return fd;
}

static int open_temporary(AtomicFile *b) {
  const mode_t mode = b->mode ? 0600 : 0666; /* less the umask */
  int fd = open_unnamed(b, mode);
  if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
    fd = open_named(b, mode);
  if (fd >= 0) flock(fd, LOCK_EX | LOCK_NB); /* until it is closed */
  return fd;
}

/* A FILE does not keep the errno of a failed write, which can happen whenever
 * the buffer is full. */
static ssize_t put(void *cookie, const char *text, size_t n) {
  AtomicFile *b = cookie;
  for (size_t done = 0; done < n;) {
    ssize_t some = write(b->fd, text + done, n - done);
    if (some > 0) done += (size_t)some;
    if (some >= 0 || (errno == EINTR && !interrupted)) continue;
    if (!b->error) b->error = errno;
    return 0;
  }
  return (ssize_t)n;
}

static bool open_stream(AtomicFile *b) {
  static const cookie_io_functions_t calls = {.write = put};
  if (b->fd < 0) return false;
  b->file = fopencookie(b, "w", calls);
  if (b->file) return true;
  close(b->fd);
  return false;
}

static bool open_device(AtomicFile *b, const char *path) {
  b->direct = true;
  do b->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
  while (b->fd < 0 && errno == EINTR && !interrupted);
  return open_stream(b);
}

static bool discards = false;

void atomic_file_discard(void) { discards = true; }

/* What open would refuse, although a rename could do it. */
static bool may_replace(const char *path) {
  return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
}

bool atomic_file_open(AtomicFile *b, const char *path) {
  struct stat info;
  b->error = 0;
  b->direct = b->copied = false;
  b->mode = 0;
  *b->temporary = 0;
  if (!file_gate_may(path, FILE_WRITE)) return false;
  if (discards) return open_device(b, "/dev/null");
  bool there = stat(path, &info) == 0;
  if (there && is_device(path, &info)) return open_device(b, path);
  if (!follow_links(b, path) || (there && !may_replace(b->path))) return false;
  if (there) b->mode = info.st_mode & 07777;
  add(b);
  b->fd = open_temporary(b);
  bool good = open_stream(b);
  if (good && (there || *b->temporary)) remove_abandoned(b);
  if (good && there) {
    bool kept = fchown(b->fd, info.st_uid, info.st_gid) == 0;
    b->copied = !kept || info.st_nlink > 1;
  }
  if (good) return true;
  int error = errno;
  atomic_file_clean();
  forget(b);
  errno = error;
  return false;
}

/* -- completion ----------------------------------------------------------- */

/* Not every file system can flush a file. */
static bool flush_to_disk(int fd) {
  while (fsync(fd) != 0)
    if (errno != EINTR) return errno == EINVAL || errno == EOPNOTSUPP;
  return true;
}

/* Gives the unnamed file a name; fails with EEXIST if it exists. */
static bool give_name(const AtomicFile *b, const char *name) {
  char self[40];
  snprintf(self, sizeof self, "/proc/self/fd/%d", b->fd);
  return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

static bool name_temporary(AtomicFile *b) {
  bool named = false;
  do
    if (!next_name(b)) return false;
  while (!(named = give_name(b, b->temporary)) && errno == EEXIST);
  if (!named) *b->temporary = 0;
  return named;
}

static bool publish(AtomicFile *b) {
  if (!*b->temporary) {
    if (!b->mode && give_name(b, b->path)) return true;
    if (!b->mode && errno != EEXIST) return false;
    if (!name_temporary(b)) return false;
  }
  if (rename(b->temporary, b->path) == 0) {
    *b->temporary = 0;
    return true;
  }
  return false;
}

static bool copy_all(int to, int from) {
  enum { PIECE = 1 << 16 };
  char piece[PIECE];
  ssize_t n;
  if (lseek(from, 0, SEEK_SET) != 0) return false;
  while ((n = read(from, piece, PIECE)) != 0) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 || !io_write_all(to, piece, (size_t)n)) return false;
  }
  return true;
}

static bool reserve(int fd, off_t size) {
  int failed;
  do failed = fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, size);
  while (failed && errno == EINTR);
  return !failed;
}

/* Reserves the space first, so that a full disk leaves the file unchanged. */
static bool copy_into(AtomicFile *b) {
  struct stat info;
  int to = open(b->path, O_WRONLY | O_CLOEXEC);
  if (to < 0) return false;
  bool good = fstat(b->fd, &info) == 0;
  if (good && info.st_size > 0 && !reserve(to, info.st_size))
    good = errno == EOPNOTSUPP || errno == ENOSYS;
  good = good && copy_all(to, b->fd) && ftruncate(to, info.st_size) == 0 &&
         flush_to_disk(to);
  int error = errno;
  close(to);
  errno = error;
  return good;
}

/* No signal but SIGKILL may come while the file has a temporary name. */
static bool replace(AtomicFile *b) {
  sigset_t all, old;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &old);
  bool good = b->copied ? copy_into(b) : publish(b);
  int error = errno;
  if (*b->temporary) unlink(b->temporary);
  *b->temporary = 0;
  sigprocmask(SIG_SETMASK, &old, NULL);
  errno = error;
  return good;
}

static bool keep_mode(const AtomicFile *b) {
  return !b->mode || fchmod(b->fd, b->mode) == 0 || errno == EPERM;
}

static void leave(AtomicFile *b, int error) {
  if (*b->temporary) unlink(b->temporary);
  *b->temporary = 0;
  close(b->fd);
  if (!b->direct) forget(b);
  errno = error;
}

void atomic_file_abandon(AtomicFile *b) {
  int error = b->error ? b->error : errno;
  fclose(b->file);
  leave(b, error);
}

bool atomic_file_commit(AtomicFile *b) {
  if (fclose(b->file) != 0 && !b->error) b->error = errno;
  if (!b->direct && !b->error &&
      !(keep_mode(b) && flush_to_disk(b->fd) && replace(b)))
    b->error = errno;
  bool good = !b->error;
  leave(b, b->error);
  return good;
}

bool atomic_file_end(AtomicFile *b, bool good) {
  if (good) return atomic_file_commit(b);
  atomic_file_abandon(b);
  return false;
}
