#define _DEFAULT_SOURCE /* on_exit, unsetenv */
#include "sys/parallel/processes.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/interrupt.h"
#include "sys/parallel/process_link.h"
#include "sys/parallel/process_watch.h"
#include "sys/parallel/threads.h"
#include "sys/plugin.h"

static const ProcessLink *all_of_us; /* NULL: this process is alone */
static pid_t self;                   /* not its children */
static bool broken;                  /* a gathering was given up */
static int standard_error = -1;      /* where it led at the start */
static char sentence[LONGEST_FAULT];

size_t processes_count(void) { return all_of_us ? all_of_us->size : 1; }

size_t processes_rank(void) { return all_of_us ? all_of_us->rank : 0; }

/* -- what the others do ----------------------------------------------------- */

typedef enum State {
  WORKS,  /* gathers for a task */
  FAILED, /* has an error, of which it tells the others */
  DIES,   /* is about to end all processes */
  ENDS    /* has run its script to the end */
} State;

enum { TASK_ROOM = 48, WORD = sizeof(uint64_t) };

/* Exchanged before each gathering. */
typedef struct Note {
  uint64_t state, words; /* words: to gather */
  uint64_t digest;       /* of the task, and of the words of all processes */
  ProcessesRemark remark;
  char task[TASK_ROOM];
} Note;

enum { NOTE_WORDS = sizeof(Note) / WORD };

static Note notes[PROCESSES_MOST]; /* the latest of each process */

typedef struct Patience {
  double until; /* 0: for ever */
  bool deaf;    /* to Ctrl-C */
} Patience;

static bool go_on(void *context) {
  const Patience *p = context;
  if (interrupted && !p->deaf) return false;
  return p->until <= 0 || clock_seconds() < p->until;
}

static bool gather(void *all, const size_t *n, Patience p) {
  size_t r = 0;
  while (r < all_of_us->size && !n[r]) r++;
  if (broken || r == all_of_us->size) return !broken;
  broken = !all_of_us->gather(all, n, go_on, &p);
  return !broken;
}

/* Tells all others what this process does, and learns what they do. */
static bool meet(Note mine, Patience p) {
  static size_t n[PROCESSES_MOST];
  for (size_t r = 0; r < all_of_us->size; r++) n[r] = NOTE_WORDS;
  notes[all_of_us->rank] = mine;
  return gather(notes, n, p);
}

/* The first process in that state; `size` if there is none. */
static size_t first_in(State state) {
  size_t r = 0;
  while (r < all_of_us->size && notes[r].state != state) r++;
  return r;
}

static bool is_any(State state) { return first_in(state) < all_of_us->size; }

static const Patience for_ever = {0, false};

/* Another process ends this one. */
static _Noreturn void wait_for_end(void) {
  enum { SECONDS = 5 };
  sleep(SECONDS);
  _exit(EXIT_FAILURE);
}

/* -- failures --------------------------------------------------------------- */

static bool is_apart; /* the last gathering ended so, in all processes */

/* After a meeting in which some have failed: their sentences follow, of which
 * the first is kept. */
static void hear_failure(const char *mine) {
  static uint64_t text[sizeof sentence / WORD];
  static size_t n[PROCESSES_MOST];
  const size_t first = first_in(FAILED), rank = all_of_us->rank;
  for (size_t r = 0; r < all_of_us->size; r++)
    n[r] = r == first ? sizeof sentence / WORD : 0;
  if (first == rank) snprintf(sentence, sizeof sentence, "%s", mine);
  if (first == rank) memcpy(text, sentence, sizeof sentence);
  if (gather(text, n, for_ever)) memcpy(sentence, text, sizeof sentence);
}

void processes_tell_failure(const char *mine) {
  const bool known = is_apart;
  is_apart = false;
  if (!all_of_us || known || broken) return;
  if (meet((Note){.state = FAILED}, for_ever)) hear_failure(mine);
}

