#include "core/format/csv_plain.h"

#include "core/format/decimal.h"
#include "core/parallel/blocks.h"

/* A text, all of whose lines end; the blocks are blocks of bytes, and a line
 * belongs to the block in which it begins. */
typedef struct Text {
  CsvReader reader;              /* at its beginning */
  size_t rows;                   /* of the table before it */
  size_t high;                   /* bytes per block */
  size_t lines[BLOCKS_MOST + 1]; /* in each block, then before each */
  size_t count;                  /* columns */
  const CsvColumn *columns;
  char point;
  StopFlag stop;
} Text;

/* -- lines ------------------------------------------------------------------ */

static size_t count_line_ends(const char *p, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += p[i] == '\n';
  return count;
}

/* A line begins after each line end, and at the beginning of the text. */
static Status count_lines(void *context, const BlockPart *part,
                          double *unused) {
  Text *text = context;
  const size_t first = part->from == 0;
  (void)unused;
  text->lines[part->from / text->high] =
    first +
    count_line_ends(text->reader.at + part->from - !first, part->rows - first);
  return status_ok();
}

/* From lines in each block to lines before it; returns all. */
static size_t sum_lines(Text *text, size_t blocks) {
  size_t before = 0;
  for (size_t k = 0; k < blocks; k++) {
    const size_t here = text->lines[k];
    text->lines[k] = before;
    before += here;
  }
  return before;
}

/* -- rows ------------------------------------------------------------------- */

/* Reads a row; false if it is not as many plain numbers as there are columns. */
static bool read_row(CsvReader *r, const Text *text, size_t row) {
  bool last = false;
  for (size_t j = 0; j < text->count; j++) {
    const char *start = r->at;
    double x;
    const char *p =
      last ? NULL : decimal_begins(start, r->end, text->point, &x);
    if (!p || csv_is_code(start, r->end) || !csv_passed(r, p, &last))
      return false;
    if (text->columns[j].values) text->columns[j].values[row - 1] = x;
  }
  return last;
}

static const char *line_after(const char *p) {
  while (p[-1] != '\n') p++;
  return p;
}

static Status read_rows(void *context, const BlockPart *part, double *unused) {
  enum { LOOK = 256 };
  const Text *text = context;
  CsvReader r = text->reader;
  const char *end = r.at + part->from + part->rows;
  size_t row = text->rows + text->lines[part->from / text->high];
  (void)unused;
  if (part->from) r.at = line_after(r.at + part->from);
  for (; r.at < end; row++) {
    if (row % LOOK == 0 && stop_asked(text->stop))
      return status_error(STATUS_STOPPED, 0, 0, 0);
    if (!read_row(&r, text, row)) return status_error(STATUS_SYNTAX, 0, 0, 0);
  }
  return status_ok();
}

/* Most texts that are not plain are found out by their first row. */
static bool begins_plain(const Text *text) {
  CsvReader r = text->reader;
  return read_row(&r, text, text->rows);
}

static bool run(const Blocks *blocks, BlockFunction *function, Text *text) {
  const BlockSum what = {.function = function, .context = text};
  return blocks_sum(NULL, blocks, &what, text->stop).code == STATUS_OK;
}

bool csv_plain_rows(CsvReader *r, CsvTable *table, CsvColumn *columns,
                    const CsvFormat *format, size_t most, StopFlag stop) {
  Text text = {.reader = *r,
               .rows = table->rows,
               .count = table->columns,
               .columns = columns,
               .point = format->numbers.point,
               .stop = stop};
  const char *end = r->end;
  while (end > r->at && end[-1] != '\n') end--;
  const Blocks blocks = blocks_cut((size_t)(end - r->at), 0);
  text.reader.end = end;
  text.high = blocks.high;
  if (blocks_threads() == 1 || blocks.count == 1 || !begins_plain(&text) ||
      !run(&blocks, count_lines, &text))
    return false;
  const size_t lines = sum_lines(&text, blocks.count);
  if (lines > most - table->rows || !run(&blocks, read_rows, &text))
    return false;
  for (size_t j = 0; j < table->columns; j++)
    columns[j].numbers += columns[j].text ? 0 : lines;
  table->rows += lines;
  r->at = end;
  r->line += lines;
  return true;
}
