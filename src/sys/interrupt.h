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
#include <sys/types.h>

extern volatile sig_atomic_t interrupted;

/* What a press of Ctrl-C asks for. While the flag is set, STAGE_FIRST is
 * repeated: code that caught the interrupt, or cleans up, has a tenth of a
 * second before it is stopped again. Presses in quick succession count as
 * one. */
typedef enum InterruptStage {
  STAGE_FIRST, /* stop */
  STAGE_STUCK, /* pressed again, but the flag is not polled: print a message */
  STAGE_LAST,  /* pressed again after that message */
  STAGE_DEFERRED /* a deferred press has waited for a tenth of a second */
} InterruptStage;

/* From now on Ctrl-C sets the flag and then calls `on_signal`, inside the
 * handler: it must be async-signal-safe. */
void interrupt_install(void (*on_signal)(InterruptStage));

/* Background work is running: the first SIGINT is deferred until hold(false); a
 * second one interrupts it. Returns the previous state. */
bool interrupt_hold(bool on);

/* While on, a press is deferred for a tenth of a second at most. */
void interrupt_hold_briefly(bool on);

/* Is a deferred press waiting? */
bool interrupt_is_deferred(void);

/* Does what a press of Ctrl-C does. Async-signal-safe. */
void interrupt_press(void);

/* Until interrupt_lend(0), Ctrl-C belongs to a child process in the foreground:
 * presses are only counted, and a SIGINT from another process is passed on. */
void interrupt_lend(pid_t child);
/* The number of presses in quick succession, up to the latest one. */
int interrupt_lent(void);
/* The time since that one, in seconds. */
double interrupt_lent_age(void);

/* Keeps the interrupt for the next code, because the code to stop has already
 * ended. */
void interrupt_defer(void);

/* Clears the interrupt, deferred or not; returns whether there was one. */
bool interrupt_take(void);

enum { LONGEST_FAULT = 600 }; /* bytes, with the final zero */

/* A signal handler reports that the running code uses data that can no longer
 * be read: stops it like Ctrl-C, but with this sentence ("name: what is wrong").
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
