#include "session/debug/profile.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/standard/running.h"
#include "sys/clock.h"

/* A function that has been called and has not returned. */
typedef struct Call {
  const void *frame; /* identifies the activation record of Lua */
  size_t item;
  bool inner;        /* counts as a part of the library function around it */
  int line;          /* the current one, if lines are measured */
  double start, gap; /* Thread.gap at the start */
} Call;

typedef struct Thread {
  lua_State *L;
  Call *calls;
  size_t n, room;
  struct Thread *resumer; /* who waits for it; NULL if it is suspended */
  struct Thread *next;    /* in the list of all */
  double left, gap;       /* when it was suspended last; total suspension */
} Thread;

/* One per process, like the running state. */
static struct {
  bool on, failed, by_line;
  double time; /* measured so far, without the hook */
  double last; /* end of the last hook */
  double overhead;
  Tally functions, lines;
  Thread *threads, *current;
} profile;

/* Registry key: [i] = {function, its name in the first call or nil} */
static const char FUNCTIONS_KEY[] = "mlrepl.profile.functions";

/* -- functions ------------------------------------------------------------ */

static bool is_hidden(lua_State *L, const lua_Debug *at) {
  const char *lib = lib_context_dir(L);
  return lib && at->source[0] == '@' &&
         !strncmp(at->source + 1, lib, strlen(lib));
}

/* Keeps the function at the top alive, and with it its source, the key. */
static void keep_function(lua_State *L, lua_Debug *at, size_t index) {
  lua_getinfo(L, "n", at);
  lua_rawgetp(L, LUA_REGISTRYINDEX, FUNCTIONS_KEY);
  lua_createtable(L, 2, 0);
  lua_pushvalue(L, -3);
  lua_rawseti(L, -2, 1);
  lua_pushstring(L, *at->namewhat ? at->name : NULL);
  lua_rawseti(L, -2, 2);
  lua_rawseti(L, -2, (lua_Integer)index + 1);
  lua_pop(L, 1);
}

/* The item of the running function; -1 for lack of memory. Closures of one
 * function in the source share an item. */
static long find_function(lua_State *L, lua_Debug *at) {
  bool fresh;
  lua_getinfo(L, "Sf", at);
  const bool native = *at->what == 'C';
  const void *key = native ? lua_topointer(L, -1) : at->source;
  const long index =
    tally_find(&profile.functions, key, native ? -1 : at->linedefined, &fresh);
  if (index >= 0 && fresh) {
    TallyItem *item = &profile.functions.items[index];
    item->native = native;
    item->hidden = is_hidden(L, at);
    keep_function(L, at, (size_t)index);
  }
  lua_pop(L, 1);
  return index;
}

/* -- calls ---------------------------------------------------------------- */

static void pop_call(Thread *t) {
  const Call *call = &t->calls[--t->n];
  TallyItem *item = &profile.functions.items[call->item];
  if (call->inner || --item->active) return; /* recursion counts once */
  item->total += profile.time - call->start - (t->gap - call->gap);
}

/* After an error, calls are left over that never returned. */
static void pop_to(Thread *t, const void *frame) {
  while (t->n && t->calls[t->n - 1].frame != frame) pop_call(t);
}

/* Is the call a part of the call around it? That holds for what a function of the
 * library calls, up to functions of the user. */
static bool is_inner(const Call *outer, long index) {
  if (!outer) return false;
  const TallyItem *item = &profile.functions.items[index];
  const TallyItem *around = &profile.functions.items[outer->item];
  if (outer->inner || around->hidden) return item->native || item->hidden;
  return around->native && item->hidden;
}

static bool push_call(Thread *t, const void *frame, long index) {
  if (t->n == t->room) {
    const size_t room = t->room ? 2 * t->room : 32;
    Call *calls = realloc(t->calls, room * sizeof *calls);
    if (!calls) return false;
    t->calls = calls;
    t->room = room;
  }
  const Call *outer = t->n ? &t->calls[t->n - 1] : NULL;
  Call call = {.frame = frame,
               .item = (size_t)index,
               .inner = is_inner(outer, index),
               .start = profile.time,
               .gap = t->gap};
  TallyItem *item = &profile.functions.items[index];
  if (call.inner)
    call.item = outer->item;
  else
    item->count++, item->active++;
  t->calls[t->n++] = call;
  return true;
}

/* Is it a function of %prof, outside the profiled code? */
static bool is_own(lua_State *L, lua_Debug *caller, const TallyItem *item) {
  return item->hidden || (item->native && caller &&
                          lua_getinfo(L, "S", caller) && is_hidden(L, caller));
}

static void on_call(lua_State *L, lua_Debug *at, Thread *t) {
  lua_Debug outer, *caller = lua_getstack(L, 1, &outer) ? &outer : NULL;
  bool tail = at->event == LUA_HOOKTAILCALL;
  pop_to(t, tail ? at->i_ci : caller ? caller->i_ci : NULL);
  if (tail && t->n) pop_call(t);
  const long index = find_function(L, at);
  if (index < 0) {
    profile.failed = true;
    return;
  }
  if (!t->n && is_own(L, caller, &profile.functions.items[index])) return;
  if (!push_call(t, at->i_ci, index)) profile.failed = true;
}

