/* start_file.h - ~/.config/mlrepl/init.lua, for interactive use. */
#ifndef SESSION_START_START_FILE_H
#define SESSION_START_START_FILE_H

#include <lua.h>

/* Runs it if it exists; reports errors. From then on reset() restores the
 * variables as they are now. */
void start_file_run(lua_State *L);

#endif
