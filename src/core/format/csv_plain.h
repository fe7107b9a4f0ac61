/* csv_plain.h - rows of nothing but plain numbers, by several threads. */
#ifndef CORE_FORMAT_CSV_PLAIN_H
#define CORE_FORMAT_CSV_PLAIN_H

#include "core/format/csv_table.h"

/* Reads all rows from the reader's on, except for a last one without a line end,
 * into columns[j].values, and counts them. The reader is at the beginning of a
 * row after the first, and no column has a kind yet. Returns false, and leaves
 * all but the values as it was, if a field is anything but a plain number, if
 * there are more than `most` rows in the table, if the flag is set, or if
 * several threads would not pay: then the caller reads the rows one by one. */
bool csv_plain_rows(CsvReader *r, CsvTable *table, CsvColumn *columns,
                    const CsvFormat *format, size_t most, StopFlag stop);

/* Is the number at p written like an identifier, as in 007? */
static inline bool csv_is_code(const char *p, const char *end) {
  return *p == '0' && end - p > 1 && p[1] >= '0' && p[1] <= '9';
}

#endif
