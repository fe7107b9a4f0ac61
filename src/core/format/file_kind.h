/* file_kind.h - recognizes files by their first bytes. */
#ifndef CORE_FORMAT_FILE_KIND_H
#define CORE_FORMAT_FILE_KIND_H

#include <stddef.h>

typedef enum FileKindCode {
  FILE_KIND_UNKNOWN, /* perhaps a table as text */
  FILE_KIND_SQLITE,
  FILE_KIND_ZIP, /* also .xlsx and .npz */
  FILE_KIND_FOREIGN
} FileKindCode;

typedef struct FileKind {
  FileKindCode code;
  const char *name;   /* "an HTML page" */
  const char *advice; /* what to do about it */
} FileKind;

FileKind file_kind(const char *bytes, size_t n);

#endif
