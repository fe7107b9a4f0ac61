/* Ticks: what holds for every range, and the choices for some. */
#include "plot/figure/tick_numbers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "plot/figure/symlog.h"

static void assert_ticks(const Ticks *t, const char *expected) {
  char all[600] = "";
  for (size_t i = 0; i < t->n; i++) {
    if (i) strcat(all, " ");
    strcat(all, t->text[i]);
  }
  if (t->offset[0]) strcat(strcat(all, " | "), t->offset);
  assert_string_equal(all, expected);
}

static Ticks made(TickKind kind, double lo, double hi, size_t most) {
  Ticks t;
  ticks_make(&t, &(TickRule){.kind = kind, .threshold = 1}, (Range){lo, hi},
             most);
  return t;
}

/* -- labels read back ------------------------------------------------------ */

/* "−1.5·10^{6}" as "-1.5e6", for strtod. */
static void as_number(char *out, const char *label) {
  while (*label) {
    if (!strncmp(label, "\u2212", 3)) {
      *out++ = '-';
      label += 3;
    } else if (!strncmp(label, "\u00b710^{", 6)) {
      *out++ = 'e';
      label += 6;
    } else if (!strncmp(label, "10^{", 4)) {
      *out++ = '1';
      *out++ = 'e';
      label += 4;
    } else if (*label == '}')
      label++;
    else
      *out++ = *label++;
  }
  *out = 0;
}

static double value_of(const char *label) {
  char digits[TICK_TEXT], *end;
  as_number(digits, label);
  double value = strtod(digits, &end);
  if (*end || end == digits) fail_msg("\"%s\" is no number", label);
  return value;
}

static void assert_reads_back(const Ticks *t, size_t i) {
  double value = value_of(t->text[i]), slack = 0;
  if (t->offset[0]) {
    value += value_of(t->offset);
    slack = fabs(value) * 2.3e-16; /* the sum is rounded once more */
  }
  if (!(fabs(value - t->at[i]) <= slack))
    fail_msg("\"%s\" and \"%s\" are at %.17g", t->text[i], t->offset, t->at[i]);
}

/* Labels name their positions exactly, differ, ascend, and are in the range. */
static void assert_sound(const Ticks *t, Range r) {
  double slack = 1e-9 * (r.hi - r.lo) + 4e-16 * fmax(fabs(r.lo), fabs(r.hi));
  if (t->n < 2 || t->n > TICKS_ROUND)
    fail_msg("%zu ticks between %.17g and %.17g", t->n, r.lo, r.hi);
  for (size_t i = 0; i < t->n; i++) {
    assert_reads_back(t, i);
    assert_true(t->at[i] >= r.lo - slack && t->at[i] <= r.hi + slack);
    assert_true(strlen(t->text[i]) < 24);
    for (size_t j = 0; j < i; j++) {
      assert_string_not_equal(t->text[i], t->text[j]);
      assert_true(t->at[j] < t->at[i]);
    }
  }
}

/* -- ranges ---------------------------------------------------------------- */

/* Numerical Recipes' quick generator: the same ranges on every machine. */
static double uniform(void) {
  static unsigned long long state = 1;
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (double)(state >> 11) / 9007199254740992.0;
}

/* Of any size, near 0 or far from it. */
static Range random_range(void) {
  double width = pow(10, -9 + 18 * uniform()) * (1 + 9 * uniform());
  double away = uniform() < 0.3 ? 0 : pow(10, 5 * uniform()) * width;
  if (uniform() < 0.5) away = -away;
  return (Range){away - width * uniform(), away + width * (0.1 + uniform())};
}

static void labels_read_back_as_their_positions(void **state) {
  (void)state;
  for (int i = 0; i < 3000; i++) {
    Range r = random_range();
    size_t most = 2 + (size_t)(20 * uniform());
    Ticks t = made(TICKS_LINEAR, r.lo, r.hi, most);
    assert_sound(&t, r);
    t = made(TICKS_LINEAR, r.hi, r.lo, most);
    assert_sound(&t, r);
  }
}

static void whole_ticks_are_whole(void **state) {
  (void)state;
  for (int i = 0; i < 1000; i++) {
    double lo = floor(1000 * uniform()), hi = lo + 1 + floor(50 * uniform());
    Ticks t =
      made(TICKS_WHOLE, lo - 0.5, hi + 0.5, 2 + (size_t)(8 * uniform()));
    assert_sound(&t, (Range){lo - 0.5, hi + 0.5});
    for (size_t k = 0; k < t.n; k++) {
      assert_true(t.at[k] == floor(t.at[k]));
      assert_null(strchr(t.text[k], '.'));
    }
  }
}

