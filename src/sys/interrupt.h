/* interrupt.h - Ctrl-C: a flag that every long loop polls.
 *
 * While user code runs, SIGINT sets the flag and calls a hook; the loop that
 * polls the flag then stops. While held, SIGINT is deferred until code runs or
 * the prompt takes it, so none is lost or reported twice.
 */
#ifndef SYS_INTERRUPT_H
#define SYS_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

extern volatile sig_atomic_t interrupted;

/* How often Ctrl-C was pressed while the flag was not polled. A press within a
 * third of a second after the last one does not start a new stage. */
typedef enum InterruptStage {
  STAGE_FIRST, /* a request to stop */
  STAGE_STUCK, /* the flag is not polled: print a message */
  STAGE_LAST   /* pressed again after that message */
} InterruptStage;

/* From now on Ctrl-C sets the flag and then calls `on_signal`, inside the
 * handler: it must be async-signal-safe. */
void interrupt_install(void (*on_signal)(InterruptStage));

/* Background work is running: the first SIGINT is deferred until hold(false); a
 * second one interrupts it. Returns the previous state. */
bool interrupt_hold(bool on);

/* Keeps the interrupt for the next code, because the code to stop has already
 * ended. */
void interrupt_defer(void);

/* Clears the interrupt, deferred or not; returns whether there was one. */
bool interrupt_take(void);

enum { LONGEST_FAULT = 600 }; /* bytes, with the final zero */

/* A signal handler reports that the running code uses data that can no longer be
 * read: stops it like Ctrl-C, but with this sentence ("name: what is wrong").
 * `restore` is called when the fault is taken. */
void interrupt_fault(const char *sentence, void (*restore)(void));

bool interrupt_has_fault(void);
/* If a fault is pending, copies its sentence, clears the interrupt and returns
 * true. */
bool interrupt_take_fault(char *sentence, size_t room);

/* Call when the prompt returns. */
void interrupt_turn(void);
/* How often interrupt_turn was called. */
unsigned long interrupt_turns(void);

#endif
