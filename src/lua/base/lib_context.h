/* lib_context.h - loading the modules of lib/mlrepl, and the native modules
 * that C code provides to them.
 *
 * A module is a Lua file that returns one table: its exports, and `entries`,
 * the list of the names it registers, {name=, usage=, help=, example=, fn=} as
 * in C; help finds an entry by its `aliases`, too. It loads others with
 * `require "mlrepl.explain.record"`. This require is private to the library: the
 * user's require, package.path and globals have no effect.
 *
 * Native modules have one word after the dot; one without functions is an empty
 * table.
 * mlrepl.context:
 *   lib_dir                 the path of lib, for finding data files
 *   known                   the program's own globals
 *   host                    true if another program has loaded this one
 *   fail(name, text)        raises "<name>: <text>" with the position in the
 *                           user's code that called the module
 *   fail_receiver(name, value)  the same for a method that was called on another
 *                           type, with the usage of the method
 *   warn(name, text)        warns with "<name>: <text>", unless warnings are off
 *   describe(value)         "vector of 3", `string "a"`, as in error messages
 *   wrong_number(value)     the same, with advice if it is text that should be
 *                           numbers
 *   suggest(word, table)    "; did you mean 'x'?" for a key near it, or ""
 *   options(name, options)  the options ({} for nil), after checking that the
 *                           usage of the entry of that name lists each of them
 *   count(name, argument, value, otherwise)  the value as an integer >= 0, or
 *                           `otherwise` for nil
 *   plain(text), comment(text)  text from data, made safe to print, and for a
 *                           comment in C (sys/plain_text.h)
 *   width()                 line width, as set by printoptions
 *   type(name, metatable)   makes it the metatable of a new type; entries named
 *                           "<name>:method" become its __methods
 *   seconds()               time of a monotonic clock
 *   model_range(m)          two vectors: the training range of each feature
 *   logits(m, X)            w·x + b of a logistic model, for each example
 *   separable(m, X, y)      the verdict of explain/separation.lua, or nil
 *   quiet(on)               turns the program's warnings off or on; returns
 *                           whether they were off
 *   end_jobs()              stops background training
 *   is_shared(x)            is it a share of the rows (lua/array/shared.h)?
 *   test_sets(iterator)     that of data.folds -> one of (Xtest, ytest), without
 *                           the training sets
 *   others(list, k)         the rows of all vectors or matrices in a list but the
 *                           k-th, one after another: the training set of a fold
 *   fold_solver(Xs, ys, weights)  see lua/train/fold_solver.c
 *   untrained(m)            a copy of the model without weights and scale
 *   train_all(count, get, done)  trains many models, one per thread
 *                           (lua/train/train_all.c)
 *   progress(wanted)        starts a progress bar; returns a function of (done,
 *                           all, text) that draws it; without arguments, erases it
 * mlrepl.frames:
 *   show(figure, last, before)  only where the display supports animation:
 *                           draws a frame at once (see plots/live.lua)
 *   many                    whether several figures are visible together
 *   capture, current, marks, wait   see lua/show/capture.h
 * mlrepl.system             session/system.c, session/working_folder.c
 * mlrepl.keyboard           session/keyboard.c
 * mlrepl.prompt             repl/prompt.c; empty without a prompt
 * mlrepl.leave              session/leave.c
 * mlrepl.inspect            session/show.c
 * mlrepl.assist             session/complete/assist.c
 * mlrepl.dates:             lua/data/data_write.c
 *   write(seconds, time)    a date as text, with the time if `time` is true
 * mlrepl.files              lua/base/file.c
 * mlrepl.page               lua/show/page_hand.c
 * mlrepl.help:              lua/base/help.c
 *   entries()               the list of all entries
 *   full(entry)             the text of its help
 *   line(entry)             its usage and the first sentence of its help
 *   show(text)              prints the text, with a pager if it is long
 */
#ifndef LUA_BASE_LIB_CONTEXT_H
#define LUA_BASE_LIB_CONTEXT_H

#include <stdbool.h>

#include <lauxlib.h>
#include <lua.h>

/* Sets lib_dir and fills mlrepl.context. Call before loading any module. */
void lib_context_open(lua_State *L, const char *lib_dir);
/* Pops a table and adds its fields to the globals that modules see. */
void lib_context_note(lua_State *L);
/* Does so with the table of all names (registry_push_names). */
void lib_context_note_globals(lua_State *L);
/* Pops a value that only modules see under that name. */
void lib_context_define(lua_State *L, const char *name);
/* Prints the value at the top with the global print, or with Lua's own if a
 * user's variable has that name; pops the value. */
void lib_context_print(lua_State *L);
/* The path of lib; NULL if it was not found. */
const char *lib_context_dir(lua_State *L);

/* Adds functions to a native module, which is created on first use. */
void lib_context_add(lua_State *L, const char *module,
                     const luaL_Reg *functions);
/* Pushes the module's table, loading its file on first use. */
void lib_context_require(lua_State *L, const char *module);
/* Is there such a module? */
bool lib_context_has(lua_State *L, const char *module);
/* Pushes the module's export of that name. Returns false and pushes nothing if
 * there is none or the library was not found. */
bool lib_context_find(lua_State *L, const char *module, const char *name);
/* The same, but raises an error instead of returning false. */
void lib_context_push(lua_State *L, const char *module, const char *name);

/* Pushes "file.lua:12: " for the caller of the running C function; if that is a
 * module, for the user's line that called the module. */
void push_where(lua_State *L);
/* Did a module of the library call the running C function? */
bool lib_context_is_caller(lua_State *L);
/* Raises "<name>: <text>", preceded by that position. */
int fail_with_sentence(lua_State *L, const char *name, const char *text);

#endif
