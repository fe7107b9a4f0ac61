#include "plugins/xlsx_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Loading {
  XlsxBook *book;
  bool in_item, in_text, phonetic, in_formats;
  bool failed;       /* out of memory */
  char *date_format; /* one byte per number of a custom format */
} Loading;

enum { FORMATS = 65536 };

/* -- growing ---------------------------------------------------------------- */

/* Makes room for `n` elements; false without memory. */
static bool grow(void **block, size_t *room, size_t n, size_t size) {
  if (n <= *room) return true;
  size_t more = *room ? *room : 64;
  while (more < n) more *= 2;
  void *larger = realloc(*block, more * size);
  if (!larger) return false;
  *block = larger;
  *room = more;
  return true;
}

bool xlsx_book_add(XlsxTexts *t, const char *bytes, size_t n) {
  void *block = t->bytes;
  if (!grow(&block, &t->room, t->n + n + 1, 1)) return false;
  t->bytes = block;
  memcpy(t->bytes + t->n, bytes, n);
  t->n += n;
  return true;
}

bool xlsx_book_end_text(XlsxTexts *t) {
  void *block = t->end;
  if (!grow(&block, &t->count_room, t->count + 1, sizeof *t->end)) return false;
  t->end = block;
  t->end[t->count++] = t->n;
  return true;
}

const char *xlsx_book_text(const XlsxBook *book, size_t i, size_t *n) {
  const XlsxTexts *t = &book->texts;
  *n = 0;
  if (i >= t->count) return "";
  const size_t start = i ? t->end[i - 1] : 0;
  *n = t->end[i] - start;
  return *n ? t->bytes + start : "";
}

void xlsx_book_free(XlsxBook *book) {
  free(book->sheet);
  free(book->texts.bytes);
  free(book->texts.end);
  free(book->is_date);
}

static void nothing(void *data, const XML_Char *name) {
  (void)data;
  (void)name;
}

/* -- xl/workbook.xml -------------------------------------------------------- */

static void add_sheet(Loading *l, const XML_Char **attributes) {
  const char *name = xlsx_zip_attribute(attributes, "name");
  const char *id = NULL;
  for (const XML_Char **a = attributes; *a; a += 2)
    if (strchr(a[0], ':') && !strcmp(xlsx_zip_local(a[0]), "id")) id = a[1];
  XlsxPart *sheets =
    realloc(l->book->sheet, (l->book->sheets + 1) * sizeof *sheets);
  if (!sheets) {
    l->failed = true;
    return;
  }
  l->book->sheet = sheets;
  XlsxPart *s = &sheets[l->book->sheets++];
  snprintf(s->name, sizeof s->name, "%s", name ? name : "");
  snprintf(s->id, sizeof s->id, "%s", id ? id : "");
  s->path[0] = 0;
}

static bool is_true(const char *value) {
  return value && (!strcmp(value, "1") || !strcmp(value, "true"));
}

static void on_workbook(void *data, const XML_Char *name,
                        const XML_Char **attributes) {
  Loading *l = data;
  name = xlsx_zip_local(name);
  if (!strcmp(name, "sheet")) add_sheet(l, attributes);
  if (!strcmp(name, "workbookPr"))
    l->book->from_1904 = is_true(xlsx_zip_attribute(attributes, "date1904"));
}

/* The relations give the file of each sheet. */
static void on_relation(void *data, const XML_Char *name,
                        const XML_Char **attributes) {
  const Loading *l = data;
  const char *id = xlsx_zip_attribute(attributes, "Id");
  const char *target = xlsx_zip_attribute(attributes, "Target");
  if (strcmp(xlsx_zip_local(name), "Relationship") != 0 || !id || !target)
    return;
  const bool absolute = *target == '/';
  for (size_t i = 0; i < l->book->sheets; i++) {
    XlsxPart *s = &l->book->sheet[i];
    if (!strcmp(s->id, id))
      snprintf(s->path, sizeof s->path, "%s%s", absolute ? "" : "xl/",
               target + absolute);
  }
}

/* -- xl/sharedStrings.xml --------------------------------------------------- */

static void on_string(void *data, const XML_Char *name,
                      const XML_Char **attributes) {
  Loading *l = data;
  (void)attributes;
  name = xlsx_zip_local(name);
  if (!strcmp(name, "si")) l->in_item = true;
  if (!strcmp(name, "rPh")) l->phonetic = true;
  if (!strcmp(name, "t")) l->in_text = l->in_item && !l->phonetic;
}

