/* data_read.c - data.read: reads CSV files into datasets.
 *
 * data_text.c converts the text, data_survey.c reads the numbers and finds the
 * texts, of which data_columns.c makes strings. dataset.lua makes the dataset from
 * names and columns.
 */
#include <stdint.h>

#include <lauxlib.h>

#include "core/format/file_kind.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/data/data_columns.h"
#include "lua/data/data_foreign.h"
#include "lua/data/data_origin.h"
#include "lua/data/data_survey.h"
#include "lua/data/data_text.h"
#include "lua/data/read_options.h"

enum { PATH = 1, OPTIONS = 2 };

/* -- options -------------------------------------------------------------- */

static void check_columns_option(lua_State *L) {
  int type = option_push(L, OPTIONS, "columns");
  if (type != LUA_TNIL && type != LUA_TTABLE)
    fail_option(L, "columns", "list of names");
}

/* Makes the dataset of the requested columns, in order. */
static void push_dataset(lua_State *L, const Source *s, int names, int wanted,
                         int columns) {
  lib_context_push(L, "mlrepl.dataset.dataset", "read");
  int n = (int)luaL_len(L, wanted);
  lua_createtable(L, n, 0);
  lua_createtable(L, n, 0);
  for (int k = 1; k <= n; k++) {
    lua_rawgeti(L, wanted, k);
    lua_Integer j = lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_rawgeti(L, names, j);
    lua_rawseti(L, -3, k);
    lua_rawgeti(L, columns, j);
    lua_rawseti(L, -2, k);
  }
  push_origin(L, s, names, wanted);
  lua_call(L, 3, 1);
}

/* Reads the table in the text of s. */
static void read_table(lua_State *L, Source *s) {
  push_survey(L, s);
  data_foreign_keep_texts(s);
  push_column_names(L, s);
  int names = lua_gettop(L) - 1;
  data_columns_read_types(L, s, OPTIONS, names + 1);
  data_columns_note(L, s, names);
  push_wanted_columns(L, s, OPTIONS, names + 1);
  int wanted = names + 2;
  push_columns(L, s, wanted);
  push_dataset(L, s, names, wanted, lua_gettop(L));
}

static void refuse_foreign(lua_State *L, const char *path, FileKind kind) {
  if (kind.code != FILE_KIND_UNKNOWN)
    fail(L, "%s is %s, not a table as text; %s", path, kind.name, kind.advice);
}

static void read_text(lua_State *L, Source *s) {
  size_t n;
  const char *bytes = push_file(L, s->path, &n);
  refuse_foreign(L, s->path, file_kind(bytes, n));
  const DataText t = push_data_text(L, OPTIONS, s->path, bytes, n);
  refuse_foreign(L, s->path, file_kind(t.text, t.n));
  s->text = t.text;
  s->n = t.n;
  s->encoding = t.encoding;
  if (t.guess) data_survey_note(L, s, "%s", t.guess);
  read_table(L, s);
}

static int l_read(lua_State *L) {
  Source s = {0};
  luaL_checkstack(L, 60, NULL);
  s.path = check_path(L, PATH);
  check_options(L, OPTIONS);
  lua_settop(L, OPTIONS);
  s.format = check_format(L, OPTIONS);
  s.most_rows = option_count(L, OPTIONS, "rows", SIZE_MAX);
  check_columns_option(L);
  lua_newtable(L);
  s.notes = lua_gettop(L);
  s.kind = "text";
  if (push_foreign(L, &s, OPTIONS))
    read_table(L, &s);
  else
    read_text(L, &s);
  return 1;
}

static const Prim prims[] = {
  {"data.read", l_read,
   "data.read(path, {separator=, header=, missing=, columns=, decimal=, "
   "thousands=, dates=, comment=, skip=, encoding=, types=, rows=, table=, "
   "query=, sheet=}) -> dataset",
   "Reads a table from a text file, such as CSV, which may be compressed "
   "with gzip, and returns a dataset. The following are detected unless "
   "given: the separator (, ; tab | or runs of blanks; a first line sep=;), "
   "whether the first row is a header (header=true or false), the decimal "
   "comma (decimal=\",\"), thousands separators, comment lines that begin "
   "with #, % or //, lines before the table, names of rows (R's "
   "write.table), and the encoding (UTF-8, UTF-16, UTF-32, windows-1252). "
   "d.origin tells what was found; where the guess was close, a warning says"
   " so. A column that contains only numbers becomes a vector; so do dates "
   "(2020-12-31, with or without a time, and 31.12.2020), as seconds since "
   "1970 with kind \"date\"; times (14:05:30 or 2:05 PM), as seconds since "
   "midnight with kind \"time\"; true and false, as 1 and 0; and numbers that "
   "all have the same currency or percent sign. Dates such as 12/31/2024 "
   "become dates if their column shows whether the day or the month comes "
   "first; else they stay strings unless dates=\"dmy\" (day, month, year) or "
   "dates=\"mdy\" tells. Any other column becomes a "
   "list of strings. inf is a number; 0x10 is a string. Integers too long "
   "for a number to hold exactly, and codes with leading zeros, stay "
   "strings. Missing values are empty fields, NA, N/A, #N/A, <NA>, nan, null"
   " and ?; missing=\"-999\" or missing={\"-\", \"x\"} replaces this list. "
   "Missing numbers become nan, missing strings \"\". columns={\"size\", "
   "\"price\"} reads only these columns, given by name or number; rows=100 "
   "only the first rows. types={zip=\"text\"} reads a column as text; "
   "\"number\" raises an error unless all its values are numbers. skip=2 "
   "skips the first 2 lines; comment=\"#\" ignores everything from # to the "
   "end of a line, except in quotes. encoding= takes the names of iconv "
   "(\"latin-1\", \"utf-16\" ...). A column without a name is named by its "
   "number, such as column3, and a second x becomes x_2; empty unnamed "
   "columns at the end are dropped. Whitespace around values is ignored, "
   "except in quotes. Error messages give the file, line and column. Of an "
   "SQLite database, table=\"people\" reads a table (default: the only one) "
   "and query= the rows of a SELECT statement, which can only read; of a "
   "workbook (.xlsx), sheet= reads a sheet by name or number (default: the "
   "first).",
   "path = path or os.tmpname()\n"
   "file = io.open(path, \"w\")\n"
   "file:write(\"size;price\\n1,5;300\\n2,0;500\\n\")\n"
   "file:close()\n"
   "d = data.read(path)\n"
   "os.remove(path)\n"
   "d.size --> [1.5 2. ]"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Words words[] = {{"data.read", "decimal", decimal_points, NULL},
                              {"data.read", "encoding", usual_encodings, NULL},
                              {"data.read", "dates", date_orders, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_data(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
