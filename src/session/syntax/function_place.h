/* function_place.h - where the functions are in a Lua text. */
#ifndef SESSION_SYNTAX_FUNCTION_PLACE_H
#define SESSION_SYNTAX_FUNCTION_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* Positions are in bytes from 0, lines are counted from 1. */
typedef struct FunctionPlace {
  size_t start, open, end; /* of the keyword, of "(", behind `end` */
  int first, last;         /* lines of "(" and of `end`; 0: has none */
  bool method;             /* "function a:b(": it has a hidden parameter */
  int depth, outer;        /* blocks around it; index of the function around
                              it, or -1 */
} FunctionPlace;

/* The number of times the keyword `function` occurs. */
size_t function_place_count(const char *text, size_t n);

/* Stores all functions of the text, in the order of their starts, in `out`,
 * which has room for function_place_count. */
void function_place_find(FunctionPlace *out, const char *text, size_t n);

#endif
