/* xlsx_sheet.h - the cells of a sheet as comma-separated text. */
#ifndef PLUGINS_XLSX_SHEET_H
#define PLUGINS_XLSX_SHEET_H

#include "core/format/foreign_table.h"
#include "plugins/xlsx_book.h"

/* Each row of the sheet becomes a line with as many fields, beginning at the
 * first column that has values. Rows before the first one with two values are
 * shorter, so that a title can be told from the table. */
Status xlsx_sheet_read(ForeignTable *out, XlsxZip *zip, const XlsxBook *book,
                       const char *path, const ForeignRequest *request);

#endif
