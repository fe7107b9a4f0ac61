/* formula_names.h - the names of signs in LaTeX. */
#ifndef PLOT_FIGURE_FORMULA_NAMES_H
#define PLOT_FIGURE_FORMULA_NAMES_H

#include <stddef.h>

/* The sign, or the combining accent, with this name of n letters; 0: none. */
unsigned long formula_names_sign(const char *name, size_t n);
unsigned long formula_names_accent(const char *name, size_t n);

#endif
