/* For timer_create with SIGEV_THREAD_ID, and gettid. */
#define _GNU_SOURCE
#include "sys/interrupt.h"
#include "sys/clock.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Seconds before a press starts the next stage; the second is long enough to
 * read what the first press told. */
static const double PATIENCE[] = {0.3, 1.0};
/* While a press has no effect, a timer repeats its signal. */
enum { TICK = 40000000 /* nanoseconds */, GRACE = 2 /* ticks */ };

volatile sig_atomic_t interrupted = 0;

static volatile sig_atomic_t stage = STAGE_FIRST;
static double reached; /* time; only the handler uses it */
static void (*hook)(InterruptStage) = NULL;
static pthread_t owner;
static unsigned long turns = 0;
static volatile sig_atomic_t held = 0, pressed = 0; /* see interrupt_hold */
static volatile sig_atomic_t briefly = 0;

/* -- the timer ------------------------------------------------------------ */

/* A press can come just before a system call that blocks, and a library can
 * continue an interrupted one; the next tick ends it. */
static struct {
  timer_t timer;
  bool made;
  volatile sig_atomic_t count; /* ticks since the press */
} ticks;

static void make_timer(void) {
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,
                           .sigev_signo = SIGINT};
  event._sigev_un._tid = gettid();
  ticks.made = !timer_create(CLOCK_MONOTONIC, &event, &ticks.timer);
}

/* timer_settime is async-signal-safe. */
static void tick(bool on) {
  const struct timespec step = {0, on ? TICK : 0};
  const struct itimerspec times = {step, step};
  ticks.count = 0;
  if (ticks.made) timer_settime(ticks.timer, 0, &times, NULL);
}

/* -- presses -------------------------------------------------------------- */

static void answer(void) {
  const double now = clock_seconds();
  InterruptStage told = STAGE_FIRST;
  if (!interrupted) {
    stage = STAGE_FIRST;
    reached = now;
  } else if (stage < STAGE_LAST && now - reached >= PATIENCE[stage]) {
    told = (InterruptStage)++stage;
    reached = now;
  }
  interrupted = 1;
  tick(true);
  if (hook) hook(told);
}

/* Should the press be deferred, or is it one of several in quick succession? */
static bool is_kept(void) {
  if (!held || interrupted) return false;
  if (pressed) return clock_seconds() - reached < PATIENCE[STAGE_FIRST];
  pressed = 1;
  reached = clock_seconds();
  tick(true);
  return true;
}

/* Code that goes on after it was interrupted has a moment to clean up. */
static void on_tick(void) {
  if (!interrupted && !pressed) {
    tick(false);
    return;
  }
  if (++ticks.count < GRACE) return;
  if (!interrupted && briefly) {
    pressed = 0;
    answer();
  } else if (hook)
    hook(interrupted ? STAGE_FIRST : STAGE_DEFERRED);
}

void interrupt_press(void) {
  if (!is_kept()) answer();
}

bool interrupt_hold(bool on) {
  const bool before = held;
  held = on;
  if (on || !pressed) return before;
  pressed = 0;
  if (!interrupted) answer();
  return before;
}

void interrupt_hold_briefly(bool on) { briefly = on; }

bool interrupt_is_deferred(void) { return pressed; }

void interrupt_defer(void) {
  if (!interrupted) return;
  pressed = 1;
  interrupted = 0;
}

/* -- a child in the foreground -------------------------------------------- */

static struct {
  volatile pid_t child; /* 0: none */
  volatile sig_atomic_t presses;
} lent;

void interrupt_lend(pid_t child) {
  if (child) lent.presses = 0;
  lent.child = child;
}

int interrupt_lent(void) { return lent.presses; }

double interrupt_lent_age(void) { return clock_seconds() - reached; }

/* The terminal sends Ctrl-C to the child, too; kill(2) does not. */
static void count_for_child(const siginfo_t *info) {
  static const double SUCCESSION = 1; /* second */
  const double now = clock_seconds();
  const bool follows = lent.presses && now - reached < SUCCESSION;
  lent.presses = follows ? lent.presses + 1 : 1;
  reached = now;
  if (info->si_code == SI_USER) kill(lent.child, SIGINT);
}

/* -- the signal ----------------------------------------------------------- */

/* A library's thread forwards the signal to the thread that runs Lua, to wake
 * it. */
static void handle(int signal_number, siginfo_t *info, void *unused) {
  int saved = errno;
  (void)unused;
  if (!pthread_equal(pthread_self(), owner))
    pthread_kill(owner, signal_number);
  else if (info->si_code == SI_TIMER)
    on_tick();
  else if (lent.child)
    count_for_child(info);
  else
    interrupt_press();
  errno = saved;
}

/* No SA_RESTART, so that a blocking read of the keyboard ends. */
void interrupt_install(void (*on_signal)(InterruptStage)) {
  hook = on_signal;
  owner = pthread_self();
  if (!ticks.made) make_timer();
  struct sigaction action = {.sa_flags = SA_SIGINFO};
  action.sa_sigaction = handle;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
}

/* -- faults --------------------------------------------------------------- */

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

/* -- turns of the prompt -------------------------------------------------- */

void interrupt_turn(void) { turns++; }

unsigned long interrupt_turns(void) { return turns; }
