/* separation_search.h - the state of one search for a separating direction:
 * which columns and examples are in the linear program, and in which units. */
#ifndef CORE_SEPARATION_SEPARATION_SEARCH_H
#define CORE_SEPARATION_SEPARATION_SEARCH_H

#include "core/separation/separation_types.h"

typedef struct Search {
  Mat X;
  SeparationProgram program;
  bool intercept,
    rounded; /* rounded: do the program's numbers differ from X? */
  size_t n, classes, pairs;
  size_t kept;          /* columns of X in the program */
  size_t chosen;        /* examples in the program */
  size_t *column, *row; /* their indices */
  size_t *label, *row_label;
  unsigned char *is_in; /* m: is the example in the program? */
  signed char *least;   /* m: the lowest sign of its pairs */
  int *power;
  double *shift, *z, *work, *a, *sum, *beta, *full, *terms, *gram;
  Separation *found;
} Search;

/* Is the problem too large for a linear program? */
bool separation_search_too_large(size_t m, size_t n, size_t classes);

/* The number of doubles for the arrays of a search. */
size_t separation_search_scratch(size_t m, size_t n, size_t classes);

/* Places the arrays in `room`: all of them, or those needed if the problem is
 * too large. */
void separation_search_lay_out(Search *s, double *room);

/* Chooses the scale of columns, a power of two, and their shift, with few
 * digits so that rounding is rare; not `shifted`: 0. */
void separation_search_units(Search *s, bool shifted);

/* Selects the columns of the program: those that are not combinations of the
 * ones and earlier columns; or all. */
Status separation_search_columns(Search *s);
void separation_search_all_columns(Search *s);

/* Selects the examples of the program: first some from all of X and from each
 * class; then some of those whose lowest sign is below `above`, at most
 * doubling the number. Returns false if there are none or no room. */
void separation_search_first(Search *s);
bool separation_search_more(Search *s, signed char above);

/* Fills in the program's numbers. */
void separation_search_fill(Search *s);

#endif
