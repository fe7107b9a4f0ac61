/* Parsing of numbers and CSV. */
#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <inttypes.h>
#include <string.h>

#include "core/csv/csv.h"
#include "core/calendar.h"
#include "core/csv/csv_layout.h"
#include "core/csv/csv_numbers.h"
#include "core/csv/csv_table.h"
#include "core/format/file_kind.h"
#include "core/format/date_text.h"
#include "core/format/encoding.h"
#include "core/format/decimal.h"
#include "core/format/decimal_short.h"
#include "core/stats/rng.h"
#include "sys/utf8.h"

static const CsvSyntax comma = {.separator = ','};

/* -- numbers -------------------------------------------------------------- */

static bool reads(const char *text, double *value) {
  return decimal_read(text, strlen(text), '.', value);
}

/* Compares bits, to distinguish -0 from 0. */
static void assert_same(const char *text) {
  double got = -1, expected = strtod(text, NULL);
  if (!reads(text, &got) || memcmp(&got, &expected, sizeof got) != 0)
    fail_msg("\"%.60s\": got %.17g, strtod gives %.17g", text, got, expected);
}

static void numbers_agree_with_strtod(void **state) {
  static const char *const texts[] = {
    "0",
    "-0",
    "+1",
    "1.",
    ".5",
    "-.5e-3",
    "00012.500",
    "1e5",
    "1E+05",
    "123456789012345678",
    "9007199254740993",
    "9007199254740992.5",
    "0.1",
    "1e22",
    "1e23",
    "1e-22",
    "1e-23",
    "8.5e22",
    "17976931348623157e292",
    "1.7976931348623159e308",
    "1e309",
    "-1e309",
    "4.9e-324",
    "2.4703282292062e-324",
    "2.4703282292062328e-324",
    "2.2250738585072011e-308",
    "1e-400",
    "0e999999",
    "1e99999999999999999999",
    "1e-99999999999999999999",
    "179769313486231580793728971405301e276",
    "0.000000000000000000000000000000000000000000000000000001",
    "6929495644600919.5",
    "3.7455744005952583e15",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999"};
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    assert_same(texts[i]);
}

static void random_number(Rng *rng, char *text) {
  char *p = text;
  if (rng_below(rng, 3) == 0) *p++ = "+-"[rng_below(rng, 2)];
  size_t before = rng_below(rng, 22), behind = rng_below(rng, 22);
  for (size_t i = 0; i < before; i++) *p++ = (char)('0' + rng_below(rng, 10));
  if (behind || !before) *p++ = '.';
  if (!before && !behind) *p++ = '7';
  for (size_t i = 0; i < behind; i++) *p++ = (char)('0' + rng_below(rng, 10));
  *p = 0;
  if (rng_below(rng, 2)) sprintf(p, "e%d", (int)rng_below(rng, 700) - 350);
}

static void random_numbers_agree_with_strtod(void **state) {
  enum { SEED = 20 };
  Rng rng;
  char text[80];
  (void)state;
  print_message("seed %d\n", SEED);
  rng_seed(&rng, SEED);
  for (int i = 0; i < 100000; i++) {
    random_number(&rng, text);
    assert_same(text);
  }
}

/* 16 to 19 digits are too many for a double. Every other number lies exactly
 * between two doubles, or next to that. */
static void long_numbers_are_rounded_once(void **state) {
  enum { SEED = 21, MOST_POWER = 24 };
  Rng rng;
  char text[80];
  (void)state;
  rng_seed(&rng, SEED);
  for (int i = 0; i < 200000; i++) {
    const int spare = 1 + (int)rng_below(&rng, 10);
    uint64_t digits = (UINT64_C(1) << 53) + rng_below(&rng, SIZE_MAX >> 12);
    if (i % 2) digits = (digits << spare) + (UINT64_C(1) << (spare - 1));
    digits += rng_below(&rng, 3) - 1;
    snprintf(text, sizeof text, "%" PRIu64 "e%d", digits,
             i % 4 == 1 ? 0
                        : (int)rng_below(&rng, 2 * MOST_POWER) - MOST_POWER);
    assert_same(text);
  }
}

/* Random doubles of all sizes, printed with 1 to 40 digits. */
static void printed_doubles_are_read(void **state) {
  enum { SEED = 22 };
  Rng rng;
  char text[80];
  (void)state;
  rng_seed(&rng, SEED);
  for (int i = 0; i < 300000; i++) {
    uint64_t bits = rng_below(&rng, SIZE_MAX);
    if (i % 3 == 0) bits >>= 12 + i % 50; /* subnormal */
    if (i % 3 == 1)                       /* between 1e-30 and 1e30 */
      bits = (bits >> 12) | (uint64_t)(923 + rng_below(&rng, 200)) << 52;
    double x;
    memcpy(&x, &bits, sizeof x);
    if (!isfinite(x)) continue;
    snprintf(text, sizeof text, "%.*e", (int)rng_below(&rng, 40), x);
    assert_same(text);
  }
}

/* Texts of these characters, before a separator and after other bytes. */
static void short_numbers_are_those_of_strtod(void **state) {
  static const char characters[] = "019.-x";
  enum { KINDS = sizeof characters - 1, LONGEST = 10, SEED = 23 };
  Rng rng;
  char text[DECIMAL_SHORT + LONGEST + 1] = "12345678";
  size_t read = 0;
  (void)state;
  rng_seed(&rng, SEED);
  for (size_t i = 0; i < 400000; i++) {
    char *p = text + DECIMAL_SHORT;
    const size_t n = rng_below(&rng, LONGEST);
    for (size_t k = 0; k < n; k++) p[k] = characters[rng_below(&rng, KINDS)];
    p[n] = ',';
    double value = 42, expected = 43;
    const bool valid = decimal_read(p, n, '.', &expected);
    const bool got = decimal_short(p, p + n, '.', &value);
    read += got;
    if (got != (valid && n - (*p == '-') <= DECIMAL_SHORT) ||
        (got ? memcmp(&value, &expected, sizeof value) != 0 : value != 42))
      fail_msg("\"%.*s\": got %d %g, not %g", (int)n, p, got, value, expected);
  }
  assert_true(read > 1000);
}

/* Between 1 and the next double; the 900th digit decides. */
static void a_late_digit_decides_the_rounding(void **state) {
  char text[1000] = "1.00000000000000011102230246251565404236316680908203125";
  (void)state;
  size_t n = strlen(text);
  memset(text + n, '0', 900);
  assert_same(text);
  text[n + 850] = '1';
  assert_same(text);
  double value;
  reads(text, &value);
  assert_true(value > 1);
}

static void invalid_numbers_are_refused(void **state) {
  static const char *const texts[] = {
    "",      "+",   "-",   ".",     "e5",  "1e",   "1e+",      "1e5.0",
    "1 ",    " 1",  "1,5", "nan",   "inf", "-inf", "infinity", "0x10",
    "1_000", "--1", "+-1", "1.2.3", "1f",  "12a",  "١"};
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    double value = 42;
    if (reads(texts[i], &value) || value != 42)
      fail_msg("\"%s\" was read as %g", texts[i], value);
  }
}

