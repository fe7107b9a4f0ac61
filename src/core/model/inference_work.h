/* inference_work.h - the sums over the rows that inference needs; internal to
 * inference.c. */
#ifndef CORE_MODEL_INFERENCE_WORK_H
#define CORE_MODEL_INFERENCE_WORK_H

#include "core/squares/dd_gram.h"
#include "core/model/inference.h"
#include "core/model/poly_map.h"

/* Deviance or its half; Σ (y - mean)². */
typedef struct InferenceTotals {
  DoubleDouble loss, squares;
} InferenceTotals;

typedef struct InferenceWork {
  const Glm *model;
  Examples e; /* X is not read if there are powers */
  DdGram gram;
  DoubleDouble
    *step; /* p: gradient of half the deviance and penalty, then the negative
             Newton step */
  DoubleDouble *part;   /* p: for roles */
  const Powers *powers; /* NULL: none */
  PolyMap map;
  Mat high, rest;           /* a block of products of u */
  DoubleDouble *sums, *raw; /* its rows' sums; n + 1 raw weights */
  DoubleDouble mean;        /* mean of y; 0 without an intercept */
  bool constant;            /* all targets that count are equal */
  InferenceTotals total;
  Blocks blocks; /* of the rows */
  StopFlag stop;
} InferenceWork;

/* The number of doubles of scratch, of which few depend on the number of rows. */
size_t inference_work_scratch(const Examples *examples);
size_t inference_work_powers_scratch(const Powers *powers,
                                     const Examples *examples);

/* The index in theta of column k of A. */
static inline size_t inference_work_place(const InferenceWork *w, size_t k) {
  return k < w->gram.ones ? w->model->features : k - w->gram.ones;
}

/* Places the arrays in `scratch`, sums over all rows, and inverts the factor of
 * G, whose rank is *rank. */
Status inference_work_gather(InferenceWork *w, size_t *rank, double *scratch,
                             StopFlag stop);

#endif
