#include "plugins/xlsx_zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

XlsxZip *xlsx_zip_open(const char *path) {
  XlsxZip *zip = calloc(1, sizeof *zip);
  if (!zip) return NULL;
  zip->file = unzOpen64(path);
  if (zip->file) return zip;
  free(zip);
  return NULL;
}

void xlsx_zip_close(XlsxZip *zip) {
  unzClose(zip->file);
  free(zip);
}

bool xlsx_zip_has(XlsxZip *zip, const char *part) {
  enum { ANY_CASE = 2 };
  return unzLocateFile(zip->file, part, ANY_CASE) == UNZ_OK;
}

const char *xlsx_zip_local(const char *name) {
  const char *colon = strrchr(name, ':');
  return colon ? colon + 1 : name;
}

const char *xlsx_zip_attribute(const XML_Char **attributes, const char *name) {
  for (; *attributes; attributes += 2)
    if (!strcmp(xlsx_zip_local(attributes[0]), name)) return attributes[1];
  return NULL;
}

static Status parse_blocks(XlsxZip *zip, XML_Parser parser, size_t most,
                           const bool *stopped, StopFlag stop) {
  enum { BLOCK = 65536 };
  for (size_t total = 0;;) {
    void *block = XML_GetBuffer(parser, BLOCK);
    if (!block) return status_error(STATUS_MEMORY, 0, 0, 0);
    const int n = unzReadCurrentFile(zip->file, block, BLOCK);
    if (n < 0) return status_error(STATUS_SYNTAX, 0, 0, 0);
    total += (size_t)n;
    if (total > most) return status_error(STATUS_MEMORY, 0, 0, 0);
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, 0, 0);
    const enum XML_Status s = XML_ParseBuffer(parser, n, n == 0);
    if (stopped && *stopped) return status_ok();
    if (s != XML_STATUS_OK) return status_error(STATUS_SYNTAX, 0, 0, 0);
    if (n == 0) return status_ok();
  }
}

Status xlsx_zip_parse(XlsxZip *zip, const char *part, const XlsxHandlers *on,
                      size_t most, StopFlag stop) {
  snprintf(zip->part, sizeof zip->part, "%s", part);
  if (!xlsx_zip_has(zip, part)) return status_ok();
  if (unzOpenCurrentFile(zip->file) != UNZ_OK)
    return status_error(STATUS_SYNTAX, 0, 0, 0);
  XML_Parser parser = XML_ParserCreate(NULL);
  Status s = status_error(STATUS_MEMORY, 0, 0, 0);
  if (parser) {
    XML_SetUserData(parser, on->data);
    XML_SetElementHandler(parser, on->start, on->end);
    XML_SetCharacterDataHandler(parser, on->text);
    s = parse_blocks(zip, parser, most, on->stopped, stop);
    XML_ParserFree(parser);
  }
  /* It reports a wrong checksum. */
  const bool whole = !on->stopped || !*on->stopped;
  if (unzCloseCurrentFile(zip->file) != UNZ_OK && !s.code && whole)
    s = status_error(STATUS_SYNTAX, 0, 0, 0);
  return s;
}
