/* interrupt_web.c - sys/interrupt.h without signals: the page's Stop button calls
 * interrupt_press while the program waits for the page or rests (interrupt_poll.h). */
#include "sys/interrupt.h"

#include <stdio.h>
#include <string.h>

volatile sig_atomic_t interrupted = 0;

static void (*hook)(InterruptStage) = NULL;
static unsigned long turns = 0;
static bool held = false, pressed = false;

static struct {
  char sentence[LONGEST_FAULT]; /* empty: none */
  void (*restore)(void);
} fault;

static void answer(void) {
  interrupted = 1;
  if (hook) hook(STAGE_FIRST);
}

void interrupt_install(void (*on_signal)(InterruptStage)) { hook = on_signal; }

void interrupt_press(void) {
  if (held && !interrupted)
    pressed = true;
  else
    answer();
}

bool interrupt_hold(bool on) {
  const bool before = held;
  held = on;
  if (on || !pressed) return before;
  pressed = false;
  if (!interrupted) answer();
  return before;
}

void interrupt_hold_briefly(bool on) { (void)on; }

bool interrupt_is_deferred(void) { return pressed; }

/* There are no child processes. */
void interrupt_lend(pid_t child) { (void)child; }

int interrupt_lent(void) { return 0; }

double interrupt_lent_age(void) { return 0; }

void interrupt_defer(void) {
  if (!interrupted) return;
  pressed = true;
  interrupted = 0;
}

void interrupt_fault(const char *sentence, void (*restore)(void)) {
  snprintf(fault.sentence, sizeof fault.sentence, "%s", sentence);
  fault.restore = restore;
  answer();
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
  interrupted = 0;
  pressed = false;
  return some;
}

void interrupt_turn(void) { turns++; }

unsigned long interrupt_turns(void) { return turns; }
