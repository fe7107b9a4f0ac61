/* date_text.h - dates and times as text.
 *
 * A date: 2020-12-31, 2020/12/31 or 31.12.2020. A time of day: 23:59, 23:59:59.5
 * or 11:59 PM. A date may be followed by a time and its offset from UTC, as in
 * 2020-12-31T23:59:59+02:00 (ISO 8601). Dates are seconds since 1970, UTC, or
 * local time without an offset; times are seconds since midnight.
 */
#ifndef CORE_FORMAT_DATE_TEXT_H
#define CORE_FORMAT_DATE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Reads the date at the start of [p, end), with the time after it if there is
 * one. With `comma`, seconds may have a decimal comma. Returns its end, or NULL
 * with *value unchanged if there is no valid date: the 30th of February is
 * none. */
const char *date_text_begins(const char *p, const char *end, bool comma,
                             double *value);

/* 31/12/2020, 12/31/20, 31-12-2020: which number is the month? */
typedef struct DateTextOrders {
  double dmy, mdy; /* the date in both orders; nan if it is not valid */
} DateTextOrders;

/* Reads all of [p, end). Years of two digits, which need slashes, are 1969 to
 * 2068. Returns false if no order gives a valid date. */
bool date_text_orders(const char *p, const char *end, bool comma,
                      DateTextOrders *out);
/* Swaps the month and the day of the month, at most 12. */
double date_text_swapped(double seconds);

/* Reads all of [p, end) as a time of day. */
bool date_text_time(const char *p, const char *end, bool comma, double *value);

/* How much of a time is written: nothing, 23:59 or 23:59:59 with up to 6 decimal
 * places. */
typedef enum DateTextForm {
  DATE_TEXT_DAY,
  DATE_TEXT_MINUTES,
  DATE_TEXT_SECONDS
} DateTextForm;

/* The shortest form without a loss. */
DateTextForm date_text_form(double seconds);

enum { DATE_TEXT_ROOM = 32 };

/* Writes 2020-12-31 23:59:59 in the form; returns the length, or 0 for nan and
 * seconds beyond the years 0 to 9999. */
size_t date_text_write(char out[DATE_TEXT_ROOM], double seconds,
                       DateTextForm form);
/* Writes 23:59 or 23:59:59; 0 for nan and seconds beyond a day. Midnight at the
 * end of the day is 24:00. */
size_t date_text_write_time(char out[DATE_TEXT_ROOM], double seconds,
                            DateTextForm form);

#endif
