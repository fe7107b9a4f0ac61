/* pager.h - shows long text with a pager such as less. */
#ifndef SYS_TERMINAL_PAGER_H
#define SYS_TERMINAL_PAGER_H

#include <stdbool.h>
#include <stddef.h>

/* Shows n bytes of text with the command in MLREPL_PAGER or PAGER (default:
 * less, else more) and waits for it to end. Returns false, and shows nothing,
 * if the text fits on the screen, there is no terminal, the command is empty or
 * "cat", or it cannot be run. */
bool pager_show(const char *text, size_t n);

/* From now on `show` is asked instead: a front end without a terminal. */
void pager_use(bool (*show)(const char *text, size_t n));

#endif
