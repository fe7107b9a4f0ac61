/* interrupt.h - Ctrl-C: a flag that every long loop polls.
 *
 * While user code runs, SIGINT sets the flag and calls one hook; the polling loop
 * does the rest. While held, it is deferred and counts once: when code starts to
 * run, or when the prompt takes it. So none is lost or reported twice.
 */
#ifndef SYS_INTERRUPT_H
#define SYS_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

extern volatile sig_atomic_t interrupted;

/* How often Ctrl-C was pressed without a poll of the flag. A press within a third
 * of a second of the last stage does not count as the next one. */
typedef enum InterruptStage {
  STAGE_FIRST, /* a request to stop */
  STAGE_STUCK, /* the flag is not polled: say so */
  STAGE_LAST   /* pressed again after that message */
} InterruptStage;

/* From now on Ctrl-C sets the flag and then calls `on_signal`, inside the
 * handler: it must be async-signal-safe. */
void interrupt_install(void (*on_signal)(InterruptStage));

/* Background work is running: the first SIGINT is deferred until hold(false); a
 * second one interrupts it. Returns the previous state. */
bool interrupt_hold(bool on);

/* The code to be stopped has already ended: keeps the interrupt for what comes
 * next. */
void interrupt_defer(void);

/* Clears the interrupt, deferred or not; returns whether there was one. */
bool interrupt_take(void);

/* Call when the prompt returns. */
void interrupt_turn(void);
/* How often that was called. */
unsigned long interrupt_turns(void);

#endif
