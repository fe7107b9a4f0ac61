/* csv_rows.h - reads rows of a table into its columns. */
#ifndef CORE_CSV_CSV_ROWS_H
#define CORE_CSV_CSV_ROWS_H

#include "core/csv/csv_table.h"

/* How the rows of a table are read. */
typedef struct CsvRowsTask {
  const char *text; /* from which the starts of fields count */
  const CsvFormat *format;
  size_t width; /* columns */
  bool plain;   /* no word for a missing value is a number or a date */
  StopFlag stop;
} CsvRowsTask;

/* Rows read one after the other. */
typedef struct CsvRows {
  CsvReader reader; /* at the beginning of the next row */
  CsvColumn *columns;
  size_t place, count; /* the values of these rows are [place, place + count) */
  CsvBroken broken;
} CsvRows;

CsvRowsTask csv_rows_task(const char *text, const CsvFormat *format,
                          size_t width, StopFlag stop);

/* Reads the first row of the table, if there is one, into the columns. */
Status csv_rows_first(CsvRows *rows, const CsvRowsTask *task);

/* Reads the rows that begin before `end`, but no more than `most`, and goes to
 * the beginning of the next one. Lines in columns and in the status count as in the
 * reader. */
Status csv_rows_read(CsvRows *rows, const CsvRowsTask *task, const char *end,
                     size_t most);

#endif