static void the_decimal_comma_is_an_option(void **state) {
  double value;
  (void)state;
  assert_true(decimal_read("-1,5e2", 6, ',', &value));
  assert_true(value == -150);
  assert_false(decimal_read("1.5", 3, ',', &value));
}

/* -- fields --------------------------------------------------------------- */

/* Rows in {}, fields in [], a fault as !kind@line,column. */
static void show_rows(char *out, CsvReader r) {
  while (csv_row(&r)) {
    CsvField f;
    *out++ = '{';
    do {
      Status s = csv_field(&r, &f);
      if (s.code) {
        sprintf(out, "!%d@%d,%d", (int)s.value, (int)s.i, (int)s.j);
        return;
      }
      *out++ = '[';
      out += csv_unquote(out, f);
      *out++ = ']';
    } while (!f.last);
    *out++ = '}';
  }
  *out = 0;
}

static void show(char *out, const char *text, size_t n, char separator) {
  show_rows(out, csv_reader(text, n, (CsvSyntax){.separator = separator}));
}

static void assert_fields(const char *text, const char *expected) {
  char out[400];
  show(out, text, strlen(text), ',');
  assert_string_equal(out, expected);
}

static void fields_follow_rfc_4180(void **state) {
  (void)state;
  assert_fields("a,b\n1,2\n", "{[a][b]}{[1][2]}");
  assert_fields("a,b\r\n1,2\r\n", "{[a][b]}{[1][2]}");
  assert_fields("a,b\r1,2", "{[a][b]}{[1][2]}");
  assert_fields("\"a,\"\"x\"\"\",\"b\nc\"", "{[a,\"x\"][b\nc]}");
  assert_fields("\"\",\"\"\"\"", "{[][\"]}");
  assert_fields("a,,\n,,b", "{[a][][]}{[][][b]}");
}

