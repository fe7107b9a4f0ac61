/* lbfgs.h - limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.5). */
#ifndef CORE_OPTIM_LBFGS_H
#define CORE_OPTIM_LBFGS_H

#include "core/optim/minimizer.h"

extern const MinimizerMethod lbfgs;

#endif
