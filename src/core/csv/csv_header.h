/* csv_header.h - is the first row of a table a header? */
#ifndef CORE_CSV_CSV_HEADER_H
#define CORE_CSV_CSV_HEADER_H

#include "core/csv/csv_table.h"

/* Decides by the first row and the others, which must have been read
 * (csv_survey). *numeric is set if the names are numbers and the values do not
 * show that they are names, as for years. */
bool csv_header_guess(const CsvTable *table, const CsvColumn *columns,
                      bool *numeric);

#endif
