/* liblinear_table.c - LIBLINEAR is linked with the page, where liblinear.c expects
 * a shared object. */
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include <linear.h>

void *dlopen(const char *path, int mode) {
  static char handle;
  (void)mode;
  return strstr(path, "liblinear") ? &handle : NULL;
}

void *dlsym(void *restrict handle, const char *restrict name) {
  static const struct {
    const char *name;
    void *place;
  } symbols[] = {
    {"liblinear_version", &liblinear_version},
    {"train", (void *)train},
    {"check_parameter", (void *)check_parameter},
    {"get_decfun_coef", (void *)get_decfun_coef},
    {"get_decfun_bias", (void *)get_decfun_bias},
    {"set_print_string_function", (void *)set_print_string_function}};
  (void)handle;
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
    if (!strcmp(symbols[i].name, name)) return symbols[i].place;
  return NULL;
}

/* -- BLAS as LIBLINEAR declares it, with a result -------------------------- */

void daxpy_(const int *n, const double *a, const double *x, const int *incx,
            double *y, const int *incy);
void dscal_(const int *n, const double *a, double *x, const int *incx);

int liblinear_daxpy(const int *n, const double *a, const double *x,
                    const int *incx, double *y, const int *incy);
int liblinear_daxpy(const int *n, const double *a, const double *x,
                    const int *incx, double *y, const int *incy) {
  daxpy_(n, a, x, incx, y, incy);
  return 0;
}

int liblinear_dscal(const int *n, const double *a, double *x, const int *incx);
int liblinear_dscal(const int *n, const double *a, double *x, const int *incx) {
  dscal_(n, a, x, incx);
  return 0;
}
