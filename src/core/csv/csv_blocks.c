#include "core/csv/csv_blocks.h"

#include <stdint.h>

#include "core/parallel/blocks.h"

/* The rows that begin in one block. */
typedef struct Part {
  const char *start; /* of its first row, as guessed; NULL: not found */
  const char *stop;  /* the beginning of the next row after it */
  size_t lines;      /* between the two */
  size_t place, count;
  CsvBroken broken;
  Status status;
} Part;

typedef struct Text {
  const CsvRows *rows; /* at the beginning of the blocks */
  const CsvRowsTask *task;
  Blocks blocks;
  CsvColumn *columns; /* `width` for each block */
  Part parts[BLOCKS_MOST];
} Text;

/* Columns of one block take about a fifth of the memory of its bytes. */
static Blocks cut(size_t n, size_t columns) {
  enum { RATIO = 512 };
  return blocks_cut(n, RATIO * columns);
}

size_t csv_blocks_scratch(size_t n, size_t columns) {
  return blocks_threads() > 1 ? cut(n, columns).count * columns : 0;
}

static CsvColumn *columns_of(const Text *text, size_t k) {
  return text->columns + k * text->task->width;
}

static const char *beginning(const Text *text, size_t k) {
  return text->rows->reader.at + blocks_row(&text->blocks, k);
}

/* -- the first row of a block ----------------------------------------------- */

static bool is_row(CsvReader r, size_t width) {
  CsvField f;
  do
    if (csv_field(&r, &f).code || f.broken ||
        (f.column >= width && !csv_is_trailing(f)))
      return false;
  while (!f.last);
  return f.column + 1 >= width;
}

/* The end of the first line that ends at p or later; NULL: not before `end`. */
static const char *line_end(const char *p, const char *end) {
  while (p < end && *p != '\n' && *p != '\r') p++;
  if (p == end) return NULL;
  return p + (*p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1);
}

/* Looks at a few lines, and no further than the end of the next block. */
static const char *guess_start(const Text *text, size_t k) {
  enum { TRIES = 100 };
  const char *p = beginning(text, k), *end = beginning(text, k + 1);
  CsvReader r = text->rows->reader;
  if ((size_t)(r.end - end) > text->blocks.high)
    r.end = end + text->blocks.high;
  p = line_end(p - 1, end);
  for (int i = 0; p && i < TRIES; i++) {
    r.at = p;
    if (!csv_row(&r)) return NULL;
    if (is_row(r, text->task->width)) return r.at;
    p = r.at < end ? line_end(r.at, end) : NULL;
  }
  return NULL;
}

/* -- reading ---------------------------------------------------------------- */

/* Reads the rows of block k from part->start on. */
static void read_part(Text *text, size_t k) {
  Part *part = &text->parts[k];
  CsvRows rows = {.reader = text->rows->reader,
                  .columns = columns_of(text, k),
                  .place = part->place};
  for (size_t j = 0; j < text->task->width; j++) {
    rows.columns[j] = text->rows->columns[j];
    csv_column_clear(&rows.columns[j]);
  }
  rows.reader.at = part->start;
  rows.reader.line = 0;
  part->status =
    csv_rows_read(&rows, text->task, beginning(text, k + 1), SIZE_MAX);
  part->stop = rows.reader.at;
  part->lines = rows.reader.line;
  part->count = rows.count;
  part->broken = rows.broken;
}

static Status count_starts(void *context, const BlockPart *block,
                           double *unused) {
  Text *text = context;
  (void)unused;
  text->parts[block->from / text->blocks.high].count =
    csv_most_starts(text->rows->reader.at + block->from, block->rows);
  return status_ok();
}

static void find_places(Text *text) {
  size_t place = 0;
  for (size_t k = 0; k < text->blocks.count; k++) {
    text->parts[k].place = place;
    place += text->parts[k].count;
  }
}

/* An error may come from a wrong guess, so it is not reported yet. */
static Status read_block(void *context, const BlockPart *block,
                         double *unused) {
  Text *text = context;
  const size_t k = block->from / text->blocks.high;
  Part *part = &text->parts[k];
  (void)unused;
  part->start = k ? guess_start(text, k) : text->rows->reader.at;
  if (!part->start) return status_ok();
  read_part(text, k);
  return part->status.code == STATUS_STOPPED ? part->status : status_ok();
}

/* -- joining ---------------------------------------------------------------- */

static void join_broken(CsvBroken *broken, CsvBroken next, size_t lines) {
  if (!broken->count) {
    broken->line = next.line + lines;
    broken->column = next.column;
  }
  broken->count += next.count;
}

/* Appends the rows of block k. */
static void join_part(CsvRows *rows, const Text *text, size_t k) {
  const Part *part = &text->parts[k];
  CsvReader *r = &rows->reader;
  for (size_t j = 0; j < text->task->width; j++) {
    csv_column_append(&rows->columns[j], &columns_of(text, k)[j], r->line);
    csv_column_move(&rows->columns[j], rows->count, part->place, part->count);
  }
  join_broken(&rows->broken, part->broken, r->line);
  rows->count += part->count;
  r->line += part->lines;
  r->at = part->stop;
}

static Status join_parts(CsvRows *rows, Text *text) {
  CsvReader *r = &rows->reader;
  for (size_t k = 0; k < text->blocks.count; k++) {
    Part *part = &text->parts[k];
    if (r->at >= beginning(text, k + 1)) continue;
    if (part->start != r->at) {
      part->start = r->at;
      read_part(text, k);
    }
    if (part->status.code) {
      part->status.i += r->line;
      return part->status;
    }
    join_part(rows, text, k);
  }
  return status_ok();
}

static Status run(Text *text, BlockFunction *function) {
  const BlockSum what = {.function = function, .context = text};
  return blocks_sum(NULL, &text->blocks, &what, text->task->stop);
}

Status csv_blocks_read(CsvRows *rows, const CsvRowsTask *task,
                       CsvColumn *scratch) {
  const CsvRows start = *rows;
  Text text = {.rows = &start, .task = task, .columns = scratch};
  const char *end = rows->reader.end;
  text.blocks = cut((size_t)(end - rows->reader.at), task->width);
  if (text.blocks.count == 1 || blocks_threads() == 1)
    return csv_rows_read(rows, task, end, SIZE_MAX);
  Status s = run(&text, count_starts);
  if (s.code) return s;
  find_places(&text);
  s = run(&text, read_block);
  return s.code ? s : join_parts(rows, &text);
}
