/* model_fields.h - the fields of a model: m.w, m.b, m.lambda ... */
#ifndef LUA_MODEL_MODEL_FIELDS_H
#define LUA_MODEL_MODEL_FIELDS_H

#include <lua.h>

/* The fields that can be set, in the order in which options must be set; ends
 * with NULL. */
extern const char *const model_options[];

/* Sets a field of the model at `model` to the value at the top of the stack;
 * raises an error if the value is not allowed. */
void model_set_field(lua_State *L, int model, const char *key);

#endif
