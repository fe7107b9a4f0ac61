/* protected_call.h - runs user code, reports errors and handles Ctrl-C. */
#ifndef SESSION_PROTECTED_CALL_H
#define SESSION_PROTECTED_CALL_H

#include <stdbool.h>

#include <lua.h>

/* The result of a call; also the exit codes of the program. */
typedef enum Outcome {
  RUN_DONE = 0,
  RUN_FAILED = 1,
  RUN_MISUSED = 2, /* invalid options; nothing was run */
  RUN_INTERRUPTED = 130
} Outcome;

/* Calls the function below its nargs arguments. Pushes the results on success;
 * otherwise reports the error on stderr (after "who: " unless NULL) and pushes
 * nothing. Never raises. A pending Ctrl-C interrupts the call at its start; one
 * that arrives too late applies to the next call. */
Outcome protected_call(lua_State *L, int nargs, int nresults, const char *who);

/* The same for internal work such as saving the history, which the first
 * Ctrl-C does not interrupt. */
Outcome protected_call_held(lua_State *L, int nargs, int nresults,
                            const char *who);

/* The same after a load that returned `status` and pushed a function or a
 * message. */
Outcome protected_call_run(lua_State *L, int status, int nargs,
                           const char *who);

/* Prints the message at the top of the stack and pops it. */
void protected_call_report(lua_State *L, const char *who);

/* From now on `take` gets the messages of entries (`who` is NULL) instead;
 * `stopped`: by Ctrl-C. NULL: they are printed. */
void protected_call_on_error(void (*take)(const char *message, bool stopped));

#endif
