/* data_write.c - data.write: writes a dataset as a CSV file. */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/csv/csv.h"
#include "core/csv/csv_cell.h"
#include "core/format/decimal.h"
#include "core/format/date_text.h"
#include "core/linalg/vec.h"
#include "lua/array/vector_kind.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "sys/atomic_file.h"
#include "sys/interrupt.h"
#include "sys/file_gate.h"

/* The lists of names and columns are on the stack. */
typedef struct Table {
  int names, columns;
  const Vec **numbers; /* one per column, NULL for texts */
  VectorKind *kinds;   /* one per column */
  DateTextForm *forms; /* of dates and times: one per column */
  size_t width, rows;
} Table;

/* -- checking: nothing may raise once the file is open -------------------- */

/* Checks the list at the top: the user may have modified it. */
static void check_texts(lua_State *L, size_t rows, const char *name) {
  for (size_t i = 0; i < rows; i++) {
    if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING) {
      const char *got = push_description(L, -1);
      fail(L, "column '%s', row %I: text expected, got %s", name,
           (LUAI_UACINT)i + 1, got);
    }
    lua_pop(L, 1);
  }
}

/* The form without a loss in any row: other programs expect one for all. */
static DateTextForm longest_form(Vec v) {
  DateTextForm longest = DATE_TEXT_DAY;
  for (size_t i = 0; i < v.n && longest != DATE_TEXT_SECONDS; i++) {
    const DateTextForm form = date_text_form(*vec_at(v, i));
    if (form > longest) longest = form;
  }
  return longest;
}

static void check_column(lua_State *L, Table *t, size_t j, int by_name) {
  lua_rawgeti(L, t->names, (lua_Integer)j + 1);
  const char *name = lua_tostring(L, -1);
  lua_pushvalue(L, -1);
  lua_rawget(L, by_name);
  t->numbers[j] = to_vec(L, -1);
  t->kinds[j] = vector_kind(L, -1);
  if (t->kinds[j]) t->forms[j] = longest_form(*t->numbers[j]);
  if (!t->numbers[j]) check_texts(L, t->rows, name);
  lua_rawseti(L, t->columns, (lua_Integer)j + 1);
  lua_pop(L, 1);
}

static Table check_dataset(lua_State *L, int arg) {
  lib_context_push(L, "mlrepl.dataset.dataset", "part");
  lua_pushvalue(L, arg);
  lua_call(L, 1, 1);
  if (!lua_istable(L, -1)) fail_arg(L, arg, "dataset");
  Table t = {.names = lua_gettop(L) + 1, .columns = lua_gettop(L) + 3};
  lua_getfield(L, -1, "names");
  lua_getfield(L, -2, "columns");
  lua_getfield(L, -3, "rows");
  t.width = (size_t)luaL_len(L, t.names);
  t.rows = (size_t)lua_tointeger(L, -1);
  lua_createtable(L, (int)t.width, 0);
  lua_replace(L, t.columns);
  t.numbers = push_scratch(L, t.width, sizeof *t.numbers);
  t.kinds = push_scratch(L, t.width, sizeof *t.kinds);
  t.forms = push_scratch(L, t.width, sizeof *t.forms);
  for (size_t j = 0; j < t.width; j++) check_column(L, &t, j, t.names + 1);
  return t;
}

/* -- writing -------------------------------------------------------------- */

/* Would the text be read back differently without quotes? */
static bool needs_quotes(const char *text, size_t n) {
  if (n == 0) return false;
  for (size_t i = 0; i < n; i++)
    if (strchr(",\"\r\n;|\t", text[i])) return true;
  CsvField f = {.text = text, .n = n};
  return strchr(" #%/", text[0]) || text[n - 1] == ' ' ||
         csv_is_missing(&csv_missing, f);
}

static void write_text(FILE *file, const char *text, size_t n, bool quoted) {
  if (!quoted && !needs_quotes(text, n)) {
    fwrite(text, 1, n, file);
    return;
  }
  fputc('"', file);
  for (size_t i = 0; i < n; i++) {
    if (text[i] == '"') fputc('"', file);
    fputc(text[i], file);
  }
  fputc('"', file);
}

/* Writes the shortest of %.15g, %.16g and %.17g that reads back as x, and
 * nothing for nan. Some locales use a decimal comma. */
static void write_number(FILE *file, double x) {
  char text[32];
  double back = NAN;
  if (isnan(x)) return;
  if (isinf(x)) {
    fputs(x > 0 ? "inf" : "-inf", file);
    return;
  }
  for (int digits = 15; digits <= 17 && back != x; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, x);
    char *comma = strchr(text, ',');
    if (comma) *comma = '.';
    decimal_read(text, strlen(text), '.', &back);
  }
  fputs(text, file);
}

static void write_date(FILE *file, double x, VectorKind kind,
                       DateTextForm form) {
  char text[DATE_TEXT_ROOM];
  const size_t n = kind == VECTOR_KIND_DATE
                     ? date_text_write(text, x, form)
                     : date_text_write_time(text, x, form);
  if (n)
    fwrite(text, 1, n, file);
  else
    write_number(file, x);
}

