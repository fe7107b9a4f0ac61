/* infer_operator.h - the types of expressions with operators. */
#ifndef SESSION_ASSIST_INFER_OPERATOR_H
#define SESSION_ASSIST_INFER_OPERATOR_H

#include "session/assist/infer_call.h"

/* Pushes the value of the expression at token i up to the first operator that
 * binds no more than `limit` (0: the whole expression); returns its end. */
size_t infer_expression(Infer *in, size_t i, int limit);

#endif
