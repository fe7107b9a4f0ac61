/* lib_path.h - finds the Lua files and data of mlrepl. */
#ifndef SESSION_START_LIB_PATH_H
#define SESSION_START_LIB_PATH_H

#include <lua.h>

/* Finds the folder that contains mlrepl/ and data/: MLREPL_PATH, or lib/ or
 * ../share/mlrepl relative to the program, or share/mlrepl under `prefix`.
 * Appends it to the search path of `require`. Returns NULL, after a warning, if
 * there is none. The string lives as long as L. */
const char *lib_path_find(lua_State *L, const char *prefix);

/* The folder found, or NULL. */
const char *lib_path_folder(lua_State *L);

#endif
