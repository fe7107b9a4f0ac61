/* formula.h - the notation of formulas in titles and labels.
 *
 * `x_0`, `w_{ij}`, `x^2` and `e^{-x^2}` are subscripts and superscripts, also
 * nested. In plain text an underscore counts only after a single letter, so
 * that mean_radius is kept; between two `$`, as in LaTeX, it always counts.
 * `\alpha`, `\partial`, `\leq`, ... are signs, `\hat{y}` and `\bar{x}` accents,
 * `\frac{a}{b}` is a/b, `\sqrt{x}` is √x. Unknown names are kept.
 */
#ifndef PLOT_FIGURE_FORMULA_H
#define PLOT_FIGURE_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

enum { FORMULA_DEPTH = 4 }; /* of nested levels; deeper ones are not shifted */

typedef struct FormulaLetter {
  unsigned long letter;
  unsigned char depth;  /* 0: on the line */
  unsigned char raised; /* bit k: level k + 1 is raised, not lowered */
} FormulaLetter;

/* Reads at most `most` characters of any bytes; returns their number. Invalid
 * UTF-8 becomes U+FFFD, control characters become spaces. */
size_t formula_read(FormulaLetter *out, size_t most, const char *text);

/* The length in bytes of the first part of a text that can be on a line of its
 * own: up to a space outside of formulas and braces. */
size_t formula_word(const char *text);

#endif
