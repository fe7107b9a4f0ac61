/* Files that are written completely or not at all: links, modes, limits,
 * signals, and file systems without unnamed files. */
#define _GNU_SOURCE
#include "sys/atomic_file.h"

#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/interrupt.h"
#include "sys/io.h"

static bool has_unnamed = true; /* as the file system says */

/* Replaces the function of the C library in the code under test. */
int open(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
  va_end(args);
  if (!has_unnamed && (flags & O_TMPFILE) == O_TMPFILE) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static char folder[] = "/tmp/atomic-XXXXXX";

static int entries(void) {
  int n = -2; /* "." and ".." */
  DIR *dir = opendir(".");
  while (readdir(dir)) n++;
  closedir(dir);
  return n;
}

static void set(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  fputs(text, file);
  fclose(file);
}

static void expect(const char *path, const char *text) {
  char got[100] = "";
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  got[fread(got, 1, sizeof got - 1, file)] = 0;
  fclose(file);
  assert_string_equal(got, text);
}

static bool put_text(const char *path, const char *text) {
  AtomicFile b;
  if (!atomic_file_open(&b, path)) return false;
  fputs(text, b.file);
  return atomic_file_commit(&b);
}

static int begin(void **state) {
  (void)state;
  strcpy(folder, "/tmp/atomic-XXXXXX");
  if (!mkdtemp(folder) || chdir(folder)) return 1;
  return 0;
}

static int end(void **state) {
  (void)state;
  char command[80];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  return chdir("/") || system(command);
}

/* Runs the body with and without unnamed files. */
static void both(void (*body)(void)) {
  for (int i = 0; i < 2; i++) {
    has_unnamed = i == 0;
    body();
    has_unnamed = true;
    assert_int_equal(system("rm -rf ./* ./.mlrepl*"), 0);
  }
}

static void replace_and_abandon(void) {
  AtomicFile b;
  assert_true(put_text("new", "1"));
  expect("new", "1");
  assert_true(put_text("new", "2"));
  expect("new", "2");
  assert_true(atomic_file_open(&b, "new"));
  fputs("3", b.file);
  assert_false(atomic_file_end(&b, false));
  expect("new", "2");
  assert_int_equal(entries(), 1);
}

static void a_file_is_replaced_or_left(void **state) {
  (void)state;
  both(replace_and_abandon);
}

static mode_t mode_of(const char *path) {
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  return info.st_mode & 07777;
}

static void modes(void) {
  mode_t mask = umask(027);
  assert_true(put_text("new", "1"));
  assert_int_equal(mode_of("new"), 0640);
  chmod("new", 0604);
  assert_true(put_text("new", "2"));
  assert_int_equal(mode_of("new"), 0604);
  umask(mask);
}

static void the_mode_is_kept(void **state) {
  (void)state;
  both(modes);
}

static bool is_link(const char *path) {
  char target[100];
  return readlink(path, target, sizeof target) > 0;
}

static void links(void) {
  assert_int_equal(mkdir("sub", 0777), 0);
  assert_int_equal(symlink("sub/b", "a"), 0);
  assert_int_equal(symlink("../c", "sub/b"), 0);
  assert_true(put_text("a", "1")); /* c does not exist yet */
  expect("c", "1");
  assert_true(put_text("a", "2"));
  expect("c", "2");
  assert_true(is_link("a") && is_link("sub/b") && !is_link("c"));
  assert_int_equal(symlink("loop", "loop"), 0);
  assert_false(put_text("loop", "3"));
  assert_int_equal(errno, ELOOP);
}

static void symbolic_links_are_followed(void **state) {
  (void)state;
  both(links);
}

static void hard(void) {
  set("one", "a longer text");
  assert_int_equal(link("one", "two"), 0);
  assert_true(put_text("one", "new"));
  expect("two", "new");
  assert_int_equal(entries(), 2);
}

static void hard_links_are_kept(void **state) {
  (void)state;
  both(hard);
}

static void failures(void) {
  assert_false(put_text("missing/file", "1"));
  assert_int_equal(errno, ENOENT);
  assert_false(put_text(".", "1"));
  assert_int_equal(errno, EISDIR);
  set("plain", "1");
  assert_false(put_text("plain/file", "1"));
  assert_int_equal(errno, ENOTDIR);
  assert_false(put_text("/dev/full", "1"));
  assert_int_equal(errno, ENOSPC);
  assert_true(put_text("/dev/null", "1"));
  char name[300];
  memset(name, 'n', sizeof name - 1);
  name[sizeof name - 1] = 0;
  assert_false(put_text(name, "1"));
  assert_int_equal(errno, ENAMETOOLONG);
  name[255] = 0; /* the longest that the system allows */
  assert_true(put_text(name, "1"));
  expect(name, "1");
}

static void the_errno_says_what_failed(void **state) {
  (void)state;
  both(failures);
}

static void beyond_the_limit(void) {
  struct rlimit old, few;
  set("file", "old");
  getrlimit(RLIMIT_FSIZE, &old);
  few = old;
  few.rlim_cur = 10000;
  io_survive_size_limit();
  setrlimit(RLIMIT_FSIZE, &few);
  AtomicFile b;
  assert_true(atomic_file_open(&b, "file"));
  for (int i = 0; i < 100000; i++) fputc('x', b.file);
  bool good = atomic_file_commit(&b);
  int error = errno;
  setrlimit(RLIMIT_FSIZE, &old);
  assert_false(good);
  assert_int_equal(error, EFBIG);
  expect("file", "old");
  assert_int_equal(entries(), 1);
}

static void a_size_limit_fails_the_write(void **state) {
  (void)state;
  both(beyond_the_limit);
}

/* Starts a process that has written half of a file. The signal may be ignored
 * here: a shell does that for SIGQUIT of a command in the background. */
static pid_t start_writer(int number) {
  int ends[2];
  char c;
  assert_int_equal(pipe(ends), 0);
  pid_t child = fork();
  if (child == 0) {
    AtomicFile b;
    signal(number, SIG_DFL);
    alarm(60);
    if (!atomic_file_open(&b, "file")) _exit(1);
    fputs("half", b.file);
    fflush(b.file);
    if (write(ends[1], "!", 1) != 1) _exit(1);
    for (;;) pause();
  }
  close(ends[1]);
  assert_int_equal(read(ends[0], &c, 1), 1);
  close(ends[0]);
  return child;
}

static void end_writer(int number, int left) {
  set("file", "old");
  pid_t child = start_writer(number);
  int status;
  kill(child, number);
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status) && WTERMSIG(status) == number);
  expect("file", "old");
  assert_int_equal(entries(), 1 + left);
  assert_int_equal(system("rm -f .mlrepl*"), 0);
}

