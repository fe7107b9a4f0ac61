/* data_read.c - data.read: reads CSV files into datasets.
 *
 * data_text.c reads the text and data_survey.c the numbers; a second pass
 * collects text columns. dataset.lua makes the dataset from names and columns.
 */
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/format/csv.h"
#include "core/format/csv_table.h"
#include "lua/base/args.h"
#include "lua/base/did_you_mean.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
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

/* -- names ---------------------------------------------------------------- */

static void push_field(lua_State *L, CsvField f) {
  if (!f.doubled) {
    lua_pushlstring(L, f.text, f.n);
    return;
  }
  luaL_Buffer b;
  char *out = luaL_buffinitsize(L, &b, f.n);
  luaL_pushresultsize(&b, csv_unquote(out, f));
}

/* Makes the name at the top unique among `positions`: x, x_2, x_3. `tried`
 * holds the last suffix of each name. */
static void make_unique(lua_State *L, int positions, int tried) {
  int name = lua_gettop(L);
  lua_pushvalue(L, name);
  lua_Integer k = lua_rawget(L, tried) == LUA_TNIL ? 1 : lua_tointeger(L, -1);
  lua_pop(L, 1);
  lua_pushvalue(L, name);
  for (lua_pushvalue(L, -1); lua_rawget(L, positions) != LUA_TNIL;) {
    lua_pop(L, 2);
    lua_pushfstring(L, "%s_%I", lua_tostring(L, name), (LUAI_UACINT)++k);
    lua_pushvalue(L, -1);
  }
  lua_pop(L, 1);
  lua_pushvalue(L, name);
  lua_pushinteger(L, k);
  lua_rawset(L, tried);
  lua_replace(L, name);
}

/* Pushes the list of names and the table from name to position. */
static void push_names(lua_State *L, const Source *s) {
  CsvReader r = csv_reader(s->text, s->n, s->format.syntax);
  CsvField f = {0};
  lua_createtable(L, (int)s->table.columns, 0);
  lua_createtable(L, 0, (int)s->table.columns);
  lua_newtable(L);
  int names = lua_gettop(L) - 2;
  if (s->table.header) csv_row(&r);
  for (int j = 1; j <= (int)s->table.columns; j++) {
    if (s->table.header) csv_field(&r, &f);
    if (f.n)
      push_field(L, f);
    else
      lua_pushfstring(L, "column%d", j);
    check_interrupt_at(L, (size_t)j);
    make_unique(L, names + 1, names + 2);
    lua_pushvalue(L, -1);
    lua_rawseti(L, names, j);
    lua_pushinteger(L, j);
    lua_rawset(L, names + 1);
  }
  lua_settop(L, names + 1);
}

/* Pops a column name or number and returns the position of the column, from
 * 1. */
static lua_Integer column_position(lua_State *L, const Source *s, int positions,
                                   const char *option) {
  lua_Integer j = 0;
  if (lua_type(L, -1) == LUA_TSTRING) {
    const char *name = lua_tostring(L, -1);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, positions) == LUA_TNIL)
      fail(L, "%s has no column '%s'%s", s->path, name,
           push_suggestion(L, name, positions));
    j = lua_tointeger(L, -1);
    lua_pop(L, 2);
    return j;
  }
  if (lua_type(L, -1) == LUA_TNUMBER) j = lua_tointeger(L, -1);
  if (j < 1 || j > (lua_Integer)s->table.columns) {
    lua_pushfstring(L, "column name or number from 1 to %d",
                    (int)s->table.columns);
    lua_insert(L, -2);
    fail_option(L, option, lua_tostring(L, -2));
  }
  lua_pop(L, 1);
  return j;
}

/* -- types ---------------------------------------------------------------- */

/* Applies types={name=kind} to a column. */
static void set_type(lua_State *L, const Source *s, CsvColumn *c,
                     const char *name, bool number) {
  if (number && c->text && !c->lossy_line)
    fail(L,
         "%s, line %I: column '%s' holds text, but types says \"number\"; "
         "use missing= if the text marks a missing value",
         s->path, (LUAI_UACINT)c->text_line, name);
  c->text = !number;
  c->lossy_line = 0;
}

