/* lib_context.h - the modules of lib/mlrepl: how they are loaded, what the C side
 * gives them and takes from them.
 *
 * A module is a Lua file that returns one table: what it exports, and `entries`,
 * the list of the names it registers, {name=, usage=, help=, example=, fn=} as
 * in C. It gets others by `require "mlrepl.explain.record"`, a function of the
 * library's own: a learner's require, package.path and globals do not matter.
 *
 * Native modules have one word behind the dot; one that nothing has filled is
 * empty.
 * mlrepl.context:
 *   lib_dir                 where lib is, so that data are found
 *   known                   the program's own globals
 *   fail(name, text)        raises "<name>: <text>" with the place in the
 *                           learner's code that called the module
 *   describe(value)         "vector of 3", `string "a"`, as errors say it
 *   suggest(word, table)    "; did you mean 'x'?" for a key near it, or ""
 *   options(name, options)  the options ({} for nil), after a check that the
 *                           usage of the entry of that name shows each of them
 *   count(name, argument, value, otherwise)  the value as an integer >= 0, or
 *                           `otherwise` for nil
 *   width()                 columns of a line, as printoptions has it
 *   type(name, metatable)   makes it the metatable of a new type; entries named
 *                           "<name>:method" become its __methods
 *   seconds()               of a clock that only goes forward
 *   model_range(m)          two vectors: the ends of what training has seen
 *   separable(m, X, y)      what explain/separation.lua says of the classes, or nil
 *   end_jobs()              stops what trains in the background
 * mlrepl.frames:
 *   show(figure, last, before)  only where a target shows moving pictures:
 *                           draws a frame at once (see plots/live.lua)
 * mlrepl.system             session/system.c, session/working_folder.c
 * mlrepl.keyboard           session/keyboard.c
 * mlrepl.prompt             repl/prompt.c; empty where no prompt runs
 */
#ifndef LUA_BASE_LIB_CONTEXT_H
#define LUA_BASE_LIB_CONTEXT_H

#include <stdbool.h>

#include <lauxlib.h>
#include <lua.h>

/* Sets lib_dir and fills mlrepl.context, before the first module is loaded. */
void lib_context_open(lua_State *L, const char *lib_dir);
/* Adds the globals that are there to those that modules see. */
void lib_context_note_globals(lua_State *L);
/* Where lib is; NULL when it was not found. */
const char *lib_context_dir(lua_State *L);

/* Adds functions to a native module, which is made on first mention. */
void lib_context_add(lua_State *L, const char *module,
                     const luaL_Reg *functions);
/* Pushes the module's table; its file is read when first needed. */
void lib_context_require(lua_State *L, const char *module);
/* Is there such a module? */
bool lib_context_has(lua_State *L, const char *module);
/* Pushes what the module exports by that name. False, with nothing pushed, when
 * it has none, or when the program runs without its library. */
bool lib_context_find(lua_State *L, const char *module, const char *name);
/* The same, but raises. */
void lib_context_push(lua_State *L, const char *module, const char *name);

/* Pushes "file.lua:12: " for the caller of the running C function; when that
 * is a module, for the learner's line that called it. */
void push_where(lua_State *L);
/* Raises "<name>: <text>" with that place before it. */
int fail_with_sentence(lua_State *L, const char *name, const char *text);

#endif
