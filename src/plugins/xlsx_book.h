/* xlsx_book.h - what all sheets of a workbook share: their list, the texts and
 * which formats are dates. */
#ifndef PLUGINS_XLSX_BOOK_H
#define PLUGINS_XLSX_BOOK_H

#include "plugins/xlsx_zip.h"

typedef struct XlsxPart {
  char name[256];
  char id[64];
  char path[300]; /* in the archive */
} XlsxPart;

/* Strings of any length, one after the other. */
typedef struct XlsxTexts {
  char *bytes;
  size_t n, room;
  size_t *end; /* of each string */
  size_t count, count_room;
} XlsxTexts;

typedef struct XlsxBook {
  XlsxPart *sheet;
  size_t sheets;
  bool from_1904; /* day 0 is 1904-01-01 */
  XlsxTexts texts;
  bool *is_date; /* by the number of a cell's style */
  size_t styles;
} XlsxBook;

/* The book is zero before; also after a failure xlsx_book_free must be
 * called. */
Status xlsx_book_read(XlsxBook *book, XlsxZip *zip, size_t most, StopFlag stop);
void xlsx_book_free(XlsxBook *book);

bool xlsx_book_add(XlsxTexts *t, const char *bytes, size_t n);
bool xlsx_book_end_text(XlsxTexts *t);
const char *xlsx_book_text(const XlsxBook *book, size_t i, size_t *n);

#endif
