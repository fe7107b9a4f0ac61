#define _GNU_SOURCE
#include "sys/terminal/transcript.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "sys/io.h"
#include "sys/plugin.h"
#include "sys/terminal/transcript_copy.h"
#include "sys/terminal/transcript_filter.h"

extern char **environ;

/* One of stdout and stderr. */
typedef struct Stream {
  int real;  /* its own descriptor, kept */
  int input; /* what it is while capturing */
} Stream;

enum { STREAMS = TRANSCRIPT_CHANNELS };

/* One per process, like stdout. */
static struct {
  bool open, capturing;
  bool joint; /* both streams are one channel */
  int log, reply;
  int problem; /* see transcript_problem */
  Stream streams[STREAMS];
  pid_t copier;
  char marker[64], path[4096];
  TranscriptFilter filter; /* for transcript_write */
} transcript;

static int streams_fd(int i) { return i ? STDERR_FILENO : STDOUT_FILENO; }

/* -- descriptors ---------------------------------------------------------- */

static void close_fd(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

/* Descriptors stay clear of the fixed ones of the copying process. */
static int high_copy(int fd) {
  enum { HIGH = 32 };
  return fcntl(fd, F_DUPFD_CLOEXEC, HIGH);
}

/* Replaces *fd by such a copy. */
static bool raise_fd(int *fd) {
  const int low = *fd;
  *fd = high_copy(low);
  close(low);
  return *fd >= 0;
}

/* Makes a pseudo-terminal like `model`, which changes no byte. */
static bool open_terminal(int model, int ends[2]) {
  struct termios modes;
  struct winsize size;
  ends[0] = posix_openpt(O_RDWR | O_NOCTTY);
  if (ends[0] < 0 || grantpt(ends[0]) || unlockpt(ends[0])) return false;
  const char *name = ptsname(ends[0]);
  ends[1] = name ? open(name, O_RDWR | O_NOCTTY) : -1;
  if (ends[1] < 0 || tcgetattr(model, &modes)) return false;
  cfmakeraw(&modes);
  if (!ioctl(model, TIOCGWINSZ, &size)) ioctl(ends[1], TIOCSWINSZ, &size);
  return !tcsetattr(ends[1], TCSANOW, &modes);
}

/* ends[0] is read by the copying process. */
static bool open_channel(int model, int ends[2]) {
  bool good = isatty(model) ? open_terminal(model, ends) : !pipe(ends);
  return good && raise_fd(&ends[0]) && raise_fd(&ends[1]);
}

static bool is_same_file(int a, int b) {
  struct stat one, other;
  return !fstat(a, &one) && !fstat(b, &other) && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

/* -- the copying process -------------------------------------------------- */

/* What it must not be ended or stopped by. */
static void block_signals(posix_spawnattr_t *attributes) {
  static const int numbers[] = {SIGINT,  SIGQUIT, SIGHUP, SIGTERM,
                                SIGTSTP, SIGTTOU, SIGPIPE};
  sigset_t blocked;
  sigemptyset(&blocked);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    sigaddset(&blocked, numbers[i]);
  posix_spawnattr_setsigmask(attributes, &blocked);
  posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK);
}

/* `fds` are its descriptors from TRANSCRIPT_LOG on; -1 for none. */
static int spawn(const int *fds, int n) {
  static char name[] = "mlrepl", option[] = TRANSCRIPT_OPTION;
  char self[4096];
  char *arguments[] = {name, option, transcript.marker, NULL};
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  int failed = posix_spawn_file_actions_init(&files);
  if (failed) return failed;
  plugin_own_program(self, sizeof self);
  posix_spawnattr_init(&attributes);
  block_signals(&attributes);
  for (int i = 0; i < n; i++)
    if (fds[i] >= 0)
      posix_spawn_file_actions_adddup2(&files, fds[i], TRANSCRIPT_LOG + i);
    else
      posix_spawn_file_actions_addclose(&files, TRANSCRIPT_LOG + i);
  failed = posix_spawn(&transcript.copier, self, &files, &attributes, arguments,
                       environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return failed;
}

/* Opens the streams and starts the process. `outputs` are the ends that it
 * reads. */
static int connect_streams(int outputs[STREAMS], int *reply) {
  int ends[2] = {-1, -1};
  if (pipe(ends) || !raise_fd(&ends[0]) || !raise_fd(&ends[1])) return errno;
  transcript.reply = ends[0];
  *reply = ends[1];
  transcript.joint = is_same_file(STDOUT_FILENO, STDERR_FILENO);
  for (int i = 0; i < STREAMS; i++) {
    Stream *stream = &transcript.streams[i];
    stream->real = high_copy(streams_fd(i));
    if (stream->real < 0) return errno;
    if (i && transcript.joint) {
      stream->input = high_copy(transcript.streams[0].input);
      continue;
    }
    int channel[2] = {-1, -1};
    bool good = open_channel(stream->real, channel);
    outputs[i] = channel[0];
    stream->input = channel[1];
    if (!good) return errno;
  }
  const int fds[] = {
    transcript.log, *reply,
    outputs[0],     transcript.streams[0].real,
    outputs[1],     transcript.joint ? -1 : transcript.streams[1].real};
  return spawn(fds, (int)(sizeof fds / sizeof *fds));
}

/* -- the file ------------------------------------------------------------- */

/* O_NONBLOCK: opening a pipe that nobody reads must not wait. */
static int open_file(const char *path, bool append) {
  struct stat found;
  int fd = open(path,
                O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK |
                  (append ? 0 : O_EXCL),
                0666);
  if (fd < 0) return -1;
  if (!fstat(fd, &found) && S_ISREG(found.st_mode)) {
    raise_fd(&fd);
    return fd;
  }
  close(fd);
  errno = ENODEV;
  return -1;
}

static void close_all(void) {
  close_fd(&transcript.log);
  close_fd(&transcript.reply);
  for (int i = 0; i < STREAMS; i++) {
    close_fd(&transcript.streams[i].real);
    close_fd(&transcript.streams[i].input);
  }
}

static bool write_log(void *to, const char *text, size_t n) {
  (void)to;
  return io_write_all(transcript.log, text, n);
}

bool transcript_open(const char *path, bool append) {
  static bool once = false;
  int outputs[STREAMS] = {-1, -1}, reply = -1;
  if (transcript.open || strlen(path) >= sizeof transcript.path) {
    errno = transcript.open ? EBUSY : ENAMETOOLONG;
    return false;
  }
  transcript.reply = -1;
  for (int i = 0; i < STREAMS; i++) transcript.streams[i] = (Stream){-1, -1};
  transcript.log = open_file(path, append);
  if (transcript.log < 0) return false;
  snprintf(transcript.path, sizeof transcript.path, "%s", path);
  snprintf(transcript.marker, sizeof transcript.marker,
           "\033]mlrepl-marker-%ld\a", (long)getpid());
  const int failed = connect_streams(outputs, &reply);
  for (int i = 0; i < STREAMS; i++) close_fd(&outputs[i]);
  close_fd(&reply);
  if (failed) close_all();
  transcript.open = !failed;
  transcript.filter = (TranscriptFilter){.write = write_log};
  if (!once) atexit(transcript_close);
  once = true;
  errno = failed;
  return !failed;
}

const char *transcript_path(void) {
  return transcript.open ? transcript.path : NULL;
}

/* -- capturing ------------------------------------------------------------ */

static void set_sizes(void) {
  struct winsize size;
  for (int i = 0; i < STREAMS; i++)
    if (!ioctl(transcript.streams[i].real, TIOCGWINSZ, &size))
      ioctl(transcript.streams[i].input, TIOCSWINSZ, &size);
}

static void flush(void) {
  fflush(stdout);
  fflush(stderr);
}

void transcript_begin(void) {
  if (!transcript.open || transcript.capturing) return;
  transcript_filter_end(&transcript.filter);
  flush();
  set_sizes();
  for (int i = 0; i < STREAMS; i++)
    dup2(transcript.streams[i].input, streams_fd(i));
  transcript.capturing = true;
}

bool transcript_is_capturing(void) { return transcript.capturing; }

/* Waits until the copying process has read the marker; returns its answer. */
static int wait_for_copy(int stream) {
  unsigned char answer;
  const int fd = transcript.streams[stream].input;
  if (!io_write_all(fd, transcript.marker, strlen(transcript.marker)))
    return errno;
  if (!io_read_all(transcript.reply, &answer, 1)) return errno ? errno : EPIPE;
  return answer;
}

void transcript_end(void) {
  if (!transcript.capturing) return;
  flush();
  for (int i = 0; i < STREAMS; i++)
    dup2(transcript.streams[i].real, streams_fd(i));
  transcript.capturing = false;
  int problem = wait_for_copy(0);
  if (!problem && !transcript.joint) problem = wait_for_copy(1);
  if (!problem) return;
  transcript.problem = problem;
  transcript_close();
}

int transcript_problem(void) {
  const int problem = transcript.problem;
  transcript.problem = 0;
  return problem;
}

void transcript_pass_all(void) {
  if (!transcript.capturing) return;
  transcript_end();
  transcript_begin();
}

/* The process lives on while others write to the streams. */
static void reap(void) {
  enum { TRIES = 20, PAUSE = 5000 }; /* microseconds */
  for (int i = 0; i < TRIES; i++) {
    if (waitpid(transcript.copier, NULL, WNOHANG) != 0) return;
    usleep(PAUSE);
  }
}

void transcript_close(void) {
  if (!transcript.open) return;
  transcript_end();
  if (!transcript.open) return; /* closed by transcript_end */
  transcript_filter_end(&transcript.filter);
  transcript.open = false;
  close_all();
  reap();
}

void transcript_write(const char *text, size_t n) {
  if (transcript.open) transcript_filter_add(&transcript.filter, text, n);
}
