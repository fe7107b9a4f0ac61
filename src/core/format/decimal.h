/* decimal.h - exact, locale-independent parsing of decimal numbers.
 *
 * Used instead of strtod_l because fields are not NUL-terminated and the point
 * may be a comma. Also three times as fast.
 */
#ifndef CORE_FORMAT_DECIMAL_H
#define CORE_FORMAT_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

/* Reads all of text[0..n) as a decimal number: sign, digits, `point` ('.' or
 * ','), exponent. *value is the double that strtod returns in the C locale:
 * infinity if the exponent is too large. Returns false and leaves *value
 * unchanged for anything else: blanks, words such as nan and inf, hexadecimal,
 * an empty text. */
bool decimal_read(const char *text, size_t n, char point, double *value);

/* Is the text an integer that its double does not represent exactly? Such
 * columns are usually identifiers. */
bool decimal_loses_digits(const char *text, size_t n, double value);

/* Reads the number at the start of [p, end) if it is a simple one: optional '-',
 * at most 19 digits with an optional point and exponent, and no integer above
 * 2^53. Returns its end, or NULL with *value unchanged: then use decimal_read. */
const char *decimal_begins(const char *p, const char *end, char point,
                           double *value);

#endif
