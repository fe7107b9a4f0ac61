/* decimal.h - numbers as text, exactly and whatever the locale. */
#ifndef CORE_FORMAT_DECIMAL_H
#define CORE_FORMAT_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

/* Reads all of text[0..n) as a decimal number: sign, digits, `point` ('.' or
 * ','), exponent. *value is the double that strtod gives in the C locale: an
 * exponent too large gives infinity. False, with *value unchanged, for
 * anything else: blanks, words such as nan and inf, hexadecimal, nothing. */
bool decimal_read(const char *text, size_t n, char point, double *value);

/* Does the double that decimal_read gave for this text lack digits that may
 * matter: is the text a whole number written out that no double equals, or one
 * too large for any? Meant for identifiers, which are as good as lost then. */
bool decimal_loses_digits(const char *text, size_t n, double value);

/* The number that [p, end) begins with, if it is a plain one: a sign '-' or none,
 * digits, a point or none, 18 digits at most in all that make at most 2^53. Gives
 * where it ends; NULL, with *value unchanged, for what decimal_read has to look
 * at. */
const char *decimal_begins(const char *p, const char *end, char point,
                           double *value);

#endif
