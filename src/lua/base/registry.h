/* registry.h - primitives: their entries, types, registration and metamethods.
 *
 * A primitive is a C function with one Lua name. Its usage, help and example
 * are in a table at the end of its file; registration, help, completion, the
 * manual and the example tests all read that table.
 *
 * Rules for every primitive:
 *  - check all arguments before creating anything;
 *  - allocate all memory as userdata, scratch too: nothing leaks on an error;
 *  - keep arguments at their stack indices and push results on top;
 *  - report errors with one of the fail functions, in one sentence.
 */
#ifndef LUA_BASE_REGISTRY_H
#define LUA_BASE_REGISTRY_H

#include <stdbool.h>

#include <lua.h>

/* name    "dot"           a global function
 *         "vector.zeros"  a field of the global table `vector`
 *         "vector:sum"    a method of the type `vector`
 *         "model:w"       a field of the type `model`, if fn is NULL: only
 *                         for help and completion
 *         "vector"        together with "vector.x": calling the table
 * usage   "v:sum() -> number", as explained in lua/usage/usage.h: argument
 *         names appear in error messages; only as many arguments and only the
 *         options in {...} are accepted; completion relies on the types of the results
 * help    sentences: meaning, shapes, ranges, formula, errors
 * example Lua lines; `expression --> text` shows the printed value */
typedef struct Prim {
  const char *name;
  lua_CFunction fn;
  const char *usage, *help, *example; /* in help, \n starts an option's text */
} Prim;

/* Type names, as shown to the user; also the names of the metatables. */
#define TYPE_VECTOR "vector"
#define TYPE_MATRIX "matrix"
#define TYPE_MODEL  "model"
#define TYPE_SCALER "scaler"
#define TYPE_RUN    "run"
#define TYPE_FIGURE "figure"
#define TYPE_AXES   "axes"

/* If it is not NULL, primitives and operators are called through it: grad
 * records them. An operator's Prim has its event, such as "__add", as usage and
 * no help. The function has the frame of the primitive, whose work prim->fn(L)
 * does. */
extern int (*registry_recorder)(lua_State *L, const Prim *prim);
/* The same, around the recorder, as soon as there is sealed data: see
 * lua/data/seal.h. It calls registry_run, which does the work. */
extern int (*registry_watcher)(lua_State *L, const Prim *prim);
int registry_run(lua_State *L, const Prim *prim);
/* The same, around the watcher, as soon as there are shared rows: see
 * lua/cluster/share_guard.c. It calls registry_run_watched. */
extern int (*registry_sharer)(lua_State *L, const Prim *prim);
int registry_run_watched(lua_State *L, const Prim *prim);
/* If it is not NULL, called before each of them; it may raise an error. */
extern void (*registry_guard)(lua_State *L);

/* -- registering ---------------------------------------------------------- */

/* Pops a table: from now on, global names are placed there, not in the globals.
 */
void registry_set_names(lua_State *L);
/* Pushes the table of all names: that one or the globals. */
void registry_push_names(lua_State *L);

/* Registers an array of primitives that ends with a NULL name. */
void registry_add(lua_State *L, const Prim *prims);

/* The words that an option or argument takes, for completion: the list that
 * checks the values. If it is not constant, `push` is a lua_CFunction that
 * returns it. An entry in Lua has them in a table from names to lists, or to
 * functions of the receiver, in its field `words`. */
typedef struct Words {
  const char *entry;     /* NULL: the same in all entries */
  const char *parameter; /* the name in the usage */
  const char *const *words;
  lua_CFunction push;
} Words;

/* Declares the words of an array that ends with a NULL parameter. */
void registry_add_words(lua_State *L, const Words *words);
/* Pushes the words of a parameter of the entry at the index, a list or a
 * function that returns it; false if there are none. */
bool registry_push_words(lua_State *L, int entry, const char *parameter);

/* A metamethod such as "__add", and its name in messages ("+"); NULL stands for
 * the name of the type. */
typedef struct Meta {
  const char *event;
  lua_CFunction fn;
  const char *name;
} Meta;

/* Pushes the function of a metamethod. It may be called with more arguments than
 * it uses, as Lua itself does. */
void registry_push_operator(lua_State *L, const char *type, const Meta *meta);
/* Sets the metamethods of a type, which is created on first use; a NULL event
 * ends the list. An `__index` set here replaces the plain method look-up and
 * can fall back on method_index. */
void registry_metamethods(lua_State *L, const char *type, const Meta *metas);

/* Pops and registers a list of tables {name=, usage=, help=, example=, fn=}
 * from a module of lib/mlrepl. */
void registry_add_lua(lua_State *L);

/* Pushes the list of all entries, from C and Lua, in order of registration;
 * each is a table {name, usage, help, example, fn}. */
void registry_push_list(lua_State *L);

/* Is it the function behind all primitives? */
bool registry_is_primitive(lua_CFunction function);

/* Pushes the usage of the entry of that name; returns NULL if there is none. */
const char *registry_push_usage(lua_State *L, const char *name);
/* Pushes the registered function, even if the user has replaced the global. */
void registry_push_function(lua_State *L, const char *name);

#endif
