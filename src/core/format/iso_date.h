/* iso_date.h - dates and times as text: 2020-12-31, 2020-12-31 23:59:59.5,
 * 2020-12-31T23:59Z (ISO 8601), 2020/12/31 and 31.12.2020 23:59.
 */
#ifndef CORE_FORMAT_ISO_DATE_H
#define CORE_FORMAT_ISO_DATE_H

#include <stdbool.h>
#include <stddef.h>

/* Reads the date at the start of [p, end), with the time after it if there is
 * one: seconds since 1970, UTC, or local time without an offset such as Z or
 * +02:00. With `comma`, seconds may have a decimal comma. Returns its end, or
 * NULL with *value unchanged if there is no valid date: the 30th of February is
 * none. */
const char *iso_date_begins(const char *p, const char *end, bool comma,
                            double *value);

enum { ISO_DATE_ROOM = 32 };

/* Writes 2020-12-31, with `time` 2020-12-31 23:59 or, if there are seconds,
 * 23:59:59 and up to 6 decimal places; returns the length, or 0 for nan and
 * seconds beyond the years 0 to 9999. */
size_t iso_date_write(char out[ISO_DATE_ROOM], double seconds, bool time);

#endif
