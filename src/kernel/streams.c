#define _GNU_SOURCE /* fopencookie, pipe2, F_SETPIPE_SZ */
#include "kernel/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "kernel/control.h"
#include "sys/clock.h"
#include "sys/interrupt.h"
#include "sys/utf8.h"

/* -- output --------------------------------------------------------------- */

enum { BLOCK = 1 << 16, PIPE = 1 << 20 };

typedef struct Stream {
  const char *name;
  int place; /* STDOUT_FILENO or STDERR_FILENO */
  int own;   /* what it was before */
  int pipe;  /* to read from */
  char block[BLOCK];
  size_t n; /* bytes in the block */
} Stream;

static struct {
  Stream streams[2];
  pthread_mutex_t lock;
  pthread_t thread;
  int end[2]; /* a pipe that ends the thread */
  bool opened;
} output = {.streams = {{.name = "stdout", .place = STDOUT_FILENO},
                        {.name = "stderr", .place = STDERR_FILENO}},
            .lock = PTHREAD_MUTEX_INITIALIZER};

static void publish(Stream *s, size_t n) {
  const Draft stream = message_new();
  cJSON_AddStringToObject(stream.content, "name", s->name);
  message_add_text(stream.content, "text", s->block, n);
  message_publish("stream", stream);
  memmove(s->block, s->block + n, s->n - n);
  s->n -= n;
}

/* The bytes of a character that has not arrived as a whole wait, unless there
 * will be no more. */
static void publish_whole(Stream *s, bool all) {
  size_t n = s->n;
  if (!all && n) {
    size_t start = n - 1;
    while (start && n - start < 4 && utf8_continues(s->block[start])) start--;
    unsigned long code;
    const unsigned char lead = (unsigned char)s->block[start];
    if (lead >= 0xC0 && !utf8_decode(s->block + start, n - start, &code))
      n = n - start < 4 ? start : n;
  }
  if (n) publish(s, n);
}

/* Reads what is there; the lock is held. */
static void read_all(Stream *s) {
  ssize_t n;
  do {
    n = read(s->pipe, s->block + s->n, sizeof s->block - s->n);
    if (n <= 0) continue;
    s->n += (size_t)n;
    if (s->n == sizeof s->block) publish_whole(s, false);
  } while (n > 0 || (n < 0 && errno == EINTR));
}

static void serve(bool all) {
  pthread_mutex_lock(&output.lock);
  for (int i = 0; i < 2; i++) {
    read_all(&output.streams[i]);
    publish_whole(&output.streams[i], all);
  }
  pthread_mutex_unlock(&output.lock);
}

static void *pump(void *unused) {
  struct pollfd fds[3] = {{output.streams[0].pipe, POLLIN, 0},
                          {output.streams[1].pipe, POLLIN, 0},
                          {output.end[0], POLLIN, 0}};
  (void)unused;
  for (;;) {
    poll(fds, 3, -1);
    if (fds[2].revents) return NULL;
    serve(false);
    for (int i = 0; i < 2; i++) /* the user has closed io.stdout */
      if (fds[i].revents && !(fds[i].revents & POLLIN)) fds[i].fd = -1;
  }
}

void streams_drain(void) {
  if (!output.opened) return;
  fflush(stdout);
  fflush(stderr);
  serve(true);
}

static bool redirect(Stream *s) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return false;
  fcntl(ends[1], F_SETPIPE_SZ, PIPE);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  s->pipe = ends[0];
  s->own = fcntl(s->place, F_DUPFD_CLOEXEC, 3);
  const bool good = s->own >= 0 && dup2(ends[1], s->place) >= 0;
  close(ends[1]);
  return good;
}

