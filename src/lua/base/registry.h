/* registry.h - the table of primitives: types, registration, metamethods.
 *
 * A primitive is a C function known to Lua by one name. Its usage, sentence
 * and example stand beside it in a table at the foot of its file; registration,
 * help, completion, the manual and the example tests all read that table.
 *
 * Rules every primitive keeps:
 *  - all arguments are checked before anything is made;
 *  - memory is userdata, scratch too: nothing to free when Lua raises;
 *  - arguments stay at their stack places, results are pushed on top;
 *  - a mistake is reported by one of the fail functions: one sentence.
 */
#ifndef LUA_BASE_REGISTRY_H
#define LUA_BASE_REGISTRY_H

#include <stdbool.h>

#include <lua.h>

/* name    "dot"           a global function
 *         "vector.zeros"  a field of the global table `vector`
 *         "vector:sum"    a method of the type `vector`
 *         "model:w"       a field of the type `model`, when fn is NULL: only
 *                         what help and completion know of it
 *         "vector"        beside "vector.x": what calling the table does
 * usage   "dot(a, b)", "v:sum()", "m.w": the argument names stand in error messages,
 *         and the names in {...} are the only options accepted
 * help    sentences: meaning, shapes, ranges, formula, errors
 * example Lua lines; `expression --> text` says what its value prints */
typedef struct Prim {
  const char *name;
  lua_CFunction fn;
  const char *usage, *help, *example; /* a \n in help begins an option's text */
} Prim;

/* The words a learner sees, and the names of the metatables. */
#define TYPE_VECTOR "vector"
#define TYPE_MATRIX "matrix"
#define TYPE_MODEL  "model"
#define TYPE_SCALER "scaler"
#define TYPE_RUN    "run"
#define TYPE_FIGURE "figure"
#define TYPE_AXES   "axes"

/* -- registering ---------------------------------------------------------- */

/* Enters a table ended by a NULL name. */
void registry_add(lua_State *L, const Prim *prims);

/* A metamethod: "__add" of a type, and the name it goes by in messages ("+");
 * NULL stands for the type's own name. */
typedef struct Meta {
  const char *event;
  lua_CFunction fn;
  const char *name;
} Meta;

/* Sets the metamethods of a type, which is made on first mention; a NULL event
 * ends the list. `__index` set here replaces the plain look-up of methods:
 * it can end in method_index. */
void registry_metamethods(lua_State *L, const char *type, const Meta *metas);

/* Enters the list of tables {name=, usage=, help=, example=, fn=} on the top
 * of the stack, which a module of lib/mlrepl made; pops it. */
void registry_add_lua(lua_State *L);

/* Pushes the list of all entries, each a table {name, usage, help, example,
 * fn}, in order of registration: C and Lua alike. */
void registry_push_list(lua_State *L);

/* Pushes the usage of the entry of that name; gives NULL when there is none. */
const char *registry_push_usage(lua_State *L, const char *name);
/* Pushes its function, which a learner cannot have replaced. */
void registry_push_function(lua_State *L, const char *name);

#endif
