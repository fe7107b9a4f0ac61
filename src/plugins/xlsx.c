/* xlsx.c - the plug-in mlrepl-xlsx.so: reads a sheet of a workbook
 * (core/format/foreign_table.h; ECMA-376, Office Open XML).
 *
 * A workbook is a zip archive of XML files. The sheet has its numbers, formats
 * by number in xl/styles.xml and most texts by number in xl/sharedStrings.xml.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plugins/csv_text.h"
#include "plugins/xlsx_book.h"
#include "plugins/xlsx_sheet.h"
#include "plugins/xlsx_zip.h"

static Status fail_other(XlsxZip *zip, ForeignTable *out) {
  if (xlsx_zip_has(zip, "content.xml"))
    return csv_text_fail(out, "this is an OpenDocument file; save it as CSV or "
                              ".xlsx in a spreadsheet program");
  if (xlsx_zip_has(zip, "xl/workbook.bin"))
    return csv_text_fail(out, "this is a binary workbook (.xlsb); save it as "
                              ".xlsx");
  return csv_text_fail(out, "this is a zip archive, not a workbook (.xlsx); "
                            "unpack it first");
}

/* The sheet asked for, from 0; its number or name is in the request. */
static Status choose_sheet(const XlsxBook *book, ForeignTable *out,
                           const ForeignRequest *request, size_t *chosen) {
  *chosen = book->sheets;
  for (size_t i = 0; i < book->sheets; i++) {
    const char *name = book->sheet[i].name;
    const bool wanted = request->number ? request->number == i + 1
                        : request->name ? !strcasecmp(name, request->name)
                                        : i == 0;
    if (wanted && *chosen == book->sheets)
      *chosen = i;
    else
      csv_text_other(out, name);
  }
  if (!book->sheets) return csv_text_fail(out, "the workbook has no sheets");
  if (*chosen < book->sheets) return status_ok();
  if (request->number)
    return csv_text_fail(out, "no sheet %zu; the sheets are %s",
                         request->number, out->others);
  return csv_text_fail(out, "no sheet \"%s\"; the sheets are %s", request->name,
                       out->others);
}

static Status read_book(XlsxZip *zip, XlsxBook *book, ForeignTable *out,
                        const ForeignRequest *request) {
  size_t chosen = 0;
  if (!xlsx_zip_has(zip, "xl/workbook.xml")) return fail_other(zip, out);
  Status s = xlsx_book_read(book, zip, request->most_bytes, request->stop);
  if (!s.code) s = choose_sheet(book, out, request, &chosen);
  if (s.code) return s;
  const XlsxPart *sheet = &book->sheet[chosen];
  strncpy(out->name, sheet->name, sizeof out->name - 1);
  return xlsx_sheet_read(out, zip, book, sheet->path, request);
}

/* The entry of the plug-in. */
ForeignReader mlrepl_xlsx_read;

Status mlrepl_xlsx_read(ForeignTable *out, const ForeignRequest *request) {
  XlsxBook book = {0};
  XlsxZip *zip = xlsx_zip_open(request->path);
  if (!zip) return csv_text_fail(out, "the zip archive is damaged");
  Status s = read_book(zip, &book, out, request);
  if (s.code == STATUS_SYNTAX)
    s = csv_text_fail(out, "the workbook is damaged (%s)", zip->part);
  xlsx_book_free(&book);
  xlsx_zip_close(zip);
  return s;
}
