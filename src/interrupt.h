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

/* From now on Ctrl-C sets the flag and then calls `on_signal`, inside the
 * handler: it may do only what is safe there. */
void interrupt_install(void (*on_signal)(void));

/* Control is back with a person. */
void interrupt_clear(void);
/* How often it was. */
unsigned long interrupt_turns(void);

/* For on_signal: is this at least the third Ctrl-C that nobody looked at, and
 * the first a third of a second old? Then something is stuck. */
bool interrupt_ignored(void);

#endif
