/* stack.h - a stack that is large enough, whatever the limit.
 *
 * Lua nests up to 200 calls of C functions, and numeric code keeps blocks of
 * numbers on the stack. Under `ulimit -s 64` both would crash the program.
 */
#ifndef SYS_STACK_H
#define SYS_STACK_H

/* Returns work(argc, argv), called on a stack of 8 MB if the limit for stacks
 * is lower than 4 MB. Threads started later get a stack of that size, too. Call
 * it once, at the start. */
int stack_run(int (*work)(int argc, char **argv), int argc, char **argv);

#endif
