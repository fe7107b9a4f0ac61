/* json.h - JSON trees, made and read by cJSON. A tree hangs on a userdata,
 * which frees it when Lua lets go: also after an error. */
#ifndef LUA_BASE_JSON_H
#define LUA_BASE_JSON_H

#include <cJSON.h>

#include <lua.h>

#include "core/linalg/vec.h"

/* Pushes the owner of a new, empty object, which is given back. */
cJSON *push_json(lua_State *L);

/* Pushes the owner of what the file says, an object. Raises a sentence with the
 * file, and with line and column where it is no JSON; refuses files larger than
 * a saved one can be. */
cJSON *push_json_file(lua_State *L, const char *path);

/* Add to an object under a key, which must live as long as the tree, or to a
 * list (key NULL). Raise when there is no memory. Numbers must be finite; they
 * are written so that they read back bit for bit. */
void json_put(lua_State *L, cJSON *to, const char *key, cJSON *item);
void json_put_number(lua_State *L, cJSON *to, const char *key, double x);
void json_put_text(lua_State *L, cJSON *to, const char *key, const char *text);
cJSON *json_put_object(lua_State *L, cJSON *to, const char *key);
cJSON *json_put_list(lua_State *L, cJSON *to, const char *key);
void json_put_vec(lua_State *L, cJSON *to, const char *key, Vec v);

/* Writes the tree to a file, which appears when it is complete; raises why
 * not. */
void json_write(lua_State *L, const char *path, const cJSON *tree);

/* Pushes a short description of a value: "a number (5)", "a list of 3". */
const char *json_push_description(lua_State *L, const cJSON *item);

#endif
