/* product.h - products of matrices and vectors.
 *
 * Outputs must not overlap inputs. STATUS_STOPPED leaves them unspecified.
 */
#ifndef CORE_LINALG_PRODUCT_H
#define CORE_LINALG_PRODUCT_H

#include "core/linalg/mat.h"

/* out (a.rows) = a x, where x has a.cols elements. */
Status product_mat_vec(Vec out, Mat a, Vec x, StopFlag stop);
/* out (a.cols) = xᵀ a, where x has a.rows elements. */
Status product_vec_mat(Vec out, Vec x, Mat a, StopFlag stop);
/* out (a.rows × b.cols) = a b, where a.cols = b.rows. */
Status product_mat_mat(Mat out, Mat a, Mat b, StopFlag stop);

#endif
