#define _DEFAULT_SOURCE
#include "sys/terminal/transcript_copy.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "sys/io.h"
#include "sys/terminal/transcript_filter.h"

typedef struct Channel {
  int input, output;
  size_t matched; /* bytes of the marker that were held back */
} Channel;

typedef struct Copy {
  const char *marker;
  size_t length; /* of the marker */
  int problem;   /* errno of the first write to the log that failed */
  TranscriptFilter filter;
  Channel channels[TRANSCRIPT_CHANNELS];
} Copy;

static bool write_log(void *to, const char *text, size_t n) {
  Copy *copy = to;
  bool good = copy->problem || io_write_all(TRANSCRIPT_LOG, text, n);
  if (!good) copy->problem = errno;
  return good;
}

/* A terminal that is gone does not end the log. */
static void pass(Copy *copy, const Channel *channel, const char *text,
                 size_t n) {
  if (!n) return;
  io_write_all(channel->output, text, n);
  transcript_filter_add(&copy->filter, text, n);
}

static void reply(Copy *copy) {
  transcript_filter_end(&copy->filter);
  const unsigned char answer = (unsigned char)copy->problem;
  io_write_all(TRANSCRIPT_REPLY, &answer, 1);
}

/* Passes the text on up to a possible beginning of the marker. */
static void take(Copy *copy, Channel *channel, const char *text, size_t n) {
  size_t done = 0;
  for (size_t i = 0; i < n; i++) {
    if (text[i] == copy->marker[channel->matched]) {
      if (!channel->matched++) pass(copy, channel, text + done, i - done);
    } else if (channel->matched) {
      pass(copy, channel, copy->marker, channel->matched);
      channel->matched = text[i] == *copy->marker;
      done = i;
    }
    if (channel->matched) done = i + 1;
    if (channel->matched < copy->length) continue;
    channel->matched = 0;
    reply(copy);
  }
  if (!channel->matched) pass(copy, channel, text + done, n - done);
}

/* Returns false at the end of the input. */
static bool copy_some(Copy *copy, Channel *channel) {
  char block[16384];
  ssize_t n = read(channel->input, block, sizeof block);
  if (n < 0 && errno == EINTR) return true;
  if (n <= 0) return false; /* a pseudo-terminal ends with EIO */
  take(copy, channel, block, (size_t)n);
  return true;
}

/* -- the size of the terminal --------------------------------------------- */

static volatile sig_atomic_t resized = 1;

static void on_resize(int signal_number) {
  (void)signal_number;
  resized = 1;
}

/* Passes the size on to the pseudo-terminals. */
static void resize(const Copy *copy) {
  struct winsize size;
  resized = 0;
  for (int i = 0; i < TRANSCRIPT_CHANNELS; i++)
    if (!ioctl(copy->channels[i].output, TIOCGWINSZ, &size))
      ioctl(copy->channels[i].input, TIOCSWINSZ, &size);
}

/* The signals that the terminal sends to all processes are blocked from the
 * start; they must not end this one before the program. */
static void watch_size(void) {
  struct sigaction action = {0};
  action.sa_handler = on_resize;
  sigemptyset(&action.sa_mask);
  sigaction(SIGWINCH, &action, NULL);
}

/* -- all ------------------------------------------------------------------ */

static void close_others(int first) {
  enum { MOST = 4096 };
  for (int fd = first; fd < MOST; fd++) close(fd);
}

int transcript_copy_run(const char *marker) {
  static Copy copy; /* too large for a small stack */
  struct pollfd inputs[TRANSCRIPT_CHANNELS];
  copy.marker = marker;
  copy.length = strlen(marker);
  copy.filter.write = write_log;
  copy.filter.to = &copy;
  for (int i = 0; i < TRANSCRIPT_CHANNELS; i++) {
    Channel *channel = &copy.channels[i];
    channel->input = TRANSCRIPT_FIRST + 2 * i;
    channel->output = channel->input + 1;
    inputs[i] = (struct pollfd){channel->input, POLLIN, 0};
  }
  close_others(TRANSCRIPT_FIRST + 2 * TRANSCRIPT_CHANNELS);
  watch_size();
  io_survive_size_limit();
  for (int open = TRANSCRIPT_CHANNELS; open;) {
    if (resized) resize(&copy);
    if (poll(inputs, TRANSCRIPT_CHANNELS, -1) < 0) continue;
    for (int i = 0; i < TRANSCRIPT_CHANNELS; i++) {
      if (inputs[i].fd < 0 || !inputs[i].revents) continue;
      if (copy_some(&copy, &copy.channels[i])) continue;
      inputs[i].fd = -1;
      open--;
    }
  }
  transcript_filter_end(&copy.filter);
  return 0;
}
