/* number_form.h - how several numbers are printed alike.
 *
 * Each number is printed with the fewest digits that identify it, up to
 * `precision` decimal places, in a common width. All use exponent notation if
 * the largest is at least 1e8, the smallest below 1e-4, or their ratio above
 * 1000. If all numbers are integers, the decimal point is omitted.
 */
#ifndef LUA_ARRAY_NUMBER_FORM_H
#define LUA_ARRAY_NUMBER_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include <lauxlib.h>

enum { NUMBER_FORM_LONGEST = 400 }; /* characters of a number */

typedef struct NumberForm {
  int precision;    /* the most decimal places */
  size_t line;      /* line width, for those who wrap lines */
  double low, high; /* range of the magnitudes */
  bool whole;       /* are all numbers integers? */
  bool exponent;
  int behind; /* decimal places, the maximum over all numbers */
  int before; /* characters before the decimal point, the maximum */
  int after;  /* characters of the exponent, the maximum */
  int word;   /* width of the widest nan or inf */
} NumberForm;

/* Show all numbers to the form, choose the notation, show all again for their
 * widths, and end. */
NumberForm number_form_begin(int precision, size_t line);
void number_form_range(NumberForm *f, double x);
void number_form_choose(NumberForm *f);
void number_form_fit(NumberForm *f, double x);
void number_form_end(NumberForm *f);

/* The common width of all numbers. */
size_t number_form_width(const NumberForm *f);

/* Adds x to the buffer, aligned at the decimal point and padded on both sides.
 * In exponent notation all have the same number of digits. Returns the
 * width. */
size_t number_form_add(const NumberForm *f, luaL_Buffer *b, double x);

#endif
