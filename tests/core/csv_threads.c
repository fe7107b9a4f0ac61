/* Tables are read with the same result by one thread and by several. */
#include "check.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/csv/csv_table.h"
#include "core/stats/rng.h"
#include "sys/parallel/threads.h"

enum { ROWS = 12000, COLUMNS = 4, ROOM = 3 << 20 };

static Rng rng;

static size_t below(size_t n) { return rng_below(&rng, n); }

/* -- texts ------------------------------------------------------------------ */

static const char *pick(const char *const *words, size_t n) {
  return words[below(n)];
}

#define PICK(words) pick(words, sizeof(words) / sizeof *(words))

static const char *const numbers[] = {
  "1",  "-0.25", "12.5", "1e3",    "0.1234567890123456",
  "-7", " 3",    "4 ",   "\"5.5\""};
static const char *const dates[] = {"2020-01-05", "2021-12-31 23:59",
                                    "\"1999-02-28T01:02:03\""};
static const char *const words[] = {
  "word",     "\"a,b\"", "\"two\nlines\"", "\"said \"\"no\"\"\n1,2,3,4\n\"",
  "5\" pipe", "\"\"",    "x # y",          "\"\n\n\n1,2\n\r\n5\""};
static const char *const rare[] = {
  "",          "NA",        "007",   "9007199254740993",
  "$3",        "4%",        "true",  "1/2/2020",
  "13/2/2020", "2/13/2020", "10:30", "\"broken\" quote",
  "oops",      "inf"};

/* What a text is made of. */
typedef struct Recipe {
  const char *name;
  size_t one_in;      /* so many fields, one is rare; 0: none */
  bool dates, words;  /* has a column of them */
  const char *ending; /* of lines */
  size_t blank_lines; /* one in so many is followed by one; 0: none */
  const char *fault;  /* a line in the middle; NULL: none */
  size_t fault_row;
} Recipe;

static const Recipe recipes[] = {
  {"numbers", 0, false, false, "\n", 0, NULL, 0},
  {"missing values", 50, false, false, "\n", 0, NULL, 0},
  {"one strange field", 30000, false, false, "\n", 0, NULL, 0},
  {"dates", 0, true, false, "\r\n", 0, NULL, 0},
  {"strange dates", 40000, true, false, "\r", 0, NULL, 0},
  {"words", 0, true, true, "\n", 0, NULL, 0},
  {"words and blank lines", 1000, true, true, "\r\n", 100, NULL, 0},
  {"a short row", 0, false, true, "\n", 50, "1,2\n", 9000},
  {"a long row", 100, false, true, "\n", 0, "1,2,3,4,5\n", 7000},
  {"a row with empty fields", 0, false, true, "\n", 0, "1,2,3,4,,,\n", 7000},
  {"two faults", 0, false, false, "\n", 0, "1\n2\n", 8000},
  {"a quote that is not closed", 0, false, false, "\n", 0, "1,2,3,\"4\n", 5000},
  {"a stray quote", 0, false, true, "\n", 0, "1,2,3,4\"\n", 5000},
  {"a long quotation", 0, false, false, "\n", 0, NULL, 6000}};

static char *put(char *p, const char *text) {
  const size_t n = strlen(text);
  memcpy(p, text, n);
  return p + n;
}

static char *put_row(char *p, const Recipe *recipe) {
  for (size_t j = 0; j < COLUMNS; j++) {
    if (recipe->one_in && below(recipe->one_in) == 0)
      p = put(p, PICK(rare));
    else if (j == 1 && recipe->dates)
      p = put(p, PICK(dates));
    else if (j == 2 && recipe->words)
      p = put(p, PICK(words));
    else
      p = put(p, PICK(numbers));
    if (j + 1 < COLUMNS) *p++ = ',';
  }
  p = put(p, recipe->ending);
  if (recipe->blank_lines && below(recipe->blank_lines) == 0)
    p = put(p, recipe->ending);
  return p;
}

/* A field of many lines, each of which looks like a row. */
static char *put_quotation(char *p) {
  p = put(p, "1,2,3,\"");
  for (int i = 0; i < 20000; i++) p = put(p, "1,2,3,4\n");
  return put(p, "\"\n");
}

static size_t write_text(char *text, const Recipe *recipe) {
  char *p = put(text, "a,b,c,d\n");
  for (size_t i = 0; i < ROWS; i++) {
    if (recipe->fault_row && i == recipe->fault_row)
      p = recipe->fault ? put(p, recipe->fault) : put_quotation(p);
    p = put_row(p, recipe);
  }
  return (size_t)(p - text);
}

/* -- comparison ------------------------------------------------------------- */

typedef struct Result {
  Status status;
  CsvTable table;
  CsvColumn columns[COLUMNS];
} Result;