/* Lines appear when they are complete, as in a terminal. */
bool streams_open(void) {
  sigset_t all, before;
  fflush(stdout);
  if (!redirect(&output.streams[0]) || !redirect(&output.streams[1]) ||
      pipe2(output.end, O_CLOEXEC))
    return false;
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
  sigfillset(&all); /* signals are handled in the main thread */
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int error = pthread_create(&output.thread, NULL, pump, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  output.opened = !error;
  errno = error;
  return !error;
}

void streams_close(void) {
  if (!output.opened) return;
  streams_drain();
  close(output.end[1]);
  pthread_join(output.thread, NULL);
  for (int i = 0; i < 2; i++)
    dup2(output.streams[i].own, output.streams[i].place);
  output.opened = false;
}

/* -- input ---------------------------------------------------------------- */

static struct {
  const Request *client;
  char *line; /* the last reply; while it is read, with its line end */
  size_t at, n;
  bool opened;
} input;

static void drop_line(void) {
  free(input.line);
  input.line = NULL;
  input.at = input.n = 0;
}

void streams_set_client(const Request *request) {
  drop_line();
  if (input.opened) __fpurge(stdin);
  input.client = request && message_flag(request->content, "allow_stdin", true)
                   ? request
                   : NULL;
}

/* A reply to an earlier question is dropped. */
static void drop_replies(void) {
  Request old;
  while (message_receive(CHANNEL_INPUT, &old)) message_release(&old);
}

/* Returns the reply, with room for a line end; NULL with errno. */
static char *copy_reply(const Request *reply) {
  const char *value = message_string(reply->content, "value");
  const size_t n = value ? strlen(value) : 0;
  char *line = malloc(n + 2);
  if (!line)
    errno = ENOMEM;
  else
    snprintf(line, n + 1, "%s", value ? value : "");
  return line;
}

/* The same; EINTR also if the kernel is to end. */
static char *wait_for_reply(void) {
  struct pollfd wake = {.fd = control_wake(), .events = POLLIN};
  Request reply;
  while (!interrupted && !control_is_over()) {
    message_table()->wait(message_channels(), 1u << CHANNEL_INPUT, &wake, 1,
                          -1);
    if (!message_receive(CHANNEL_INPUT, &reply)) continue;
    char *line = copy_reply(&reply);
    message_release(&reply);
    return line;
  }
  errno = EINTR;
  return NULL;
}

const char *streams_ask(const char *prompt) {
  const double start = clock_seconds();
  drop_line();
  if (!input.client) {
    errno = 0;
    return NULL;
  }
  streams_drain();
  drop_replies();
  const Draft question = message_new();
  message_add_text(question.content, "prompt", prompt, strlen(prompt));
  cJSON_AddBoolToObject(question.content, "password", false);
  message_ask(input.client, "input_request", question);
  input.line = wait_for_reply();
  const int error = errno;
  clock_add_wait(start);
  errno = error;
  if (!input.line || strcmp(input.line, "\004") != 0) return input.line;
  errno = 0; /* Ctrl-D */
  return NULL;
}

static void tell_once(void) {
  static bool told = false;
  if (!told)
    fputs("mlrepl: the program reads input, which this front end does not "
          "offer\n",
          stderr);
  told = true;
}

/* Asks for a line and adds its end. Returns false and sets errno. */
static bool next_line(void) {
  if (!streams_ask("")) {
    const int error = errno;
    if (!input.client) tell_once();
    errno = error;
    return false;
  }
  const size_t n = strlen(input.line);
  memcpy(input.line + n, "\n", 2);
  input.n = n + 1;
  return true;
}

static ssize_t read_input(void *unused, char *to, size_t room) {
  (void)unused;
  if (input.at == input.n && !next_line()) return errno ? -1 : 0;
  const size_t left = input.n - input.at, n = left < room ? left : room;
  memcpy(to, input.line + input.at, n);
  input.at += n;
  return (ssize_t)n;
}

/* io.stdin keeps its identity. */
void streams_take_input(lua_State *L) {
  static const cookie_io_functions_t functions = {.read = read_input};
  FILE *file = fopencookie(NULL, "r", functions);
  if (!file) return;
  lua_getglobal(L, LUA_IOLIBNAME);
  if (lua_istable(L, -1) && lua_getfield(L, -1, "stdin")) {
    luaL_Stream *stream = luaL_testudata(L, -1, LUA_FILEHANDLE);
    if (stream && stream->closef) stream->f = file;
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  stdin = file;
  input.opened = true;
}
