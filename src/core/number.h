/* number.h - numbers as text, exactly and whatever the locale. */
#ifndef CORE_NUMBER_H
#define CORE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Reads all of text[0..n) as a decimal number: sign, digits, `point` ('.' or
 * ','), exponent. *value is the double that strtod gives in the C locale: an
 * exponent too large gives infinity. False, with *value unchanged, for
 * anything else: blanks, words such as nan and inf, hexadecimal, nothing. */
bool number_read(const char *text, size_t n, char point, double *value);

#endif
