#define _GNU_SOURCE
#include "sys/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <linux/landlock.h>

#include "sys/atomic_file.h"
#include "sys/call_filter.h"
#include "sys/console.h"
#include "sys/file_gate.h"

/* -- ending the program --------------------------------------------------- */

enum { LONGEST_SENTENCE = 600 };

/* Composed early, because the end may come in a signal handler. */
static struct {
  bool on, is_child;
  double seconds, left; /* CPU time: allowed, left at the last check */
  char time[LONGEST_SENTENCE], memory[LONGEST_SENTENCE];
} fence;

bool sandbox_is_on(void) { return fence.on; }

#ifdef __SANITIZE_ADDRESS__
/* The leak checker calls this at exit. It needs ptrace and /proc. */
__attribute__((visibility("default"))) int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return fence.on; }
#endif

/* Async-signal-safe. */
static _Noreturn void end(const char *sentence) {
  if (!fence.is_child) {
    atomic_file_clean();
    console_restore();
    ssize_t unused = write(STDERR_FILENO, sentence, strlen(sentence));
    (void)unused;
  }
  _exit(1);
}

_Noreturn void sandbox_end_memory(void) { end(fence.memory); }

static _Noreturn void on_time(int unused) {
  (void)unused;
  end(fence.time);
}

static void compose(const SandboxLimits *l, const char *script) {
  snprintf(fence.time, sizeof fence.time,
           "mlrepl: %.400s used more than %g s of CPU time and was stopped "
           "(--time=SECONDS allows more)\n",
           script, l->seconds);
  snprintf(fence.memory, sizeof fence.memory,
           "mlrepl: %.400s needed more than %g MB of memory and was stopped "
           "(--memory=MB allows more)\n",
           script, l->megabytes);
}

/* -- limits --------------------------------------------------------------- */

static void set_limit(__rlimit_resource_t what, double soft, double hard) {
  struct rlimit l;
  if (getrlimit(what, &l) != 0) return;
  const double most = l.rlim_max == RLIM_INFINITY ? 1e18 : (double)l.rlim_max;
  l.rlim_max = (rlim_t)fmin(hard, most);
  l.rlim_cur = (rlim_t)fmin(soft, most);
  setrlimit(what, &l);
}

static double seconds_of(int who) {
  struct rusage u;
  if (getrusage(who, &u) != 0) return 0;
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
         1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* The timer counts this process, with fractions of a second; the kernel's limit
 * holds even if the signal is blocked. */
static void start_clock(double seconds) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                           .sigev_signo = SIGXCPU};
  timer_t timer;
  struct itimerspec when = {.it_value.tv_sec = (time_t)seconds};
  when.it_value.tv_nsec = (long)(1e9 * (seconds - floor(seconds))) + 1;
  if (timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer) == 0)
    timer_settime(timer, 0, &when, NULL);
  set_limit(RLIMIT_CPU, ceil(seconds) + 1, ceil(seconds) + 2);
}

void sandbox_check_time(void) {
  if (!fence.on) return;
  fence.left =
    fence.seconds - seconds_of(RUSAGE_SELF) - seconds_of(RUSAGE_CHILDREN);
  if (fence.left <= 0) end(fence.time);
}

/* Libraries allocate buffers besides the memory that is counted exactly
 * (session/memory_limit.h). */
static void set_limits(const SandboxLimits *l) {
  static const double BUFFERS = 512e6;
  const double bytes = 1e6 * l->megabytes;
  struct sigaction action = {0};
  action.sa_handler = on_time;
  sigfillset(&action.sa_mask);
  sigaction(SIGXCPU, &action, NULL);
  start_clock(l->seconds);
#ifndef __SANITIZE_ADDRESS__ /* its shadow would count */
  set_limit(RLIMIT_DATA, bytes + BUFFERS, bytes + BUFFERS);
#endif
  set_limit(RLIMIT_FSIZE, bytes, bytes);
  set_limit(RLIMIT_CORE, 0, 0);
}

/* -- Landlock -------------------------------------------------------------- */