/* -- gathering -------------------------------------------------------------- */

uint64_t processes_digest(uint64_t before, const void *bytes, size_t n) {
  static const uint64_t START = 0xcbf29ce484222325, PRIME = 0x100000001b3;
  uint64_t digest = before ^ START; /* FNV-1a */
  for (const unsigned char *b = bytes; n--; b++) digest = (digest ^ *b) * PRIME;
  return digest;
}

/* The first process that does not do what this one does; `size` if all do. Either
 * all processes find one, or none does. */
static size_t first_other(void) {
  const Note *mine = &notes[all_of_us->rank];
  size_t r = 0;
  while (r < all_of_us->size && notes[r].state == WORKS &&
         notes[r].digest == mine->digest && !strcmp(notes[r].task, mine->task))
    r++;
  return r;
}

static void say_what(char *text, size_t room, const Note *note) {
  if (note->state == ENDS)
    snprintf(text, room, "has reached the end of the script");
  else
    snprintf(text, room, "calls %s", note->task);
}

static void say_difference(size_t other, const size_t *n) {
  char here[100], there[100];
  const Note *mine = &notes[all_of_us->rank], *its = &notes[other];
  say_what(here, sizeof here, mine);
  say_what(there, sizeof there, its);
  if (strcmp(here, there) == 0 && its->words != n[other])
    snprintf(
      sentence, sizeof sentence,
      "%s: process %zu has %zu numbers where process %zu expects %zu; all "
      "processes must pass data of the same shape",
      mine->task, other, (size_t)its->words, all_of_us->rank, n[other]);
  else if (strcmp(here, there) == 0)
    snprintf(
      sentence, sizeof sentence,
      "%s: the model, the options or the shape of the data differ between "
      "process %zu and process %zu; they must be the same in all processes",
      mine->task, all_of_us->rank, other);
  else
    snprintf(sentence, sizeof sentence,
             "%s: process %zu %s while process %zu %s; all processes must call "
             "the functions of shared rows in the same order",
             mine->task, all_of_us->rank, here, other, there);
}

static void nothing(void) {}

static bool apart(void) {
  is_apart = true;
  interrupt_fault(sentence, nothing);
  return false;
}

/* Nothing can be gathered any more. */
static bool lost(const char *task) {
  if (interrupted) return false;
  snprintf(sentence, sizeof sentence,
           "%s: the connection between the processes is lost", task);
  return apart();
}

/* MPI counts with int. */
static bool are_too_many(const size_t *n) {
  size_t words = 0;
  for (size_t r = 0; r < all_of_us->size; r++) words += n[r];
  if (words <= INT_MAX) return false;
  snprintf(sentence, sizeof sentence,
           "%s: %zu numbers are too many to exchange; at most %d are supported",
           notes[all_of_us->rank].task, words, INT_MAX);
  return true;
}

/* The first remark; false if there is none. */
static bool find_remark(ProcessesRemark *remark) {
  size_t r = 0;
  while (r < all_of_us->size && !notes[r].remark.words[0]) r++;
  if (r == all_of_us->size) return false;
  *remark = notes[r].remark;
  return true;
}

bool processes_gather(uint64_t *all, const size_t *n, ProcessesTask task,
                      ProcessesRemark *remark) {
  if (!all_of_us) return true;
  Note mine = {WORKS, n[all_of_us->rank],
               processes_digest(task.digest, n, all_of_us->size * sizeof *n),
               *remark, ""};
  snprintf(mine.task, TASK_ROOM, "%s", task.name);
  is_apart = false;
  if (!meet(mine, for_ever)) return lost(task.name);
  if (is_any(DIES)) wait_for_end();
  if (is_any(FAILED)) {
    hear_failure("");
    return broken ? lost(task.name) : apart();
  }
  const size_t other = first_other();
  if (other < all_of_us->size) {
    say_difference(other, n);
    return apart();
  }
  if (are_too_many(n)) return apart();
  return find_remark(remark) || gather(all, n, for_ever) || lost(task.name);
}

