#include "core/csv/csv_table.h"

#include <stdint.h>

#include "core/csv/csv_blocks.h"
#include "core/csv/csv_header.h"
#include "core/csv/csv_rows.h"
#include "core/simd.h"

Status csv_width(CsvTable *table, const char *text, size_t n,
                 const CsvFormat *format) {
  CsvReader r = csv_reader(text, n, format->syntax);
  CsvField f;
  table->columns = table->trailing = 0;
  if (!csv_row(&r)) return status_ok();
  do {
    Status s = csv_field(&r, &f);
    if (s.code) return s;
    if (!csv_is_trailing(f) || f.column == 0) table->columns = f.column + 1;
  } while (!f.last);
  table->trailing = f.column + 1 - table->columns;
  table->columns += format->row_names;
  return status_ok();
}

/* A row begins after a line end. Branch-free, so that it is vectorized. */
FOR_EACH_PROCESSOR size_t csv_most_starts(const char *p, size_t n) {
  const char *before = p - 1;
  size_t count = 0;
  for (size_t i = 0; i < n; i++)
    count += (before[i] == '\n') | ((before[i] == '\r') & (p[i] != '\n'));
  return count;
}

size_t csv_most_rows(const char *text, size_t n) {
  return 1 + (n ? csv_most_starts(text + 1, n - 1) : 0);
}

size_t csv_rows_end(const char *text, size_t n, const CsvFormat *format,
                    size_t rows) {
  CsvReader r = csv_reader(text, n, format->syntax);
  CsvField f;
  while (rows-- > 0 && csv_row(&r)) {
    do
      if (csv_field(&r, &f).code) return n;
    while (!f.last);
  }
  return (size_t)(r.at - text);
}

/* -- the survey ----------------------------------------------------------- */

/* The first row was read separately: is it a header or data? */
static void settle_header(CsvTable *table, CsvColumn *columns,
                          const CsvFormat *format) {
  table->header = format->header == CSV_HEADER_YES || format->row_names;
  table->numeric_header = false;
  if (format->header == CSV_HEADER_GUESS && !format->row_names)
    table->header = csv_header_guess(table, columns, &table->numeric_header);
  for (size_t j = 0; j < table->columns; j++) {
    if (!table->header) csv_column_join_first(&columns[j], table->rows);
    csv_column_settle(&columns[j], table->rows - table->header);
  }
  if (table->header) table->rows -= table->rows > 0;
}

size_t csv_survey_scratch(size_t n, size_t columns) {
  return csv_blocks_scratch(n, columns);
}

Status csv_survey(CsvTable *table, CsvColumn *columns, const char *text,
                  size_t n, const CsvFormat *format, size_t most,
                  CsvColumn *scratch, StopFlag stop) {
  const CsvRowsTask task = csv_rows_task(text, format, table->columns, stop);
  CsvRows first = {.reader = csv_reader(text, n, format->syntax),
                   .columns = columns};
  for (size_t j = 0; j < table->columns; j++) csv_column_clear(&columns[j]);
  Status s = csv_rows_first(&first, &task);
  if (s.code) return s;
  CsvRows rest = {.reader = first.reader, .columns = columns};
  if (scratch && most == SIZE_MAX)
    s = csv_blocks_read(&rest, &task, scratch);
  else if (most > first.count)
    s = csv_rows_read(&rest, &task, rest.reader.end, most - first.count);
  if (s.code) return s;
  table->rows = first.count + rest.count;
  table->broken = first.broken.count ? first.broken : rest.broken;
  table->broken.count = first.broken.count + rest.broken.count;
  settle_header(table, columns, format);
  return status_ok();
}
