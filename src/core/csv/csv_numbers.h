/* csv_numbers.h - guesses how the numbers of a text are written. */
#ifndef CORE_CSV_CSV_NUMBERS_H
#define CORE_CSV_CSV_NUMBERS_H

#include "core/csv/csv_table.h"

typedef struct CsvNumbersGuess {
  char point;
  const char *thousands; /* a constant, or NULL */
  CsvField example;      /* the first number with groups */
  bool close; /* all commas are before three digits: 1,234 might have groups */
  CsvField comma; /* the first number that is close */
} CsvNumbersGuess;

/* Looks at the first 10 000 fields. The decimal point is ',' if the separator
 * is not a comma and more fields are numbers with a decimal comma than with a
 * point; else '.'. Groups of thousands are found in numbers that have no other
 * reading; groups separated by blanks only if the number has decimal places or
 * a unit, because they may be telephone numbers. A point or separator that the
 * format gives is kept. */
CsvNumbersGuess csv_numbers_guess(const char *text, size_t n,
                                  const CsvFormat *format);

#endif
