/* nftw, mkdtemp and pipe2. */
#define _GNU_SOURCE
#include "sys/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/interrupt.h"
#include "sys/io.h"

static struct {
  char folder[PATH_MAX];
  pid_t child;
  int report; /* in the child: where supervisor_report writes; 0: nowhere */
} supervised;

/* -- the temporary folder ------------------------------------------------- */

static bool make_folder(void) {
  const char *place = io_env("TMPDIR");
  int n = snprintf(supervised.folder, sizeof supervised.folder,
                   "%s/mlrepl-XXXXXX", place ? place : "/tmp");
  if (n < 0 || (size_t)n >= sizeof supervised.folder) {
    errno = ENAMETOOLONG;
    return false;
  }
  return mkdtemp(supervised.folder);
}

static int remove_one(const char *path, const struct stat *info, int kind,
                      struct FTW *where) {
  (void)info;
  (void)kind;
  (void)where;
  remove(path);
  return 0;
}

/* Mostly it is empty. */
static void remove_folder(void) {
  if (rmdir(supervised.folder) == 0) return;
  nftw(supervised.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool copy_bytes(int from, int to) {
  char block[1 << 16];
  for (;;) {
    ssize_t n = read(from, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n == 0;
    if (!io_write_all(to, block, (size_t)n)) return false;
  }
}

static bool copy_file(const char *path) {
  char copy[2 * PATH_MAX];
  const char *slash = strrchr(path, '/');
  snprintf(copy, sizeof copy, "%s/%s", supervised.folder,
           slash ? slash + 1 : path);
  int from = open(path, O_RDONLY | O_CLOEXEC);
  int to = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool good = from >= 0 && to >= 0 && copy_bytes(from, to);
  int error = errno;
  if (from >= 0) close(from);
  if (to >= 0) close(to);
  errno = error;
  return good;
}

/* -- the child ------------------------------------------------------------ */

static bool is_kept(const char *variable) {
  static const char *const kept[] = {
    "TERM=",     "COLORTERM=", "TMUX=",     "COLUMNS=",  "LINES=",
    "NO_COLOR=", "LANG=",      "LANGUAGE=", "LC_",       "TZ=",
    "PATH=",     "MLREPL_",    "OMP_",      "OPENBLAS_", NULL};
  for (int i = 0; kept[i]; i++)
    if (!strncmp(variable, kept[i], strlen(kept[i]))) return true;
  return false;
}

/* What a script cannot read cannot be passed on. */
static void forget_environment(void) {
  size_t n = 0;
  for (size_t i = 0; environ[i]; i++)
    if (is_kept(environ[i])) environ[n++] = environ[i];
  environ[n] = NULL;
}

/* Libraries make temporary files, too. */
static void set_temporary(void) {
  static const char *const names[] = {"TMPDIR", "TMP", "TEMP"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    setenv(names[i], supervised.folder, 1);
}

static void be_child(pid_t parent, int report) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  supervised.report = report;
  forget_environment();
  set_temporary();
}

bool supervisor_report(const char *text, size_t n) {
  return supervised.report && io_write_all(supervised.report, text, n);
}

/* -- one child for the rest of the program -------------------------------- */

static void pass_on(int signal_number) {
  kill(supervised.child, signal_number);
}

/* Ctrl-C reaches the child directly. */
static void handle_signals(void) {
  static const int passed[] = {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2};
  struct sigaction action = {0};
  sigemptyset(&action.sa_mask);
  action.sa_handler = pass_on;
  for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
    sigaction(passed[i], &action, NULL);
  signal(SIGINT, SIG_IGN);
  signal(SIGQUIT, SIG_IGN);
}

static void tell_crash(const char *script, int signal_number) {
  if (signal_number == SIGKILL)
    fprintf(stderr,
            "mlrepl: %s was killed, for lack of memory or of CPU time\n",
            script);
  else
    fprintf(stderr, "mlrepl: %s crashed (%s)\n", script,
            strsignal(signal_number));
}

static _Noreturn void exit_after(const char *script, bool must_finish,
                                 int report) {
  int status = 0;
  char unused;
  handle_signals();
  while (waitpid(supervised.child, &status, 0) < 0 && errno == EINTR) continue;
  remove_folder();
  bool finished = read(report, &unused, 1) == 1;
  if (status == 0 && must_finish && !finished) {
    fprintf(stderr, "mlrepl: %s exited before it was finished\n", script);
    _exit(1);
  }
  if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
  const int ended_by = WTERMSIG(status);
  if (ended_by == SIGTERM || ended_by == SIGHUP) { /* passed on */
    signal(ended_by, SIG_DFL);
    raise(ended_by);
  }
  tell_crash(script, ended_by);
  _exit(1);
}

const char *supervisor_start(const char *script, bool must_finish) {
  const pid_t parent = getpid();
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return NULL;
  if (!make_folder()) return NULL;
  fflush(NULL);
  supervised.child = fork();
  if (supervised.child > 0) {
    close(ends[1]);
    exit_after(script, must_finish, ends[0]);
  }
  if (supervised.child < 0) {
    remove_folder();
    return NULL;
  }
  close(ends[0]);
  be_child(parent, ends[1]);
  return supervised.folder;
}

/* -- one child of many ---------------------------------------------------- */

/* What is read from the child: the beginning of its report, the end of its
 * complaints. */
static void read_report(int from, Supervised *s) {
  char block[4096];
  ssize_t n = read(from, block, sizeof block);
  size_t some = n > 0 ? (size_t)n : 0, fits = s->room - 1 - s->n;
  if (some > fits) some = fits;
  memcpy(s->report + s->n, block, some);
  s->n += some;
  s->report[s->n] = 0;
}

static void read_complaint(int from, Supervised *s) {
  char block[4096];
  ssize_t n = read(from, block, sizeof block);
  if (n <= 0) return;
  size_t had = strlen(s->complaint), some = (size_t)n, most = s->complaint_room;
  const char *first = block;
  if (some >= most) first += some - most + 1, some = most - 1, had = 0;
  size_t drop = had + some < most ? 0 : had + some - most + 1;
  memmove(s->complaint, s->complaint + drop, had - drop);
  memcpy(s->complaint + had - drop, first, some);
  s->complaint[had - drop + some] = 0;
}

/* Reads until the child has closed both ends or its time is over. Children of
 * the child may hold them open, so the end of the child counts, too. */
static void follow(Supervised *s, int report, int complaint) {
  enum { PATIENCE = 20 }; /* milliseconds */
  const double end = clock_seconds() + s->seconds;
  bool ended = false;
  for (;;) {
    struct pollfd from[2] = {{report, POLLIN, 0}, {complaint, POLLIN, 0}};
    int ready = poll(from, 2, ended ? 0 : PATIENCE);
    if (from[0].revents & POLLIN) read_report(report, s);
    if (from[1].revents & POLLIN) read_complaint(complaint, s);
    bool more = (from[0].revents | from[1].revents) & POLLIN;
    if (ended && (ready <= 0 || !more)) return;
    if (!ended) ended = waitpid(supervised.child, &s->status, WNOHANG) != 0;
    if (ended) continue;
    s->late = s->late || clock_seconds() > end;
    if (s->late || interrupted) kill(supervised.child, SIGKILL);
  }
}

static void redirect(int complaint) {
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  dup2(complaint, STDERR_FILENO);
}

static bool copy_files(const char *const *files) {
  for (size_t i = 0; files[i]; i++)
    if (!copy_file(files[i])) return false;
  return true;
}

static SupervisorRole run(Supervised *s, int *report, int *complaint) {
  const pid_t parent = getpid();
  fflush(NULL);
  supervised.child = fork();
  if (supervised.child < 0) return SUPERVISOR_FAILED;
  if (supervised.child == 0) {
    redirect(complaint[1]);
    be_child(parent, report[1]);
    snprintf(s->folder, sizeof s->folder, "%s", supervised.folder);
    return SUPERVISOR_CHILD;
  }
  close(report[1]);
  close(complaint[1]);
  report[1] = complaint[1] = -1;
  follow(s, report[0], complaint[0]);
  return SUPERVISOR_PARENT;
}

static void close_all(const int *ends) {
  for (int i = 0; i < 2; i++)
    if (ends[i] >= 0) close(ends[i]);
}

SupervisorRole supervisor_try(Supervised *s, const char *const *files) {
  int report[2] = {-1, -1}, complaint[2] = {-1, -1};
  SupervisorRole role = SUPERVISOR_FAILED;
  s->n = 0;
  *s->report = *s->complaint = 0;
  s->late = false;
  s->status = 0;
  if (!make_folder()) return role;
  if (copy_files(files) && pipe2(report, O_CLOEXEC) == 0 &&
      pipe2(complaint, O_CLOEXEC) == 0)
    role = run(s, report, complaint);
  if (role == SUPERVISOR_CHILD) return role;
  int error = errno;
  close_all(report);
  close_all(complaint);
  remove_folder();
  errno = error;
  return role;
}