static void read_types(lua_State *L, const Source *s, int positions) {
  int type = option_push(L, OPTIONS, "types");
  if (type != LUA_TNIL && !is_plain_table(L, -1))
    fail_option(L, "types", "table such as {zip=\"text\"}");
  for (lua_pushnil(L); type != LUA_TNIL && lua_next(L, -2); lua_pop(L, 1)) {
    const char *kind =
      lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    bool number = !strcmp(kind, "number");
    if (!number && strcmp(kind, "text") != 0)
      fail_option(L, "types", "\"text\" or \"number\" for each column");
    lua_pushvalue(L, -2);
    lua_Integer j = column_position(L, s, positions, "types");
    lua_rawgeti(L, positions - 1, j);
    set_type(L, s, &s->columns[j - 1], lua_tostring(L, -1), number);
    lua_pop(L, 1);
  }
  lua_settop(L, positions);
}

/* One warning for all columns of long identifiers. */
static void warn_lossy(lua_State *L, const Source *s, int names) {
  LUAI_UACINT more = -1;
  size_t first = 0;
  for (size_t j = s->table.columns; j-- > 0;) {
    if (!s->columns[j].lossy_line) continue;
    first = j;
    more++;
  }
  if (more < 0) return;
  lua_rawgeti(L, names, (lua_Integer)first + 1);
  lua_pushliteral(L, "");
  if (more) lua_pushfstring(L, " (and %I more)", more);
  warn_of(L,
          "%s, line %I: column '%s'%s is read as text, because numbers would "
          "lose digits; use types= to read it as \"number\"",
          s->path, (LUAI_UACINT)s->columns[first].lossy_line,
          lua_tostring(L, names + 2), lua_tostring(L, -1));
  lua_settop(L, names + 1);
}

/* -- requested columns --------------------------------------------------- */

/* Pushes the list of positions to read: the requested ones, or all. */
static void push_wanted(lua_State *L, const Source *s, int positions) {
  if (option_push(L, OPTIONS, "columns") == LUA_TNIL) {
    lua_createtable(L, (int)s->table.columns, 0);
    lua_remove(L, -2);
    for (int j = 1; j <= (int)s->table.columns; j++) {
      lua_pushinteger(L, j);
      lua_rawseti(L, -2, j);
    }
    return;
  }
  lua_Integer n = luaL_len(L, -1);
  if (n < 0 || n > (lua_Integer)s->table.columns)
    fail(L, "option columns: %s has %I columns, got %I names", s->path,
         (LUAI_UACINT)s->table.columns, (LUAI_UACINT)n);
  lua_createtable(L, (int)n, 0);
  for (lua_Integer k = 1; k <= n; k++) {
    lua_rawgeti(L, -2, k);
    lua_pushinteger(L, column_position(L, s, positions, "columns"));
    lua_rawseti(L, -2, k);
  }
  lua_remove(L, -2);
}

/* -- texts ---------------------------------------------------------------- */

/* A quoted word is never a missing-value marker. The list of columns is at the
 * top. */
static void put_text(lua_State *L, const Source *s, CsvField f, size_t row) {
  lua_rawgeti(L, -1, (lua_Integer)f.column + 1);
  if (!f.quoted && csv_is_missing(&s->format, f))
    lua_pushliteral(L, "");
  else
    push_field(L, f);
  lua_rawseti(L, -2, (lua_Integer)row + 1);
  lua_pop(L, 1);
}

static void collect_texts(lua_State *L, const Source *s, const bool *collect) {
  CsvReader r = csv_reader(s->text, s->n, s->format.syntax);
  CsvField f;
  bool header = s->table.header;
  for (size_t row = 0; csv_row(&r);) {
    do {
      csv_field(&r, &f);
      if (f.column < s->table.columns && collect[f.column] && !header)
        put_text(L, s, f, row);
    } while (!f.last);
    row += !header;
    header = false;
    if (row % 256 == 0) check_interrupt(L);
  }
}

