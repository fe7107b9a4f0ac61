/* control.h - the thread that answers while Lua runs: heartbeats, interrupts,
 * shutdown. It never touches a Lua state. */
#ifndef KERNEL_CONTROL_H
#define KERNEL_CONTROL_H

#include <stdbool.h>

#include "kernel/message.h"

/* Starts the thread. Returns false and sets errno on failure. `version`: that of
 * the program. */
bool control_open(const char *version);
void control_close(void);

/* A descriptor that can be read from when the kernel is to end. */
int control_wake(void);
bool control_is_over(void);

/* Answers the requests that the shell channel takes as well. Returns false if it
 * is another one. */
bool control_answer(const Request *request);

#endif
