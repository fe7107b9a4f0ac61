/* protected_call.h - running a person's code: errors told, Ctrl-C noticed. */
#ifndef SESSION_PROTECTED_CALL_H
#define SESSION_PROTECTED_CALL_H

#include <lua.h>

/* What came of it; also what the program's exit codes mean. */
typedef enum Outcome {
  RUN_DONE = 0,
  RUN_FAILED = 1,
  RUN_MISUSED = 2, /* wrong options: nothing was run */
  RUN_INTERRUPTED = 130
} Outcome;

/* Calls the function below its nargs arguments. Leaves its results when done;
 * otherwise the error was told on stderr (behind "who: " unless NULL) and
 * nothing is left. Never raises. A press of Ctrl-C that came before stops it as
 * it begins; one that came too late for it is kept for what comes next. */
Outcome protected_call(lua_State *L, int nargs, int nresults, const char *who);

/* The same for the program's own part in between, such as keeping the history:
 * a first press is not for it. */
Outcome protected_call_held(lua_State *L, int nargs, int nresults,
                            const char *who);

/* The same when loading gave `status` and pushed a function or a message. */
Outcome protected_call_run(lua_State *L, int status, int nargs,
                           const char *who);

/* Tells the message at the top of the stack and pops it. */
void protected_call_report(lua_State *L, const char *who);

#endif
