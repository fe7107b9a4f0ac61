/* separation_column.h - does one column alone separate two classes? */
#ifndef CORE_SEPARATION_SEPARATION_COLUMN_H
#define CORE_SEPARATION_SEPARATION_COLUMN_H

#include "core/separation/separation_types.h"

/* Finds the first column that separates all examples of two classes; if there
 * is none, the first that separates some. Sets found->column (n: no such
 * column), above, low, high, next and before. Stops early when the flag is
 * set. */
SeparationVerdict separation_column(Separation *found,
                                    const SeparationData *data, StopFlag stop);

#endif
