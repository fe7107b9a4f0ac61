/* separation_parts.h - what the files separation*.c share. */
#ifndef CORE_MODEL_SEPARATION_PARTS_H
#define CORE_MODEL_SEPARATION_PARTS_H

#include "core/model/separation.h"

/* What becomes of column j: (x - shift[j]) 2^-power[j]; then ones. */
typedef struct SeparationUnits {
  const double *shift;
  const int *power;
} SeparationUnits;

/* The first column that separates all examples of two classes, or else some:
 * found->column and its borders. */
SeparationVerdict separation_column(Separation *found,
                                    const SeparationData *data, StopFlag stop);

/* How many pairs have a product above 0, exactly; SIZE_MAX when one is below.
 * least (m, or NULL) gets the lowest sign of each example's pairs: -1, 0 or 1.
 * beta is classes × (n + 1), class 0 included; apart (classes²) is counted.
 * scratch has 8 (n + 1) + 8 doubles. */
size_t separation_count(double *apart, signed char *least, Mat X,
                        const size_t *label, size_t classes, const double *beta,
                        const SeparationUnits *units, double *scratch,
                        StopFlag stop);

/* Is the overlap that `sum` (above 0 for every pair) stands for beyond the
 * reach of rounding? scratch has u (u + 1) doubles, u = (classes - 1) p. */
bool separation_overlaps(const SeparationProgram *program, const double *sum,
                         double *scratch);

/* -- one search (separation_program.c) ------------------------------------ */

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

bool separation_too_large(size_t m, size_t n, size_t classes);

/* Lays the arrays into room, all or those that a problem too large has. */
void search_lay_out(Search *s, double *room);

/* How columns are shifted (unless all by 0) and scaled: by powers of two and a
 * shift of few digits, so that nothing is rounded as a rule. */
void search_choose_units(Search *s, bool shifted);

/* Which columns are in the program: those that are no combination of earlier
 * ones and of ones; or all. */
Status search_keep_columns(Search *s);
void search_keep_all_columns(Search *s);

/* Which examples are: some of the whole of X and of each class; then some of
 * those whose least sign is below `above`, twice as many in all at most. False
 * when there are none, or there is no room. */
void search_choose_first(Search *s);
bool search_choose_more(Search *s, signed char above);

/* Writes the program's numbers. */
void search_fill(Search *s);

#endif
