/* foreign_table.h - tables in databases and workbooks, read by plug-ins.
 *
 * A plug-in turns the table into comma-separated text with quotes and '.' as
 * decimal point, so that names, types, dates and missing values have one
 * reader. The plug-in only sees a path; who may open it is decided before.
 */
#ifndef CORE_FORMAT_FOREIGN_TABLE_H
#define CORE_FORMAT_FOREIGN_TABLE_H

#include "core/status.h"

typedef struct ForeignRequest {
  const char *path;
  const char *name;  /* of the table or sheet; NULL: the only or first one */
  const char *query; /* SQL instead of a table; NULL: none */
  size_t number;     /* of the sheet, from 1; 0: by name */
  size_t most_rows;  /* besides the names */
  size_t most_bytes; /* of the text */
  StopFlag stop;
} ForeignRequest;

enum { FOREIGN_COLUMNS = 16384, FOREIGN_MESSAGE = 1000 };

typedef struct ForeignTable {
  char *text; /* from malloc; the caller frees it, also after a failure */
  size_t n, room;
  unsigned char is_text[FOREIGN_COLUMNS]; /* columns with a value stored as
                                             text, whatever it looks like */
  char name[FOREIGN_MESSAGE];    /* of the table or sheet that was read */
  char others[FOREIGN_MESSAGE];  /* names of the others, quoted; or "" */
  char message[FOREIGN_MESSAGE]; /* what is wrong, for STATUS_RANGE */
} ForeignTable;

/* STATUS_RANGE: see the message. STATUS_MEMORY: more than most_bytes.
 * STATUS_STOPPED. */
typedef Status ForeignReader(ForeignTable *out, const ForeignRequest *request);

#define FOREIGN_SQLITE_ENTRY "mlrepl_sqlite_read"
#define FOREIGN_XLSX_ENTRY   "mlrepl_xlsx_read"

#endif
