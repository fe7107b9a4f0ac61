#define _XOPEN_SOURCE 700
#include "lua/data/data_foreign.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>

#include "core/format/file_kind.h"
#include "core/format/foreign_table.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "sys/interrupt.h"
#include "sys/plugin.h"

/* -- the memory of a plug-in ------------------------------------------------ */

static const char TYPE[] = "foreign table";

static int l_free(lua_State *L) {
  ForeignTable *t = lua_touserdata(L, 1);
  free(t->text);
  t->text = NULL;
  return 0;
}

static ForeignTable *push_foreign_table(lua_State *L) {
  ForeignTable *t = lua_newuserdatauv(L, sizeof *t, 0);
  memset(t, 0, sizeof *t);
  if (luaL_newmetatable(L, TYPE)) {
    lua_pushcfunction(L, l_free);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return t;
}

/* -- options ---------------------------------------------------------------- */

/* A non-empty string, which stays on the stack; NULL if not given. */
static const char *text_option(lua_State *L, int arg, const char *key) {
  size_t n = 0;
  if (option_push(L, arg, key) == LUA_TNIL) return NULL;
  const char *text =
    lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &n) : "";
  if (!n || strlen(text) != n) fail_option(L, key, "non-empty string");
  return text;
}

static void read_sheet(lua_State *L, int arg, ForeignRequest *request) {
  const int type = option_push(L, arg, "sheet");
  if (type == LUA_TNIL) return;
  if (type == LUA_TNUMBER && lua_tointeger(L, -1) >= 1) {
    request->number = (size_t)lua_tointeger(L, -1);
    return;
  }
  lua_pop(L, 1);
  if (type != LUA_TSTRING) {
    option_push(L, arg, "sheet");
    fail_option(L, "sheet", "name or number from 1");
  }
  request->name = text_option(L, arg, "sheet");
}

/* Options that only make sense for other files. */
static void refuse_options(lua_State *L, const Source *s, int arg,
                           const char *const *keys, const char *what) {
  for (; *keys; keys++) {
    if (option_push(L, arg, *keys) != LUA_TNIL)
      fail(L, "option %s: %s is %s", *keys, s->path, what);
    lua_pop(L, 1);
  }
}

/* -- reading ---------------------------------------------------------------- */

static size_t most_bytes(void) {
  const double memory =
    (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
  return (size_t)(memory / 4); /* leaves room to process the data */
}

static void check_foreign(lua_State *L, const Source *s, const ForeignTable *t,
                          Status status) {
  if (status.code == STATUS_STOPPED) check_interrupt(L);
  if (status.code == STATUS_RANGE) fail(L, "%s: %s", s->path, t->message);
  if (status.code == STATUS_MEMORY)
    fail(L, "%s: the table takes more than a quarter of this machine's memory",
         s->path);
  check_status(L, status, s->path);
}

static void read_with(lua_State *L, Source *s, ForeignReader *reader,
                      ForeignRequest *request) {
  ForeignTable *t = push_foreign_table(L);
  request->path = s->path;
  request->most_rows = s->most_rows;
  request->most_bytes = most_bytes();
  request->stop = &interrupted;
  check_foreign(L, s, t, reader(t, request));
  s->text = t->text ? t->text : "";
  s->n = t->n;
  s->is_text = t->is_text;
  s->part = t->name;
  s->others = t->others;
  s->format.syntax = (CsvSyntax){.separator = ','};
  s->format.numbers.point = '.';
  s->format.numbers.thousands = NULL;
  s->plain = true;
}

static void read_sqlite(lua_State *L, Source *s, int arg) {
  static const char *const others[] = {"separator", "decimal",  "thousands",
                                       "comment",   "encoding", "header",
                                       "skip",      "sheet",    NULL};
  ForeignReader *reader = NULL;
  ForeignRequest request = {0};
  refuse_options(L, s, arg, others, "a database");
  request.name = text_option(L, arg, "table");
  request.query = text_option(L, arg, "query");
  if (request.name && request.query)
    fail(L, "give either table= or query=, not both");
  if (!plugin_find(&reader, "sqlite", FOREIGN_SQLITE_ENTRY))
    fail(L, "%s is an SQLite database; %s", s->path,
         plugin_advice("SQLite", "libsqlite3-0 (and libsqlite3-dev before "
                                 "building) to read it"));
  read_with(L, s, reader, &request);
  s->format.header = CSV_HEADER_YES;
  s->kind = "sqlite";
  s->query = request.query;
}

static void read_xlsx(lua_State *L, Source *s, int arg) {
  static const char *const others[] = {"separator", "decimal",  "thousands",
                                       "comment",   "encoding", "table",
                                       "query",     NULL};
  ForeignReader *reader = NULL;
  ForeignRequest request = {0};
  const size_t skip = s->format.syntax.skip;
  refuse_options(L, s, arg, others, "a workbook");
  read_sheet(L, arg, &request);
  if (!plugin_find(&reader, "xlsx", FOREIGN_XLSX_ENTRY))
    fail(L, "%s is a zip archive, perhaps a workbook (.xlsx); %s", s->path,
         plugin_advice("reader for workbooks; save the sheet as .csv",
                       "libminizip1 and libexpat1 (libminizip-dev and "
                       "libexpat1-dev before building) to read it"));
  read_with(L, s, reader, &request);
  s->format.syntax.skip = skip;
  s->kind = "xlsx";
  if (*s->others && !request.name && !request.number)
    data_survey_note(L, s, "sheet \"%s\" is read; others are %s (sheet=)",
                     s->part, s->others);
}

static FileKindCode kind_of(lua_State *L, const char *path) {
  char bytes[32];
  OpenFile *f = push_open_file(L, path);
  const size_t n = file_read(L, f, path, bytes, sizeof bytes);
  file_close(f);
  lua_pop(L, 1);
  return file_kind(bytes, n).code;
}

/* Opening a pipe twice would lose what it holds. */
static bool is_regular(const char *path) {
  struct stat info;
  return !stat(path, &info) && S_ISREG(info.st_mode);
}

bool push_foreign(lua_State *L, Source *s, int arg) {
  static const char *const others[] = {"table", "query", "sheet", NULL};
  if (!is_regular(s->path)) return false;
  switch (kind_of(L, s->path)) {
  case FILE_KIND_SQLITE: read_sqlite(L, s, arg); return true;
  case FILE_KIND_ZIP: read_xlsx(L, s, arg); return true;
  default:
    refuse_options(L, s, arg, others, "neither a database nor a workbook");
    return false;
  }
}

void data_foreign_keep_texts(Source *s) {
  for (size_t j = 0; s->is_text && j < s->table.columns; j++) {
    CsvColumn *c = &s->columns[j];
    if (j >= FOREIGN_COLUMNS || !s->is_text[j] || c->kind == CSV_DATE ||
        c->kind == CSV_TIME)
      continue;
    c->text = true;
    c->kind = CSV_TEXT;
    c->lossy_line = 0;
    c->undecided = false;
  }
}
