/* csv_blocks.h - rows of a table by several threads.
 *
 * The text is cut into blocks of bytes; a row belongs to the block in which it
 * begins. Where the first row of a block begins depends on all quotes before it,
 * so each thread guesses: at the first line that has as many fields as the table
 * has columns. When all blocks are read, those that do not begin where the rows
 * before them end are read again.
 */
#ifndef CORE_CSV_CSV_BLOCKS_H
#define CORE_CSV_CSV_BLOCKS_H

#include "core/csv/csv_rows.h"

/* How many columns are needed as scratch to read n bytes. */
size_t csv_blocks_scratch(size_t n, size_t columns);

/* csv_rows_read for all rows, with the same result for any number of threads.
 * The reader is after a first row, and no row has been read since. */
Status csv_blocks_read(CsvRows *rows, const CsvRowsTask *task,
                       CsvColumn *scratch);

#endif