static void write_string(lua_State *L, FILE *file, int list, size_t i,
                         bool quoted) {
  size_t n;
  lua_rawgeti(L, list, (lua_Integer)i + 1);
  const char *text = lua_tolstring(L, -1, &n);
  write_text(file, text, n, quoted);
  lua_pop(L, 1);
}

static void write_cell(lua_State *L, FILE *file, const Table *t, size_t i,
                       size_t j) {
  if (t->numbers[j]) {
    const double x = *vec_at(*t->numbers[j], i);
    if (t->kinds[j])
      write_date(file, x, t->kinds[j], t->forms[j]);
    else
      write_number(file, x);
    return;
  }
  lua_rawgeti(L, t->columns, (lua_Integer)j + 1);
  write_string(L, file, lua_gettop(L), i, false);
  lua_pop(L, 1);
}

/* A blank line is not read as a row, so a single missing value is written as
 * "". */
static bool is_blank_row(lua_State *L, const Table *t, size_t i) {
  if (t->width != 1) return false;
  if (t->numbers[0]) return isnan(*vec_at(*t->numbers[0], i));
  lua_rawgeti(L, t->columns, 1);
  lua_rawgeti(L, -1, (lua_Integer)i + 1);
  bool blank = lua_rawlen(L, -1) == 0;
  lua_pop(L, 2);
  return blank;
}

static void write_row(lua_State *L, FILE *file, const Table *t, size_t i) {
  if (is_blank_row(L, t, i)) fputs("\"\"", file);
  for (size_t j = 0; j < t->width; j++) {
    if (j) fputc(',', file);
    write_cell(L, file, t, i, j);
  }
  fputc('\n', file);
}

/* Names that are numbers would be taken for values, but not if all names are
 * quoted. */
static bool has_numeric_name(lua_State *L, const Table *t) {
  bool found = false;
  for (size_t j = 0; j < t->width && !found; j++) {
    double value;
    CsvField f;
    lua_rawgeti(L, t->names, (lua_Integer)j + 1);
    f.text = lua_tolstring(L, -1, &f.n);
    found = csv_number(&(CsvNumbers){.point = '.'}, f, &value);
    lua_pop(L, 1);
  }
  return found;
}

/* False if interrupted or on a write error. */
static bool write_table(lua_State *L, FILE *file, const Table *t) {
  const bool quoted = has_numeric_name(L, t);
  for (size_t j = 0; j < t->width; j++) {
    if (j) fputc(',', file);
    write_string(L, file, t->names, j, quoted);
  }
  fputc('\n', file);
  for (size_t i = 0; i < t->rows; i++) {
    if (i % 256 == 0 && (interrupted || ferror(file))) return false;
    write_row(L, file, t, i);
  }
  return true;
}

static int l_write(lua_State *L) {
  AtomicFile b;
  const char *path = check_path(L, 1);
  Table t = check_dataset(L, 2);
  luaL_checkstack(L, 20, NULL);
  if (t.width == 0) fail_arg_because(L, 2, "the dataset has no columns");
  errno = 0;
  bool good = atomic_file_open(&b, path) &&
              atomic_file_end(&b, write_table(L, b.file, &t));
  int error = errno;
  if (!good) check_interrupt(L);
  if (!good) fail(L, "%s: %s", path, file_gate_why(error));
  return 0;
}

static const Prim prims[] = {
  {"data.write", l_write, "data.write(path, d) -> nothing",
   "Writes a dataset as a CSV file (comma-separated values) with a header "
   "row. Every number, including inf, is written so that it reads back "
   "exactly. Dates are written as 2020-12-31 23:59, times as 23:59. Missing values are "
   "written as empty fields; strings are quoted if necessary. An existing "
   "file is replaced only when the new one is complete.",
   "path = path or os.tmpname()\n"
   "data.write(path, data.table{size={1, 0.1}, street={\"a, b\", \"c\"}})\n"
   "d = data.read(path)\n"
   "os.remove(path)\n"
   "d.street[1] --> a, b\n"
   "d.size --> [1.  0.1]"},
  {NULL, NULL, NULL, NULL, NULL}};

/* (seconds) -> 0, 1 or 2: does it take the day alone, minutes or seconds? */
static int l_date_form(lua_State *L) {
  lua_pushinteger(L, date_text_form(luaL_checknumber(L, 1)));
  return 1;
}

/* (seconds, kind, form) -> text */
static int l_write_date(lua_State *L) {
  char text[DATE_TEXT_ROOM];
  const double seconds = luaL_checknumber(L, 1);
  const bool time = !strcmp(luaL_checkstring(L, 2), "time");
  const DateTextForm form = (DateTextForm)luaL_checkinteger(L, 3);
  const size_t n = time ? date_text_write_time(text, seconds, form)
                        : date_text_write(text, seconds, form);
  if (n)
    lua_pushlstring(L, text, n);
  else
    lua_pushfstring(L, "%f", seconds);
  return 1;
}

void open_data_write(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"form", l_date_form}, {"write", l_write_date}, {NULL, NULL}};
  lib_context_add(L, "mlrepl.dates", functions);
  registry_add(L, prims);
}
