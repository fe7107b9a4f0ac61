/* xlsx_zip.h - the XML files in a workbook. */
#ifndef PLUGINS_XLSX_ZIP_H
#define PLUGINS_XLSX_ZIP_H

#include <stdbool.h>

#include <expat.h>
#include <minizip/unzip.h>

#include "core/status.h"

typedef struct XlsxZip {
  unzFile file;
  char part[300]; /* the file that is read, for messages */
} XlsxZip;

/* NULL if it is no zip archive, or without memory. */
XlsxZip *xlsx_zip_open(const char *path);
void xlsx_zip_close(XlsxZip *zip);
bool xlsx_zip_has(XlsxZip *zip, const char *part);

/* Handlers of the elements of an XML file. Names have no prefix. */
typedef struct XlsxHandlers {
  XML_StartElementHandler start;
  XML_EndElementHandler end;
  XML_CharacterDataHandler text; /* may be NULL */
  void *data;
  bool *stopped; /* a handler sets it to end the parsing; may be NULL */
} XlsxHandlers;

/* Parses a file of the archive; one that is missing has no elements.
 * STATUS_SYNTAX: damaged. STATUS_MEMORY: longer than `most` bytes. */
Status xlsx_zip_parse(XlsxZip *zip, const char *part, const XlsxHandlers *on,
                      size_t most, StopFlag stop);

/* The value of an attribute, without regard to its prefix; NULL: none. */
const char *xlsx_zip_attribute(const XML_Char **attributes, const char *name);
/* The name of an element without its prefix. */
const char *xlsx_zip_local(const char *name);

#endif
