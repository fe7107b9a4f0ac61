#include "lua/data/data_origin.h"

#include <stdbool.h>
#include <string.h>

#include "core/csv/csv_table.h"

static void set_text(lua_State *L, const char *key, const char *text,
                     size_t n) {
  if (!text) return;
  lua_pushlstring(L, text, n);
  lua_setfield(L, -2, key);
}

/* Pushes what the values of a column are; nil for plain numbers and texts. */
static void push_kind(lua_State *L, const CsvColumn *c) {
  static const char *const dates[] = {"date", "date (dmy)", "date (mdy)"};
  if (c->lossy_line && c->code)
    lua_pushliteral(L, "codes as text");
  else if (c->lossy_line)
    lua_pushliteral(L, "long identifiers as text");
  else if (c->kind == CSV_DATE)
    lua_pushstring(L, dates[c->order]);
  else if (c->kind == CSV_TIME)
    lua_pushliteral(L, "time");
  else if (c->kind == CSV_BOOLEAN)
    lua_pushliteral(L, "true and false as 1 and 0");
  else if (c->kind == CSV_UNIT)
    lua_pushfstring(L, "numbers with %s", c->unit);
  else
    lua_pushnil(L);
}

static void set_kinds(lua_State *L, const Source *s, int names, int wanted) {
  const lua_Integer n = (lua_Integer)lua_rawlen(L, wanted);
  lua_newtable(L);
  for (lua_Integer k = 1; k <= n; k++) {
    lua_rawgeti(L, wanted, k);
    const lua_Integer j = lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_rawgeti(L, names, j);
    push_kind(L, &s->columns[j - 1]);
    lua_rawset(L, -3);
  }
  lua_setfield(L, -2, "kinds");
}

static void set_string(lua_State *L, const char *key, const char *text) {
  if (!text || !*text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

static void set_boolean(lua_State *L, const char *key, bool value) {
  lua_pushboolean(L, value);
  lua_setfield(L, -2, key);
}

/* How the text was written. */
static void set_syntax(lua_State *L, const CsvFormat *f) {
  set_text(L, "separator", &f->syntax.separator, 1);
  set_text(L, "decimal", &f->numbers.point, 1);
  set_text(L, "thousands", f->numbers.thousands, f->numbers.thousands_length);
  set_text(L, "comment", f->syntax.comment, f->syntax.comment_length);
  set_boolean(L, "row_names", f->row_names);
}

void push_origin(lua_State *L, const Source *s, int names, int wanted) {
  const bool text = !strcmp(s->kind, "text");
  lua_newtable(L);
  set_string(L, "file", s->path);
  set_string(L, "format", s->kind);
  set_string(L, "encoding", s->encoding);
  set_string(L, !strcmp(s->kind, "xlsx") ? "sheet" : "table", s->part);
  set_string(L, "query", s->query);
  if (text) set_syntax(L, &s->format);
  set_boolean(L, "header", s->table.header);
  lua_pushinteger(L, (lua_Integer)s->format.syntax.skip);
  lua_setfield(L, -2, "skip");
  set_kinds(L, s, names, wanted);
  lua_pushvalue(L, s->notes);
  lua_setfield(L, -2, "notes");
}