/* Rights that this version of the kernel's header may not know. */
enum { TRUNCATE = 1 << 14, IOCTL_DEVICE = 1 << 15 };
enum { BIND_TCP = 1, CONNECT_TCP = 2, SCOPE_SOCKETS = 1, SCOPE_SIGNALS = 2 };

/* struct landlock_ruleset_attr with the fields of all versions; older kernels
 * take a shorter one. */
typedef struct Ruleset {
  uint64_t files, network, scopes;
} Ruleset;

static const uint64_t READING =
  LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t WRITING =
  LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
  LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
  LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
  LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REFER | TRUNCATE;
static const uint64_t DEVICE =
  LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;

/* What the libraries read: themselves, fonts, the number of cores, the free
 * memory. */
static const struct {
  const char *path;
  bool writable;
} system_places[] = {{"/usr", false},
                     {"/lib", false},
                     {"/lib64", false},
                     {"/etc/ld.so.cache", false},
                     {"/etc/fonts", false},
                     {"/etc/localtime", false},
                     {"/var/cache/fontconfig", false},
                     {"/proc/cpuinfo", false},
                     {"/proc/meminfo", false},
                     {"/sys/devices/system", false},
                     {"/sys/fs/cgroup", false},
                     {"/dev/null", true},
                     {"/dev/urandom", false},
                     {"/dev/tty", true}};

/* The rights that a version of Landlock knows. */
static Ruleset all_rights(long version) {
  Ruleset r = {(LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1, 0, 0};
  if (version >= 2) r.files |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3) r.files |= TRUNCATE;
  if (version >= 4) r.network = BIND_TCP | CONNECT_TCP;
  if (version >= 5) r.files |= IOCTL_DEVICE;
  if (version >= 6) r.scopes = SCOPE_SOCKETS | SCOPE_SIGNALS;
  return r;
}

/* Places that do not exist are skipped. Files have no rights of folders. */
static void allow(int rules, const char *path, uint64_t rights,
                  const Ruleset *known) {
  static const uint64_t OF_FILES = LANDLOCK_ACCESS_FS_READ_FILE |
                                   LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE |
                                   IOCTL_DEVICE;
  struct stat info;
  struct landlock_path_beneath_attr place = {rights & known->files, -1};
  place.parent_fd = open(path, O_PATH | O_CLOEXEC);
  if (place.parent_fd < 0) return;
  if (fstat(place.parent_fd, &info) != 0 || !S_ISDIR(info.st_mode))
    place.allowed_access &= OF_FILES;
  syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &place, 0);
  close(place.parent_fd);
}

static void allow_all(int rules, const char *const *folders,
                      const Ruleset *known) {
  FileUse use;
  const char *path;
  for (size_t i = 0; i < sizeof system_places / sizeof *system_places; i++)
    allow(rules, system_places[i].path,
          system_places[i].writable ? DEVICE | IOCTL_DEVICE : READING, known);
  for (size_t i = 0; folders[i]; i++) allow(rules, folders[i], READING, known);
  for (size_t i = 0; (path = file_gate_folder(i, &use)); i++)
    allow(rules, path, use == FILE_WRITE ? WRITING : READING, known);
}

static bool limit_files(const char *const *folders) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
                         LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  Ruleset known = all_rights(version);
  size_t size = version < 4 ? 8 : version < 6 ? 16 : sizeof known;
  int rules = (int)syscall(SYS_landlock_create_ruleset, &known, size, 0);
  if (rules < 0) return false;
  allow_all(rules, folders, &known);
  bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return done;
}

/* -- all --------------------------------------------------------------------- */

int sandbox_enter(const SandboxLimits *limits, const char *script,
                  const char *const *folders) {
  int missing = SANDBOX_WHOLE;
  compose(limits, script);
  fence.seconds = fence.left = limits->seconds;
  fence.on = true;
  set_limits(limits);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return SANDBOX_NO_FILES | SANDBOX_NO_CALLS;
  if (!limit_files(folders)) missing |= SANDBOX_NO_FILES;
  if (!call_filter_set(true)) missing |= SANDBOX_NO_CALLS;
  return missing;
}

void sandbox_enter_child(bool last) {
  if (!fence.on) return;
  fence.is_child = true;
  start_clock(fence.left); /* timers are not inherited */
  if (last) call_filter_set(false);
}
