#include "plugins/xlsx_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "core/calendar.h"
#include "core/format/date_text.h"
#include "plugins/csv_text.h"

typedef struct Row {
  size_t end;           /* of its line in the text, without the line feed */
  size_t columns, full; /* up to the last value; with a value */
} Row;

typedef struct Sheet {
  ForeignTable *out; /* lines that all begin at column A */
  const XlsxBook *book;
  const ForeignRequest *request;
  Row *row;
  size_t rows, row_room;
  size_t first, last; /* columns with values, from 0; last + 1 */
  size_t column;      /* of the cell */
  size_t next;        /* column of a cell without a reference */
  char type;          /* of the cell: n s i (inline) t (str) b e d */
  size_t style;
  bool in_value;
  XlsxTexts value; /* of the cell, as it is written */
  bool stopped;    /* enough rows, or out of memory */
  Status status;
} Sheet;

static void stop(Sheet *s, StatusCode code) {
  s->stopped = true;
  s->status = status_error(code, 0, 0, 0);
}

/* -- rows ------------------------------------------------------------------- */

static void end_row(Sheet *s) {
  if (s->rows) s->row[s->rows - 1].end = s->out->n;
}

/* Adds an empty row. */
static bool add_row(Sheet *s) {
  end_row(s);
  if (s->rows == s->row_room) {
    const size_t room = s->row_room ? 2 * s->row_room : 256;
    Row *rows = realloc(s->row, room * sizeof *rows);
    if (!rows) return false;
    s->row = rows;
    s->row_room = room;
  }
  s->row[s->rows++] = (Row){s->out->n, 0, 0};
  return true;
}

/* Adds rows up to that number, from 1; sheets leave out empty ones. */
static void start_row(Sheet *s, const char *number) {
  enum { MOST_ROWS = 1048576 };
  s->next = 0;
  size_t r = number ? strtoul(number, NULL, 10) : s->rows + 1;
  if (r > MOST_ROWS || r <= s->rows) r = s->rows + 1;
  /* With names, a title and blank rows; the reader counts again. */
  if (s->request->most_rows < MOST_ROWS && r > s->request->most_rows + 100) {
    s->stopped = true;
    return;
  }
  while (s->rows < r)
    if (!add_row(s)) {
      stop(s, STATUS_MEMORY);
      return;
    }
}

/* -- cells ------------------------------------------------------------------ */

/* The column of a reference such as AB12, from 0. */
static size_t column_of(const char *reference, size_t next) {
  size_t column = 0;
  const char *p = reference;
  for (; p && *p >= 'A' && *p <= 'Z'; p++)
    column = column * 26 + (size_t)(*p - 'A') + 1;
  return p && p > reference && column <= FOREIGN_COLUMNS ? column - 1 : next;
}

static void start_cell(Sheet *s, const XML_Char **attributes) {
  const char *type = xlsx_zip_attribute(attributes, "t");
  const char *style = xlsx_zip_attribute(attributes, "s");
  s->column = column_of(xlsx_zip_attribute(attributes, "r"), s->next);
  s->next = s->column + 1;
  s->type = !type                        ? 'n'
            : !strcmp(type, "inlineStr") ? 'i'
            : !strcmp(type, "str")       ? 't'
                                         : *type;
  s->style = style ? strtoul(style, NULL, 10) : 0;
  s->value.n = 0;
}

/* Days since the start of 1900, with the 29th of February 1900 that Excel
 * counts, or since 1904. */
static double seconds_of(const Sheet *s, double days) {
  enum { UNIX_DAY = 25569, FROM_1904 = 1462 };
  if (s->book->from_1904) days += FROM_1904;
  if (days < 60) days += 1; /* before the day that Excel counts too many */
  const double seconds = (days - UNIX_DAY) * CALENDAR_DAY;
  const double near = (double)(long long)(seconds + (seconds < 0 ? -0.5 : 0.5));
  const double off = seconds - near;
  return off < 1e-4 && off > -1e-4 ? near : seconds;
}

static bool put_date(Sheet *s, double days) {
  char text[DATE_TEXT_ROOM];
  const double seconds = seconds_of(s, days);
  const size_t n =
    days >= 0 && days < 1 /* a time of day */
      ? date_text_write_time(text, days * CALENDAR_DAY, DATE_TEXT_SECONDS)
      : date_text_write(text, seconds, date_text_form(seconds));
  return n ? csv_text_add(s->out, s->request->most_bytes, text, n)
           : csv_text_number(s->out, s->request->most_bytes, days);
}

/* Sheets have the shortest or 17 digits of a double. */
static bool put_number(Sheet *s, const char *text, size_t n) {
  char *end;
  const double x = strtod(text, &end);
  if (end != text + n)
    return csv_text_quoted(s->out, s->request->most_bytes, text, n);
  if (s->style < s->book->styles && s->book->is_date[s->style] && x >= 0)
    return put_date(s, x);
  return csv_text_number(s->out, s->request->most_bytes, x);
}

