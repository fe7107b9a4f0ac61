/* fortran_rest.c - the routines of LAPACK that f2c cannot translate, because
 * they are written in Fortran 90, and a small one in place of a large one. Names
 * and arguments are those of LAPACK. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Fortran needs no declarations. */
void xerbla_(const char *name, const int *argument, int length);
double dlamch_(const char *what, int length);
double dlamc3_(const double *x, const double *y);
double droundup_lwork__(const int *size);
int disnan_(const double *x);
int dlaisnan_(const double *x, const double *y);
void dlassq_(const int *n, const double *x, const int *step, double *scale,
             double *sum);
double dnrm2_(const int *n, const double *x, const int *step);
void dlartg_(const double *f, const double *g, double *c, double *s, double *r);

void dlahqr_(const int *wantt, const int *wantz, const int *n, const int *low,
             const int *high, double *h, const int *ldh, double *re, double *im,
             const int *first, const int *last, double *z, const int *ldz,
             int *info);
void dlaqr0_(const int *wantt, const int *wantz, const int *n, const int *low,
             const int *high, double *h, const int *ldh, double *re, double *im,
             const int *first, const int *last, double *z, const int *ldz,
             double *work, const int *lwork, int *info);

/* The eigenvalues of large matrices as of small ones: slower by a factor, but
 * the code of dlaqr0 is large. */
void dlaqr0_(const int *wantt, const int *wantz, const int *n, const int *low,
             const int *high, double *h, const int *ldh, double *re, double *im,
             const int *first, const int *last, double *z, const int *ldz,
             double *work, const int *lwork, int *info) {
  *info = 0;
  *work = 1;
  if (*lwork != -1)
    dlahqr_(wantt, wantz, n, low, high, h, ldh, re, im, first, last, z, ldz,
            info);
}

/* Never called with the right arguments, which core always passes. */
void xerbla_(const char *name, const int *argument, int length) {
  fprintf(stderr, "mlrepl: argument %d of %.*s is wrong\n", *argument, length,
          name);
  abort();
}

/* Rounds to nearest, so eps is half the distance from 1 to the next number. */
double dlamch_(const char *what, int length) {
  (void)length;
  switch (*what & ~32) {
  case 'E': return DBL_EPSILON / 2;
  case 'S': return DBL_MIN;
  case 'B': return FLT_RADIX;
  case 'P': return DBL_EPSILON;
  case 'N': return DBL_MANT_DIG;
  case 'R': return 1;
  case 'M': return DBL_MIN_EXP;
  case 'U': return DBL_MIN;
  case 'L': return DBL_MAX_EXP;
  case 'O': return DBL_MAX;
  default: return 0;
  }
}

/* In this precision, for tests of rounding. */
double dlamc3_(const double *x, const double *y) {
  volatile double sum = *x + *y;
  return sum;
}

/* Every int is a double. */
double droundup_lwork__(const int *size) { return *size; }

int disnan_(const double *x) { return isnan(*x); }

int dlaisnan_(const double *x, const double *y) { return *x != *y; }

/* scale² · sum is increased by Σ x². */
void dlassq_(const int *n, const double *x, const int *step, double *scale,
             double *sum) {
  const double *at = *step < 0 ? x - (*n - 1) * *step : x;
  for (int i = 0; i < *n; i++, at += *step) {
    const double size = fabs(*at);
    if (size == 0) continue;
    if (*scale < size || isnan(size)) {
      const double ratio = *scale / size;
      *sum = 1 + *sum * ratio * ratio;
      *scale = size;
    } else {
      const double ratio = size / *scale;
      *sum += ratio * ratio;
    }
  }
}

double dnrm2_(const int *n, const double *x, const int *step) {
  double scale = 0, sum = 1;
  dlassq_(n, x, step, &scale, &sum);
  return scale * sqrt(sum);
}

/* A plane rotation: [c s; -s c] (f, g) = (r, 0). */
void dlartg_(const double *f, const double *g, double *c, double *s,
             double *r) {
  const double u = fmax(fabs(*f), fabs(*g));
  if (*g == 0) {
    *c = 1, *s = 0, *r = *f;
  } else if (*f == 0) {
    *c = 0, *s = copysign(1, *g), *r = fabs(*g);
  } else {
    const double fs = *f / u, gs = *g / u, d = sqrt(fs * fs + gs * gs);
    *c = fabs(fs) / d;
    *r = copysign(d, *f);
    *s = gs / *r;
    *r *= u;
  }
}