static void end_with_each_signal(void) {
  static const int numbers[] = {SIGTERM, SIGHUP, SIGQUIT};
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  for (int i = 0; i < 3; i++) end_writer(numbers[i], 0);
  end_writer(SIGKILL, has_unnamed ? 0 : 1);
}

static void a_signal_leaves_nothing_behind(void **state) {
  (void)state;
  both(end_with_each_signal);
}

static void on_alarm(int unused) { (void)unused; }

/* Writes to a pipe whose reader is slow; signals interrupt each write. */
static void signals_do_not_fail_a_write(void **state) {
  (void)state;
  enum { TOTAL = 1 << 20 };
  struct sigaction action = {0};
  struct itimerval often = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
  assert_int_equal(mkfifo("pipe", 0600), 0);
  pid_t reader = fork();
  if (reader == 0) {
    usleep(30000);
    int fd = open("pipe", O_RDONLY), total = 0;
    char block[5000];
    for (ssize_t n; (n = read(fd, block, sizeof block)) > 0; total += (int)n)
      usleep(500);
    _exit(total != TOTAL);
  }
  action.sa_handler = on_alarm; /* without SA_RESTART */
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &often, NULL);
  AtomicFile b;
  bool good = atomic_file_open(&b, "pipe");
  for (int i = 0; good && i < TOTAL; i++) fputc('x', b.file);
  good = good && atomic_file_commit(&b);
  setitimer(ITIMER_REAL, &never, NULL);
  int status;
  waitpid(reader, &status, 0);
  assert_true(good);
  assert_int_equal(status, 0);
}