/* The function may have been called before the profile began. */
static void on_return(const lua_Debug *at, Thread *t) {
  for (size_t i = t->n; i-- > 0;) {
    if (t->calls[i].frame != at->i_ci) continue;
    while (t->n > i) pop_call(t);
    return;
  }
}

/* -- coroutines ----------------------------------------------------------- */

static Thread *find_thread(lua_State *L) {
  for (Thread **at = &profile.threads; *at; at = &(*at)->next) {
    Thread *t = *at;
    if (t->L != L) continue;
    *at = t->next; /* to the front, where it is found faster */
    t->next = profile.threads;
    return profile.threads = t;
  }
  Thread *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->L = L;
  t->left = profile.time;
  t->next = profile.threads;
  return profile.threads = t;
}

static void free_thread(Thread *t) {
  free(t->calls);
  free(t);
}

/* A coroutine without calls has ended, unless it is called again. */
static void suspend(Thread *t) {
  t->left = profile.time;
  t->resumer = NULL;
  if (t->n) return;
  Thread **at = &profile.threads;
  while (*at != t) at = &(*at)->next;
  *at = t->next;
  free_thread(t);
}

/* L runs now: either it was resumed, or those that it resumed were
 * suspended. */
static void switch_to(lua_State *L) {
  Thread *t = profile.current;
  while (t && t->L != L) t = t->resumer;
  if (t) {
    for (Thread *inner = profile.current, *outer; inner != t; inner = outer) {
      outer = inner->resumer;
      suspend(inner);
    }
  } else if ((t = find_thread(L))) {
    t->gap += profile.time - t->left;
    t->resumer = profile.current;
  }
  profile.current = t;
  if (!t) profile.failed = true;
}

/* -- the hook ------------------------------------------------------------- */

/* The innermost call of a function of the user that is written in Lua. */
static Call *user_call(const Thread *t) {
  for (size_t i = t->n; i-- > 0;) {
    const TallyItem *item = &profile.functions.items[t->calls[i].item];
    if (!item->native && !item->hidden) return &t->calls[i];
  }
  return NULL;
}

/* Adds to the current line, if it is known: a visit and a time. */
static void add_to_line(size_t visits, double time) {
  const Call *call = user_call(profile.current);
  bool fresh;
  if (!call || !call->line) return;
  const TallyItem *function = &profile.functions.items[call->item];
  const long index =
    tally_find(&profile.lines, function->key, call->line, &fresh);
  if (index < 0) {
    profile.failed = true;
    return;
  }
  TallyItem *line = &profile.lines.items[index];
  line->owner = call->item;
  line->count += visits;
  line->own += time;
}

/* The time since the last event belongs to the function that was running. */
static void charge(double now) {
  const Thread *t = profile.current;
  const double time = now - profile.last;
  if (!t || !t->n) return;
  profile.time += time;
  profile.functions.items[t->calls[t->n - 1].item].own += time;
  if (profile.by_line) add_to_line(0, time);
}

static void on_line(const lua_Debug *at, Thread *t) {
  Call *call = user_call(t);
  if (!call || call->frame != at->i_ci) return;
  call->line = at->currentline;
  add_to_line(1, 0);
}

static void handle(lua_State *L, lua_Debug *at) {
  if (!profile.current || profile.current->L != L) switch_to(L);
  if (profile.failed) return;
  Thread *t = profile.current;
  switch (at->event) {
  case LUA_HOOKCALL:
  case LUA_HOOKTAILCALL: on_call(L, at, t); break;
  case LUA_HOOKRET: on_return(at, t); break;
  case LUA_HOOKLINE: lua_getinfo(L, "l", at), on_line(at, t); break;
  default: break;
  }
}

static void on_event(lua_State *L, lua_Debug *at) {
  if (!profile.on || profile.failed) {
    lua_sethook(L, NULL, 0, 0);
    return;
  }
  const double now = clock_seconds();
  charge(now);
  handle(L, at);
  profile.last = clock_seconds();
  profile.overhead += profile.last - now;
}

/* -- beginning and end ---------------------------------------------------- */

void profile_clear(lua_State *L) {
  for (Thread *t = profile.threads, *next; t; t = next) {
    next = t->next;
    free_thread(t);
  }
  tally_free(&profile.functions);
  tally_free(&profile.lines);
  memset(&profile, 0, sizeof profile);
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, FUNCTIONS_KEY);
}

void profile_start(lua_State *L, bool by_line) {
  profile_clear(L);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, FUNCTIONS_KEY);
  profile.on = true;
  profile.by_line = by_line;
  profile.last = clock_seconds();
  running_watch(L, on_event,
                LUA_MASKCALL | LUA_MASKRET | (by_line ? LUA_MASKLINE : 0));
}

/* Ends the calls that an error or an interrupt has left. */
static void end_calls(void) {
  for (Thread *t = profile.threads; t; t = t->next)
    while (t->n) pop_call(t);
}

ProfileResult profile_stop(lua_State *L) {
  profile.on = false;
  running_watch(L, NULL, 0);
  end_calls();
  return (ProfileResult){profile.time, profile.overhead, !profile.failed,
                         &profile.functions, &profile.lines};
}

void profile_push_functions(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, FUNCTIONS_KEY);
}
