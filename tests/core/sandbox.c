/* The kernel's fence alone, without Lua's: each test runs in a child process,
 * which tries what native code of a script could try. */
#define _GNU_SOURCE
#include "sys/sandbox.h"

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/file_gate.h"

static char inside[] = "/tmp/sandbox-XXXXXX", outside[] = "/tmp/outside-XXXXXX";
static char secret[64], created[64], own[64];

static int make_folders(void **state) {
  (void)state;
  if (!mkdtemp(inside) || !mkdtemp(outside)) return -1;
  snprintf(secret, sizeof secret, "%s/secret", outside);
  snprintf(created, sizeof created, "%s/new", outside);
  snprintf(own, sizeof own, "%s/own", inside);
  close(open(secret, O_WRONLY | O_CREAT, 0600));
  return 0;
}

static int remove_folders(void **state) {
  (void)state;
  unlink(secret);
  unlink(created);
  unlink(own);
  return rmdir(inside) || rmdir(outside);
}

/* -- the child -------------------------------------------------------------- */

/* What the fence lacks here; tests of that part are skipped. */
typedef enum Part { FILES = SANDBOX_NO_FILES, CALLS = SANDBOX_NO_CALLS } Part;

enum { HELD = 0, BROKEN = 1, SKIPPED = 2 };

static int try_in_child(bool (*gets_out)(void), Part part) {
  const SandboxLimits limits = {5, 200};
  const char *const folders[] = {NULL};
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  file_gate_allow(inside, FILE_WRITE);
  file_gate_close();
  int missing = sandbox_enter(&limits, "test", folders);
  if (missing & (int)part) return SKIPPED;
  return gets_out() ? BROKEN : HELD;
}

static void expect_held(bool (*gets_out)(void), Part part) {
  int status;
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) _exit(try_in_child(gets_out, part));
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == SKIPPED) skip();
  assert_int_equal(WEXITSTATUS(status), HELD);
}

/* -- files ------------------------------------------------------------------- */

static bool reads(void) { return open(secret, O_RDONLY) >= 0; }

static bool reads_passwords(void) { return open("/etc/passwd", O_RDONLY) >= 0; }

static bool reads_itself(void) {
  return open("/proc/self/environ", O_RDONLY) >= 0 ||
         open("/proc/self/mem", O_RDWR) >= 0;
}

static bool writes(void) { return open(secret, O_WRONLY) >= 0; }

static bool creates(void) {
  return open(created, O_WRONLY | O_CREAT, 0600) >= 0 ||
         mkdir(created, 0700) == 0;
}

static bool cuts(void) { return truncate(secret, 0) == 0; }

static bool removes(void) {
  return unlink(secret) == 0 || rename(secret, own) == 0;
}

static bool links(void) {
  return symlink(secret, own) == 0 || link(secret, own) == 0 ||
         mkfifo(own, 0600) == 0;
}

static bool changes_rights(void) { return chmod(secret, 0777) == 0; }

static bool executes_file(void) {
  int fd = open(own, O_WRONLY | O_CREAT, 0700);
  return fd >= 0 && write(fd, "#!/bin/true\n", 12) == 12 && !close(fd) &&
         execl(own, own, (char *)NULL) == 0;
}

static void test_files(void **state) {
  (void)state;
  expect_held(reads, FILES);
  expect_held(reads_passwords, FILES);
  expect_held(reads_itself, FILES);
  expect_held(writes, FILES);
  expect_held(creates, FILES);
  expect_held(cuts, FILES);
  expect_held(removes, FILES);
  expect_held(links, FILES);
  expect_held(changes_rights, CALLS);
  expect_held(executes_file, FILES);
}

/* Its own files are not refused. */
static bool cannot_use_own(void) {
  int fd = open(own, O_RDWR | O_CREAT | O_TRUNC, 0600);
  return fd < 0 || write(fd, "x", 1) != 1 || unlink(own) != 0;
}

static void test_own_files(void **state) {
  (void)state;
  expect_held(cannot_use_own, FILES);
}

/* -- calls -------------------------------------------------------------------- */

static bool runs_program(void) {
  execl("/bin/true", "true", (char *)NULL); /* would exit with HELD */
  return errno != EPERM && errno != EACCES;
}

static bool opens_socket(void) {
  int ends[2];
  return socket(AF_INET, SOCK_STREAM, 0) >= 0 ||
         socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
         socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;
}

static bool traces(void) {
  return ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0 ||
         ptrace(PTRACE_TRACEME, 0, 0, 0) == 0;
}

