/* newton.h - Newton's method, with steps halved while the cost grows. */
#ifndef CORE_OPTIM_NEWTON_H
#define CORE_OPTIM_NEWTON_H

#include "core/optim/minimizer.h"

/* Needs the objective's curvature. */
extern const MinimizerMethod newton;

#endif
