/* glm_types.h - a linear, logistic or softmax model: its kind, size and
 * parameters. glm.h has the formulas. */
#ifndef CORE_MODEL_GLM_TYPES_H
#define CORE_MODEL_GLM_TYPES_H

#include "core/linalg/mat.h"

typedef enum GlmKind {
  GLM_LINEAR,
  GLM_LOGISTIC, /* targets 0 and 1 */
  GLM_SOFTMAX   /* targets are class numbers, 1 to K */
} GlmKind;

/* More classes are a STATUS_RANGE of every function that reads theta. */
enum { GLM_MOST_CLASSES = 4096 };

typedef struct Glm {
  GlmKind kind;
  size_t features;     /* n, at least 1 */
  size_t classes;      /* sums w·x + b: K for softmax, at least 1; else 1 */
  bool intercept;      /* false: b is 0 in theta, and stays so */
  double lambda;       /* L2 penalty on w, never on b; >= 0 */
  const double *theta; /* for each class n weights, then the intercept b */
} Glm;

/* How many numbers theta has. */
static inline size_t model_size(const Glm *model) {
  return model->classes * (model->features + 1);
}

#endif