static void marks_blanks_and_blank_lines_are_skipped(void **state) {
  (void)state;
  assert_fields("\xEF\xBB\xBF"
                "a",
                "{[a]}");
  assert_fields("\n\n  \na , b c\t\n\r\n\r\n1,2\n\n", "{[a][b c]}{[1][2]}");
  assert_fields(" \" a \" , \"b\" \n", "{[ a ][b]}");
  assert_fields("", "");
  assert_fields("\n \n", "");
}

static void errors_have_line_and_column(void **state) {
  (void)state;
  assert_fields("a,b\nc,\"d\ne", "{[a][b]}{[c]!0@1,1");
  assert_fields("a\n\n\r\n\"b\r\nc\",\"d e", "{[a]}{[b\r\nc]!0@4,1");
}

/* Reference: Python's csv module. */
static void text_after_a_closing_quote_is_kept(void **state) {
  (void)state;
  assert_fields("a\n\"b\nc\"x,d", "{[a]}{[b\ncx][d]}");
  assert_fields("\"a\"\"b\" c\"\"d\" ,e", "{[a\"b c\"\"d\"][e]}");
  assert_fields("\"\"x,\"\" \"\"", "{[x][ \"\"]}");
}

static void comments_and_first_lines_are_skipped(void **state) {
  char out[400];
  const char text[] = "x\r\ny\n a,\"#\" # b,c\n#d\n\n1#,2\n,#";
  CsvSyntax s = {
    .separator = ',', .comment = "#", .comment_length = 1, .skip = 2};
  (void)state;
  show_rows(out, csv_reader(text, strlen(text), s));
  assert_string_equal(out, "{[a][#]}{[1]}{[][]}");
}

/* Reference: int(text) == int(float(text)) in Python. */
static void lost_digits_are_detected(void **state) {
  static const struct {
    const char *text;
    bool lost;
  } cases[] = {
    {"9007199254740992", false},
    {"9007199254740993", true},
    {"-9007199254740993", true},
    {"9007199254740994", false},
    {"18446744073709551616", false},
    {"18446744073709551617", true},
    {"1180591620717411303424", false},
    {"1180591620717411303425", true},
    {"100000000000000000000000", true},
    {"10000000000000000000000", false},
    {"1e400", true},
    {"1e300", false},
    {"123456789.123456789123456789", false},
    {"1427247692705959881058285969449495136382746624", true}, /* 2^150: long */
    {"5708990770823839524233143877797980545530986496", true}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    double value;
    assert_true(reads(cases[i].text, &value));
    if (decimal_loses_digits(cases[i].text, strlen(cases[i].text), value) !=
        cases[i].lost)
      fail_msg("%s", cases[i].text);
  }
}

static void a_field_of_100000_characters_is_one_field(void **state) {
  enum { LONG = 100000 };
  static char text[LONG + 10];
  (void)state;
  memset(text, 'x', LONG);
  strcpy(text + LONG, ",1\n");
  CsvReader r = csv_reader(text, LONG + 3, comma);
  CsvField f;
  assert_true(csv_row(&r));
  assert_int_equal(csv_field(&r, &f).code, STATUS_OK);
  assert_int_equal(f.n, LONG);
  assert_false(f.last);
}

/* Copied to a block of exact size, so that the address sanitizer detects reads
 * past the end. */
static void every_prefix_is_read_or_refused(void **state) {
  static const char nasty[] =
    "\xEF\xBB\xBF\"na\"\"me\", b ;\t|\r\n\"x\r\ny\" ,\"\",\"\"\"\"\r1e5,-,\n"
    "\n \"a\" , NA , \"\n\"\r\n,,\r\r\n\"open\"\"";
  (void)state;
  for (size_t n = 0; n < sizeof nasty; n++)
    for (const char *separator = ",;\t|"; *separator; separator++) {
      char *text = malloc(n + 1), out[400];
      memcpy(text, nasty, n);
      text = realloc(text, n ? n : 1);
      show(out, text, n, *separator);
      CsvFormat format = {.numbers = {.missing = csv_missing}};
      format.syntax = csv_layout(text, n, (CsvSyntax){0}).syntax;
      csv_numbers_guess(text, n, &format);
      file_kind(text, n);
      utf8_valid_prefix(text, n);
      free(text);
    }
}