static bool put_shared(Sheet *s, const char *text) {
  size_t n;
  const char *shared = xlsx_book_text(s->book, strtoul(text, NULL, 10), &n);
  return csv_text_quoted(s->out, s->request->most_bytes, shared, n);
}

static bool put_value(Sheet *s, const char *text, size_t n) {
  const size_t most = s->request->most_bytes;
  switch (s->type) {
  case 's': return put_shared(s, text);
  case 'b':
    return *text == '1' ? csv_text_add(s->out, most, "True", 4)
                        : csv_text_add(s->out, most, "False", 5);
  case 'n': return put_number(s, text, n);
  default: return csv_text_quoted(s->out, most, text, n);
  }
}

/* Errors such as #N/A are missing values. */
static void end_cell(Sheet *s) {
  const size_t n = s->value.n;
  if (!n || s->type == 'e' || !s->rows) return;
  Row *row = &s->row[s->rows - 1];
  if (s->column < row->columns || s->column >= FOREIGN_COLUMNS)
    return; /* a cell twice: the first counts */
  s->value.bytes[n] = 0;
  const size_t commas = row->columns ? s->column + 1 - row->columns : s->column;
  for (size_t i = 0; i < commas; i++)
    if (!csv_text_add(s->out, s->request->most_bytes, ",", 1)) {
      stop(s, STATUS_MEMORY);
      return;
    }
  if (!put_value(s, s->value.bytes, n)) stop(s, STATUS_MEMORY);
  if (s->column < s->first) s->first = s->column;
  row->columns = s->column + 1;
  row->full++;
  if (row->columns > s->last) s->last = row->columns;
}

/* -- XML -------------------------------------------------------------------- */

static void on_start(void *data, const XML_Char *name,
                     const XML_Char **attributes) {
  Sheet *s = data;
  if (s->stopped) return;
  name = xlsx_zip_local(name);
  if (!strcmp(name, "row"))
    start_row(s, xlsx_zip_attribute(attributes, "r"));
  else if (!strcmp(name, "c"))
    start_cell(s, attributes);
  else if (!strcmp(name, "v") || !strcmp(name, "t"))
    s->in_value = true;
}

static void on_end(void *data, const XML_Char *name) {
  Sheet *s = data;
  if (s->stopped) return;
  name = xlsx_zip_local(name);
  if (!strcmp(name, "v") || !strcmp(name, "t")) s->in_value = false;
  if (!strcmp(name, "c")) end_cell(s);
}

static void on_text(void *data, const XML_Char *text, int n) {
  Sheet *s = data;
  if (s->in_value && !s->stopped && !xlsx_book_add(&s->value, text, (size_t)n))
    stop(s, STATUS_MEMORY);
}

/* -- the text --------------------------------------------------------------- */

/* Removes the empty columns on the left and fills up those on the right. */
static bool assemble(const Sheet *s, ForeignTable *lines) {
  const size_t most = s->request->most_bytes;
  bool table = s->last - s->first < 2;
  size_t start = 0;
  for (size_t i = 0; i < s->rows; i++) {
    const Row *r = &s->row[i];
    table = table || r->full > 1;
    const size_t skipped = r->full ? s->first : 0;
    if (!csv_text_add(s->out, most, lines->text + start + skipped,
                      r->end - start - skipped))
      return false;
    for (size_t j = r->columns; table && r->full && j < s->last; j++)
      if (!csv_text_add(s->out, most, ",", 1)) return false;
    if (!csv_text_add(s->out, most, "\n", 1)) return false;
    start = r->end;
  }
  return true;
}

static Status finish(Sheet *s) {
  ForeignTable *lines = malloc(sizeof *lines);
  if (!lines) return status_error(STATUS_MEMORY, 0, 0, 0);
  end_row(s);
  *lines = *s->out;
  s->out->text = NULL;
  s->out->n = s->out->room = 0;
  const bool good = assemble(s, lines);
  free(lines->text);
  free(lines);
  return good ? status_ok() : status_error(STATUS_MEMORY, 0, 0, 0);
}

Status xlsx_sheet_read(ForeignTable *out, XlsxZip *zip, const XlsxBook *book,
                       const char *path, const ForeignRequest *request) {
  Sheet s = {
    .out = out, .book = book, .request = request, .first = FOREIGN_COLUMNS};
  const XlsxHandlers on = {on_start, on_end, on_text, &s, &s.stopped};
  Status status =
    xlsx_zip_parse(zip, path, &on, request->most_bytes, request->stop);
  if (!status.code) status = s.status;
  if (!status.code && s.last == 0)
    status = csv_text_fail(out, "sheet \"%s\" is empty", out->name);
  if (!status.code) status = finish(&s);
  free(s.row);
  free(s.value.bytes);
  free(s.value.end);
  return status;
}
