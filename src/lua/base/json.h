/* json.h - building and reading JSON trees with cJSON. A userdata owns each
 * tree and frees it when it is collected, also after an error. */
#ifndef LUA_BASE_JSON_H
#define LUA_BASE_JSON_H

#include <cJSON.h>

#include <lua.h>

#include "core/linalg/vec.h"

/* Returns a new, empty object and pushes the userdata that owns it. */
cJSON *push_json(lua_State *L);

/* Reads the file, which must contain an object; returns it and pushes its
 * owner. Raises an error that names the file and, for invalid JSON, line and
 * column; refuses files larger than json_write can produce. */
cJSON *push_json_file(lua_State *L, const char *path);

/* Reads the text, which is followed by a NUL; returns it and pushes its owner.
 * Returns NULL, pushing nothing, if it is not JSON. */
cJSON *push_json_text(lua_State *L, const char *text, size_t n);

/* Add an item to an object under a key, which must outlive the tree, or to a
 * list (key NULL). Raise if memory runs out. Numbers must be finite and are
 * written so that they read back bit for bit. */
void json_put(lua_State *L, cJSON *to, const char *key, cJSON *item);
void json_put_number(lua_State *L, cJSON *to, const char *key, double x);
void json_put_text(lua_State *L, cJSON *to, const char *key, const char *text);
cJSON *json_put_object(lua_State *L, cJSON *to, const char *key);
cJSON *json_put_list(lua_State *L, cJSON *to, const char *key);
void json_put_vec(lua_State *L, cJSON *to, const char *key, Vec v);

/* Writes the tree to a file atomically; raises on failure. */
void json_write(lua_State *L, const char *path, const cJSON *tree);

/* Pushes a short description of a value, such as `5` or `a list of 3`. */
const char *json_push_description(lua_State *L, const cJSON *item);

#endif
