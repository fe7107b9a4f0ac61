/* calendar.h - dates of the Gregorian calendar and seconds since 1970, UTC,
 * without leap seconds. */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

typedef enum CalendarPart {
  YEAR,
  MONTH,
  DAY,
  HOUR,
  MINUTE,
  SECOND,
  CALENDAR_PARTS
} CalendarPart;

enum { CALENDAR_DAY = 86400 }; /* seconds */

/* Parts of a date; months and days count from 1. */
typedef struct CalendarDate {
  long long part[CALENDAR_PARTS];
} CalendarDate;

/* Days since 1970-01-01. A day beyond the end of the month continues in the
 * next one. */
long long calendar_days(long long year, long long month, long long day);
/* month: 1 to 12 */
long long calendar_month_length(long long year, long long month);

CalendarDate calendar_date(long long seconds);
long long calendar_seconds(CalendarDate d);

/* Rounds down. */
long long calendar_floor_divide(long long a, long long b);

#endif
