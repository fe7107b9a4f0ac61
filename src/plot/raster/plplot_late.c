/* plplot_late.c - PLplot, loaded when the first picture is drawn.
 *
 * It takes milliseconds to load, and a session may draw nothing. These
 * functions have the names that render.c and canvas.c call, and pass the
 * call on; without the library they do nothing, and plplot_found says so.
 */
#include "plot/raster/plplot_late.h"

#include <dlfcn.h>
#include <string.h>

#include <plplot.h>

static void *library(void) {
  static void *handle = NULL;
  if (!handle) handle = dlopen(LATE_PLPLOT, RTLD_LAZY | RTLD_GLOBAL);
  return handle;
}

bool plplot_found(void) { return library() != NULL; }

/* ISO C has no cast from an object to a function. */
static bool find(const char *name, void *function) {
  void *found = library() ? dlsym(library(), name) : NULL;
  memcpy(function, &found, sizeof found);
  return found != NULL;
}

/* Declares `real`, the function of that name in the library, or returns. */
#define REAL(name)                      \
  static __typeof__(&name) real = NULL; \
  if (!real && !find(#name, &real)) return

void c_pladv(PLINT page) {
  REAL(c_pladv);
  real(page);
}

void c_plcol0(PLINT icol0) {
  REAL(c_plcol0);
  real(icol0);
}

void c_plend1(void) {
  REAL(c_plend1);
  real();
}

void c_plfill(PLINT n, PLFLT_VECTOR x, PLFLT_VECTOR y) {
  REAL(c_plfill);
  real(n, x, y);
}

void c_plinit(void) {
  REAL(c_plinit);
  real();
}

void c_pljoin(PLFLT x1, PLFLT y1, PLFLT x2, PLFLT y2) {
  REAL(c_pljoin);
  real(x1, y1, x2, y2);
}

void c_plline(PLINT n, PLFLT_VECTOR x, PLFLT_VECTOR y) {
  REAL(c_plline);
  real(n, x, y);
}

void c_plptex(PLFLT x, PLFLT y, PLFLT dx, PLFLT dy, PLFLT just,
              PLCHAR_VECTOR text) {
  REAL(c_plptex);
  real(x, y, dx, dy, just, text);
}

void c_plschr(PLFLT def, PLFLT scale) {
  REAL(c_plschr);
  real(def, scale);
}

void c_plscmap0n(PLINT ncol0) {
  REAL(c_plscmap0n);
  real(ncol0);
}

void c_plscol0a(PLINT icol0, PLINT r, PLINT g, PLINT b, PLFLT alpha) {
  REAL(c_plscol0a);
  real(icol0, r, g, b, alpha);
}

void c_plsdev(PLCHAR_VECTOR devname) {
  REAL(c_plsdev);
  real(devname);
}

void c_plsfont(PLINT family, PLINT style, PLINT weight) {
  REAL(c_plsfont);
  real(family, style, weight);
}

void c_plsmem(PLINT maxx, PLINT maxy, PLPointer plotmem) {
  REAL(c_plsmem);
  real(maxx, maxy, plotmem);
}

void c_plspage(PLFLT xp, PLFLT yp, PLINT xleng, PLINT yleng, PLINT xoff,
               PLINT yoff) {
  REAL(c_plspage);
  real(xp, yp, xleng, yleng, xoff, yoff);
}

void c_plspause(PLBOOL pause) {
  REAL(c_plspause);
  real(pause);
}

void c_plstyl(PLINT nms, PLINT_VECTOR mark, PLINT_VECTOR space) {
  REAL(c_plstyl);
  real(nms, mark, space);
}

void c_plvpor(PLFLT xmin, PLFLT xmax, PLFLT ymin, PLFLT ymax) {
  REAL(c_plvpor);
  real(xmin, xmax, ymin, ymax);
}

void c_plwidth(PLFLT width) {
  REAL(c_plwidth);
  real(width);
}

void c_plwind(PLFLT xmin, PLFLT xmax, PLFLT ymin, PLFLT ymax) {
  REAL(c_plwind);
  real(xmin, xmax, ymin, ymax);
}

void plgDevs(PLCHAR_VECTOR **p_menustr, PLCHAR_VECTOR **p_devname,
             int *p_ndev) {
  REAL(plgDevs);
  real(p_menustr, p_devname, p_ndev);
}

void plsError(PLINT_NC_SCALAR errcode, PLCHAR_NC_VECTOR errmsg) {
  REAL(plsError);
  real(errcode, errmsg);
}

void plsexit(int (*handler)(PLCHAR_VECTOR)) {
  REAL(plsexit);
  real(handler);
}

void plsabort(void (*handler)(PLCHAR_VECTOR)) {
  REAL(plsabort);
  real(handler);
}

void plsfile(FILE *file) {
  REAL(plsfile);
  real(file);
}
