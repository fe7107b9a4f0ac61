#define _POSIX_C_SOURCE 200809L
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "sys/parallel/threads.h"

const char options_usage[] =
  "usage: mlrepl [options] [script [args]]\n"
  "  -e stat    run the string 'stat'\n"
  "  -l mod     require 'mod' into the global 'mod'\n"
  "  -l g=mod   require 'mod' into the global 'g'\n"
  "  -i         enter interactive mode after running 'script'\n"
  "  -v         show version information\n"
  "  -E         ignore Lua's environment variables and init.lua\n"
  "  -W         turn warnings on\n"
  "  --         stop handling options\n"
  "  -          stop handling options and run stdin\n"
  "  --threads N   compute with N threads, with the same results for any N\n"
  "             (default: OMP_NUM_THREADS, or the number of processors; 1 with\n"
  "             --safe, --check and --grade)\n"
  "  --plot=to  show figures in: window, terminal, browser, none, or a folder\n"
  "  --no-init  do not run ~/.config/mlrepl/init.lua at the prompt\n"
  "  --check FILE  run the self-checks of a lesson file, as with --safe\n"
  "  --grade SHEET [HIDDEN] FOLDER  mark the submissions in a folder\n"
  "  --report FOLDER  sum up the lessons of a class from lesson.report files\n"
  "  --web FILE [-o PAGE]  write a page that runs the script in any browser\n"
  "  --notebook LESSON  print a lesson as a Jupyter notebook (.ipynb)\n"
  "  --install-kernel [PREFIX]  let Jupyter find mlrepl: for you, or below "
  "PREFIX\n"
  "  --kernel FILE  serve a Jupyter notebook; FILE is its connection file\n"
  "  --safe     run a script that is not trusted: it can use files in its own\n"
  "             folder only, and no programs, network or C modules\n"
  "  --time=S   with --safe: at most S seconds of CPU time (default 20)\n"
  "  --memory=MB   with --safe: at most MB megabytes of memory (default 1000)\n"
  "  --manual   print the reference manual\n"
  "  --manual=as  print what packages install: man, bash, zsh, fish, lua\n"
  "  --version  show version information\n"
  "  --help     show this help\n"
  "Without a script, mlrepl opens the prompt, or runs stdin if it is not a "
  "terminal.\n"
  "The environment variable MLREPL_MEMORY=500 limits memory to 500 MB.\n";

static bool complain(Options *o, const char *complaint, const char *about) {
  o->complaint = complaint;
  o->about = about;
  return false;
}

/* Reads the number after "--name=". Returns false if the option is another. */
static bool read_number(Options *o, const char *arg, const char *name,
                        double *number) {
  size_t n = strlen(name);
  if (strncmp(arg, name, n) != 0 || (arg[n] && arg[n] != '=')) return false;
  char *end = NULL;
  double x = arg[n] ? strtod(arg + n + 1, &end) : 0;
  if (!end || *end || !(x > 0 && x <= 1e9))
    complain(o, "'%s' needs a positive number, such as =5 or =1000", name);
  *number = x;
  o->limited = name;
  return true;
}

/* "--manual=man" */
static bool read_format(Options *o, const char *arg) {
  static const char OPTION[] = "--manual=";
  static const char *const formats[] = {"man", "bash", "zsh", "fish", "lua"};
  if (strncmp(arg, OPTION, sizeof OPTION - 1) != 0) return false;
  o->manual = true;
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (!strcmp(arg + sizeof OPTION - 1, formats[i])) o->format = formats[i];
  if (o->format) return true;
  complain(o, "'%s' must be --manual=man, bash, zsh, fish or lua", arg);
  return true;
}

/* Plots read their target from the environment. */
static bool read_long(Options *o, const char *arg) {
  static const char PLOT[] = "--plot=";
  size_t n = sizeof PLOT - 1;
  if (!strncmp(arg, PLOT, n) && arg[n])
    return !setenv("MLREPL_PLOT", arg + n, 1);
  if (!strncmp(arg, PLOT, n - 1))
    return complain(o, "'%s' needs a target, as in --plot=window", arg);
  if (!strcmp(arg, "--help")) return o->help = true;
  if (!strcmp(arg, "--version")) return o->version = o->code = true;
  if (!strcmp(arg, "--no-init")) return o->no_init = true;
  if (!strcmp(arg, "--manual")) return o->manual = true;
  if (read_format(o, arg)) return !o->complaint;
  if (!strcmp(arg, "--safe")) return o->safe = true;
  if (read_number(o, arg, "--time", &o->limits.seconds) ||
      read_number(o, arg, "--memory", &o->limits.megabytes))
    return !o->complaint;
  return complain(o, "unrecognized option '%s'", arg);
}

/* One of -E -i -v -W. */
static bool read_short(Options *o, const char *arg) {
  if (!arg[1] || arg[2]) return complain(o, "unrecognized option '%s'", arg);
  switch (arg[1]) {
  case 'E': return o->bare = o->no_init = true;
  case 'i': return o->interactive = true;
  case 'v': return o->version = true;
  case 'W': return true;
  default: return complain(o, "unrecognized option '%s'", arg);
  }
}

