/* separation_search.h - the state of one search for a separating direction: which
 * columns and examples are in the linear program, and in which units. */
#ifndef CORE_MODEL_SEPARATION_SEARCH_H
#define CORE_MODEL_SEPARATION_SEARCH_H

#include "core/model/separation_types.h"

typedef struct Search {
  Mat X;
  SeparationProgram program;
  bool intercept, rounded; /* are the program's numbers not quite X's? */
  size_t n, classes, pairs;
  size_t kept;          /* columns of X in the program */
  size_t chosen;        /* examples in the program */
  size_t *column, *row; /* which */
  size_t *label, *row_label;
  unsigned char *is_in; /* m: is the example in the program? */
  signed char *least;   /* m: the lowest sign of its pairs */
  int *power;
  double *shift, *z, *work, *a, *sum, *beta, *full, *terms, *gram;
  Separation *found;
} Search;

/* Is the problem too large for a linear program? */
bool separation_search_too_large(size_t m, size_t n, size_t classes);

/* How many doubles the arrays of a search take. */
size_t separation_search_scratch(size_t m, size_t n, size_t classes);

/* Lays the arrays into room, all or those that a problem too large has. */
void separation_search_lay_out(Search *s, double *room);

/* How columns are shifted (unless all by 0) and scaled: by powers of two and a
 * shift of few digits, so that rounding is rare. */
void separation_search_units(Search *s, bool shifted);

/* Which columns are in the program: those that are no combination of earlier
 * ones and of ones; or all. */
Status separation_search_columns(Search *s);
void separation_search_all_columns(Search *s);

/* Which examples are: some of the whole of X and of each class; then some of
 * those whose least sign is below `above`, twice as many in all at most. False
 * when there are none, or there is no room. */
void separation_search_first(Search *s);
bool separation_search_more(Search *s, signed char above);

/* Writes the program's numbers. */
void separation_search_fill(Search *s);

#endif
