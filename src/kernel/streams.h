/* streams.h - what the program prints goes to the front end; what it reads comes
 * from there.
 *
 * Standard output and error are pipes, from which a thread publishes "stream"
 * messages, also while Lua runs.
 */
#ifndef KERNEL_STREAMS_H
#define KERNEL_STREAMS_H

#include <stdbool.h>

#include <lua.h>

#include "kernel/message.h"

/* Redirects standard output and error. Returns false and sets errno on
 * failure. */
bool streams_open(void);
/* Publishes everything that has been printed so far. */
void streams_drain(void);
/* Publishes the rest and restores standard output and error. */
void streams_close(void);

/* Lua's standard input asks the front end from now on. */
void streams_take_input(lua_State *L);
/* Standard input asks the client that made the request; NULL: nobody, and reading
 * meets the end of the file. */
void streams_set_client(const Request *request);
/* Asks for a line. Returns the reply, valid until the next call, or NULL: there
 * is no client or the user has ended the input (errno is 0), Ctrl-C was pressed
 * (EINTR), or memory ran out (ENOMEM). */
const char *streams_ask(const char *prompt);

#endif