/* Puts column j into the list at the top: its vector, cut to the number of
 * rows, or an empty list for texts. */
static bool put_column(lua_State *L, const Source *s, lua_Integer j) {
  bool text = s->columns[j - 1].text;
  if (text)
    lua_createtable(L, (int)s->table.rows, 0);
  else {
    lua_rawgeti(L, s->vectors, j);
    to_vec(L, -1)->n = s->table.rows;
  }
  lua_rawseti(L, -2, j);
  return text;
}

/* Pushes the requested columns, indexed by their position in the file. */
static void push_columns(lua_State *L, const Source *s, int wanted) {
  size_t width = s->table.columns;
  bool *collect = push_scratch(L, width, sizeof *collect), any = false;
  memset(collect, 0, width * sizeof *collect);
  lua_createtable(L, (int)width, 0);
  for (lua_Integer k = 1; k <= luaL_len(L, wanted); k++) {
    lua_rawgeti(L, wanted, k);
    lua_Integer j = lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (lua_rawgeti(L, -1, j) != LUA_TNIL)
      fail(L, "option columns: column %I is named twice", (LUAI_UACINT)j);
    lua_pop(L, 1);
    collect[j - 1] = put_column(L, s, j);
    any = any || collect[j - 1];
  }
  if (any) collect_texts(L, s, collect);
}

/* Makes the dataset of the requested columns, in order. */
static void push_dataset(lua_State *L, int names, int wanted, int columns) {
  lib_context_push(L, "mlrepl.dataset.dataset", "new");
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
  lua_call(L, 2, 1);
}

static int l_read(lua_State *L) {
  Source s = {0};
  luaL_checkstack(L, 40, NULL);
  s.path = check_path(L, PATH);
  check_options(L, OPTIONS);
  lua_settop(L, OPTIONS);
  s.format = check_format(L, OPTIONS);
  check_columns_option(L);
  s.text = push_text(L, OPTIONS, s.path, &s.n);
  push_survey(L, &s);
  push_names(L, &s);
  int names = lua_gettop(L) - 1;
  read_types(L, &s, names + 1);
  warn_lossy(L, &s, names);
  push_wanted(L, &s, names + 1);
  int wanted = names + 2;
  push_columns(L, &s, wanted);
  push_dataset(L, names, wanted, lua_gettop(L));
  return 1;
}

static const Prim prims[] = {
  {"data.read", l_read,
   "data.read(path, {separator=, header=, missing=, columns=, decimal=, "
   "thousands=, comment=, skip=, encoding=, types=}) -> dataset",
   "Reads a CSV file (comma-separated values), which may be compressed with "
   "gzip, and returns a dataset. The following are detected unless given: the "
   "separator (, ; tab |, or a first line sep=;), whether the first row is a "
   "header (header=true or false), and a decimal comma (decimal=\",\"). A "
   "column that contains only numbers becomes a vector; any other column "
   "becomes a list of strings. inf is a number; 0x10 and 1,234 are strings, "
   "but thousands=\",\" reads 1,234 as 1234. Missing values are empty fields, "
   "NA, N/A, #N/A, <NA>, nan, null and ?; missing=\"-999\" or missing={\"-\", "
   "\"x\"} replaces this list. Missing numbers become nan, missing strings "
   "\"\". columns={\"size\", \"price\"} reads only these columns, given by "
   "name or number. types={zip=\"text\"} reads a column as text; \"number\" "
   "raises an error unless all its values are numbers. A column of integers "
   "too long for a number to hold exactly, such as identifiers, is read as "
   "text, with a warning. skip=2 skips the first 2 lines; comment=\"#\" "
   "ignores everything from # to the end of the line, except in quotes. The "
   "encoding is UTF-8 unless encoding= is given (\"latin-1\", "
   "\"windows-1252\", \"utf-16\" ...). A column without a name is named by its "
   "number, such as column3, and a second x becomes x_2; empty unnamed columns "
   "at the end are dropped. Whitespace around values is ignored, except in "
   "quotes. Error messages give the file, line and column.",
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
                              {NULL, NULL, NULL, NULL}};

void open_data(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
