#include "core/format/file_kind.h"

#include <stdbool.h>
#include <string.h>

typedef struct Mark {
  const char *bytes;
  size_t n;
  FileKind kind;
} Mark;

#define MARK(bytes, code, name, advice)                                        \
  {                                                                            \
    bytes, sizeof(bytes) - 1, { FILE_KIND_##code, name, advice }               \
  }
#define PANDAS      "convert it to CSV, in Python with pandas: "
#define SPREADSHEET "save it as CSV or .xlsx in a spreadsheet program"

static const Mark marks[] = {
  MARK("SQLite format 3\0", SQLITE, "an SQLite database", ""),
  MARK("PK\3\4", ZIP, "a zip archive", "unpack it first"),
  MARK("PAR1", FOREIGN, "a Parquet file",
       PANDAS "pd.read_parquet(f).to_csv(...)"),
  MARK("ARROW1", FOREIGN, "an Arrow or Feather file",
       PANDAS "pd.read_feather(f).to_csv(...)"),
  MARK("FEA1", FOREIGN, "a Feather file",
       PANDAS "pd.read_feather(f).to_csv(...)"),
  MARK("\x89HDF\r\n\x1A\n", FOREIGN, "an HDF5 file",
       PANDAS "pd.read_hdf(f).to_csv(...)"),
  MARK("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FOREIGN, "an old Excel file (.xls)",
       SPREADSHEET),
  MARK("\x93NUMPY", FOREIGN, "a NumPy array", "use data.load_npy"),
  MARK("%PDF-", FOREIGN, "a PDF document",
       "copy its table into a spreadsheet and save that as CSV"),
  MARK("\x89PNG\r\n\x1A\n", FOREIGN, "a PNG picture", "a table is needed"),
  MARK("\xFF\xD8\xFF", FOREIGN, "a JPEG picture", "a table is needed"),
  MARK("{\\rtf", FOREIGN, "an RTF document", "save the table as CSV"),
  MARK("BZh", FOREIGN, "a file compressed by bzip2", "unpack it by bunzip2"),
  MARK("\xFD"
       "7zXZ\0",
       FOREIGN, "a file compressed by xz", "unpack it by unxz"),
  MARK("\x28\xB5\x2F\xFD", FOREIGN, "a file compressed by zstd",
       "unpack it by unzstd"),
  MARK("7z\xBC\xAF\x27\x1C", FOREIGN, "a 7z archive", "unpack it first"),
  MARK("RDX2\n", FOREIGN, "an R workspace", "use write.csv in R"),
  MARK("RDX3\n", FOREIGN, "an R workspace", "use write.csv in R"),
  MARK("X\n\0\0\0\2", FOREIGN, "an R object (.rds)", "use write.csv in R"),
  MARK("X\n\0\0\0\3", FOREIGN, "an R object (.rds)", "use write.csv in R"),
  MARK("$FL2", FOREIGN, "an SPSS file", PANDAS "pd.read_spss(f).to_csv(...)"),
  MARK("<stata_dta>", FOREIGN, "a Stata file",
       PANDAS "pd.read_stata(f).to_csv(...)"),
  MARK("\x7F"
       "ELF",
       FOREIGN, "a program", "a table is needed"),
};

/* Words at the start of a text, in lower case. */
static const Mark words[] = {
  MARK("<!doctype html", FOREIGN, "an HTML page",
       "download the file itself, not the page that shows it"),
  MARK("<html", FOREIGN, "an HTML page",
       "download the file itself, not the page that shows it"),
  MARK("<table", FOREIGN, "an HTML table", SPREADSHEET),
  MARK("<?xml", FOREIGN, "an XML document", SPREADSHEET),
  MARK("@relation", FOREIGN, "an ARFF file",
       "remove the lines up to @data, or use skip= and header=false"),
};

static bool begins_lower(const char *text, size_t n, const Mark *word) {
  if (n < word->n) return false;
  for (size_t i = 0; i < word->n; i++) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word->bytes[i]) return false;
  }
  return true;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* {"key": or [{ or [[ or [1, at the start of the text. */
static bool is_json(const char *p, const char *end) {
  const char open = *p++;
  while (p < end && is_space(*p)) p++;
  if (p == end) return false;
  if (open == '{') return *p == '"' || *p == '}';
  return open == '[' && (*p == '{' || *p == '[' || *p == '"');
}

static bool is_pickle(const char *p, size_t n) {
  enum { FIRST = 2, LAST = 5 }; /* versions of the protocol */
  return n > 2 && p[0] == '\x80' && p[1] >= FIRST && p[1] <= LAST;
}

FileKind file_kind(const char *bytes, size_t n) {
  const FileKind json = {FILE_KIND_FOREIGN, "a JSON file",
                         PANDAS "pd.read_json(f).to_csv(...)"};
  const FileKind pickle = {FILE_KIND_FOREIGN, "a Python pickle",
                           PANDAS "pd.read_pickle(f).to_csv(...)"};
  const FileKind unknown = {FILE_KIND_UNKNOWN, "", ""};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (n >= marks[i].n && !memcmp(bytes, marks[i].bytes, marks[i].n))
      return marks[i].kind;
  if (is_pickle(bytes, n)) return pickle;
  const char *p = bytes, *end = bytes + n;
  if (n >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3)) p += 3;
  while (p < end && is_space(*p)) p++;
  if (p == end) return unknown;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (begins_lower(p, (size_t)(end - p), &words[i])) return words[i].kind;
  return is_json(p, end) ? json : unknown;
}