/* -- the end ---------------------------------------------------------------- */

/* Others may fail at the same time, most likely with the same error, and process 0
 * may still have to print what comes before it. Those that compute are not waited
 * for. */
static bool is_first_to_die(void) {
  static const double SHORT = 0.4, STEP = 0.02;
  const size_t rank = all_of_us->rank;
  const double patience = SHORT + STEP * (double)(rank < 10 ? rank : 10);
  return broken ||
         !meet((Note){.state = DIES},
               (Patience){clock_seconds() + patience, true}) ||
         first_in(DIES) == rank;
}

static void die(void) {
  static bool done;
  if (done) return;
  done = true;
  if (!is_first_to_die() || !process_watch_claim()) wait_for_end();
}

void processes_before_report(void) {
  if (!all_of_us) return;
  die();
  fflush(NULL);
  if (standard_error >= 0) dup2(standard_error, STDERR_FILENO);
}

static bool all_end(void) {
  size_t r = 0;
  while (r < all_of_us->size && notes[r].state == ENDS) r++;
  return r == all_of_us->size;
}

/* Those that still work are told, fail, and end this process. */
static void end_together(void) {
  while (meet((Note){.state = ENDS}, for_ever)) {
    if (all_end()) {
      process_watch_stop();
      all_of_us->finish();
      return;
    }
    if (is_any(DIES)) wait_for_end();
    if (is_any(FAILED)) hear_failure("");
  }
}

static void on_leaving(int code, void *unused) {
  (void)unused;
  if (getpid() != self) return;
  if (code)
    die();
  else
    end_together();
  if (code || broken) all_of_us->abort(code ? code : EXIT_FAILURE);
}

/* -- the start -------------------------------------------------------------- */

static long number_in(const char *variable, long otherwise) {
  const char *text = getenv(variable);
  return text ? strtol(text, NULL, 10) : otherwise;
}

/* The processes of a machine share its processors. */
static void share_processors(void) {
  const long all = sysconf(_SC_NPROCESSORS_ONLN);
  const long here = number_in("OMPI_COMM_WORLD_LOCAL_SIZE", 1);
  const size_t part = all > here && here > 0 ? (size_t)(all / here) : 1;
  if (!getenv("OMP_NUM_THREADS") && part < threads_count()) threads_set(part);
}

/* Programs that this one starts do not belong to the job. */
static void hide_job(void) {
  static const char *const names[] = {"OMPI_COMM_WORLD_SIZE",
                                      "OMPI_COMM_WORLD_RANK"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) unsetenv(names[i]);
}

static void fall_silent(void) {
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (nowhere < 0) return;
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  close(nowhere);
}

bool processes_start(char *why, size_t room) {
  ProcessLinkEntry *entry = NULL;
  const long size = number_in("OMPI_COMM_WORLD_SIZE", 1);
  if (size <= 1) return true;
  *why = 0;
  if (size > PROCESSES_MOST)
    snprintf(why, room, "%ld processes are too many; at most %d can share data",
             size, (int)PROCESSES_MOST);
  else if (!plugin_find(&entry, "mpi", PROCESS_LINK_ENTRY))
    snprintf(why, room,
             "mpirun started %ld processes, but this program was built without "
             "Open MPI; install libopenmpi-dev and build it again",
             size);
  else if (!(all_of_us = entry()))
    snprintf(why, room, "Open MPI cannot connect the processes");
  if (number_in("OMPI_COMM_WORLD_RANK", 0)) *why = 0; /* say it once */
  if (!all_of_us) return false;
  self = getpid();
  share_processors();
  hide_job();
  if (all_of_us->rank) fall_silent();
  process_watch_start(all_of_us,
                      standard_error < 0 ? STDERR_FILENO : standard_error);
  on_exit(on_leaving, NULL);
  return true;
}
