/* usage.h - reads the usage of a primitive: how it is called, and its results.
 *
 *   train(m, X, y, {method=, alpha=, iterations=}) -> run
 *   X:sum(direction) -> number or vector with direction
 *   m.w -> vector or matrix or nil
 *
 * In square brackets are arguments that can be left out, in braces the options;
 * "..." stands for any number of further arguments.
 * The results of a function, or the type of a field, follow the arrow:
 *
 *   nothing            there is no result
 *   number, vector     the types of several results
 *   number or vector   one of these types
 *   vector with axis   this type only if the argument `axis` is given
 *   like x             the type of the argument or receiver x
 *   item of x          the type of the elements of x: a row of a matrix
 *   list of vectors    a table of values of one type
 *   iterator of number, vector
 *                      a function for a loop with variables of these types
 *   any                any type
 *   ...                more results
 *
 * A type is a word: one of Lua's, or the name of one of the program's types.
 */
#ifndef LUA_USAGE_USAGE_H
#define LUA_USAGE_USAGE_H

#include <stdbool.h>
#include <stddef.h>

/* A part of a usage: n bytes; n is 0 if there is no such part. */
typedef struct UsageText {
  const char *at;
  size_t n;
} UsageText;

/* The length of the call, without its results. */
size_t usage_call_length(const char *usage);

/* The name of argument i = 0, 1, ...; "{alpha=, ...}" for the options. The
 * receiver of a method is not counted. */
UsageText usage_argument(const char *usage, size_t i);

/* How many arguments there can be, the options being one; false if any number. */
bool usage_most_arguments(const char *usage, size_t *most);

/* All that follows the arrow. */
UsageText usage_results(const char *usage);
/* The type of result i = 0, 1, ...; an iterator is one result. */
UsageText usage_result(const char *usage, size_t i);
/* The type of variable i of a loop over the results. */
UsageText usage_item(const char *usage, size_t i);
/* Alternative i of a type such as "number or vector". */
UsageText usage_alternative(UsageText type, size_t i);

#endif
