#define _POSIX_C_SOURCE 200809L
#include "kernel/control.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lua.h>

#include "sys/io.h"

static struct {
  pthread_t thread;
  bool started;
  atomic_bool over;
  int wake[2];
  pid_t parent; /* the front end; 0: it may come and go */
  const char *version;
} control = {.wake = {-1, -1}};

int control_wake(void) { return control.wake[0]; }

bool control_is_over(void) { return atomic_load(&control.over); }

/* As Ctrl-C in a terminal, which reaches programs that Lua has started, too. Front
 * ends start a kernel in a group of its own. Other threads block the signal. */
static void interrupt(void) {
  const pid_t self = getpid();
  kill(getpgrp() == self ? 0 : self, SIGINT);
}

static void wake_all(void) {
  atomic_store(&control.over, true);
  if (write(control.wake[1], "", 1) != 1) return; /* they look now and then */
}

/* Code that runs is stopped. */
static void end_kernel(void) {
  wake_all();
  interrupt();
}

/* -- answers -------------------------------------------------------------- */

static Draft kernel_info(void) {
  char banner[160];
  const Draft reply = message_content("ok");
  cJSON *content = reply.content;
  cJSON_AddStringToObject(content, "protocol_version", "5.3");
  cJSON_AddStringToObject(content, "implementation", "mlrepl");
  cJSON_AddStringToObject(content, "implementation_version", control.version);
  snprintf(banner, sizeof banner, "mlrepl %s (%s) - help() for help",
           control.version, LUA_VERSION);
  cJSON_AddStringToObject(content, "banner", banner);
  cJSON *language = cJSON_AddObjectToObject(content, "language_info");
  cJSON_AddStringToObject(language, "name", "lua");
  cJSON_AddStringToObject(language, "version",
                          LUA_VERSION_MAJOR "." LUA_VERSION_MINOR);
  cJSON_AddStringToObject(language, "mimetype", "text/x-lua");
  cJSON_AddStringToObject(language, "file_extension", ".lua");
  cJSON_AddStringToObject(language, "pygments_lexer", "lua");
  cJSON_AddStringToObject(language, "codemirror_mode", "lua");
  cJSON_AddArrayToObject(content, "help_links");
  return reply;
}

static Draft shutdown(const Request *request) {
  const Draft reply = message_content("ok");
  cJSON_AddBoolToObject(reply.content, "restart",
                        message_flag(request->content, "restart", false));
  return reply;
}

bool control_answer(const Request *request) {
  if (!strcmp(request->type, "kernel_info_request")) {
    message_reply(request, kernel_info());
  } else if (!strcmp(request->type, "interrupt_request")) {
    interrupt();
    message_reply(request, message_content("ok"));
  } else if (!strcmp(request->type, "shutdown_request")) {
    message_reply(request, shutdown(request));
    message_publish_for(request, "shutdown_reply", shutdown(request));
    end_kernel();
  } else
    return false;
  return true;
}

/* -- the thread ----------------------------------------------------------- */

static void serve_request(void) {
  Request request;
  if (!message_receive(CHANNEL_CONTROL, &request)) return;
  message_status(&request, "busy");
  control_answer(&request);
  message_status(&request, "idle");
  message_release(&request);
}

static bool is_orphan(void) {
  return control.parent && getppid() != control.parent;
}

static void *serve(void *unused) {
  enum { LOOK = 1000 }; /* milliseconds */
  const unsigned mask = 1u << CHANNEL_CONTROL | 1u << CHANNEL_HEARTBEAT;
  const ChannelsTable *table = message_table();
  struct pollfd wake = {.fd = control.wake[0], .events = POLLIN};
  (void)unused;
  while (!control_is_over()) {
    const unsigned ready =
      table->wait(message_channels(), mask, &wake, 1, LOOK);
    if (ready & 1u << CHANNEL_HEARTBEAT) table->echo(message_channels());
    if (ready & 1u << CHANNEL_CONTROL) serve_request();
    if (is_orphan()) end_kernel();
  }
  return NULL;
}

/* The front end names itself if the kernel is to end with it. */
bool control_open(const char *version) {
  sigset_t all, before;
  control.version = version;
  if (pipe(control.wake)) return false;
  if (io_env("JPY_PARENT_PID")) control.parent = getppid();
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int error = pthread_create(&control.thread, NULL, serve, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  control.started = !error;
  errno = error;
  return !error;
}

void control_close(void) {
  if (!control.started) return;
  wake_all();
  pthread_join(control.thread, NULL);
  control.started = false;
}
