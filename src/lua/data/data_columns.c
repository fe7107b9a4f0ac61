/* data_columns.c - names, types and texts of the columns of a table. */
#include "lua/data/data_columns.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/csv/csv.h"
#include "core/csv/csv_table.h"
#include "lua/base/args.h"
#include "lua/base/did_you_mean.h"
#include "lua/base/error.h"
#include "lua/base/values.h"

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

void push_column_names(lua_State *L, const Source *s) {
  CsvReader r = csv_reader(s->text, s->n, s->format.syntax);
  CsvField f = {0};
  lua_createtable(L, (int)s->table.columns, 0);
  lua_createtable(L, 0, (int)s->table.columns);
  lua_newtable(L);
  int names = lua_gettop(L) - 2;
  if (s->table.header) csv_row(&r);
  for (int j = 1; j <= (int)s->table.columns; j++) {
    const bool row = j == 1 && s->format.row_names;
    if (s->table.header && !row) csv_field(&r, &f);
    if (row)
      lua_pushliteral(L, "row");
    else if (f.n)
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
  if (c->text) c->kind = CSV_TEXT;
  c->lossy_line = 0;
  c->undecided = false;
}

void data_columns_read_types(lua_State *L, const Source *s, int arg,
                             int positions) {
  int type = option_push(L, arg, "types");
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

/* Says why dates such as 1/2/2024 stay text. */
static void note_order(lua_State *L, const Source *s, const CsvColumn *c,
                       const char *name) {
  if (c->not_dmy_line)
    data_survey_note(
      L, s,
      "line %I: column '%s' is read as text, because its dates have the day "
      "first in line %I and the month first in line %I",
      (LUAI_UACINT)c->others_line, name, (LUAI_UACINT)c->not_mdy_line,
      (LUAI_UACINT)c->not_dmy_line);
  else
    data_survey_note(
      L, s,
      "line %I: column '%s' is read as text, because its dates do not show "
      "which number is the month; use dates=\"dmy\" or dates=\"mdy\"",
      (LUAI_UACINT)c->order_line, name);
}

static void note_orders(lua_State *L, const Source *s, int names) {
  for (size_t j = 0; j < s->table.columns; j++) {
    if (!s->columns[j].undecided) continue;
    lua_rawgeti(L, names, (lua_Integer)j + 1);
    note_order(L, s, &s->columns[j], lua_tostring(L, -1));
    lua_pop(L, 1);
  }
}

/* One note for all columns of long identifiers or codes. */
static void note_codes(lua_State *L, const Source *s, int names) {
  LUAI_UACINT more = -1;
  size_t first = 0;
  for (size_t j = s->table.columns; j-- > 0;) {
    if (!s->columns[j].lossy_line) continue;
    first = j;
    more++;
  }
  if (more < 0) return;
  const CsvColumn *c = &s->columns[first];
  lua_rawgeti(L, names, (lua_Integer)first + 1);
  lua_pushliteral(L, "");
  if (more) lua_pushfstring(L, " (and %I more)", more);
  data_survey_note(
    L, s,
    "line %I: column '%s'%s is read as text, because %s; use "
    "types= to read it as \"number\"",
    (LUAI_UACINT)c->lossy_line, lua_tostring(L, names + 2), lua_tostring(L, -1),
    c->code ? "it has codes with leading zeros" : "numbers would lose digits");
  lua_settop(L, names + 1);
}

void data_columns_note(lua_State *L, const Source *s, int names) {
  note_codes(L, s, names);
  note_orders(L, s, names);
}

/* -- requested columns --------------------------------------------------- */

void push_wanted_columns(lua_State *L, const Source *s, int arg,
                         int positions) {
  if (option_push(L, arg, "columns") == LUA_TNIL) {
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

/* A quoted word is never a missing-value marker. */
static void push_text(lua_State *L, const Source *s, CsvField f) {
  if (!f.quoted && csv_is_missing(&s->format.numbers.missing, f))
    lua_pushliteral(L, "");
  else
    push_field(L, f);
}

/* Fills the list at the top. */
static void put_texts(lua_State *L, const Source *s, const CsvColumn *c) {
  CsvReader r = csv_reader(s->text, s->n, s->format.syntax);
  CsvField f;
  for (size_t row = 0; row < s->table.rows; row++) {
    r.at = s->text + c->starts[row];
    csv_field(&r, &f);
    push_text(L, s, f);
    lua_rawseti(L, -2, (lua_Integer)row + 1);
    check_interrupt_at(L, row);
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

/* Puts the texts of the columns into their lists, which are in the list at
 * `columns`. */
static void collect_texts(lua_State *L, const Source *s, bool *collect,
                          int columns) {
  const size_t width = s->table.columns;
  bool *missing = push_scratch(L, width, sizeof *missing);
  memcpy(missing, collect, width * sizeof *missing);
  push_survey_texts(L, s, missing);
  for (size_t j = 0; j < width; j++) {
    if (!collect[j]) continue;
    lua_rawgeti(L, columns, (lua_Integer)j + 1);
    put_texts(L, s, &s->columns[j]);
    lua_pop(L, 1);
  }
  lua_settop(L, columns);
}

void push_columns(lua_State *L, const Source *s, int wanted) {
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
  if (any) collect_texts(L, s, collect, lua_gettop(L));
}
