/* registry.h - what the files of prim/ share: the table, the types, arguments.
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
#include <stddef.h>

#include <lauxlib.h>
#include <lua.h>

#include "core/linalg/mat.h"
#include "core/status.h"
#include "core/linalg/vec.h"

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

/* Loads every primitive into L's globals and reads lib/mlrepl from `lib_dir`
 * (NULL: only what is in C). Raises what goes wrong. */
void prim_open(lua_State *L, const char *lib_dir);
/* Loads what has waited until now; prim_push_list does. */
void prim_open_late(lua_State *L);
/* Of that, what has functions of its own; false when all was there. */
bool prim_open_groups(lua_State *L);
/* Loads the modules that belong with `module`, if it is one of a group. */
void prim_open_group_of(lua_State *L, const char *module);

/* Enters a table ended by a NULL name. */
void prim_register(lua_State *L, const Prim *prims);

/* A metamethod: "__add" of a type, and the name it goes by in messages ("+");
 * NULL stands for the type's own name. */
typedef struct Meta {
  const char *event;
  lua_CFunction fn;
  const char *name;
} Meta;

/* Sets the metamethods of a type, which is made on first mention; a NULL event
 * ends the list. `__index` set here replaces the plain look-up of methods:
 * it can end in prim_method. */
void prim_metamethods(lua_State *L, const char *type, const Meta *metas);

/* Pushes the method of the userdata at 1 that the string at 2 names, or raises
 * with the nearest name: the end of an __index function. */
int prim_method(lua_State *L);

/* Enters the list of tables {name=, usage=, help=, example=, fn=} on the top
 * of the stack, which a module of lib/mlrepl made; pops it. */
void prim_register_lua(lua_State *L);

/* Pushes the list of all entries, each a table {name, usage, help, example,
 * fn}, in order of registration: C and Lua alike. */
void prim_push_list(lua_State *L);

/* Pushes the usage of the entry of that name; gives NULL when there is none. */
const char *prim_push_usage(lua_State *L, const char *name);
/* Pushes its function, which a learner cannot have replaced. */
void prim_push_function(lua_State *L, const char *name);

/* Pushes the set of option names that a usage shows: the words before '='
 * within its braces. */
void push_option_names(lua_State *L, const char *usage);

/* -- errors --------------------------------------------------------------- */

/* Raises "<name of the running primitive>: <message>" with the place in the
 * learner's code before it. The format is lua_pushfstring's. */
int fail(lua_State *L, const char *format, ...);
/* "dot: b (argument 2): vector or matrix expected, got nil" */
int fail_arg(lua_State *L, int arg, const char *expected);
/* The same with a free text behind the name of the argument. */
int fail_arg_because(lua_State *L, int arg, const char *format, ...);
/* Raises unless status is STATUS_OK; `what` names the data ("X", "y"). */
void check_status(lua_State *L, Status status, const char *what);
/* Says something on standard error that is no mistake but should be known; in a
 * loop that would say the same again and again, once. */
void warn(lua_State *L, const char *sentence);
/* Control was with a person: what was said may be said again. */
void warn_again(lua_State *L);
/* warn() of the running primitive: its name is put before. The format is
 * lua_pushfstring's. */
void warn_of(lua_State *L, const char *format, ...);
/* Raises "interrupted" when Ctrl-C was pressed. */
void check_interrupt(lua_State *L);
/* The number for a "%f" of a sentence: nan has no sign there. */
double shown_number(double value);
/* Pushes a short description of a value: `string "a"`, `matrix 3x4`, `-1`. */
const char *push_description(lua_State *L, int index);
/* Pushes "; did you mean 'x'?" for the nearest of the keys (strings) of the
 * table at `index`, or "" when none is near. */
const char *push_suggestion(lua_State *L, const char *word, int index);

/* -- arguments ------------------------------------------------------------ */

