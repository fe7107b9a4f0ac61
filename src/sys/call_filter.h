/* call_filter.h - the system calls that a fenced-in process may not make
 * (sys/sandbox.h). */
#ifndef SYS_CALL_FILTER_H
#define SYS_CALL_FILTER_H

#include <stdbool.h>

/* Forbids the process, and all that it starts, to run programs, open sockets,
 * look into other processes and administer the system: these calls fail with
 * EPERM. With may_fork false it can start threads only. Needs
 * PR_SET_NO_NEW_PRIVS. Returns false if the kernel has no seccomp or the
 * processor is none of x86-64, ARM64 and RISC-V. */
bool call_filter_set(bool may_fork);

#endif
