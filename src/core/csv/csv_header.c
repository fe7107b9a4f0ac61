#include "core/csv/csv_header.h"

#include <math.h>

static bool is_value(CsvKind kind) {
  return kind != CSV_MISSING && kind != CSV_TEXT;
}

/* The names are quoted and the values below them are not. */
static bool has_quoted_names(const CsvTable *table, const CsvColumn *columns) {
  bool plain = false;
  for (size_t j = 0; j < table->columns; j++) {
    const CsvColumn *c = &columns[j];
    if (!c->first_quoted) return false;
    plain = plain || (!c->text && c->numbers + c->others && !c->quoted);
  }
  return plain;
}

static bool is_year(double x) {
  enum { FIRST = 1500, LAST = 2200 };
  return x >= FIRST && x <= LAST && x == floor(x);
}

/* Do all values of the column look like years? */
static bool holds_years(const CsvTable *table, const CsvColumn *c) {
  if (!c->values || c->text || !c->numbers) return false;
  for (size_t i = 0; i + 1 < table->rows; i++)
    if (!isnan(c->values[i]) && !is_year(c->values[i])) return false;
  return true;
}

/* 1990,1991,1992 or 2020,2019: above values that are not years themselves. */
static bool has_years(const CsvTable *table, const CsvColumn *columns) {
  double before = NAN, step = NAN;
  size_t years = 0;
  for (size_t j = 0; j < table->columns; j++) {
    const CsvColumn *c = &columns[j];
    if (c->first.kind == CSV_NUMBER) {
      const double x = c->first.value;
      if (!is_year(x) || x == before || holds_years(table, c)) return false;
      if (years && !isnan(step) && (x - before > 0) != (step > 0)) return false;
      if (years) step = x - before;
      before = x;
      years++;
    } else if (is_value(c->first.kind))
      return false;
  }
  return years > 1 && years + 3 > table->columns / 2;
}

/* ,0,1,2,3: the numbers by which pandas names columns. */
static bool has_counts(const CsvTable *table, const CsvColumn *columns) {
  if (table->columns < 3 || columns[0].first.kind != CSV_MISSING) return false;
  const double start = columns[1].first.value;
  if (start != 0 && start != 1) return false;
  for (size_t j = 1; j < table->columns; j++)
    if (columns[j].first.kind != CSV_NUMBER ||
        columns[j].first.value != start + (double)(j - 1))
      return false;
  return true;
}

bool csv_header_guess(const CsvTable *table, const CsvColumn *columns,
                      bool *numeric) {
  bool word = false, number = false;
  for (size_t j = 0; j < table->columns; j++) {
    const CsvColumn *c = &columns[j];
    const bool is_word = c->first.kind == CSV_TEXT;
    if (is_word && !c->text && c->numbers + c->others) return true;
    word = word || is_word;
    number = number || is_value(c->first.kind);
  }
  if (!number) return word;
  if (table->rows < 2) return false;
  if (has_quoted_names(table, columns)) return true;
  *numeric = has_years(table, columns) || has_counts(table, columns);
  return *numeric;
}