static void the_separator_is_detected(void **state) {
  static const struct {
    const char *text;
    char separator;
  } cases[] = {{"a,b\n1,2", ','},
               {"a;b\n1,5;2,5", ';'},
               {"a\tb\n1,2\t3;4", '\t'},
               {"a|b\n1|2", '|'},
               {"a\n1\n2", ','},
               {"", ','},
               {"a;b,c\n1,2", ','},
               {"\"a;b\",c\n\"d\",2", ','},
               {"a,b\n\"x\ty\",2", ','},
               {"a,b\nx;y,2\nz,3", ','},
               {"1 2\n 3  4", ' '},
               {"a b\nc d\n", ','},
               {"1 2 3\t\"x\"\n4 5 6\t\"y\"", ' '}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_int_equal(
      csv_layout(cases[i].text, strlen(cases[i].text), (CsvSyntax){0})
        .syntax.separator,
      cases[i].separator);
}

static CsvNumbersGuess guess_numbers(const char *text, char separator) {
  CsvFormat format = {.syntax = {.separator = separator},
                      .numbers = {.missing = csv_missing}};
  return csv_numbers_guess(text, strlen(text), &format);
}

static char guess_point(const char *text, char separator) {
  return guess_numbers(text, separator).point;
}

static void the_decimal_point_is_detected(void **state) {
  (void)state;
  assert_int_equal(guess_point("a;b\n1,5;2", ';'), ',');
  assert_int_equal(guess_point("a;b\n1.5;2", ';'), '.');
  assert_int_equal(guess_point("a;b\n1;2", ';'), '.');
  assert_int_equal(guess_point("a,b\n1,5", ','), '.');
  assert_int_equal(guess_point("a;b\n1.234,50;2.345,00", ';'), ',');
}

static void assert_groups(const char *text, char separator, const char *mark) {
  const CsvNumbersGuess g = guess_numbers(text, separator);
  if (mark)
    assert_string_equal(g.thousands, mark);
  else
    assert_null(g.thousands);
}

static void groups_of_digits_are_detected(void **state) {
  (void)state;
  assert_groups("a,b\n\"1,234\",2", ',', ",");
  assert_groups("a;b\n1.234,50;2", ';', ".");
  assert_groups("a;b\n1.234.567;2,5", ';', ".");
  assert_groups("a;b\n1'234.5;2", ';', "'");
  assert_groups("a;b\n1 234,50;2", ';', " ");
  assert_groups("a;b\n555 123 456;2,5", ';', NULL); /* a telephone number */
  assert_groups("a;b\n1,234;0,567", ';', NULL);
  assert_true(guess_numbers("a;b\n1,234;2,345", ';').close);
  assert_false(guess_numbers("a;b\n1,234;2,5", ';').close);
}

static void the_layout_is_detected(void **state) {
  const CsvSyntax any = {0};
  CsvLayout l;
  (void)state;
#define LAYOUT(text) l = csv_layout(text, sizeof(text) - 1, any)
  LAYOUT("a b\nx 1 2\ny 3 4\n");
  assert_true(l.row_names);
  LAYOUT("a,b\n1,2,3\n"); /* one row may be a mistake */
  assert_false(l.row_names);
  LAYOUT("Konto;1\nStand;2\n\nTag;Betrag;Text\n1;2;x\n2;3;y\n");
  assert_int_equal(l.preamble, 3);
  LAYOUT("# x\n# y\n# a,b\n1,2\n# z\n3,4\n");
  assert_true(l.named_in_comment);
  assert_int_equal(l.syntax.skip, 2);
  assert_int_equal(l.syntax.lead, 2);
  LAYOUT("#,name\n1,x\n2,y\n");
  assert_null(l.syntax.comment);
  LAYOUT("% x\na,b\n1,2\n");
  assert_string_equal(l.syntax.comment, "%");
  LAYOUT("sep=;\na;b,c\n1;2\n");
  assert_true(l.told);
  assert_int_equal(l.syntax.separator, ';');
#undef LAYOUT
}

static void assert_date(const char *text, double expected) {
  double got = -1;
  const char *end = text + strlen(text);
  if (date_text_begins(text, end, true, &got) != end || got != expected)
    fail_msg("%s: got %.17g, expected %.17g", text, got, expected);
}

/* Seconds by Python's datetime. */
static void dates_are_seconds(void **state) {
  static const char *const bad[] = {"2020-02-30", "2020-13-01", "2020-1-01",
                                    "1900-02-29", "20-01-01",   "2020-01-01x",
                                    "1.2.20",     "2020-01/01", "0.0.2020"};
  double value;
  char out[DATE_TEXT_ROOM];
  (void)state;
  assert_date("1970-01-01", 0);
  assert_date("2020-02-29", 1582934400);
  assert_date("2020/12/31", 1609372800);
  assert_date("31.12.2020 23:59", 1609459140);
  assert_date("1969-12-31T23:59:59Z", -1);
  assert_date("2020-01-01T10:00:00.5+02:00", 1577865600.5);
  assert_date("2020-01-01 10:00:00 -0530", 1577892600);
  assert_date("0001-01-01", -62135596800);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const char *end = bad[i] + strlen(bad[i]);
    assert_true(date_text_begins(bad[i], end, true, &value) != end);
  }
  out[date_text_write(out, 1577865600.5, DATE_TEXT_SECONDS)] = 0;
  assert_string_equal(out, "2020-01-01 08:00:00.5");
  out[date_text_write(out, -1, DATE_TEXT_SECONDS)] = 0;
  assert_string_equal(out, "1969-12-31 23:59:59");
  out[date_text_write(out, 1582934400, DATE_TEXT_DAY)] = 0;
  assert_string_equal(out, "2020-02-29");
  out[date_text_write(out, 0.9999999, DATE_TEXT_SECONDS)] = 0;
  assert_string_equal(out, "1970-01-01 00:00:01");
}

