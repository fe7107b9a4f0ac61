#include "core/format/date_text.h"

#include <math.h>

#include "core/calendar.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Reads exactly `count` digits; returns their end, or NULL. */
static const char *take(const char *p, const char *end, int count,
                        long long *value) {
  *value = 0;
  if (!p || end - p < count) return NULL;
  for (; count > 0; count--, p++) {
    if (!is_digit(*p)) return NULL;
    *value = *value * 10 + (*p - '0');
  }
  return p;
}

static const char *take_mark(const char *p, const char *end, char mark) {
  return p && p < end && *p == mark ? p + 1 : NULL;
}

/* One or two digits. */
static const char *take_short(const char *p, const char *end,
                              long long *value) {
  const bool two = p && end - p >= 2 && is_digit(p[1]);
  return take(p, end, two ? 2 : 1, value);
}

/* 2020-12-31 or 2020/12/31 */
static const char *year_first(const char *p, const char *end, long long *part) {
  p = take(p, end, 4, &part[YEAR]);
  if (!p || p == end || (*p != '-' && *p != '/')) return NULL;
  const char mark = *p;
  p = take(p + 1, end, 2, &part[MONTH]);
  return take(take_mark(p, end, mark), end, 2, &part[DAY]);
}

/* 31.12.2020 or 1.2.2020 */
static const char *day_first(const char *p, const char *end, long long *part) {
  p = take_short(p, end, &part[DAY]);
  p = take_short(take_mark(p, end, '.'), end, &part[MONTH]);
  return take(take_mark(p, end, '.'), end, 4, &part[YEAR]);
}

/* Decimal places of seconds, any number of them. */
static const char *take_fraction(const char *p, const char *end, bool comma,
                                 double *fraction) {
  double unit = 1, sum = 0;
  if (end - p < 2 || !(*p == '.' || (comma && *p == ',')) || !is_digit(p[1]))
    return p;
  for (p++; p < end && is_digit(*p); p++) {
    if (unit < 1e15) {
      sum = sum * 10 + (*p - '0');
      unit *= 10;
    }
  }
  *fraction = sum / unit;
  return p;
}

/* Z, +02:00, +0200 or +02, in seconds; p itself without one. */
static const char *take_offset(const char *p, const char *end,
                               long long *offset) {
  long long hours, minutes = 0;
  const char *start = p;
  *offset = 0;
  if (p < end && *p == 'Z') return p + 1;
  if (p == end || (*p != '+' && *p != '-')) return p;
  const bool negative = *p == '-';
  p = take(p + 1, end, 2, &hours);
  if (!p) return start;
  const char *rest = take(p < end && *p == ':' ? p + 1 : p, end, 2, &minutes);
  *offset = (hours * 60 + minutes) * (negative ? -60 : 60);
  return rest ? rest : p;
}

/* PM after the time: 12 AM is midnight, 12 PM noon. Returns p itself without
 * one, NULL for 13 PM. */
static const char *take_half(const char *p, const char *end, long long *hour) {
  const char *word = p + (p < end && *p == ' ');
  if (end - word < 2 || (word[1] | 0x20) != 'm') return p;
  const int half = word[0] | 0x20;
  if (half != 'a' && half != 'p') return p;
  if (*hour < 1 || *hour > 12) return NULL;
  *hour = *hour % 12 + (half == 'p' ? 12 : 0);
  return word + 2;
}

typedef struct Clock {
  long long hour, minute, second;
  double fraction;
} Clock;

/* 23:59, 23:59:59.5 or 11:59 PM; NULL without a time. */
static const char *take_clock(const char *p, const char *end, bool comma,
                              Clock *c) {
  *c = (Clock){0};
  p = take_short(p, end, &c->hour);
  p = take(take_mark(p, end, ':'), end, 2, &c->minute);
  if (!p) return NULL;
  const char *seconds = take(take_mark(p, end, ':'), end, 2, &c->second);
  if (seconds)
    p = take_fraction(seconds, end, comma, &c->fraction);
  else
    c->second = 0;
  return take_half(p, end, &c->hour);
}

static long long seconds_of_day(const Clock *c) {
  return c->hour * 3600 + c->minute * 60 + c->second;
}

/* The last second of a day may be a leap second; 24:00 is its end. */
static bool is_valid_clock(const Clock *c) {
  const bool later = c->minute || c->second || c->fraction > 0;
  return c->hour < 24 + !later && c->minute < 60 && c->second <= 60;
}

/* " 23:59:59.5+01:00" after the date; p itself without a time. */
static const char *take_time(const char *p, const char *end, bool comma,
                             Clock *c, long long *offset) {
  *offset = 0;
  *c = (Clock){0};
  if (p == end || (*p != ' ' && *p != 'T')) return p;
  const char *after = take_clock(p + 1, end, comma, c);
  if (!after) {
    *c = (Clock){0};
    return p;
  }
  const char *zone = after;
  if (end - zone > 1 && *zone == ' ' && (zone[1] == '+' || zone[1] == '-'))
    zone++;
  const char *rest = take_offset(zone, end, offset);
  return rest > zone ? rest : after;
}

static bool is_valid_day(const long long *part) {
  return part[MONTH] >= 1 && part[MONTH] <= 12 && part[DAY] >= 1 &&
         part[DAY] <= calendar_month_length(part[YEAR], part[MONTH]);
}