static void logarithmic_labels_read_back(void **state) {
  (void)state;
  for (int i = 0; i < 1000; i++) {
    double lo = pow(10, -12 + 20 * uniform());
    Range r = {lo, lo * pow(10, 0.05 + 15 * uniform() * uniform())};
    Ticks t = made(TICKS_LOG, r.lo, r.hi, 2 + (size_t)(8 * uniform()));
    assert_sound(&t, r);
    r = (Range){r.lo - r.hi * uniform(), r.hi};
    t = made(TICKS_SYMLOG, r.lo, r.hi, 2 + (size_t)(8 * uniform()));
    assert_sound(&t, r);
  }
}

/* -- some of them ---------------------------------------------------------- */

static void shared_digits_are_written_once(void **state) {
  (void)state;
  Ticks t = made(TICKS_LINEAR, 1000000, 1000010, 5);
  assert_ticks(&t, "0 2 4 6 8 10 | +1e6");
  t = made(TICKS_LINEAR, 12345600, 12345678, 4);
  assert_ticks(&t, "0 20 40 60 | +12345600");
  t = made(TICKS_LINEAR, -1000010, -1000000, 5);
  assert_ticks(&t, "\u221210 \u22128 \u22126 \u22124 \u22122 0 | \u22121e6");
  t = made(TICKS_LINEAR, 1 - 2e-9, 1 + 2e-9, 4);
  assert_int_equal(t.n, 5);
  assert_string_equal(t.offset, "+1");
  t = made(TICKS_LINEAR, 2000, 2020, 4);
  assert_ticks(&t, "2000 2005 2010 2015 2020");
}

static void numbers_are_written_with_few_digits(void **state) {
  (void)state;
  static const struct {
    double x;
    const char *text;
  } cases[] = {{12345678, "12345678"}, {0.1 + 0.2, "0.3"},
               {-2.5, "\u22122.5"},    {0, "0"},
               {1e6, "1e6"},           {3e-9, "3e\u22129"},
               {100, "100"},           {1234.5678, "1234.5678"},
               {1e300, "1e300"}};
  char text[TICK_TEXT];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tick_numbers_write(text, cases[i].x);
    assert_string_equal(text, cases[i].text);
  }
  Ticks t = made(TICKS_LINEAR, 0, 12345678, 5);
  assert_ticks(&t, "0 2\u00b710^{6} 4\u00b710^{6} 6\u00b710^{6} 8\u00b710^{6} "
                   "10\u00b710^{6} 12\u00b710^{6}");
  t = made(TICKS_LINEAR, 1234000, 1238000, 4);
  assert_ticks(&t, "1234000 1235000 1236000 1237000 1238000");
}

static void symlog_ticks_have_both_signs(void **state) {
  (void)state;
  Ticks t = made(TICKS_SYMLOG, -1000, 1000, 9);
  assert_ticks(&t, "\u221210^{3} \u221210^{2} \u221210^{1} \u221210^{0} 0 "
                   "10^{0} 10^{1} 10^{2} 10^{3}");
  t = made(TICKS_SYMLOG, -0.5, 0.5, 4);
  assert_ticks(&t, "\u22120.4 \u22120.2 0.0 0.2 0.4");
  for (double x = -1e6; x <= 1e6; x += 777.7) {
    assert_near(symlog_value(symlog_of(x, 0.01), 0.01), x, 1e-9 * fabs(x));
    assert_true(symlog_of(x, 10) < symlog_of(x + 1, 10));
  }
}

/* -- dates ----------------------------------------------------------------- */

static double date(int year, int month, int day, double seconds) {
  static const int before[] = {0,   31,  59,  90,  120, 151,
                               181, 212, 243, 273, 304, 334};
  int leap = (year % 4 == 0 && year % 100) || year % 400 == 0;
  int y = year - 1;
  double days = y * 365.0 + y / 4 - y / 100 + y / 400 - 719162;
  days += before[month - 1] + (leap && month > 2) + day - 1;
  return days * 86400 + seconds;
}

