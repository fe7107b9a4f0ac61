/* tick_dates.c - the rules of matplotlib's AutoDateLocator and
 * ConciseDateFormatter. */
#include "plot/figure/tick_dates.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/calendar.h"

/* -- positions ------------------------------------------------------------- */

typedef struct Interval {
  CalendarPart part;
  int every;
} Interval;

static const Interval intervals[] = {
  {SECOND, 1},   {SECOND, 5},  {SECOND, 10},  {SECOND, 15},  {SECOND, 30},
  {MINUTE, 1},   {MINUTE, 5},  {MINUTE, 10},  {MINUTE, 15},  {MINUTE, 30},
  {HOUR, 1},     {HOUR, 2},    {HOUR, 3},     {HOUR, 4},     {HOUR, 6},
  {HOUR, 12},    {DAY, 1},     {DAY, 2},      {DAY, 3},      {DAY, 7},
  {DAY, 14},     {MONTH, 1},   {MONTH, 2},    {MONTH, 3},    {MONTH, 4},
  {MONTH, 6},    {YEAR, 1},    {YEAR, 2},     {YEAR, 4},     {YEAR, 5},
  {YEAR, 10},    {YEAR, 20},   {YEAR, 40},    {YEAR, 50},    {YEAR, 100},
  {YEAR, 200},   {YEAR, 400},  {YEAR, 500},   {YEAR, 1000},  {YEAR, 2000},
  {YEAR, 4000},  {YEAR, 5000}, {YEAR, 10000}, {YEAR, 20000}, {YEAR, 50000},
  {YEAR, 100000}};

enum { INTERVALS = sizeof intervals / sizeof *intervals };

/* The last day of a month on which a tick may stand: the next one follows on
 * the 1st. */
static int last_day(int every) { return every == 1 ? 31 : 31 - every / 2; }

/* The start of the interval that contains the date. */
static CalendarDate start_of(CalendarDate d, Interval i) {
  static const long long least[CALENDAR_PARTS] = {0, 1, 1, 0, 0, 0};
  long long *p = &d.part[i.part];
  for (CalendarPart k = i.part + 1; k < CALENDAR_PARTS; k++)
    d.part[k] = least[k];
  *p = calendar_floor_divide(*p - least[i.part], i.every) * i.every +
       least[i.part];
  if (i.part == DAY)
    while (*p > last_day(i.every)) *p -= i.every;
  return d;
}

/* Moves the start of an interval to that of the next one. */
static CalendarDate next_start(CalendarDate d, Interval i) {
  enum { LONGEST = 31 };
  if (i.part >= HOUR) {
    static const int seconds[] = {3600, 60, 1};
    return calendar_date(calendar_seconds(d) +
                         i.every * seconds[i.part - HOUR]);
  }
  d.part[i.part] += i.every;
  CalendarDate next = d;
  bool over = false;
  if (i.part == DAY) {
    next =
      calendar_date(calendar_seconds(d)); /* the 30th of February is in March */
    over = d.part[DAY] > last_day(i.every) || next.part[MONTH] != d.part[MONTH];
    d.part[DAY] = 1;
  } else if (i.part == MONTH)
    over = d.part[MONTH] > 12;
  if (!over) return next;
  if (i.part == MONTH || d.part[MONTH] == 12) d.part[YEAR]++;
  d.part[MONTH] =
    i.part == MONTH || d.part[MONTH] == 12 ? 1 : d.part[MONTH] + 1;
  return d;
}

/* The number of dates in the range, which may be one more than fit. */
static size_t take_dates(Ticks *out, Range r, Interval i) {
  CalendarDate d = start_of(calendar_date((long long)floor(r.lo)), i);
  out->n = 0;
  while (out->n <= TICKS_ROUND) {
    double at = (double)calendar_seconds(d);
    if (at > r.hi) break;
    if (at >= r.lo) out->at[out->n++] = at;
    d = next_start(d, i);
  }
  return out->n;
}

/* -- labels ---------------------------------------------------------------- */

static void write_part(char *out, CalendarDate d, CalendarPart shown) {
  static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const long long *p = d.part;
  const char *month = months[p[MONTH] - 1];
  switch (shown) {
  case YEAR: snprintf(out, TICK_TEXT, "%lld", p[YEAR]); break;
  case MONTH: snprintf(out, TICK_TEXT, "%s", month); break;
  case DAY: snprintf(out, TICK_TEXT, "%02lld", p[DAY]); break;
  case HOUR:
  case MINUTE:
    snprintf(out, TICK_TEXT, "%02lld:%02lld", p[HOUR], p[MINUTE]);
    break;
  default: snprintf(out, TICK_TEXT, "%02lld", p[SECOND]);
  }
}

