/* parallel_elements.h - slow functions of long vectors, by several threads. */
#ifndef LUA_ARRAY_PARALLEL_ELEMENTS_H
#define LUA_ARRAY_PARALLEL_ELEMENTS_H

#include <stdbool.h>

#include "core/linalg/vec.h"

/* out = op a, and out = a op b; out overlaps neither. Return false, with out
 * unspecified, if this does not pay, or if a result is nan or infinite: then the
 * caller computes piece by piece, and looks which. Ctrl-C ends them early, also
 * with false. */
bool parallel_elements_unary(UnaryOp op, Vec out, Vec a);
bool parallel_elements_binary(BinaryOp op, Vec out, Vec a, Vec b);

#endif
