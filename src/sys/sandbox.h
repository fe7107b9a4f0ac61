/* sandbox.h - the kernel's fence around the process of an untrusted script.
 *
 * Landlock limits files to those of the gate (sys/file_gate.h) and to what the
 * program itself must read; a seccomp filter (sys/call_filter.h) refuses
 * to start programs, open sockets and look into other processes; limits
 * bound CPU time, memory and the size of files. All of it holds until the
 * process ends and for all its children.
 */
#ifndef SYS_SANDBOX_H
#define SYS_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

typedef struct SandboxLimits {
  double seconds;   /* of CPU time, of all threads and children */
  double megabytes; /* memory, in units of 10^6 bytes */
} SandboxLimits;

typedef enum SandboxFence {
  SANDBOX_WHOLE = 0,
  SANDBOX_NO_FILES = 1, /* the kernel has no Landlock */
  SANDBOX_NO_CALLS = 2  /* no seccomp, or not for this processor */
} SandboxFence;

/* Puts up the fence; `folders` (ending in NULL) may be read besides those of
 * the gate. The script's name is for the sentence that ends it. Returns which
 * parts could not be put up. */
int sandbox_enter(const SandboxLimits *limits, const char *script,
                  const char *const *folders);

/* Is the process fenced in? */
bool sandbox_is_on(void);

/* Call before and after a child process: ends the program if the CPU time of
 * all its processes is used up. */
void sandbox_check_time(void);

/* Call in the new child: it gets the CPU time that is left. The last one in a
 * chain may not fork. */
void sandbox_enter_child(bool last);

/* Ends the program with a sentence about memory and exit code 1. */
_Noreturn void sandbox_end_memory(void);

#endif
