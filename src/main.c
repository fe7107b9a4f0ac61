/* main.c - options; script or prompt; exit codes. */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "options.h"
#include "sys/atomic_file.h"
#include "sys/interrupt.h"
#include "sys/io.h"
#include "sys/parallel/processes.h"
#include "sys/parallel/threads.h"
#include "sys/stack.h"
#include "sys/terminal/transcript_copy.h"
#include "sys/supervisor.h"
#include "lua/train/job.h"
#include "lua/base/lib_context.h"
#include "session/start/lib_path.h"
#include "session/lesson_hook.h"
#include "lua/standard/load.h"
#include "session/memory_limit.h"
#include "session/manual.h"
#include "repl/prompt.h"
#include "kernel/jupyter.h"
#include "session/protected_call.h"
#include "session/safe_mode.h"
#include "lua/standard/running.h"
#include "sys/console.h"
#include "lua/base/modules.h"

static const char NAME[] = "mlrepl";

/* -- running -------------------------------------------------------------- */

/* NULL for -e or standard input. */
static const char *script_name(const Options *s) {
  return s->script < s->argc ? s->argv[s->script] : NULL;
}

static void push_arg_table(lua_State *L, const Options *s) {
  int origin = s->script < s->argc ? s->script : 0;
  lua_createtable(L, s->argc - origin, origin + 1);
  for (int i = 0; i < s->argc; i++) {
    lua_pushstring(L, s->argv[i]);
    lua_rawseti(L, -2, i - origin);
  }
  lua_setglobal(L, "arg");
}

static Outcome run_string(lua_State *L, const char *text, const char *chunk) {
  int status = luaL_loadbufferx(L, text, strlen(text), chunk, "t");
  return protected_call_run(L, status, 0, NAME);
}

static Outcome run_init(lua_State *L) {
  const char *chunk = "=LUA_INIT" LUA_VERSUFFIX;
  const char *init = getenv(chunk + 1);
  if (!init) {
    chunk = "=LUA_INIT";
    init = getenv(chunk + 1);
  }
  if (!init) return RUN_DONE;
  if (init[0] == '@')
    return protected_call_run(L, load_file(L, init + 1), 0, NAME);
  return run_string(L, init, chunk);
}

/* "mod" or "g=mod": assigns the module to the global g. */
static Outcome run_library(lua_State *L, const char *text) {
  const char *equals = strchr(text, '=');
  lua_getglobal(L, "require");
  lua_pushstring(L, equals ? equals + 1 : text);
  Outcome outcome = protected_call(L, 1, 1, NAME);
  if (outcome != RUN_DONE) return outcome;
  lua_pushglobaltable(L);
  lua_pushlstring(L, text, equals ? (size_t)(equals - text) : strlen(text));
  lua_pushvalue(L, -3);
  lua_settable(L, -3);
  lua_pop(L, 2);
  return RUN_DONE;
}

/* Runs -e, -l and -W in order. */
static Outcome run_options(lua_State *L, const Options *s) {
  Outcome outcome = RUN_DONE;
  for (int i = 1; i < s->script && outcome == RUN_DONE; i++) {
    const char *arg = s->argv[i];
    if (arg[0] != '-') continue;
    if (arg[1] == 'W') lua_warning(L, "@on", 0);
    if (arg[1] != 'e' && arg[1] != 'l') continue;
    const char *text = arg[2] ? arg + 2 : s->argv[++i];
    outcome = arg[1] == 'e' ? run_string(L, text, "=(command line)")
                            : run_library(L, text);
  }
  return outcome;
}

/* Pushes the elements of `arg`, the script's `...`. */
static int push_args(lua_State *L) {
  if (lua_getglobal(L, "arg") != LUA_TTABLE)
    luaL_error(L, "'arg' is not a table");
  int n = (int)luaL_len(L, -1);
  luaL_checkstack(L, n + 3, "too many arguments to script");
  for (int i = 1; i <= n; i++) lua_rawgeti(L, -i, i);
  lua_remove(L, -(n + 1));
  return n;
}

/* "-" is standard input, but not after "--". */
static Outcome run_script(lua_State *L, const Options *s) {
  const char *path = s->argv[s->script];
  bool input = !strcmp(path, "-") && strcmp(s->argv[s->script - 1], "--") != 0;
  int status = load_file(L, input ? NULL : path), nargs = 0;
  if (status == LUA_OK) nargs = push_args(L);
  Outcome outcome = protected_call_run(L, status, nargs, NAME);
  if (outcome == RUN_DONE) lesson_hook_end(L);
  return outcome;
}