/* The number of a process that has ended. */
static long ended(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  waitpid(child, NULL, 0);
  return child;
}

static void abandoned(void) {
  static const char *const others[] = {".mlrepl-%ld-01", ".mlrepl-%ld-1.csv",
                                       ".mlrepl-%ld", "mlrepl-%ld-1"};
  enum { OTHERS = sizeof others / sizeof *others };
  char left[80], locked[80], mine[80], name[80];
  const long process = ended();
  snprintf(left, sizeof left, ".mlrepl-%ld-7", process);
  snprintf(locked, sizeof locked, ".mlrepl-%ld-8", process);
  snprintf(mine, sizeof mine, ".mlrepl-%ld-4000000", (long)getpid());
  set(left, "1"), set(locked, "2"), set(mine, "3"), set("file", "4");
  for (int i = 0; i < OTHERS; i++) {
    snprintf(name, sizeof name, others[i], process);
    set(name, "5");
  }
  int fd = open(locked, O_RDONLY);
  assert_int_equal(flock(fd, LOCK_EX), 0);
  assert_true(put_text("file", "6"));
  expect("file", "6");
  expect(locked, "2");
  expect(mine, "3");
  assert_int_not_equal(access(left, F_OK), 0);
  assert_int_equal(entries(), 3 + OTHERS);
  close(fd);
}

static void what_a_killed_process_left_is_removed(void **state) {
  (void)state;
  both(abandoned);
}

/* The process is killed at a random moment of many writes. */
static void nothing_is_half_written(void **state) {
  (void)state;
  enum { SIZE = 100000 };
  set("file", "");
  for (int round = 0; round < 40; round++) {
    pid_t child = fork();
    for (int i = 0; child == 0; i++) {
      AtomicFile b;
      if (!atomic_file_open(&b, "file")) _exit(1);
      for (int k = 0; k < SIZE; k++) fputc('a' + i % 26, b.file);
      if (!atomic_file_commit(&b)) _exit(1);
    }
    usleep((useconds_t)(5000 + round * 331));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_true(put_text("other", "") && put_text("other", "1"));
    assert_int_equal(entries(), 2); /* no temporary name is left */
    static char got[SIZE + 1];
    FILE *file = fopen("file", "r");
    size_t n = fread(got, 1, sizeof got, file);
    fclose(file);
    assert_true(n == 0 || n == SIZE);
    for (size_t k = 0; k < n; k++) assert_true(got[k] == *got);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(a_file_is_replaced_or_left, begin, end),
    cmocka_unit_test_setup_teardown(the_mode_is_kept, begin, end),
    cmocka_unit_test_setup_teardown(symbolic_links_are_followed, begin, end),
    cmocka_unit_test_setup_teardown(hard_links_are_kept, begin, end),
    cmocka_unit_test_setup_teardown(the_errno_says_what_failed, begin, end),
    cmocka_unit_test_setup_teardown(a_size_limit_fails_the_write, begin, end),
    cmocka_unit_test_setup_teardown(a_signal_leaves_nothing_behind, begin, end),
    cmocka_unit_test_setup_teardown(signals_do_not_fail_a_write, begin, end),
    cmocka_unit_test_setup_teardown(what_a_killed_process_left_is_removed,
                                    begin, end),
    cmocka_unit_test_setup_teardown(nothing_is_half_written, begin, end)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
