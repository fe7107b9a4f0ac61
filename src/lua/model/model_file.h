/* model_file.h - what save, load and to_c share: the model as it is written, the
 * file.
 */
#ifndef LUA_MODEL_MODEL_FILE_H
#define LUA_MODEL_MODEL_FILE_H

#include "lua/model/model.h"

/* How the JSON of a saved model begins. A reader of version 1 must not misread
 * a later file: what changes a field's meaning gets another number. */
#define KEPT_FORMAT "mlrepl model"
enum { KEPT_VERSION = 1 };

/* A field a linear model may have: what push_exact gives, as "hi" and "lo". */
#define KEPT_EXACT "exact"

/* Pushes a copy of the model at 1, which nobody can change meanwhile. Raises
 * for a custom one, one without weights or scale, and for weights that are not
 * finite. */
LuaModel *push_kept_model(lua_State *L);

/* Writes n bytes to a file, which appears under its name when it is complete.
 * NULL, or the system's word for what went wrong. Never raises. */
const char *file_write(const char *path, const char *text, size_t n);

#endif
