#define _POSIX_C_SOURCE 200809L
#include "sys/interrupt.h"
#include "sys/clock.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const double PATIENCE = 0.3; /* seconds */

volatile sig_atomic_t interrupted = 0;

static volatile sig_atomic_t stage = STAGE_FIRST;
static double reached; /* time; only the handler uses it */
static void (*hook)(InterruptStage) = NULL;
static pthread_t owner;
static unsigned long turns = 0;
static volatile sig_atomic_t held = 0, pressed = 0; /* see interrupt_hold */

/* A press advances the stage, but not if it is one of several in quick
 * succession. */
static void go_on(void) {
  if (!interrupted) stage = STAGE_FIRST;
  bool quick = interrupted && clock_seconds() - reached < PATIENCE;
  if (interrupted && !quick && stage < STAGE_LAST)
    stage++;
  else if (interrupted)
    return;
  interrupted = 1;
  reached = clock_seconds();
}

/* Should the press be deferred, or is it one of several in quick succession? */
static bool is_kept(void) {
  if (!held || interrupted) return false;
  if (pressed) return clock_seconds() - reached < PATIENCE;
  pressed = 1;
  reached = clock_seconds();
  return true;
}

static void answer(void) {
  InterruptStage before = (InterruptStage)stage;
  bool first = !interrupted;
  go_on();
  bool same = !first && stage == (sig_atomic_t)before;
  if (hook) hook(same ? STAGE_FIRST : (InterruptStage)stage);
}

/* A library's thread forwards the signal to the thread that runs Lua, to wake
 * it. */
static void handle(int signal_number) {
  int saved = errno;
  if (!pthread_equal(pthread_self(), owner))
    pthread_kill(owner, signal_number);
  else if (!is_kept())
    answer();
  errno = saved;
}

/* No SA_RESTART, so that a blocking read of the keyboard ends. */
void interrupt_install(void (*on_signal)(InterruptStage)) {
  hook = on_signal;
  owner = pthread_self();
  struct sigaction action = {0};
  action.sa_handler = handle;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
}

bool interrupt_hold(bool on) {
  const bool before = held;
  held = on;
  if (on || !pressed) return before;
  pressed = 0;
  if (!interrupted) answer();
  return before;
}

void interrupt_defer(void) {
  if (!interrupted) return;
  pressed = 1;
  interrupted = 0;
}

static struct {
  char sentence[LONGEST_FAULT]; /* empty: none */
  void (*restore)(void);
} fault;

void interrupt_fault(const char *sentence, void (*restore)(void)) {
  size_t n = strlen(sentence);
  if (n >= sizeof fault.sentence) n = sizeof fault.sentence - 1;
  memcpy(fault.sentence, sentence, n);
  fault.sentence[n] = 0;
  fault.restore = restore;
  interrupted = 1;
  if (hook) hook(STAGE_FIRST);
}

bool interrupt_has_fault(void) { return *fault.sentence; }

bool interrupt_take_fault(char *sentence, size_t room) {
  if (!interrupt_has_fault()) return false;
  if (room) snprintf(sentence, room, "%s", fault.sentence);
  *fault.sentence = 0;
  fault.restore();
  interrupted = 0;
  return true;
}

bool interrupt_take(void) {
  const bool some = interrupted || pressed;
  interrupt_take_fault(NULL, 0);
  interrupted = pressed = 0;
  return some;
}

void interrupt_turn(void) { turns++; }

unsigned long interrupt_turns(void) { return turns; }
