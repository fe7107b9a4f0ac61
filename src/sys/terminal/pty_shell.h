/* pty_shell.h - runs a shell command in a pseudo-terminal of its own. */
#ifndef SYS_TERMINAL_PTY_SHELL_H
#define SYS_TERMINAL_PTY_SHELL_H

/* Runs the command like system(), which returns the same. Stdin must be a
 * terminal: what is typed goes to the command, and what it prints to stdout, so
 * that even a program that takes over the terminal can be logged. */
int pty_shell_run(const char *command);

#endif
