#include "core/format/iso_date.h"

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

/* " 23:59:59.5+01:00" after the date; p itself without a time. */
static const char *take_time(const char *p, const char *end, bool comma,
                             long long *part, double *fraction,
                             long long *offset) {
  const char *start = p;
  if (p == end || (*p != ' ' && *p != 'T')) return start;
  p = take_short(p + 1, end, &part[HOUR]);
  p = take(take_mark(p, end, ':'), end, 2, &part[MINUTE]);
  if (!p) {
    part[HOUR] = part[MINUTE] = 0;
    return start;
  }
  const char *seconds = take(take_mark(p, end, ':'), end, 2, &part[SECOND]);
  if (seconds) p = take_fraction(seconds, end, comma, fraction);
  if (!seconds) part[SECOND] = 0;
  const char *zone = p;
  if (end - p > 1 && *p == ' ' && (p[1] == '+' || p[1] == '-')) zone++;
  const char *after = take_offset(zone, end, offset);
  return after > zone ? after : p;
}

static bool is_valid(const long long *part) {
  return part[MONTH] >= 1 && part[MONTH] <= 12 && part[DAY] >= 1 &&
         part[DAY] <= calendar_month_length(part[YEAR], part[MONTH]) &&
         part[HOUR] <= 24 && part[MINUTE] < 60 && part[SECOND] <= 60;
}

const char *iso_date_begins(const char *p, const char *end, bool comma,
                            double *value) {
  CalendarDate d = {{0}};
  double fraction = 0;
  long long offset = 0;
  const char *after = year_first(p, end, d.part);
  if (!after) after = day_first(p, end, d.part);
  if (!after) return NULL;
  after = take_time(after, end, comma, d.part, &fraction, &offset);
  if (!is_valid(d.part)) return NULL;
  *value = (double)(calendar_seconds(d) - offset) + fraction;
  return after;
}

/* Writes the mark, then exactly `width` digits; returns their end. */
static char *put(char *out, char mark, long long value, int width) {
  if (mark) *out++ = mark;
  for (int i = width; i-- > 0; value /= 10) out[i] = (char)('0' + value % 10);
  return out + width;
}

/* Removes the zeros at the end of decimal places. */
static char *trim(char *end) {
  while (end[-1] == '0') end--;
  return end;
}

size_t iso_date_write(char out[ISO_DATE_ROOM], double seconds, bool time) {
  const double micro = 1e6, first = -62167219200.0, last = 253402300799.0;
  if (!(seconds >= first && seconds <= last)) return 0;
  double whole = floor(seconds);
  long long parts = (long long)nearbyint((seconds - whole) * micro);
  if (parts >= (long long)micro) {
    whole++;
    parts = 0;
  }
  const CalendarDate d = calendar_date((long long)whole);
  char *end = put(out, 0, d.part[YEAR], 4);
  end = put(end, '-', d.part[MONTH], 2);
  end = put(end, '-', d.part[DAY], 2);
  if (time) {
    end = put(end, ' ', d.part[HOUR], 2);
    end = put(end, ':', d.part[MINUTE], 2);
  }
  if (time && (d.part[SECOND] || parts)) end = put(end, ':', d.part[SECOND], 2);
  if (time && parts) end = trim(put(end, '.', parts, 6));
  return (size_t)(end - out);
}