/* -e and -l: the text may follow in the same argument or be the next one. */
static bool read_with_argument(Options *o, int *i) {
  const char *option = o->argv[*i];
  if (option[1] == 'e') o->code = true;
  if (option[2]) return true;
  const char *next = o->argv[++*i];
  if (next && next[0] != '-') return true;
  return complain(o, "'%s' needs an argument", option);
}

/* --threads N or --threads=N. Returns false if the option is another one. */
static bool read_threads(Options *o, int *i) {
  static const char NAME[] = "--threads";
  const size_t n = sizeof NAME - 1;
  const char *arg = o->argv[*i], *text = arg + n;
  if (strncmp(arg, NAME, n) != 0 || (*text && *text != '=')) return false;
  text = *text ? text + 1 : o->argv[++*i];
  char *end = NULL;
  const long count = text ? strtol(text, &end, 10) : 0;
  if (!end || end == text || *end || count < 1 || count > THREADS_MOST)
    complain(o, "'%s' needs a number from 1 to 256, as in --threads 4", NAME);
  o->threads = (size_t)count;
  return true;
}

/* --check ends the options; the next argument is a lesson. */
static bool read_checked(Options *o, int i) {
  o->check = o->safe = true;
  o->script = i;
  if (i < o->argc) return true;
  return complain(o, "'%s' needs a lesson file", "--check");
}

/* --grade ends the options, too. */
static bool read_graded(Options *o, int i) {
  o->grade = true;
  o->script = i;
  int n = o->argc - i;
  if (n == 2 || n == 3) return true;
  return complain(o, "'%s' needs a sheet, perhaps hidden tasks, and a folder",
                  "--grade");
}

static bool read_reported(Options *o, int i) {
  o->report = true;
  o->script = i;
  if (o->argc - i == 1) return true;
  return complain(o, "'%s' needs a folder with the files of lesson.report",
                  "--report");
}

/* --web FILE -o PAGE, in any order. */
static bool read_web(Options *o, int i) {
  o->web = true;
  o->script = o->argc;
  for (; i < o->argc; i++) {
    const bool out = !strcmp(o->argv[i], "-o") && i + 1 < o->argc;
    if (out && !o->page)
      o->page = o->argv[++i];
    else if (!out && o->script == o->argc && *o->argv[i] != '-')
      o->script = i;
    else
      return complain(o, "'%s' is one too many for --web", o->argv[i]);
  }
  return o->script < o->argc || complain(o, "'%s' needs a script", "--web");
}

static bool read_kernel(Options *o, int i) {
  o->kernel = true;
  o->script = i;
  if (o->argc - i == 1) return true;
  return complain(o, "'%s' needs the connection file of a front end",
                  "--kernel");
}

static bool read_notebook(Options *o, int i) {
  o->notebook = true;
  o->script = i;
  if (o->argc - i == 1) return true;
  return complain(o, "'%s' needs a lesson, as in --notebook gradient_descent",
                  "--notebook");
}

static bool read_installed(Options *o, int i) {
  o->install_kernel = true;
  o->script = i;
  if (o->argc - i <= 1) return true;
  return complain(o, "'%s' takes one folder, such as /usr/local",
                  "--install-kernel");
}

/* An option that ends the options; what follows are its arguments. */
typedef struct Mode {
  const char *name;
  bool (*read)(Options *o, int first);
} Mode;

static const Mode *find_mode(const char *arg) {
  static const Mode modes[] = {{"--check", read_checked},
                               {"--grade", read_graded},
                               {"--report", read_reported},
                               {"--kernel", read_kernel},
                               {"--notebook", read_notebook},
                               {"--install-kernel", read_installed},
                               {"--web", read_web}};
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
    if (!strcmp(arg, modes[i].name)) return &modes[i];
  return NULL;
}

static bool read_all(Options *o) {
  int i = 1;
  for (; i < o->argc; i++) {
    const char *arg = o->argv[i];
    const Mode *mode = find_mode(arg);
    bool good = true;
    if (arg[0] != '-' || !arg[1]) break;
    if (!strcmp(arg, "--")) {
      i++;
      break;
    }
    if (mode) return mode->read(o, i + 1);
    if (read_threads(o, &i))
      good = !o->complaint;
    else if (arg[1] == '-')
      good = read_long(o, arg);
    else if (arg[1] == 'e' || arg[1] == 'l')
      good = read_with_argument(o, &i);
    else
      good = read_short(o, arg);
    if (!good) return false;
  }
  o->script = i < o->argc ? i : o->argc;
  return true;
}

/* A prompt is for a person, who is trusted. */
static bool is_consistent(Options *o) {
  if (o->limited && !o->safe && !o->grade)
    return complain(o, "'%s' needs --safe", o->limited);
  if (o->safe && o->interactive)
    return complain(o, "'%s' is for scripts and cannot be used with -i",
                    "--safe");
  return true;
}

bool options_read(Options *o) {
  o->limits = (SandboxLimits){20, 1000};
  return read_all(o) && is_consistent(o);
}
