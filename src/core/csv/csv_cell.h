/* csv_cell.h - what one field means: a number, a date, a truth value, text. */
#ifndef CORE_CSV_CSV_CELL_H
#define CORE_CSV_CSV_CELL_H

#include "core/csv/csv.h"

typedef struct CsvWords { /* a list of strings */
  const char *const *word;
  const size_t *length;
  size_t n;
} CsvWords;

/* The order of day and month in 1/2/2024; decided for a whole column unless
 * given. */
typedef enum CsvDates {
  CSV_DATES_GUESS,
  CSV_DATES_DMY,
  CSV_DATES_MDY
} CsvDates;

/* How to read a field. */
typedef struct CsvNumbers {
  char point;            /* decimal point: '.' or ',' */
  const char *thousands; /* the thousands separator; NULL: none */
  size_t thousands_length;
  CsvDates dates;
  CsvWords missing; /* words for a missing value, besides the empty field */
} CsvNumbers;

typedef enum CsvKind {
  CSV_MISSING,
  CSV_NUMBER,
  CSV_BOOLEAN, /* True and False, in three spellings: 1 and 0 */
  CSV_DATE,    /* seconds since 1970 */
  CSV_SLASHED, /* a date in an order that is not known yet */
  CSV_TIME,    /* seconds since midnight */
  CSV_UNIT,    /* a number with a currency or percent sign: the number */
  CSV_TEXT
} CsvKind;

typedef struct CsvCell {
  CsvKind kind;
  double value;     /* nan for missing values and texts */
  const char *unit; /* of CSV_UNIT, from a list of constants */
  bool lossy; /* an integer that the double does not hold exactly, or infinity
                 from an exponent that is too large */
  bool dmy, mdy; /* of CSV_SLASHED: the orders that give a date. The value is
                    that of dmy unless only mdy gives one. */
  bool code;     /* an integer with leading zeros, usually an identifier */
} CsvCell;

/* NA N/A nan null ? #N/A <NA> and common variants in spelling. */
extern const CsvWords csv_missing;

bool csv_is_missing(const CsvWords *missing, CsvField f);
/* Is the field a number or inf, quoted or not? */
bool csv_number(const CsvNumbers *how, CsvField f, double *value);
/* The same for a number with a currency or percent sign before or after it. */
const char *csv_unit(const CsvNumbers *how, CsvField f, double *value);
CsvCell csv_cell(const CsvNumbers *how, CsvField f);

#endif
