/* lapack_table.h - BLAS and LAPACK without a plug-in. */
#ifndef WEB_LAPACK_TABLE_H
#define WEB_LAPACK_TABLE_H

#include "core/linalg/lapack.h"

const Lapack *lapack_table(void);

#endif
