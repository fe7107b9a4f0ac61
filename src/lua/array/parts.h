/* parts.h - reading the parts from which a saved object is restored.
 *
 * A type that save_workspace keeps has two metamethods. __save(value) returns a
 * table of parts: plain values, vectors, or other objects that can be saved; or
 * nil and the reason why the value cannot be kept. __load() returns an empty
 * value, and __load(value, parts) fills it. The parts may come from a damaged
 * file, so __load checks everything. Other values may share the parts.
 *
 * The functions below raise an error that names the type and the part. */
#ifndef LUA_ARRAY_PARTS_H
#define LUA_ARRAY_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "core/linalg/vec.h"

/* The table at stack index `index` has the parts of a value of that type. */
typedef struct Parts {
  lua_State *L;
  int index;
  const char *type;
} Parts;

/* "model: theta: vector of 3 expected, got nil", for the value at the top. */
int parts_fail(const Parts *p, const char *key, const char *expected);
/* Pushes a part and returns its type. */
int parts_push(const Parts *p, const char *key);

double parts_number(const Parts *p, const char *key);
bool parts_boolean(const Parts *p, const char *key);
/* An integer of at most `most`. */
size_t parts_count(const Parts *p, const char *key, size_t most);
/* The index of a string in `words`, which ends with NULL; -1 for nil. */
int parts_word(const Parts *p, const char *key, const char *const *words);
/* Pushes a vector of n contiguous numbers, the file's own; NULL and nil for
 * nil. */
double *parts_push_numbers(const Parts *p, const char *key, size_t n);
/* Pushes a list of strings, or nil. */
void parts_push_names(const Parts *p, const char *key);

#endif
