/* interrupt.h - Ctrl-C: a flag that every long loop polls.
 *
 * A press is in one of two places. While a person's code runs, it sets the flag
 * and calls one hook; everything else happens in the loop that sees the flag.
 * While it is held, it is kept, and counts once: when code begins to run, or
 * when the prompt takes it. So none is lost, and none is told twice.
 */
#ifndef SYS_INTERRUPT_H
#define SYS_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

extern volatile sig_atomic_t interrupted;

/* How long a person has been pressing while nobody looked at the flag. A press
 * sooner than a third of a second after the last stage is not the next one. */
typedef enum InterruptStage {
  STAGE_FIRST, /* it is asked to stop */
  STAGE_STUCK, /* something does not look: time to say so */
  STAGE_LAST   /* what was said has been read, and the key pressed again */
} InterruptStage;

/* From now on Ctrl-C sets the flag and then calls `on_signal`, inside the
 * handler: it may do only what is safe there. */
void interrupt_install(void (*on_signal)(InterruptStage));

/* While `on`, work goes on behind a person's back: a first press is not for it,
 * and counts when this is turned off again; only a second one interrupts it.
 * Gives what it was. */
bool interrupt_hold(bool on);

/* The code that was to stop has ended by itself: the press is kept for what
 * comes next. */
void interrupt_defer(void);

/* Answers the press, kept or not; gives whether there was one. */
bool interrupt_take(void);

/* Control is back with a person. */
void interrupt_turn(void);
/* How often it was. */
unsigned long interrupt_turns(void);

#endif