static bool types(void) {
  char c = 'x';
  return ioctl(STDIN_FILENO, TIOCSTI, &c) == 0 || errno != EPERM;
}

static bool becomes_another(void) {
  return unshare(CLONE_NEWUSER) == 0 || setuid(getuid() + 1) == 0 ||
         chroot("/") == 0;
}

static bool child_forks(void) {
  sandbox_enter_child(true);
  pid_t child = fork();
  if (child == 0) _exit(0);
  return child > 0;
}

/* The same by clone with each flag, and by clone3. */
static bool clones_view(void) {
  static const unsigned long flags[] = {
    CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWNET | CLONE_NEWPID, CLONE_NEWCGROUP};
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (syscall(SYS_clone, flags[i] | SIGCHLD, 0, 0, 0, 0) >= 0 ||
        errno != EPERM)
      return true;
  return syscall(SYS_clone3, NULL, 0) >= 0 || errno != ENOSYS;
}

static bool last_clones(void) {
  sandbox_enter_child(true);
  return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0 || errno != EPERM;
}

static void *do_nothing(void *unused) { return unused; }

/* The first one may fork, all may start threads. */
static bool cannot_work(void) {
  pthread_t thread;
  int status;
  pid_t child = fork();
  if (child == 0) {
    sandbox_enter_child(true);
    _exit(pthread_create(&thread, NULL, do_nothing, NULL) ||
          pthread_join(thread, NULL));
  }
  return waitpid(child, &status, 0) != child || status != 0;
}

/* Calls with the numbers of other conventions end the process or do not exist. */
static bool calls_otherwise(void) {
#ifdef __x86_64__
  enum { X32 = 0x40000000, EXECVE_32 = 11 };
  int status;
  if (syscall(X32 | SYS_getpid) >= 0 || syscall(X32 | SYS_execve, 0, 0, 0) >= 0)
    return true;
  pid_t child = fork();
  if (child == 0) {
    long result = EXECVE_32;
    signal(SIGSEGV, SIG_DFL); /* without the convention in the kernel */
    __asm__ volatile("int $0x80"
                     : "+a"(result)
                     : "b"(0), "c"(0), "d"(0)
                     : "memory");
    _exit(0);
  }
  return waitpid(child, &status, 0) != child || !WIFSIGNALED(status);
#else
  return false;
#endif
}

static void test_calls(void **state) {
  (void)state;
  expect_held(runs_program, CALLS);
  expect_held(opens_socket, CALLS);
  expect_held(traces, CALLS);
  expect_held(types, CALLS);
  expect_held(becomes_another, CALLS);
  expect_held(child_forks, CALLS);
  expect_held(last_clones, CALLS);
  expect_held(clones_view, CALLS);
  expect_held(cannot_work, CALLS);
  expect_held(calls_otherwise, CALLS);
}

/* Landlock keeps signals inside from its version 6 on. */
static bool signals_parent(void) { return kill(getppid(), 0) == 0; }

static void test_signals(void **state) {
  (void)state;
  if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1) < 6) skip();
  expect_held(signals_parent, FILES);
}

/* -- limits ------------------------------------------------------------------- */

/* Exhausts the memory that libraries may take; nothing is written. */
static bool allocates(void) {
  for (int i = 0; i < 100; i++)
    if (mmap(NULL, 100 << 20, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
      return false;
  return true;
}

static bool writes_much(void) {
  int fd = open(own, O_WRONLY | O_CREAT, 0600);
  signal(SIGXFSZ, SIG_IGN);
  bool written = pwrite(fd, "x", 1, 300 << 20) == 1;
  unlink(own);
  return written;
}

static void test_limits(void **state) {
  (void)state;
#ifndef __SANITIZE_ADDRESS__
  expect_held(allocates, FILES);
#else
  (void)allocates;
#endif
  expect_held(writes_much, FILES);
}

/* With its signal blocked, the kernel's limit still holds. */
static void test_time(void **state) {
  (void)state;
  const SandboxLimits limits = {0.2, 200};
  const char *const folders[] = {NULL};
  int status;
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    sigset_t all;
    sandbox_enter(&limits, "test", folders);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (;;) continue;
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status));
  assert_int_equal(WTERMSIG(status), SIGKILL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_files),  cmocka_unit_test(test_own_files),
    cmocka_unit_test(test_calls),  cmocka_unit_test(test_signals),
    cmocka_unit_test(test_limits), cmocka_unit_test(test_time),
  };
  return cmocka_run_group_tests(tests, make_folders, remove_folders);
}