/* The choices of matplotlib 3.6 (AutoDateLocator, ConciseDateFormatter). */
static void dates_are_round(void **state) {
  (void)state;
  assert_near(date(2000, 2, 29, 0), 951782400, 0);
  Ticks t = made(TICKS_DATES, date(2015, 3, 1, 0), date(2024, 6, 1, 0), 8);
  assert_ticks(&t, "2016 2017 2018 2019 2020 2021 2022 2023 2024");
  t = made(TICKS_DATES, date(2023, 11, 15, 0), date(2024, 12, 2, 0), 7);
  assert_ticks(&t, "2024 Mar May Jul Sep Nov");
  t = made(TICKS_DATES, date(2023, 2, 1, 0), date(2023, 9, 1, 0), 8);
  assert_ticks(&t, "Feb Mar Apr May Jun Jul Aug Sep | 2023");
  t = made(TICKS_DATES, date(2024, 2, 20, 0), date(2024, 3, 20, 0), 5);
  assert_ticks(&t, "22 Mar 08 15 | 2024-Mar");
  t = made(TICKS_DATES, date(2024, 2, 25, 0), date(2024, 3, 3, 0), 8);
  assert_ticks(&t, "25 26 27 28 29 Mar 02 03 | 2024-Mar");
  t = made(TICKS_DATES, date(1969, 12, 31, 43200), date(1970, 1, 1, 43200), 6);
  assert_ticks(&t, "12:00 16:00 20:00 Jan-01 04:00 08:00 12:00 | 1970-Jan-01");
  t = made(TICKS_DATES, date(2024, 1, 1, 600), date(2024, 1, 1, 660), 4);
  assert_ticks(&t, "00:10 15 30 45 00:11 | 2024-Jan-01 00:11");
  t = made(TICKS_DATES, date(2024, 1, 1, 600), date(2024, 1, 1, 601), 4);
  assert_ticks(&t, "0.0 0.2 0.4 0.6 0.8 1.0 | 2024-Jan-01 00:10");
  t = made(TICKS_DATES, -10, 86410, 4);
  assert_ticks(&t, "00:00 06:00 12:00 18:00 24:00");
  t = made(TICKS_DATES, 50730, 50790, 4);
  assert_ticks(&t, "14:05:30 14:05:45 14:06 14:06:15 14:06:30");
}

static void any_range_of_dates_has_ticks(void **state) {
  (void)state;
  for (int i = 0; i < 2000; i++) {
    double width = pow(10, 0.5 + 9.5 * uniform());
    double lo = (uniform() - 0.3) * 1e10;
    size_t most = 2 + (size_t)(9 * uniform());
    Ticks t = made(TICKS_DATES, lo, lo + width, most);
    if (t.n < 2 || t.n > TICKS_ROUND)
      fail_msg("%zu ticks in %g seconds from %g", t.n, width, lo);
    for (size_t k = 0; k < t.n; k++) {
      assert_true(t.at[k] >= lo && t.at[k] <= lo + width);
      assert_true(!k || t.at[k] > t.at[k - 1]);
      assert_true(!k || strcmp(t.text[k], t.text[k - 1]) != 0);
    }
  }
  Ticks t = made(TICKS_DATES, -1e300, 1e300, 5);
  assert_in_range(t.n, 2, TICKS_ROUND);
}

static void endless_ranges_have_finite_ticks(void **state) {
  (void)state;
  static const Range ranges[] = {{-INFINITY, INFINITY}, {-INFINITY, 0},
                                 {-1e308, INFINITY},    {1e-292, INFINITY},
                                 {INFINITY, 1},         {-1.7e308, 1.7e308}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    for (int kind = 0; tick_words[kind]; kind++) {
      Range r = ranges[i];
      if (kind == TICKS_LOG) r = (Range){fmax(r.lo, 1e-300), fmax(r.hi, 1)};
      Ticks t = made((TickKind)kind, r.lo, r.hi, 6);
      for (size_t k = 0; k < t.n; k++) assert_true(isfinite(t.at[k]));
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(labels_read_back_as_their_positions),
    cmocka_unit_test(whole_ticks_are_whole),
    cmocka_unit_test(logarithmic_labels_read_back),
    cmocka_unit_test(shared_digits_are_written_once),
    cmocka_unit_test(numbers_are_written_with_few_digits),
    cmocka_unit_test(symlog_ticks_have_both_signs),
    cmocka_unit_test(dates_are_round),
    cmocka_unit_test(any_range_of_dates_has_ticks),
    cmocka_unit_test(endless_ranges_have_finite_ticks),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