/* Every day from 1600 to 2400 follows the one before. */
static void every_day_follows_the_last(void **state) {
  long long before = calendar_days(1599, 12, 31);
  (void)state;
  for (long long y = 1600; y < 2400; y++)
    for (long long m = 1; m <= 12; m++)
      for (long long d = 1; d <= calendar_month_length(y, m); d++) {
        assert_int_equal(calendar_days(y, m, d), ++before);
        const CalendarDate back = calendar_date(before * CALENDAR_DAY);
        assert_int_equal(back.part[DAY], d);
        assert_int_equal(back.part[MONTH], m);
      }
}

/* -- tables --------------------------------------------------------------- */

static Status survey(const char *text, CsvHeader header, CsvTable *table,
                     CsvColumn *columns) {
  static double values[8][100];
  for (size_t j = 0; j < 8; j++) columns[j] = (CsvColumn){.values = values[j]};
  size_t n = strlen(text);
  CsvFormat format = {.syntax = comma,
                      .numbers = {.point = '.', .missing = csv_missing},
                      .header = header};
  Status s = csv_width(table, text, n, &format);
  if (s.code) return s;
  return csv_survey(table, columns, text, n, &format, SIZE_MAX, NULL, NULL);
}

/* H or - for the header, one letter per column (number or text), the rows. */
static void assert_survey(const char *text, const char *expected) {
  CsvColumn columns[8];
  CsvTable table;
  char got[20];
  assert_int_equal(survey(text, CSV_HEADER_GUESS, &table, columns).code, 0);
  size_t k = 0;
  got[k++] = table.header ? 'H' : '-';
  for (size_t j = 0; j < table.columns; j++)
    got[k++] = columns[j].text ? 't' : 'n';
  sprintf(got + k, "%d", (int)table.rows);
  assert_string_equal(got, expected);
}

