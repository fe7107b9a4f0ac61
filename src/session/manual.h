/* manual.h - the reference manual: every entry with usage, help and example. */
#ifndef SESSION_MANUAL_H
#define SESSION_MANUAL_H

#include <lua.h>

/* Prints it as plain text. A lua_CFunction. */
int manual_print(lua_State *L);
/* (format, text of --help, version): prints it as a manual page ("man"), for
 * editors ("lua"), or the options as a completion of a shell ("bash"). A
 * lua_CFunction. */
int manual_export(lua_State *L);

#endif