static double seconds_of(const long long *part, const Clock *c,
                         long long offset) {
  const long long days = calendar_days(part[YEAR], part[MONTH], part[DAY]);
  return (double)(days * CALENDAR_DAY + seconds_of_day(c) - offset) +
         c->fraction;
}

const char *date_text_begins(const char *p, const char *end, bool comma,
                             double *value) {
  CalendarDate d = {{0}};
  Clock clock;
  long long offset;
  const char *after = year_first(p, end, d.part);
  if (!after) after = day_first(p, end, d.part);
  if (!after || !is_valid_day(d.part)) return NULL;
  after = take_time(after, end, comma, &clock, &offset);
  if (!is_valid_clock(&clock)) return NULL;
  *value = seconds_of(d.part, &clock, offset);
  return after;
}

/* -- the order of day and month --------------------------------------------- */

/* 2020, or 20 after a slash. */
static const char *take_year(const char *p, const char *end, char mark,
                             long long *year) {
  enum { FIRST = 69 }; /* as in POSIX */
  const char *four = take(p, end, 4, year);
  if (four || mark != '/') return four;
  p = take(p, end, 2, year);
  if (p) *year += *year < FIRST ? 2000 : 1900;
  return p;
}

bool date_text_orders(const char *p, const char *end, bool comma,
                      DateTextOrders *out) {
  CalendarDate d = {{0}};
  Clock clock;
  long long offset, *part = d.part;
  p = take_short(p, end, &part[DAY]);
  if (!p || p == end || (*p != '/' && *p != '-')) return false;
  const char mark = *p;
  p = take_mark(take_short(p + 1, end, &part[MONTH]), end, mark);
  p = take_year(p, end, mark, &part[YEAR]);
  if (!p || take_time(p, end, comma, &clock, &offset) != end || offset ||
      !is_valid_clock(&clock))
    return false;
  const CalendarDate swapped = {{part[YEAR], part[DAY], part[MONTH]}};
  out->dmy = is_valid_day(part) ? seconds_of(part, &clock, 0) : NAN;
  out->mdy =
    is_valid_day(swapped.part) ? seconds_of(swapped.part, &clock, 0) : NAN;
  return !isnan(out->dmy) || !isnan(out->mdy);
}

double date_text_swapped(double seconds) {
  const double whole = floor(seconds);
  CalendarDate d = calendar_date((long long)whole);
  const long long month = d.part[DAY];
  d.part[DAY] = d.part[MONTH];
  d.part[MONTH] = month;
  return (double)calendar_seconds(d) + (seconds - whole);
}

bool date_text_time(const char *p, const char *end, bool comma, double *value) {
  Clock c;
  if (take_clock(p, end, comma, &c) != end || !is_valid_clock(&c)) return false;
  *value = (double)seconds_of_day(&c) + c.fraction;
  return true;
}

/* -- writing ---------------------------------------------------------------- */

enum { MICRO = 1000000 };

/* Rounds to millionths of a second. */
static long long split(double seconds, long long *whole) {
  *whole = (long long)floor(seconds);
  long long parts = (long long)nearbyint((seconds - floor(seconds)) * MICRO);
  if (parts < MICRO) return parts;
  ++*whole;
  return 0;
}

DateTextForm date_text_form(double seconds) {
  long long whole = 0;
  if (!(fabs(seconds) < 1e15)) return DATE_TEXT_DAY;
  if (split(seconds, &whole) || whole % 60) return DATE_TEXT_SECONDS;
  return whole % CALENDAR_DAY ? DATE_TEXT_MINUTES : DATE_TEXT_DAY;
}

/* Writes the mark, then exactly `width` digits; returns their end. */
static char *put(char *out, char mark, long long value, int width) {
  if (mark) *out++ = mark;
  for (int i = width; i-- > 0; value /= 10) out[i] = (char)('0' + value % 10);
  return out + width;
}

static char *put_clock(char *end, char mark, long long second, long long parts,
                       DateTextForm form) {
  end = put(end, mark, second / 3600, 2);
  end = put(end, ':', second / 60 % 60, 2);
  if (form != DATE_TEXT_SECONDS) return end;
  end = put(end, ':', second % 60, 2);
  if (!parts) return end;
  end = put(end, '.', parts, 6);
  while (end[-1] == '0') end--;
  return end;
}

size_t date_text_write(char out[DATE_TEXT_ROOM], double seconds,
                       DateTextForm form) {
  const double first = -62167219200.0, last = 253402300799.0;
  long long whole;
  if (!(seconds >= first && seconds <= last)) return 0;
  const long long parts = split(seconds, &whole);
  const CalendarDate d = calendar_date(whole);
  char *end = put(out, 0, d.part[YEAR], 4);
  end = put(end, '-', d.part[MONTH], 2);
  end = put(end, '-', d.part[DAY], 2);
  const long long second =
    whole - calendar_floor_divide(whole, CALENDAR_DAY) * CALENDAR_DAY;
  if (form != DATE_TEXT_DAY) end = put_clock(end, ' ', second, parts, form);
  return (size_t)(end - out);
}

size_t date_text_write_time(char out[DATE_TEXT_ROOM], double seconds,
                            DateTextForm form) {
  long long whole;
  if (!(seconds >= 0 && seconds <= CALENDAR_DAY)) return 0;
  const long long parts = split(seconds, &whole);
  return (size_t)(put_clock(out, 0, whole, parts, form) - out);
}
