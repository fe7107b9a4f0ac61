/* table.h - reads the numbers of a small CSV file without quotes, for C tests. */
#ifndef TESTS_TABLE_H
#define TESTS_TABLE_H

#include <stdlib.h>
#include <string.h>

#include "check.h"

enum { TABLE_MOST_LINE = 4000 };

/* Fills `out` row by row without the header. The text `one` becomes 1, other text
 * 0. Returns the number of rows; *cols is the number of columns. */
static inline size_t read_table(double *out, size_t most, size_t *cols,
                                const char *path, const char *one) {
  char line[TABLE_MOST_LINE];
  size_t rows = 0, n = 0;
  FILE *f = fopen(path, "r");
  assert_non_null(f);
  assert_non_null(fgets(line, sizeof line, f));
  for (; fgets(line, sizeof line, f); rows++) {
    line[strcspn(line, "\r\n")] = 0;
    for (char *at = line; at; at = strchr(at, ',')) {
      at += *at == ',';
      assert_true(n < most);
      out[n++] = strncmp(at, one, strlen(one)) == 0 ? 1 : strtod(at, NULL);
    }
  }
  fclose(f);
  *cols = n / rows;
  return rows;
}

#endif