static void write_label(char *out, CalendarDate d, CalendarPart level) {
  static const long long least[CALENDAR_PARTS] = {-1, 1, 1, 0, 0, 0};
  char month[TICK_TEXT];
  bool first = d.part[level] == least[level];
  if (level == HOUR && first) {
    write_part(month, d, MONTH);
    snprintf(out, TICK_TEXT, "%.3s-%02lld", month, d.part[DAY]);
  } else
    write_part(out, d,
               first && level != MINUTE ? (CalendarPart)(level - 1) : level);
}

/* The parts larger than the level, which are those of all ticks. */
static void write_offset(char *out, CalendarDate d, CalendarPart level) {
  char month[TICK_TEXT];
  const long long *p = d.part;
  write_part(month, d, MONTH);
  switch (level) {
  case YEAR: out[0] = 0; break;
  case MONTH: snprintf(out, TICK_TEXT, "%lld", p[YEAR]); break;
  case DAY: snprintf(out, TICK_TEXT, "%lld-%.3s", p[YEAR], month); break;
  case HOUR:
  case MINUTE:
    snprintf(out, TICK_TEXT, "%lld-%.3s-%02lld", p[YEAR], month, p[DAY]);
    break;
  default:
    snprintf(out, TICK_TEXT, "%lld-%.3s-%02lld %02lld:%02lld", p[YEAR], month,
             p[DAY], p[HOUR], p[MINUTE]);
  }
}

static bool differ(const Ticks *t, CalendarPart part) {
  long long first = calendar_date((long long)t->at[0]).part[part];
  for (size_t i = 1; i < t->n; i++)
    if (calendar_date((long long)t->at[i]).part[part] != first) return true;
  return false;
}

static bool has_january(const Ticks *t) {
  for (size_t i = 0; i < t->n; i++)
    if (calendar_date((long long)t->at[i]).part[MONTH] == 1) return true;
  return false;
}

/* Dates on the first day of 1970 are taken for seconds since midnight. */
static bool are_times(const Ticks *t) {
  return t->at[0] >= 0 && t->at[t->n - 1] <= CALENDAR_DAY;
}

static void write_times(Ticks *t) {
  for (size_t i = 0; i < t->n; i++) {
    const int second = (int)t->at[i];
    if (second % 60)
      snprintf(t->text[i], TICK_TEXT, "%02d:%02d:%02d", second / 3600,
               second / 60 % 60, second % 60);
    else
      snprintf(t->text[i], TICK_TEXT, "%02d:%02d", second / 3600,
               second / 60 % 60);
  }
  t->offset[0] = 0;
}

static void write_labels(Ticks *t) {
  if (are_times(t)) {
    write_times(t);
    return;
  }
  int level = SECOND;
  while (level > YEAR && !differ(t, (CalendarPart)level)) level--;
  for (size_t i = 0; i < t->n; i++)
    write_label(t->text[i], calendar_date((long long)t->at[i]),
                (CalendarPart)level);
  write_offset(t->offset, calendar_date((long long)t->at[t->n - 1]),
               (CalendarPart)level);
  if (level == MONTH && has_january(t)) t->offset[0] = 0;
}

/* Less than two seconds: seconds with decimals since the start of a minute. */
static void take_fractions(Ticks *out, Range r, size_t most) {
  double minute = floor(r.lo / 60) * 60;
  char rest[TICK_TEXT];
  ticks_linear(out, (Range){r.lo - minute, r.hi - minute}, most);
  for (size_t i = 0; i < out->n; i++) out->at[i] += minute;
  memcpy(rest, out->offset, sizeof rest);
  write_offset(out->offset, calendar_date((long long)minute), SECOND);
  if (!rest[0]) return;
  size_t n = strlen(out->offset);
  snprintf(out->offset + n, TICK_TEXT - n, " %s", rest);
}

void tick_dates(Ticks *out, Range r, size_t most) {
  static const double FAR = 1e13; /* 300 000 years */
  size_t room = most < 2 ? 2 : most < TICKS_ROUND ? most + 1 : TICKS_ROUND;
  if (fabs(r.lo) > FAR || fabs(r.hi) > FAR || r.hi - r.lo < 2) {
    if (fabs(r.lo) > FAR || fabs(r.hi) > FAR)
      ticks_linear(out, r, most);
    else
      take_fractions(out, r, most);
    return;
  }
  int i = 0;
  while (take_dates(out, r, intervals[i]) > room && i + 1 < INTERVALS) i++;
  while (out->n < 2 && i > 0) take_dates(out, r, intervals[--i]);
  if (out->n > TICKS_ROUND) out->n = TICKS_ROUND;
  write_labels(out);
}
