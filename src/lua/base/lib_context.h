/* lib_context.h - what the C side gives to the modules of lib/mlrepl, and takes from
 * them.
 *
 * Every module is called with one table, the kit:
 *   lib_dir                 where lib is, so that data are found
 *   fail(name, text)        raises "<name>: <text>" with the place in the
 *                           learner's code that called the module
 *   describe(value)         "vector of 3", `string "a"`, as errors say it
 *   suggest(word, table)    "; did you mean 'x'?" for a key near it, or ""
 *   width()                 columns of a line, as printoptions has it
 *   type(name, metatable)   makes it the metatable of a new type; entries named
 *                           "<name>:method" become its __methods
 *   seconds()               of a clock that only goes forward
 *   separable(m, X, y)      what separation.lua says of the classes, or nil
 *   model_range(m)          two vectors: the ends of what training has seen
 *   show_frame(figure, last, before)  only where a target shows moving pictures:
 *                           draws a frame at once (see live.lua)
 * and adds what other modules or the C side use: a maker of its type.
 */
#ifndef LUA_BASE_LIB_CONTEXT_H
#define LUA_BASE_LIB_CONTEXT_H

#include <lua.h>

/* Pushes the kit, made on first mention. */
void push_kit(lua_State *L);
/* Sets lib_dir, before the first module is loaded. */
void kit_open(lua_State *L, const char *lib_dir);
/* Pushes "file.lua:12: " for the caller of the running C function; when that
 * is a module, for the learner's line that called it. */
void push_where(lua_State *L);
/* Raises "<name>: <text>" with that place before it. */
int fail_with_sentence(lua_State *L, const char *name, const char *text);
/* Pushes a function that a module has put into the kit; raises when the
 * program runs without its library. */
void push_from_kit(lua_State *L, const char *name);

#endif
