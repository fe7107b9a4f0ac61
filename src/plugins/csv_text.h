/* csv_text.h - comma-separated text that grows, for the plug-ins that read
 * tables (core/format/foreign_table.h). */
#ifndef PLUGINS_CSV_TEXT_H
#define PLUGINS_CSV_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/format/foreign_table.h"

/* Append to the text; false if it exceeds `most` bytes or memory. */
bool csv_text_add(ForeignTable *t, size_t most, const char *bytes, size_t n);
/* In quotes, with quotes doubled and zero bytes left out. */
bool csv_text_quoted(ForeignTable *t, size_t most, const char *bytes, size_t n);
/* The shortest decimal that reads back as x; nothing for nan. */
bool csv_text_number(ForeignTable *t, size_t most, double x);

/* Fails with a message; the format is that of printf. */
Status csv_text_fail(ForeignTable *t, const char *format, ...);
/* Appends a quoted name to the list of the others. */
void csv_text_other(ForeignTable *t, const char *name);

#endif
