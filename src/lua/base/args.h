/* args.h - reading the arguments and options of a primitive. */
#ifndef LUA_BASE_ARGS_H
#define LUA_BASE_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"

/* Return NULL if the value has another type. */
Vec *to_vec(lua_State *L, int index);
Mat *to_mat(lua_State *L, int index);
/* The same for functions that neither change an array nor return a view of one:
 * they leave other products deferred (lua/base/deferred.h). */
const Vec *to_const_vec(lua_State *L, int index);
const Mat *to_const_mat(lua_State *L, int index);
/* The same, but the numbers may not be there yet. */
const Vec *to_deferred_vec(lua_State *L, int index);
const Mat *to_deferred_mat(lua_State *L, int index);

Vec check_vec(lua_State *L, int arg);
Mat check_mat(lua_State *L, int arg);
/* A matrix, or a vector viewed as a one-column matrix. */
Mat check_features(lua_State *L, int arg);
/* Whether the value is a table without a type name; a dataset has one. */
bool is_plain_table(lua_State *L, int index);
/* The argument as a number; strings are not converted. */
double check_number(lua_State *L, int arg);
/* The argument as an integer of at least `least`. */
size_t check_count(lua_State *L, int arg, size_t least);
/* An index 1..n or -n..-1, returned as 0..n-1; `unit` is "element", "row". */
size_t check_position(lua_State *L, int arg, size_t n, const char *unit);
/* A vector or a table of numbers; a table is replaced by a vector. */
Vec check_numbers(lua_State *L, int arg);

/* A matrix or a table of rows; a table is replaced by a matrix. */
Mat check_rows(lua_State *L, int arg);

/* The indices in `at` (1..n or -n..-1) as 0..n-1, in pushed scratch memory. */
size_t *check_positions(lua_State *L, Vec at, size_t n, const char *unit);
/* Checks a mask of n zeros and ones, a vector or a table, which is replaced by
 * a vector; returns the number of ones. */
size_t check_mask(lua_State *L, int arg, size_t n);
/* Arguments 2 and 3 of a reshape of n numbers; one may be -1. */
void check_reshape(lua_State *L, size_t n, size_t *rows, size_t *cols);

/* The options table may be absent or nil. Raises for a key that is not in the
 * usage and suggests the nearest name. */
void check_options(lua_State *L, int arg);
/* d:labels returns the names of the classes after y, so that train(m, X,
 * d:labels"species") passes them where options are expected; they count as none.
 * Is the value a list of at least two strings, and does the function take a
 * model's X and y before it? */
bool check_is_class_names(lua_State *L, int arg, const char *usage);
double option_number(lua_State *L, int arg, const char *key, double otherwise);
size_t option_count(lua_State *L, int arg, const char *key, size_t otherwise);
bool option_boolean(lua_State *L, int arg, const char *key, bool otherwise);
/* The index of the argument, or of the option's value, in `allowed`, which ends
 * with NULL. registry_add_words makes the same list known to completion. */
int check_word(lua_State *L, int arg, const char *const *allowed);
int option_word(lua_State *L, int arg, const char *key,
                const char *const *allowed, int otherwise);
/* Pushes the field (nil if absent) and returns its type. */
int option_push(lua_State *L, int arg, const char *key);
/* Raises "train: option alpha: <expected> expected, got -1" for the value at
 * the top of the stack. */
int fail_option(lua_State *L, const char *key, const char *expected);

/* Pushes the set of option names in a usage string: the words before '=' within
 * its braces. */
void push_option_names(lua_State *L, const char *usage);

#endif