/* NULL when the value is not of the type. */
Vec *to_vec(lua_State *L, int index);
Mat *to_mat(lua_State *L, int index);

Vec check_vec(lua_State *L, int arg);
Mat check_mat(lua_State *L, int arg);
/* A matrix, or a vector as a matrix of one column. */
Mat check_features(lua_State *L, int arg);
/* A table that is no value of a type: a dataset is none. */
bool is_plain_table(lua_State *L, int index);
/* A number (strings are not taken for numbers). */
double check_number(lua_State *L, int arg);
/* A whole number >= least. */
size_t check_count(lua_State *L, int arg, size_t least);
/* A position 1..n or -n..-1, given back from 0; `unit` is "element", "row". */
size_t check_position(lua_State *L, int arg, size_t n, const char *unit);
/* A vector, or a table of numbers, which is replaced by a vector. */
Vec check_numbers(lua_State *L, int arg);

/* A matrix, or a table of rows, which is replaced by a matrix. */
Mat check_rows(lua_State *L, int arg);

/* The places named by `at` (1..n, -n..-1), counted from 0, in scratch that is
 * pushed. */
size_t *check_positions(lua_State *L, Vec at, size_t n, const char *unit);
/* A mask of n zeros and ones, a vector or a table, which is replaced by a
 * vector; gives how many ones. */
size_t check_mask(lua_State *L, int arg, size_t n);
/* Arguments 2 and 3 of a reshape of n numbers; one may be -1. */
void check_reshape(lua_State *L, size_t n, size_t *rows, size_t *cols);

/* An options table may be left out or nil; a key that the usage does not show
 * is refused with the nearest name. */
void check_options(lua_State *L, int arg);
double option_number(lua_State *L, int arg, const char *key, double otherwise);
size_t option_count(lua_State *L, int arg, const char *key, size_t otherwise);
bool option_boolean(lua_State *L, int arg, const char *key, bool otherwise);
/* One of the words of `allowed` (ended by NULL), as its index. */
int option_word(lua_State *L, int arg, const char *key,
                const char *const *allowed, int otherwise);
/* Pushes the field (nil when absent) and gives its type. */
int option_push(lua_State *L, int arg, const char *key);
/* Raises "train: option alpha: <expected> expected, got -1" for the value on
 * the top of the stack. */
int fail_option(lua_State *L, const char *key, const char *expected);

/* -- values --------------------------------------------------------------- */

/* A new userdata with the numbers in the same block, 64-byte aligned, not
 * filled. Refuses counts beyond this machine's memory by their size. */
Vec push_vec(lua_State *L, size_t n);
Mat push_mat(lua_State *L, size_t rows, size_t cols);
/* A view: keeps the userdata at `owner` alive. */
void push_vec_view(lua_State *L, int owner, Vec v);
void push_mat_view(lua_State *L, int owner, Mat m);
/* Scratch of n * size bytes, an unnamed userdata. */
void *push_scratch(lua_State *L, size_t n, size_t size);

/* -- many numbers --------------------------------------------------------- */

/* vec_fill, vec_copy, mat_copy and mat_transpose of any size: they stop when
 * Ctrl-C wants it. */
void fill_vec(lua_State *L, Vec v, double value);
void copy_vec(lua_State *L, Vec out, Vec a);
void copy_mat(lua_State *L, Mat out, Mat a);
void transpose_mat(lua_State *L, Mat out, Mat a);
/* For a loop over i = 0, 1, 2 ...: a look at Ctrl-C now and then. */
static inline void check_interrupt_at(lua_State *L, size_t i) {
  if (i % 65536 == 0) check_interrupt(L);
}

/* -- printing ------------------------------------------------------------- */

/* Push the printed form, as NumPy prints arrays. */
void push_vec_text(lua_State *L, Vec v);
void push_mat_text(lua_State *L, Mat m);
/* Columns of a line, as printoptions has it. */
size_t printoptions_width(lua_State *L);

#endif
