/* complete_files.h - completion of file names. */
#ifndef SESSION_COMPLETE_COMPLETE_FILES_H
#define SESSION_COMPLETE_COMPLETE_FILES_H

#include <lua.h>

/* A lua_CFunction: (start of a path) -> sorted list of the paths that begin so;
 * folders end in a slash. Readline completes them at the prompt. */
int complete_files(lua_State *L);

#endif
