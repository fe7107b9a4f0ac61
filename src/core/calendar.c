#include "core/calendar.h"

#include <stdbool.h>

long long calendar_floor_divide(long long a, long long b) {
  return a / b - (a % b < 0);
}

/* Years begin in March here, so that the leap day is the last one (Howard
 * Hinnant, "chrono-compatible low-level date algorithms"). */
long long calendar_days(long long year, long long month, long long day) {
  long long y = year - (month <= 2), era = calendar_floor_divide(y, 400);
  long long of_era = y - era * 400;
  long long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
         719468;
}

static bool is_leap(long long year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

long long calendar_month_length(long long year, long long month) {
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return lengths[month - 1] + (month == 2 && is_leap(year));
}

CalendarDate calendar_date(long long seconds) {
  long long day = calendar_floor_divide(seconds, CALENDAR_DAY);
  long long rest = seconds - day * CALENDAR_DAY;
  long long z = day + 719468, era = calendar_floor_divide(z, 146097);
  long long doe = z - era * 146097;
  long long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  long long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  long long mp = (5 * doy + 2) / 153;
  long long month = mp < 10 ? mp + 3 : mp - 9;
  return (CalendarDate){{yoe + era * 400 + (month <= 2), month,
                         doy - (153 * mp + 2) / 5 + 1, rest / 3600,
                         rest / 60 % 60, rest % 60}};
}

long long calendar_seconds(CalendarDate d) {
  const long long *p = d.part;
  return calendar_days(p[YEAR], p[MONTH], p[DAY]) * CALENDAR_DAY +
         p[HOUR] * 3600 + p[MINUTE] * 60 + p[SECOND];
}
