#define _POSIX_C_SOURCE 200809L
#include "kernel/jupyter.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "kernel/answers.h"
#include "kernel/channels.h"
#include "kernel/connection.h"
#include "kernel/control.h"
#include "kernel/display.h"
#include "kernel/execute.h"
#include "kernel/message.h"
#include "kernel/sheet.h"
#include "kernel/streams.h"
#include "lua/show/event_sources.h"
#include "lua/standard/running.h"
#include "lua/train/job.h"
#include "session/leave.h"
#include "session/protected_call.h"
#include "session/start/start_file.h"
#include "sys/interrupt.h"
#include "sys/io.h"
#include "sys/plugin.h"

static const unsigned SHELL = 1u << CHANNEL_SHELL;

/* -- requests ------------------------------------------------------------- */

static void serve(lua_State *L, Request *request);

/* -- after an error ------------------------------------------------------- */

/* Requests that arrived while a cell ran. */
typedef struct Queue {
  Request *list;
  size_t n;
} Queue;

static Queue receive_queued(void) {
  enum { PAUSE = 20 }; /* milliseconds, in which they arrive */
  Queue q = {0};
  while (message_table()->wait(message_channels(), SHELL, NULL, 0, PAUSE)) {
    Request request, *more;
    if (!message_receive(CHANNEL_SHELL, &request)) continue;
    more = realloc(q.list, (q.n + 1) * sizeof request);
    if (!more) {
      message_release(&request);
      break;
    }
    q.list = more;
    q.list[q.n++] = request;
  }
  return q;
}

/* Cells are not run, other requests are answered. */
static void drop_cells(lua_State *L, Queue q) {
  for (size_t i = 0; i < q.n; i++) {
    if (!strcmp(q.list[i].type, "execute_request"))
      execute_skip(&q.list[i]);
    else
      serve(L, &q.list[i]);
    message_release(&q.list[i]);
  }
  free(q.list);
}

/* -- requests ------------------------------------------------------------- */

/* The front end may send the next cell as soon as it has the answer. */
static void execute(lua_State *L, const Request *request) {
  const bool good = execute_run(L, request);
  const Queue q = good ? (Queue){0} : receive_queued();
  execute_answer(L, request);
  streams_drain();
  message_status(request, "idle");
  drop_cells(L, q);
}

static void serve(lua_State *L, Request *request) {
  message_begin(request);
  message_status(request, "busy");
  if (!strcmp(request->type, "execute_request")) {
    execute(L, request);
    return;
  }
  if (!answers_give(L, request)) control_answer(request);
  streams_drain();
  message_status(request, "idle");
}

static void serve_next(lua_State *L) {
  Request request;
  if (!message_receive(CHANNEL_SHELL, &request)) return;
  serve(L, &request);
  message_release(&request);
}

/* -- background jobs ------------------------------------------------------ */

/* What happened to a job belongs to the last cell. Ctrl-C is meant for the jobs,
 * because nothing else runs. */
static void serve_jobs(lua_State *L, void (*turn)(lua_State *L, bool *failed)) {
  bool failed = false;
  interrupt_hold_briefly(true);
  running_begin(L, true);
  turn(L, &failed);
  running_end(L);
  interrupt_hold_briefly(false);
  if (lua_isstring(L, -1))
    fprintf(failed ? stderr : stdout, "%s\n", lua_tostring(L, -1));
  lua_pop(L, 1);
  streams_drain();
}

/* -- the loop ------------------------------------------------------------- */

/* Waits for a request; meanwhile runs jobs and serves windows. Returns whether
 * there is one. */
static bool wait_for_request(lua_State *L) {
  struct pollfd fds[1 + EVENT_SOURCES_MOST];
  fds[0] = (struct pollfd){.fd = control_wake(), .events = POLLIN};
  const size_t others = event_sources_watch(L, fds + 1);
  const bool busy = job_any_running(L);
  const bool ready = message_table()->wait(message_channels(), SHELL, fds,
                                           1 + others, busy ? 0 : -1);
  for (size_t i = 1; i <= others; i++)
    if (fds[i].revents) event_sources_serve(L);
  if (control_is_over()) return false;
  if (interrupt_take() && busy)
    serve_jobs(L, job_stop_all);
  else if (busy && !ready)
    serve_jobs(L, job_turn_all);
  return ready;
}

static void serve_all(lua_State *L) {
  while (!control_is_over() && !leave_is_asked()) {
    if (wait_for_request(L)) serve_next(L);
  }
}

/* -- starting ------------------------------------------------------------- */

/* Opens everything; reports what is missing. */
static bool start(const char *path, const char *version) {
  ChannelsEntry *entry;
  Connection connection;
  char why[CHANNELS_WHY] = "";
  bool good = false;
  if (!plugin_find(&entry, "zmq", CHANNELS_ENTRY))
    snprintf(why, sizeof why, "install the packages libzmq5 and libsodium23");
  else if (connection_read(path, &connection, why))
    good = message_open(entry(), &connection, why);
  if (!good) {
    fprintf(stderr, "mlrepl: --kernel: %s\n", why);
    return false;
  }
  if (control_open(version) && streams_open()) return true;
  fprintf(stderr, "mlrepl: --kernel: cannot start: %s\n", strerror(errno));
  control_close();
  message_close();
  return false;
}

static int l_open(lua_State *L) {
  display_open(L);
  sheet_open(L);
  execute_open(L);
  return 0;
}

int jupyter_run(lua_State *L, const char *path, const char *version,
                bool start_file) {
  if (!start(path, version)) return RUN_FAILED;
  io_survive_pipes();
  message_status(NULL, "starting");
  lua_pushcfunction(L, l_open);
  protected_call(L, 0, 0, "mlrepl");
  if (start_file) start_file_run(L);
  serve_all(L);
  control_close();
  streams_close();
  protected_call_on_error(NULL);
  message_close();
  return leave_code();
}
