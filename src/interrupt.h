/* interrupt.h - Ctrl-C: a flag that every long loop polls.
 *
 * The signal handler sets the flag and calls one hook; everything else happens
 * in the loop that sees the flag. It stays set until the program is back at a
 * place where a person decides what is next, which clears it.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

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
 * Gives what it was. Control with a person turns it off. */
bool interrupt_hold(bool on);

/* Control is back with a person. */
void interrupt_clear(void);
/* How often it was. */
unsigned long interrupt_turns(void);

#endif