/* Runs the self-checks of a lesson, which report on their own. */
static int l_check(lua_State *L) {
  if (!lib_context_find(L, "mlrepl.lesson.lesson", "check_file"))
    return luaL_error(L, "lesson library not found (mlrepl.lesson)");
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

static Outcome run_check(lua_State *L, const Options *s) {
  lua_pushcfunction(L, l_check);
  lua_pushstring(L, s->argv[s->script]);
  Outcome outcome = protected_call(L, 1, 1, NAME);
  if (outcome != RUN_DONE) return outcome;
  supervisor_report(".", 1); /* the lesson did not exit */
  return lua_toboolean(L, -1) ? RUN_DONE : RUN_FAILED;
}

/* Runs the submissions in a folder, which do not run in this process. */
static int l_grade(lua_State *L) {
  const Options *o = lua_touserdata(L, 1);
  char **words = o->argv + o->script;
  bool hidden = o->argc - o->script == 3;
  lua_settop(L, 0);
  if (!lib_context_find(L, "mlrepl.class.grade", "folder"))
    return luaL_error(L, "lesson library not found (mlrepl.lesson)");
  lua_pushstring(L, words[0]);
  lua_pushstring(L, hidden ? words[1] : NULL);
  lua_pushstring(L, words[hidden ? 2 : 1]);
  lua_pushnumber(L, o->limits.seconds);
  lua_pushnumber(L, o->limits.megabytes);
  lua_call(L, 5, 0);
  return 0;
}

static Outcome run_grade(lua_State *L, const Options *o) {
  lua_pushcfunction(L, l_grade);
  lua_pushlightuserdata(L, (void *)o);
  return protected_call(L, 1, 0, NAME);
}

/* (module, function, arguments): calls a function of the library. */
static int l_library(lua_State *L) {
  lib_context_push(L, lua_tostring(L, 1), lua_tostring(L, 2));
  lua_replace(L, 2);
  lua_remove(L, 1);
  lua_call(L, lua_gettop(L) - 1, 0);
  return 0;
}

/* Calls it with the script and another text, which may be NULL. */
static Outcome call_library(lua_State *L, const char *module, const char *name,
                            const Options *s, const char *other) {
  lua_pushcfunction(L, l_library);
  lua_pushstring(L, module);
  lua_pushstring(L, name);
  lua_pushstring(L, script_name(s));
  lua_pushstring(L, other);
  return protected_call(L, 4, 0, NAME);
}

/* Sums up a class: a table in a terminal, otherwise CSV. */
static Outcome run_report(lua_State *L, const Options *s) {
  return call_library(L, "mlrepl.class.sum_up", "folder", s,
                      isatty(STDOUT_FILENO) ? "terminal" : NULL);
}

/* (prefix or nil) */
static int l_install_kernel(lua_State *L) {
  char program[4096];
  ssize_t n = readlink("/proc/self/exe", program, sizeof program);
  lib_context_push(L, "mlrepl.notebook.kernelspec", "install");
  lua_pushlstring(L, program, n > 0 ? (size_t)n : 0);
  lua_pushvalue(L, 1);
  lua_call(L, 2, 0);
  return 0;
}

static Outcome install_kernel(lua_State *L, const Options *s) {
  lua_pushcfunction(L, l_install_kernel);
  lua_pushstring(L, script_name(s));
  return protected_call(L, 1, 0, NAME);
}

static Outcome run_rest(lua_State *L, const Options *s) {
  bool given = s->script < s->argc;
  if (given) return run_script(L, s);
  if (s->interactive || s->code || s->version) return RUN_DONE;
  return protected_call_run(L, load_file(L, NULL), 0, NAME);
}

/* Waits for the jobs that a script left running. */
static Outcome finish_jobs(lua_State *L) {
  lua_pushcfunction(L, job_finish_all);
  return protected_call(L, 0, 0, NAME);
}

static bool wants_prompt(const Options *s) {
  if (s->safe) return false;
  bool idle = s->script == s->argc && !s->code && !s->version;
  return s->interactive || (idle && isatty(STDIN_FILENO));
}

/* -- starting ------------------------------------------------------------- */

static int l_open(lua_State *L) {
  modules_open(L, lib_path_find(L, PREFIX));
  return 0;
}

static int run_all(lua_State *L, const Options *s) {
  if (s->safe) safe_mode_close(L, &s->limits, script_name(s));
  if (s->check) return (int)run_check(L, s);
  if (s->grade) return (int)run_grade(L, s);
  if (s->report) return (int)run_report(L, s);
  if (s->web)
    return (int)call_library(L, "mlrepl.web.single_page", "write", s, s->page);
  if (s->notebook)
    return (int)call_library(L, "mlrepl.notebook.lesson_cells", "print", s,
                             NULL);
  if (s->install_kernel) return (int)install_kernel(L, s);
  if (s->kernel)
    return jupyter_run(L, s->argv[s->script], VERSION, !s->no_init);
  Outcome outcome = s->bare || s->safe ? RUN_DONE : run_init(L);
  if (outcome == RUN_DONE) outcome = run_options(L, s);
  bool prompt = wants_prompt(s);
  if (outcome == RUN_DONE && !(prompt && s->script == s->argc))
    outcome = run_rest(L, s);
  if (prompt && (outcome == RUN_DONE || s->interactive))
    return prompt_run(L, VERSION, !s->no_init);
  return (int)(outcome == RUN_DONE ? finish_jobs(L) : outcome);
}

/* The reference manual, or another text made from the same table. */
static Outcome print_manual(lua_State *L, const Options *s) {
  if (!s->format) {
    lua_pushcfunction(L, manual_print);
    return protected_call(L, 0, 0, NAME);
  }
  lua_pushcfunction(L, manual_export);
  lua_pushstring(L, s->format);
  lua_pushstring(L, options_usage);
  lua_pushstring(L, VERSION);
  return protected_call(L, 3, 0, NAME);
}

static int l_main(lua_State *L) {
  const Options *s = lua_touserdata(L, 1);
  luaL_checkversion(L);
  if (s->bare || s->safe) {
    lua_pushboolean(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
  }
  luaL_openlibs(L);
  push_arg_table(L, s);
  lua_gc(L, LUA_GCSTOP); /* loading creates no garbage */
  lua_pushcfunction(L, l_open);
  int outcome = (int)protected_call(L, 0, 0, NAME);
  lua_gc(L, LUA_GCRESTART);
  if (s->manual)
    outcome = (int)print_manual(L, s);
  else if (outcome == RUN_DONE || s->interactive)
    outcome = run_all(L, s);
  lua_pushinteger(L, outcome);
  return 1;
}

/* Writes to the terminal even if stderr is redirected. */
static void write_now(const char *text) {
  const int place = console_fd();
  const int fd = place == STDOUT_FILENO ? STDERR_FILENO : place;
  ssize_t unused = write(fd, text, strlen(text));
  (void)unused;
}

static void on_interrupt(InterruptStage stage) {
  if (stage == STAGE_DEFERRED)
    running_deferred();
  else
    running_interrupt();
  if (stage == STAGE_STUCK)
    write_now(
      "\n(the running code does not respond to Ctrl-C; it may finish by "
      "itself. Another Ctrl-C ends mlrepl, and all variables are "
      "lost.)\n");
  if (stage != STAGE_LAST) return;
  console_restore();
  atomic_file_clean();
  write_now("\ninterrupted\n");
  _exit(RUN_INTERRUPTED);
}

static int run_state(Options *s) {
  lua_State *L = luaL_newstate();
  if (!L) {
    fprintf(stderr, "%s: not enough memory to start\n", NAME);
    return RUN_FAILED;
  }
  MemoryLimit memory;
  memory_limit_start(L, &memory);
  interrupt_install(on_interrupt);
  io_survive_size_limit();
  lua_pushcfunction(L, l_main);
  lua_pushlightuserdata(L, s);
  int outcome = RUN_FAILED;
  if (lua_pcall(L, 1, 1, 0) != LUA_OK)
    protected_call_report(L, NAME);
  else
    outcome = (int)lua_tointeger(L, -1);
  interrupt_take();
  running_begin(L, false); /* finalizers run; Ctrl-C stops them */
  lua_close(L);
  memory_limit_end(&memory);
  return outcome;
}

static int complain(const char *sentence) {
  fprintf(stderr, "%s: %s\n", NAME, sentence);
  return RUN_MISUSED;
}

/* What many processes cannot do together; NULL if there is nothing. */
static const char *unfit_for_processes(const Options *s) {
  if (processes_count() == 1) return NULL;
  if (s->safe || s->grade)
    return "--safe, --check and --grade run in one process; start mlrepl "
           "without mpirun";
  const char *script = script_name(s);
  if (wants_prompt(s) ||
      (script ? !strcmp(script, "-") : !s->code && !s->version))
    return "the prompt and standard input are for one process; under mpirun, "
           "give the name of a script";
  return NULL;
}

static void leave_output_to_first(void) {
  setenv("MLREPL_PLOT", "none", 1);
  atomic_file_discard();
}

static int run(int argc, char **argv) {
  char why[200];
  if (argc == 3 && !strcmp(argv[1], TRANSCRIPT_OPTION))
    return transcript_copy_run(argv[2]);
  Options s = {.argc = argc, .argv = argv};
  io_reserve_standard();
  if (!processes_start(why, sizeof why))
    return *why ? complain(why) : RUN_MISUSED;
  console_save();
  if (!options_read(&s)) {
    fprintf(stderr, "%s: ", NAME);
    fprintf(stderr, s.complaint, s.about);
    fprintf(stderr, "\n%s", options_usage);
    return RUN_MISUSED;
  }
  if (s.help) {
    fputs(options_usage, stdout);
    return RUN_DONE;
  }
  if (unfit_for_processes(&s)) return complain(unfit_for_processes(&s));
  if (processes_rank()) leave_output_to_first();
  if (s.version) printf("%s %s (%s)\n", NAME, VERSION, LUA_RELEASE);
  if (s.threads)
    threads_set(s.threads);
  else if (s.safe || s.grade)
    threads_set(1); /* the code gets no more of the machine than it needs */
  if (s.safe && !safe_mode_start(script_name(&s), s.check)) return RUN_FAILED;
  return run_state(&s);
}

int main(int argc, char **argv) { return stack_run(run, argc, argv); }