static void on_string_end(void *data, const XML_Char *name) {
  Loading *l = data;
  name = xlsx_zip_local(name);
  if (!strcmp(name, "t")) l->in_text = false;
  if (!strcmp(name, "rPh")) l->phonetic = false;
  if (strcmp(name, "si") != 0) return;
  l->in_item = false;
  if (!xlsx_book_end_text(&l->book->texts)) l->failed = true;
}

static void on_string_text(void *data, const XML_Char *text, int n) {
  Loading *l = data;
  if (l->in_text && !xlsx_book_add(&l->book->texts, text, (size_t)n))
    l->failed = true;
}

/* -- xl/styles.xml ---------------------------------------------------------- */

/* Does a format such as "yyyy\-mm\-dd" show a day or a year? Letters in quotes
 * and brackets do not count. */
static bool shows_date(const char *code) {
  for (const char *p = code; *p; p++) {
    const char close = *p == '"' ? '"' : *p == '[' ? ']' : 0;
    if (close) {
      const char *end = strchr(p + 1, close);
      if (!end) return false;
      p = end;
    } else if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
      p++;
    else if (strchr("dDyY", *p))
      return true;
    else if (!strncmp(p, "General", 7))
      p += 6;
  }
  return false;
}

/* The formats that have numbers but no definition. */
static bool is_date_number(long number) {
  return (number >= 14 && number <= 17) || number == 22 ||
         (number >= 27 && number <= 31) || number == 36 ||
         (number >= 50 && number <= 54) || number == 57 || number == 58;
}

static long number_of(const XML_Char **attributes, const char *key) {
  const char *value = xlsx_zip_attribute(attributes, key);
  const long number = value ? strtol(value, NULL, 10) : 0;
  return number >= 0 && number < FORMATS ? number : 0;
}

static void add_style(Loading *l, long format) {
  bool *styles =
    realloc(l->book->is_date, (l->book->styles + 1) * sizeof *styles);
  if (!styles) {
    l->failed = true;
    return;
  }
  l->book->is_date = styles;
  styles[l->book->styles++] = l->date_format[format]
                                ? l->date_format[format] == 'd'
                                : is_date_number(format);
}

static void on_style(void *data, const XML_Char *name,
                     const XML_Char **attributes) {
  Loading *l = data;
  name = xlsx_zip_local(name);
  if (!strcmp(name, "cellXfs")) l->in_formats = true;
  if (!strcmp(name, "numFmt")) {
    const char *code = xlsx_zip_attribute(attributes, "formatCode");
    l->date_format[number_of(attributes, "numFmtId")] =
      code && shows_date(code) ? 'd' : 'n';
  }
  if (!strcmp(name, "xf") && l->in_formats)
    add_style(l, number_of(attributes, "numFmtId"));
}

static void on_style_end(void *data, const XML_Char *name) {
  if (!strcmp(xlsx_zip_local(name), "cellXfs"))
    ((Loading *)data)->in_formats = false;
}

/* -- all -------------------------------------------------------------------- */

static Status parse_parts(Loading *l, XlsxZip *zip, size_t most,
                          StopFlag stop) {
  const struct {
    const char *part;
    XlsxHandlers on;
  } parts[] = {
    {"xl/workbook.xml", {on_workbook, nothing, NULL, l, &l->failed}},
    {"xl/_rels/workbook.xml.rels", {on_relation, nothing, NULL, l, &l->failed}},
    {"xl/sharedStrings.xml",
     {on_string, on_string_end, on_string_text, l, &l->failed}},
    {"xl/styles.xml", {on_style, on_style_end, NULL, l, &l->failed}}};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    const Status s =
      xlsx_zip_parse(zip, parts[i].part, &parts[i].on, most, stop);
    if (s.code) return s;
    if (l->failed) return status_error(STATUS_MEMORY, 0, 0, 0);
  }
  return status_ok();
}

Status xlsx_book_read(XlsxBook *book, XlsxZip *zip, size_t most,
                      StopFlag stop) {
  Loading l = {.book = book, .date_format = calloc(FORMATS, 1)};
  if (!l.date_format) return status_error(STATUS_MEMORY, 0, 0, 0);
  const Status s = parse_parts(&l, zip, most, stop);
  free(l.date_format);
  return s;
}
