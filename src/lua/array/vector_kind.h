/* vector_kind.h - what the numbers of a vector are: v.kind, "date", "time" or
 * nil. Views and copies keep it. */
#ifndef LUA_ARRAY_VECTOR_KIND_H
#define LUA_ARRAY_VECTOR_KIND_H

#include <stdbool.h>

#include <lua.h>

/* Printed as dates or times in tables and on axes. */
typedef enum VectorKind {
  VECTOR_KIND_NONE,
  VECTOR_KIND_DATE, /* seconds since 1970 */
  VECTOR_KIND_TIME  /* seconds since midnight */
} VectorKind;

VectorKind vector_kind(lua_State *L, int index);
/* Copies the kind of the vector at `from` to the vector at the top. */
void vector_kind_keep(lua_State *L, int from);

/* For __index: if the key at 2 is "kind", pushes the kind or nil. */
bool vector_kind_index(lua_State *L);
/* For __newindex: if the key is "kind", checks and sets the kind at 3. */
bool vector_kind_newindex(lua_State *L);

#endif
