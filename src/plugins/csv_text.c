#include "plugins/csv_text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(ForeignTable *t, size_t most, size_t n) {
  if (n > most || t->n > most - n) return false;
  if (t->room >= t->n + n) return true;
  size_t room = t->room ? t->room : 4096;
  while (room < t->n + n) room *= 2;
  char *text = realloc(t->text, room);
  if (!text) return false;
  t->text = text;
  t->room = room;
  return true;
}

bool csv_text_add(ForeignTable *t, size_t most, const char *bytes, size_t n) {
  if (!reserve(t, most, n)) return false;
  if (n) memcpy(t->text + t->n, bytes, n);
  t->n += n;
  return true;
}

bool csv_text_quoted(ForeignTable *t, size_t most, const char *bytes,
                     size_t n) {
  if (n > most / 2 || !reserve(t, most, 2 * n + 2)) return false;
  t->text[t->n++] = '"';
  for (size_t i = 0; i < n; i++) {
    if (bytes[i] == '"') t->text[t->n++] = '"';
    if (bytes[i]) t->text[t->n++] = bytes[i];
  }
  t->text[t->n++] = '"';
  return true;
}

bool csv_text_number(ForeignTable *t, size_t most, double x) {
  char text[40];
  if (isnan(x)) return true;
  if (isinf(x))
    return csv_text_add(t, most, x > 0 ? "inf" : "-inf", x < 0 ? 4 : 3);
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, x);
    if (strtod(text, NULL) == x) break;
  }
  char *comma = strchr(text, ','); /* the point of some locales */
  if (comma) *comma = '.';
  return csv_text_add(t, most, text, strlen(text));
}

Status csv_text_fail(ForeignTable *t, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(t->message, sizeof t->message, format, arguments);
  va_end(arguments);
  return status_error(STATUS_RANGE, 0, 0, 0);
}

void csv_text_other(ForeignTable *t, const char *name) {
  const size_t n = strlen(t->others), room = sizeof t->others - n;
  if (strlen(name) + 8 > room) return; /* enough is listed */
  snprintf(t->others + n, room, "%s\"%s\"", n ? ", " : "", name);
}