static void read_table(Result *result, const char *text, size_t n) {
  const CsvFormat format = {.syntax = {.separator = ','},
                            .numbers = {.point = '.', .missing = csv_missing}};
  const size_t rows = csv_most_rows(text, n);
  assert_int_equal(csv_width(&result->table, text, n, &format).code, 0);
  assert_int_equal(result->table.columns, COLUMNS);
  for (size_t j = 0; j < COLUMNS; j++)
    result->columns[j] =
      (CsvColumn){.values = calloc(rows, sizeof(double)),
                  .starts = j == 2 ? calloc(rows, sizeof(size_t)) : NULL};
  const size_t room = csv_survey_scratch(n, COLUMNS);
  CsvColumn *scratch = room ? calloc(room, sizeof *scratch) : NULL;
  result->status = csv_survey(&result->table, result->columns, text, n, &format,
                              SIZE_MAX, scratch, NULL);
  free(scratch);
}

static void free_result(Result *result) {
  for (size_t j = 0; j < COLUMNS; j++) {
    free(result->columns[j].values);
    free(result->columns[j].starts);
  }
}

static void assert_values(const double *a, const double *b, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!(isnan(a[i]) && isnan(b[i])) && memcmp(&a[i], &b[i], sizeof *a) != 0)
      fail_msg("row %zu: %.17g and %.17g", i, a[i], b[i]);
}

static void assert_same_column(const CsvColumn *a, const CsvColumn *b,
                               size_t rows) {
  assert_int_equal(a->text, b->text);
  assert_int_equal(a->kind, b->kind);
  assert_int_equal(a->text_line, b->text_line);
  assert_int_equal(a->lossy_line, b->lossy_line);
  assert_int_equal(a->code, b->code);
  assert_int_equal(a->others_line, b->others_line);
  assert_int_equal(a->undecided, b->undecided);
  if (a->undecided) {
    assert_int_equal(a->order_line, b->order_line);
    assert_int_equal(a->not_dmy_line, b->not_dmy_line);
    assert_int_equal(a->not_mdy_line, b->not_mdy_line);
  }
  if (!a->text) {
    assert_true(a->unit == b->unit);
    assert_int_equal(a->order, b->order);
    assert_int_equal(a->numbers, b->numbers);
    assert_int_equal(a->others, b->others);
    assert_int_equal(a->quoted, b->quoted);
    assert_values(a->values, b->values, rows);
  }
  if (a->starts)
    assert_memory_equal(a->starts, b->starts, rows * sizeof *a->starts);
}

static void assert_same(const Result *a, const Result *b) {
  assert_int_equal(a->status.code, b->status.code);
  if (a->status.code) {
    assert_int_equal(a->status.i, b->status.i);
    assert_int_equal(a->status.j, b->status.j);
    assert_true(a->status.value == b->status.value);
    return;
  }
  assert_int_equal(a->table.rows, b->table.rows);
  assert_int_equal(a->table.header, b->table.header);
  assert_int_equal(a->table.broken.count, b->table.broken.count);
  if (a->table.broken.count) {
    assert_int_equal(a->table.broken.line, b->table.broken.line);
    assert_int_equal(a->table.broken.column, b->table.broken.column);
  }
  for (size_t j = 0; j < COLUMNS; j++)
    assert_same_column(&a->columns[j], &b->columns[j], a->table.rows);
}

static void compare(const char *text, size_t n) {
  Result one, more;
  threads_set(1);
  read_table(&one, text, n);
  for (size_t threads = 2; threads <= 4; threads++) {
    threads_set(threads);
    read_table(&more, text, n);
    assert_same(&one, &more);
    free_result(&more);
  }
  free_result(&one);
}

static void tables_are_the_same_for_any_number_of_threads(void **state) {
  char *text = malloc(ROOM);
  (void)state;
  for (size_t k = 0; k < sizeof recipes / sizeof *recipes; k++) {
    print_message("%s\n", recipes[k].name);
    rng_seed(&rng, 40 + k);
    const size_t n = write_text(text, &recipes[k]);
    assert_true(n < ROOM);
    compare(text, n);
    compare(text, n - 1); /* no line end, or half of one */
  }
  free(text);
}

/* Errors come from the first row that has one. */
static void faults_have_their_line(void **state) {
  char *text = malloc(ROOM);
  Result result;
  (void)state;
  threads_set(2);
  for (size_t k = 0; k < sizeof recipes / sizeof *recipes; k++) {
    if (strcmp(recipes[k].name, "two faults") != 0) continue;
    rng_seed(&rng, 1);
    read_table(&result, text, write_text(text, &recipes[k]));
    assert_int_equal(result.status.code, STATUS_SYNTAX);
    assert_int_equal(result.status.value, CSV_TOO_FEW);
    assert_int_equal(result.status.i, recipes[k].fault_row + 1);
    free_result(&result);
  }
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(tables_are_the_same_for_any_number_of_threads),
    cmocka_unit_test(faults_have_their_line)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
