/* glm_types.h - a linear, logistic, softmax or poisson model: its kind, size and
 * parameters. glm.h has the formulas. */
#ifndef CORE_MODEL_GLM_TYPES_H
#define CORE_MODEL_GLM_TYPES_H

#include "core/linalg/mat.h"

typedef enum GlmKind {
  GLM_LINEAR,
  GLM_LOGISTIC, /* targets 0 and 1 */
  GLM_SOFTMAX,  /* targets are class numbers, 1 to K */
  GLM_POISSON   /* targets are counts: 0 or more, not necessarily integers */
} GlmKind;

/* More classes are a STATUS_RANGE in every function that reads theta. */
enum { GLM_MOST_CLASSES = 4096 };

typedef struct Glm {
  GlmKind kind;
  size_t features;     /* n, at least 1 */
  size_t classes;      /* number of sums w·x + b: K >= 1 for softmax, else 1 */
  bool intercept;      /* false: b in theta is 0 and remains 0 */
  double lambda;       /* L2 penalty on w, never on b; >= 0 */
  const double *theta; /* for each class n weights, then the intercept b */
} Glm;

/* The number of elements of theta. */
static inline size_t model_size(const Glm *model) {
  return model->classes * (model->features + 1);
}

#endif
