/* signature_line.h - shows the signature of the call that is being typed in the
 * row below the entry. */
#ifndef REPL_SIGNATURE_LINE_H
#define REPL_SIGNATURE_LINE_H

#include <lua.h>

/* Call after redisplay_open. printoptions{signatures=false} turns it off. */
void signature_line_open(lua_State *L);

#endif
