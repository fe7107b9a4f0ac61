/* memory.c - the kernel when memory runs out.
 *
 * Every n-th allocation fails in a run of its own: `memory 1` tries all; without
 * a number it tries a few of each kind of request. Each request must get its
 * reply, all that is sent must be JSON, and afterward the same requests must be
 * answered as ever. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "heap.h"
#include "kernel/answers.h"
#include "kernel/control.h"
#include "kernel/display.h"
#include "kernel/execute.h"
#include "kernel/message.h"
#include "kernel/sheet.h"
#include "kernel/streams.h"
#include "lua/base/modules.h"

/* -- allocators that fail on demand --------------------------------------- */

static Heap heap = {.twice = true};

/* The linker puts these in place of the functions of the C library, where the
 * program calls them; Lua and the plug-ins do not. */
void *__real_malloc(size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_calloc(size_t n, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_calloc(size_t n, size_t size);
char *__wrap_strdup(const char *text);

static bool counts; /* are those of the program to fail? */

static bool fails_once(void) {
  return ++heap.count == heap.failing && heap.failing;
}

void *__wrap_malloc(size_t size) {
  return counts && fails_once() ? NULL : __real_malloc(size);
}
void *__wrap_realloc(void *block, size_t size) {
  return counts && fails_once() ? NULL : __real_realloc(block, size);
}
void *__wrap_calloc(size_t n, size_t size) {
  return counts && fails_once() ? NULL : __real_calloc(n, size);
}
char *__wrap_strdup(const char *text) {
  return counts && fails_once() ? NULL : __real_strdup(text);
}

/* -- channels that go nowhere --------------------------------------------- */

static struct {
  const char *type, *content; /* of the request that is received next */
  int replies, idle, invalid, results;
  int keys; /* of the reply, unless it is an error */
} traffic;

static Channels *open_none(const Connection *connection, char *why) {
  (void)connection;
  (void)why;
  return (Channels *)&traffic;
}

static void close_none(Channels *channels) { (void)channels; }

static unsigned wait_not(Channels *channels, unsigned mask,
                         struct pollfd *others, size_t n, int milliseconds) {
  (void)channels;
  (void)others;
  (void)n;
  (void)milliseconds;
  return mask;
}

static bool receive(Channels *channels, Channel channel, Envelope *e) {
  char header[200];
  static int asked;
  (void)channels;
  if (channel == CHANNEL_INPUT && asked++ % 2 == 0)
    return false; /* no old one */
  snprintf(header, sizeof header, "{\"msg_type\":\"%s\"}",
           channel == CHANNEL_INPUT ? "input_reply" : traffic.type);
  *e =
    (Envelope){__real_strdup(""),
               {__real_strdup(header), __real_strdup("{}"), __real_strdup("{}"),
                __real_strdup(channel == CHANNEL_INPUT ? "{\"value\":\"12\"}"
                                                       : traffic.content)}};
  return true;
}

static void release(Envelope *e) {
  free(e->address);
  for (int i = 0; i < PARTS; i++) free(e->part[i]);
  *e = (Envelope){0};
}

/* Returns the number of keys of an object whose status is "ok", 0 for others; -1:
 * the text is no object. */
static int count_keys(const char *text) {
  const bool counted = counts;
  counts = false;
  cJSON *parsed = cJSON_Parse(text);
  const char *status = message_string(parsed, "status");
  int keys = cJSON_IsObject(parsed) ? cJSON_GetArraySize(parsed) : -1;
  if (keys > 0 && (!status || strcmp(status, "ok") != 0)) keys = 0;
  cJSON_Delete(parsed);
  counts = counted;
  return keys;
}

static bool ends_with(const char *text, const char *end) {
  const size_t n = strlen(text), m = strlen(end);
  return n >= m && !strcmp(text + n - m, end);
}

static bool send_none(Channels *channels, Channel channel, const void *address,
                      const char *topic, const char *const part[PARTS]) {
  (void)channels;
  (void)address;
  for (int i = 0; i < PARTS; i++) traffic.invalid += count_keys(part[i]) < 0;
  if (channel == CHANNEL_SHELL && ends_with(topic, "_reply")) {
    traffic.replies++;
    traffic.keys = count_keys(part[PART_CONTENT]);
  }
  traffic.idle += !strcmp(part[PART_CONTENT], "{\"execution_state\":\"idle\"}");
  traffic.results +=
    !strcmp(topic, "execute_result") || !strcmp(topic, "display_data");
  return true;
}

static void echo_none(Channels *channels) { (void)channels; }

static void make_id(char id[CHANNELS_ID]) {
  static unsigned count;
  snprintf(id, CHANNELS_ID, "%032u", ++count);
}

static const ChannelsTable table = {open_none, close_none, wait_not,  receive,
                                    release,   send_none,  echo_none, make_id};

/* -- requests ------------------------------------------------------------- */

typedef struct Work {
  const char *type, *content;
  int results; /* values and figures shown */
  bool lua;    /* do allocations of Lua fail, too? */
} Work;

#define CODE(text)                                                             \
  "{\"code\":\"" text "\",\"user_expressions\":{\"e\":\"1 + 1\"}}"

static const Work works[] = {
  {"execute_request", CODE("1 + 1"), 1, true},
  {"execute_request", CODE("vector{1, 2}"), 1, true},
  {"execute_request", CODE("error'bad'"), 0, true},
  {"execute_request", CODE("?train"), 0, true},
  {"execute_request", CODE("io.read('n') + 1"), 1, true},
  {"execute_request", CODE("plot({1, 2}, {1, 4})"), 1, false},
  {"execute_request",
   CODE("explore{w={0, 1}, draw=function(p) plot({0, p.w}, {0, 1}) end}"), 2,
   false},
  {"execute_request", "{}", 0, true},
  {"complete_request", "{\"code\":\"vector.ze\",\"cursor_pos\":9}", 0, true},
  {"inspect_request", "{\"code\":\"train\",\"cursor_pos\":3}", 0, true},
  {"is_complete_request", "{\"code\":\"for i = 1, 2 do\"}", 0, true},
  {"history_request", "{\"hist_access_type\":\"tail\",\"n\":3,\"output\":true}",
   0, true},
  {"comm_info_request", "{}", 0, true},
  {"kernel_info_request", "{}", 0, true},
};

static void serve(lua_State *L, Request *request) {
  message_begin(request);
  message_status(request, "busy");
  if (!strcmp(request->type, "execute_request")) {
    execute_run(L, request);
    execute_answer(L, request);
  } else if (!answers_give(L, request))
    control_answer(request);
  message_status(request, "idle");
}

/* Returns whether the request was answered. A request that could not be received
 * is lost. */
static bool run_work(lua_State *L, const Work *w) {
  Request request;
  memset(&traffic, 0, sizeof traffic);
  traffic.type = w->type;
  traffic.content = w->content;
  if (!message_receive(CHANNEL_SHELL, &request)) return heap.failing;
  serve(L, &request);
  message_release(&request);
  return traffic.replies == 1 && traffic.idle == 1 && !traffic.invalid;
}

static int l_open(lua_State *L) {
  luaL_openlibs(L);
  modules_open(L, "lib");
  display_open(L);
  sheet_open(L);
  execute_open(L);
  return 0;
}

/* Runs the work with allocation number k failing (0: none), then as it is.
 * Returns the number of allocations; -1 on failure. */
static long try_failing(const Work *w, long k) {
  char why[CHANNELS_WHY];
  memset(&heap, 0, sizeof heap);
  lua_State *L = lua_newstate(heap_allocate, &heap);
  bool good = L && message_open(&table, &(Connection){0}, why);
  lua_pushcfunction(L, l_open);
  good = good && lua_pcall(L, 0, 0, 0) == LUA_OK;
  heap.count = 0;
  heap.failing = k;
  counts = true;
  good = good && run_work(L, w);
  counts = false;
  const long count = heap.count;
  const int keys = traffic.keys;
  heap.failing = 0;
  if (k) good = run_work(L, w) && good;
  good = good && traffic.results == w->results && !lua_gettop(L);
  good = good && (keys == traffic.keys || !keys); /* none was left out */
  lua_close(L);
  message_close();
  if (heap.used) fprintf(stderr, "%zu bytes of Lua leaked\n", heap.used);
  return good && !heap.used ? count : -1;
}

static long runs;

/* Returns whether all went well; `step` 0: `few` allocations, evenly spread. */
static bool try_all(const Work *w, long step, long few) {
  const long count = try_failing(w, 0);
  bool good = count >= 0;
  if (!good) fprintf(stderr, "FAILED: %s %s\n", w->type, w->content);
  if (!step) step = count / few + 1;
  for (long k = step / 2 + 1; good && k <= count; k += step, runs++) {
    good = try_failing(w, k) >= 0;
    if (!good)
      fprintf(stderr, "FAILED: %s %s, allocation %ld\n", w->type, w->content,
              k);
  }
  return good;
}

int main(int argc, char **argv) {
  enum { FEW = 40 };
  const long step = argc > 1 ? atol(argv[1]) : 0;
  int passed = 0, failed = 0;
  unsetenv("MLREPL_PLOT");
  for (size_t i = 0; i < sizeof works / sizeof *works; i++)
    *(try_all(&works[i], step, FEW) ? &passed : &failed) += 1;
  printf("%ld runs\nkernel memory: %d passed, %d failed\n", runs, passed,
         failed);
  return failed > 0;
}
