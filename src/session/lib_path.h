/* lib_path.h - where the program's own Lua files and data are. */
#ifndef SESSION_LIB_PATH_H
#define SESSION_LIB_PATH_H

#include <lua.h>

/* Finds the folder that holds mlrepl/ and data/: MLREPL_PATH, lib/ beside the
 * executable, ../share/mlrepl seen from it, share/mlrepl under `prefix`. Makes
 * `require` look there last. Without one it warns, and gives NULL. The string
 * lives as long as L. */
const char *lib_path_find(lua_State *L, const char *prefix);

/* The folder found, or NULL. */
const char *lib_path_folder(lua_State *L);

#endif