static void header_and_types_are_detected(void **state) {
  (void)state;
  assert_survey("a,b\n1,x\n2,y\n", "Hnt2");
  assert_survey("1,x\n2,y\n", "-nt2");
  assert_survey("1,2\n3,4\n", "-nn2");
  assert_survey("name,city\nAnn,Rome\n", "Htt1");
  assert_survey(",name\n1,Ann\n", "Hnt1");
  assert_survey("1990,x\n1,2\n", "Hnn1");
  assert_survey("a,b\nNA,\n?,nan\n", "Hnn2");
  assert_survey("a,b\n1,2\n3,oops\n", "Hnt2");
  assert_survey("a,b\n\"1\",\"2\"\n", "Hnn1");
  assert_survey("a,b\n", "Hnn0");
  assert_survey("NA,1\n2,3\n", "-nn2");
  assert_survey("c,1990,2000\nx,1,2\ny,3,4\n", "Htnn2");
  assert_survey("c,1990,2000\nx,1991,2001\ny,1992,2002\n", "-tnn3");
  assert_survey("x,1,2\ny,3,4\n", "-tnn2");
  assert_survey(",0,1\na,3,4\nb,5,6\n", "Htnn2");
  assert_survey("\"1\",\"2\"\n3,4\n5,6\n", "Hnn2");
  assert_survey("\"1\",\"2\"\n\"3\",\"4\"\n", "-nn2");
  assert_survey("a,b\nTrue,1%\nFalse,2%\n", "Hnn2");
  assert_survey("a,b\nTrue,1%\n1,2\n", "Htt2");
  assert_survey("a,b\n$1,2020-01-01\nâ¬"
                "2,x\n",
                "Htt2");
  assert_survey("a,b\n$1,-$2\n-3 $,$4.5\n", "Hnn2");
  assert_survey("a,b\n007,0.5\n1,00.5\n", "Htn2");
}

static void rows_of_different_width_are_refused(void **state) {
  CsvColumn columns[8];
  CsvTable table;
  (void)state;
  Status few = survey("a,b\n1,2\n3\n", CSV_HEADER_GUESS, &table, columns);
  assert_int_equal(few.code, STATUS_SYNTAX);
  assert_int_equal(few.value, CSV_TOO_FEW);
  assert_int_equal(few.i, 2);
  assert_int_equal(few.j, 1);
  Status many = survey("a,b\n1,2,3\n", CSV_HEADER_GUESS, &table, columns);
  assert_int_equal(many.value, CSV_TOO_MANY);
  assert_int_equal(many.i, 1);
  assert_int_equal(many.j, 2);
}

static void a_long_scan_can_be_stopped(void **state) {
  enum { ROWS = 20000 };
  static char text[2 * ROWS + 1];
  volatile sig_atomic_t stop = 1;
  CsvColumn column = {0};
  CsvTable table = {.columns = 1};
  CsvFormat format = {.syntax = comma,
                      .numbers = {.point = '.', .missing = csv_missing},
                      .header = CSV_HEADER_NO};
  (void)state;
  for (size_t i = 0; i < ROWS; i++) memcpy(text + 2 * i, "1\n", 2);
  Status s =
    csv_survey(&table, &column, text, 2 * ROWS, &format, SIZE_MAX, NULL, &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(numbers_agree_with_strtod),
    cmocka_unit_test(random_numbers_agree_with_strtod),
    cmocka_unit_test(long_numbers_are_rounded_once),
    cmocka_unit_test(printed_doubles_are_read),
    cmocka_unit_test(short_numbers_are_those_of_strtod),
    cmocka_unit_test(a_late_digit_decides_the_rounding),
    cmocka_unit_test(invalid_numbers_are_refused),
    cmocka_unit_test(the_decimal_comma_is_an_option),
    cmocka_unit_test(fields_follow_rfc_4180),
    cmocka_unit_test(marks_blanks_and_blank_lines_are_skipped),
    cmocka_unit_test(errors_have_line_and_column),
    cmocka_unit_test(text_after_a_closing_quote_is_kept),
    cmocka_unit_test(comments_and_first_lines_are_skipped),
    cmocka_unit_test(lost_digits_are_detected),
    cmocka_unit_test(a_field_of_100000_characters_is_one_field),
    cmocka_unit_test(every_prefix_is_read_or_refused),
    cmocka_unit_test(the_separator_is_detected),
    cmocka_unit_test(the_decimal_point_is_detected),
    cmocka_unit_test(groups_of_digits_are_detected),
    cmocka_unit_test(the_layout_is_detected),
    cmocka_unit_test(dates_are_seconds),
    cmocka_unit_test(every_day_follows_the_last),
    cmocka_unit_test(header_and_types_are_detected),
    cmocka_unit_test(rows_of_different_width_are_refused),
    cmocka_unit_test(a_long_scan_can_be_stopped)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
